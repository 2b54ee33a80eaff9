"""打算：一种格式的全部页、块、格存在 plan.txt；随意的树拆成格再拼回来，一个值也不丢。"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source
from reportgen.core.plan import ROW, Field, Form, Section, Table
from reportgen.core.shape import Shape
from reportgen.source.cells import cells, left_over, visible
from reportgen.source.cells import tree_of as put_together
from reportgen.source.normal import node_of, normal, value_of
from reportgen.source.plan import plan_of
from reportgen.source.tree import parse
from tests.source.trees import FORMATS, INPUTS, format_of, grown, shape_for, tree_of

HERE = Path(__file__).resolve().parent
NANJING = "nanjing-whole-2024"


def test_the_plan_of_one_format_as_stored(golden: Callable[[Path, str], None]) -> None:
    lines = []
    for sheet in plan_of(format_of(NANJING).shape).sheets:
        lines.append(f"== {sheet.title}（{sheet.key or '各处'}）")
        for block in sheet.blocks:
            lines += ["", _heading(block)]
            fields = block.fields if isinstance(block, Form) else block.columns
            lines += [f"    {_field(field)}" for field in fields]
            if isinstance(block, Table):
                lines += [f"    {_section(section)}" for section in block.sections]
            if isinstance(block, Table) and block.total:
                names = "、".join(field.title for field in block.total_columns)
                lines.append(f"    末行 {block.total_title}：{names}")
        lines.append("")
    golden(HERE / "plan.txt", "\n".join(lines))


def _heading(block: Form | Table) -> str:
    kind = {"rows": "表", "sections": "叙述", "names": "名字"}
    name = "表单" if isinstance(block, Form) else kind[block.kind]
    needed = "，必填" if block.required else ""
    least = f"，至少 {block.least} 行" if isinstance(block, Table) and block.least else ""
    parent = f"，属于 {'/'.join(block.parent)}" if isinstance(block, Table) and block.parent else ""
    return f"{name} {block.title}（{'/'.join(block.path) or '输入'}{needed}{least}{parent}）"


def _section(section: Section) -> str:
    needed = "，必填" if section.required else ""
    kinds = [("一段文字", section.text), ("带小标题的几段", section.passages)]
    written = "或".join(name for name, allowed in kinds if allowed)
    return f"节 {section.title}（{section.key}，{written}{needed}）"


def _field(field: Field) -> str:
    needed = "，必填" if field.required else ""
    kind = {"value": "", "lines": "，一行一项", "yaml": "，YAML"}[field.kind]
    words = "、".join(f"{word}（{label}）" if label else word for word, label in field.words)
    note = f"：{words}" if words else ""
    return f"{field.title}（{'.'.join(field.keys) or '值'}，{field.way}{kind}{needed}）{note}"


@given(st.sampled_from(FORMATS), st.integers(0, 2**32))
def test_a_tree_of_any_format_is_taken_apart_and_put_together_whole(name: str, seed: int) -> None:
    shape = format_of(name).shape
    tree = node_of(grown(Random(seed), shape))
    parts = cells(plan_of(shape), tree)
    assert normal(put_together(parts), shape) == normal(tree, shape)
    assert len({cell.address for cell in parts}) == len(parts)
    assert not left_over(plan_of(shape), tree)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_value_of_a_shipped_input_has_its_cell_and_keeps_its_place(path: Path) -> None:
    tree = tree_of(path)
    shape = shape_for(tree)
    parts = cells(plan_of(shape), tree)
    assert normal(put_together(parts), shape) == normal(tree, shape)
    assert not left_over(plan_of(shape), tree)
    assert all(cell.node.span.source == tree.span.source for cell in parts)


@pytest.mark.parametrize(
    "text",
    [
        "findings: []\nsuggestions: [{text: 甲}]\n",
        "findings: [{}]\nsuggestions:\n- items: []\n",
        "surveys: [{name: 甲, questions: []}, {questions: [{options: []}]}]\n",
        "facts: {departments: [], assets: {classes: [{}, {includes: []}]}}\n",
    ],
)
def test_lists_without_rows_are_put_together_too(text: str) -> None:
    tree, _ = parse(Source("x.yaml", text))
    assert tree is not None
    shape = format_of(NANJING).shape
    parts = cells(plan_of(shape), tree)
    assert normal(put_together(parts), shape) == normal(tree, shape)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("unti: {name: 甲}\nyear: 2024\n", [("unti", "name")]),
        (
            "unit: 甲局\nindicators:\n- {name: 甲, actul: 1}\n",
            [("unit",), ("indicators", 0, "actul")],
        ),
        ("sections: {process: 好, methods: [只有一段]}\n", [("sections", "methods", 0)]),
    ],
)
def test_what_has_no_cell_is_named(text: str, left: list[tuple[str | int, ...]]) -> None:
    tree, _ = parse(Source("x.yaml", text))
    assert tree is not None
    found = left_over(plan_of(format_of(NANJING).shape), tree)
    assert [address for address, _ in found] == left


def test_what_is_shown_is_filled_or_required_or_printed() -> None:
    tree = tree_of(next(path for path in INPUTS if "nanjing" in path.name))
    plan = plan_of(shape_for(tree))
    shown = visible(plan, tree)
    assert ("indicators", "actual") in shown
    assert ("indicators", "remark") not in shown
    assert ("surveys",) not in shown
    assert ("funds", "lines", "includes") not in shown
    assert ("indicators", "remark") in visible(plan, tree, frozenset({("indicators", "remark")}))
    empty = visible(plan, node_of({}))
    assert {("year",), ("unit", "name"), ("findings",)} <= empty
    assert ("waivers", "reason") not in empty


def test_titles_become_names_of_sheets_that_a_workbook_accepts() -> None:
    rows = Shape("array", items=Shape("object", properties={"name": Shape(title="名称")}))
    titles = {
        "a": "资金:一/二",
        "b": "资金_一_二",
        "c": "",
        "d": "很" * 40,
        "e": "很" * 33,
        "f": "基本情况",
    }
    shapes = {key: Shape("array", title=title, items=rows.items) for key, title in titles.items()}
    plan = plan_of(Shape("object", "输入", properties=shapes))
    names = [sheet.title for sheet in plan.sheets]
    assert names == [
        "基本情况",
        "资金_一_二",
        "资金_一_二2",
        "c",
        "很" * 31,
        "很" * 30 + "2",
        "基本情况2",
    ]


def test_a_shape_nobody_thought_of_still_has_a_cell() -> None:
    listed = Shape("array", items=Shape())
    single = Shape("object", properties={"a": Shape()})
    odd = {
        "grid": Shape("array", "方阵", items=listed),
        "open": Shape("object", "随便", properties={"a": Shape()}, rest=listed),
        "either": Shape("scalar", "两样", choices=(Shape(), single)),
    }
    shape = Shape("object", "输入", properties=odd)
    (form,) = plan_of(shape).blocks
    assert isinstance(form, Form)
    assert [field.kind for field in form.fields] == ["yaml", "yaml", "yaml"]
    value = {"grid": [["1"], ["2", "3"]], "open": {"a": "1", "b": ["2"]}, "either": {"a": "1"}}
    parts = cells(plan_of(shape), node_of(value))
    assert value_of(put_together(parts)) == value
    assert ROW not in {step for cell in parts for step in cell.address}
