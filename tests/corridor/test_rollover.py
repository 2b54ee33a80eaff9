"""转年度：只清空该清空的；填好以后等于重新写；移来的、放不下的、写不得的都说得出。"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.core.diagnostics import Source
from reportgen.core.shape import Shape
from reportgen.corridor.lastyear import digest_of
from reportgen.corridor.pipeline import build, examine
from reportgen.corridor.rollover import Rolled, next_path, rollover
from reportgen.formats.load import load_format
from reportgen.source.merge import merge
from reportgen.source.normal import node_of, normal, value_of
from reportgen.source.rolling import cleared, scalars, without_old_notes
from reportgen.source.tree import Mapping, parse, read_tree

ROOT = Path(__file__).resolve().parents[2]
INPUTS = sorted(ROOT.glob("inputs/*/*.yaml"))
SAMPLES = sorted(ROOT.glob("templates/*/sample.yaml"))
EVERY = [*INPUTS, *SAMPLES]
SELF = "zhengzhou-self-2022"


def named(path: Path) -> str:
    return path.stem if path in INPUTS else path.parent.name


def tree_in(text: str) -> Mapping:
    tree, problems = parse(Source("x", text))
    assert isinstance(tree, Mapping), problems
    return tree


def rolled(path: Path, folder: Path, **options: object) -> tuple[Rolled, str]:
    """转好的，写在 folder 里。"""
    result = rollover(path, output=folder / "next.yaml", **options)  # type: ignore[arg-type]
    (folder / "next.yaml").write_bytes(result.content)
    return result, result.content.decode()


SHORT = f"""\
# 开头的注释
format: {SELF}
year: 2022      # 年度
date: 2023-03-20
unit: {{name: 云河市科学技术局, short: 市科技局}}   # 单位
project:
  name: 人才经费
funds:
  lines:
    - {{name: 单位资金, initial: 1, adjusted: 2, spent: 3}}
    # 行间的注释
    - name: 政府预算资金
      initial: 4      # 批复数
      spent: 5
  carryover: {{opening: 6, closing: 7}}
goals:
  annual: |
    第一段

    第二段
  achieved: 完成了
indicators:
  - {{name: 预算执行率, deviation: 结余}}
  - name: 人数
    target: ≥4 人
    key_points: [80%, 60%]
    actual: 5 人
    remark: "说明: 甲"
waivers:
  - code: C01
    at: 甲
    reason: 原件如此
"""

NEXT = f"""\
# 开头的注释
format: {SELF}
year: 2023      # 年度
date: 待填   # 上年：2023-03-20
unit: {{name: 云河市科学技术局, short: 市科技局}}   # 单位
last:
  file: last.yaml
  year: 2022
  digest: DIGEST
project:
  name: 人才经费
funds:
  lines:
    - {{name: 单位资金, initial: 待填, adjusted: 待填, spent: 待填}}   # 上年：initial: 1, adjusted: 2, spent: 3
    # 行间的注释
    - name: 政府预算资金
      initial: 待填      # 批复数
      # 上年：4
      spent: 待填   # 上年：5
  carryover: {{opening: 7}}   # 上年：closing: 7
goals:
  annual: 待填   # 上年：
  # 上年｜  第一段
  # 上年｜
  # 上年｜  第二段
  achieved: 待填   # 上年：完成了
indicators:
  - {{name: 预算执行率}}   # 上年：deviation: 结余
  - name: 人数
    target: ≥4 人
    key_points: 待填   # 上年：[80%, 60%]
    actual: 待填   # 上年：5 人
    # 上年：remark: "说明: 甲"
# 上年：waivers:
# 上年｜  - code: C01
# 上年｜    at: 甲
# 上年｜    reason: 原件如此
"""


def test_what_is_cleared_and_what_stays(tmp_path: Path) -> None:
    (tmp_path / "last.yaml").write_text(SHORT, "utf-8")
    _, text = rolled(tmp_path / "last.yaml", tmp_path)
    assert text == NEXT.replace("DIGEST", digest_of(SHORT))


HEAD = f"format: {SELF}\nyear: 2022\ndate: 2023-03-20\nunit: {{name: 甲局}}\n"
ODD = {
    "几行的花括号": (
        "funds:\n  lines: [\n    {name: 甲, initial: 1, # 注\n     spent: 2},\n    {name: 丙, spent: 3}\n  ]\n",
        "funds:\n  lines: [\n    {name: 甲, initial: 待填, # 注\n     spent: 待填},\n"
        "    {name: 丙, spent: 待填}\n  ]   # 上年：甲（initial: 1, spent: 2）, 丙（spent: 3）\n",
    ),
    "折行的文字": (
        "goals:\n  annual: 甲\n    乙\n  achieved: >-\n    丙\n    丁\n",
        "goals:\n  annual: 待填\n  # 上年：甲\n  # 上年｜  乙\n"
        "  achieved: 待填   # 上年：\n  # 上年｜  丙\n  # 上年｜  丁\n",
    ),
    "减号那一行": (
        "indicators:\n  - actual: 5 人\n    name: 人数\n  - deviation: 无\n    name: 乙\n",
        "indicators:\n  - actual: 待填   # 上年：5 人\n    name: 人数\n  - # 上年：deviation: 无\n    name: 乙\n",
    ),
    "不缩进的列表": (
        "findings:\n# 注释\n- id: 甲\n  text: |\n    一\n    # 二\n",
        "findings: 待填   # 上年：\n# 注释\n# 上年｜- id: 甲\n# 上年｜  text: |\n# 上年｜    一\n# 上年｜    # 二\n",
    ),
    "空着的": (
        "findings:\ngoals:\n  annual: 待填\nwaivers: []\n",
        "findings: 待填\ngoals:\n  annual: 待填\n# 上年：waivers: []\n",
    ),
    "引号和行末的注释": (
        "goals:\n  'annual': '甲 # 乙'\n  achieved: 丙 # 注\n",
        "goals:\n  'annual': 待填   # 上年：'甲 # 乙'\n  achieved: 待填 # 注\n  # 上年：丙\n",
    ),
    "末尾没有换行": ("goals: {annual: 甲}", "goals: {annual: 待填}   # 上年：annual: 甲"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_writing_is_cleared_too(name: str, tmp_path: Path) -> None:
    before, after = ODD[name]
    (tmp_path / "last.yaml").write_text(HEAD + before, "utf-8")
    result, text = rolled(tmp_path / "last.yaml", tmp_path)
    assert not result.diagnostics
    assert text.endswith(after)


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_line_endings_and_the_mark_stay(tmp_path: Path, ending: str) -> None:
    data = b"\xef\xbb\xbf" + SHORT.replace("\n", ending).encode()
    (tmp_path / "last.yaml").write_bytes(data)
    result, _ = rolled(tmp_path / "last.yaml", tmp_path)
    text = result.content.removeprefix(b"\xef\xbb\xbf").decode()
    assert text != result.content.decode()
    assert text.replace(ending, "") == text.replace("\r", "").replace("\n", "")


def test_nothing_to_change_is_not_a_byte_of_change() -> None:
    text = (
        "# 只有注释\n\na: |+\n  # 上年：正文\n  块\n\nb: {c: [1, '二'], d: >-\n   折}  # 注\ne:\n"
    )
    text = text.replace("d: >-\n   折", 'd: "折\n   行"')
    tree = tree_in(text)
    assert cleared(tree, Shape("object", rest=Shape())) == text
    assert without_old_notes(text, tree) == text
    shape = load_format(ROOT / "templates" / SELF)[0].shape  # type: ignore[union-attr]
    kept = f"format: {SELF}   # 格式\nunknown: [1, 2]\nunit:\n    name: '甲'\n# 末\n"
    assert cleared(tree_in(kept), shape) == kept


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_check_lists_what_is_to_be_filled_and_what_is_stale_and_nothing_else(
    path: Path, tmp_path: Path
) -> None:
    result, _ = rolled(path, tmp_path, templates=ROOT / "templates")
    assert not result.diagnostics
    found = examine(tmp_path / "next.yaml", templates=ROOT / "templates").diagnostics
    assert {diagnostic.code for diagnostic in found} <= {"I10", "L01", "L02"}
    assert found[0].code == "I10"
    assert found[0].message.startswith(f"还有 {result.unfilled} 处没有填")


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_every_value_of_last_year_is_still_in_the_file(path: Path, tmp_path: Path) -> None:
    _, text = rolled(path, tmp_path, templates=ROOT / "templates")
    before, _, _ = read_tree(path)
    assert before is not None
    bare = "".join(text.replace("# 上年｜", "").split())
    for scalar in scalars(before):
        for line in scalar.text.split("\n"):
            assert "".join(line.replace('"', "").split()) in bare.replace('"', ""), line


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_filled_in_it_equals_one_written_afresh(path: Path, tmp_path: Path) -> None:
    """转好的填上（这里填的就是上年的），和把上年的只改年度，是同一份报告。"""
    before, _, _ = read_tree(path)
    assert isinstance(before, Mapping)
    fresh = value_of(before)
    year = str(int(fresh["year"]) + 1)  # type: ignore[index, call-overload]
    fresh = {**fresh, "year": year}  # type: ignore[dict-item]
    _, text = rolled(path, tmp_path, templates=ROOT / "templates")
    tree = tree_in(text)
    format, _ = load_format(ROOT / "templates" / fresh["format"])  # type: ignore[operator]
    assert format is not None
    last = value_of(tree)["last"]  # type: ignore[index, call-overload]
    merged = merge(tree, node_of({**fresh, "last": last}), format.shape)
    assert merged.text is not None
    (tmp_path / "next.yaml").write_text(merged.text, "utf-8")
    afresh = parse(Source("y", merged.text))[0]
    assert afresh is not None
    wanted = normal(node_of({**fresh, "last": last}), format.shape)
    assert normal(afresh, format.shape) == wanted
    # 报告也相同：上年的那一份不在旁边，旧话就不比了
    for name, value in (("afresh", fresh), ("filled", wanted)):
        folder = tmp_path / name
        folder.mkdir()
        value = {key: part for key, part in value.items() if key != "last"}  # type: ignore
        merged = merge(before if name == "afresh" else tree, node_of(value), format.shape)
        assert merged.text is not None
        (folder / "x.yaml").write_text(merged.text, "utf-8")
        for file in path.parent.iterdir():
            if file.suffix in {".csv", ".png", ".jpg", ".xlsx"}:
                (folder / file.name).write_bytes(file.read_bytes())
    reports = []
    for name in ("afresh", "filled"):
        given = tmp_path / name / "x.yaml"
        built = build(given, directory=tmp_path / name, templates=ROOT / "templates", draft=True)
        reports.append(built.files[1].read_bytes())
    assert reports[0] == reports[1]


def test_the_next_rollover_takes_the_notes_and_the_confirmations_away(tmp_path: Path) -> None:
    (tmp_path / "last.yaml").write_text(SHORT, "utf-8")
    rolled(tmp_path / "last.yaml", tmp_path)
    second = tmp_path / "next.yaml"
    second.write_text(
        second.read_text("utf-8").replace("last:\n", "unchanged: {goals.annual: 甲}\nlast:\n"),
        "utf-8",
    )
    third = rollover(second, output=tmp_path / "third.yaml").content.decode()
    assert "上年" not in third
    assert "unchanged" not in third
    assert "year: 2024" in third
    assert "file: next.yaml" in third
    assert "# 行间的注释" in third


def test_where_it_is_written() -> None:
    assert next_path(Path("inputs/2024/x.yaml"), 2024, 2025) == Path("inputs/2025/x.yaml")
    assert next_path(Path("a/x-2024.yaml"), 2024, 2026) == Path("a/x-2026.yaml")
    assert next_path(Path("a/x.yaml"), 2024, 2025) == Path("a/x-2025.yaml")


COMPARED = """\
fields:
  facts:
    fields:
      rectified:
        title: 上年问题整改情况
        rollover: previous
        takes: findings
        each:
          title: 一条
          fields:
            title: {title: 问题, required: true}
            text: {title: 整改情况, is: prose, required: true}
      spent: {title: 支出, is: money, rollover: clear}
      spent_before: {title: 上年支出, is: money, rollover: previous, takes: spent}
      total_before: {title: 上年合计, is: money, rollover: previous, takes: funds.total.spent}
"""


def test_what_the_format_compares_is_moved(project: Path) -> None:
    """比上年的格式：上年的数移作上年数，上年的问题移作整改情况，历年资金添一行。"""
    fields = project / "templates" / "mof-self-2020" / "fields.yaml"
    head, mark, tail = fields.read_text("utf-8").partition("fields:\n")
    assert mark
    fields.write_text(head + COMPARED + tail, "utf-8")
    text = (project / "templates" / "mof-self-2020" / "sample.yaml").read_text("utf-8")
    text += "facts: {spent: 12.5}\n"
    text = text.replace("funds:\n", "funds:\n  years:\n    - {name: 2023年, spent: 3}\n", 1)
    last = project / "inputs" / "last.yaml"
    last.write_text(text, "utf-8")
    result, after = rolled(last, project / "inputs")
    assert not result.diagnostics
    values = value_of(tree_in(after))
    before = value_of(tree_in(text))
    assert isinstance(values, dict)
    assert isinstance(before, dict)
    total, findings = before["funds"]["total"], before["findings"]  # type: ignore[index, call-overload]
    assert values["facts"] == {
        "rectified": [{"title": row["title"], "text": "待填"} for row in findings],  # type: ignore
        "spent_before": "12.5",
        "total_before": total["spent"],  # type: ignore[index, call-overload]
    }
    rows = values["funds"]["years"]  # type: ignore[index, call-overload]
    assert rows[0] == {"name": "2023年", "spent": "3"}  # type: ignore[index]
    assert rows[1] == {"name": "2024年", **total}  # type: ignore


def test_rows_take_the_same_row_of_last_year(project: Path) -> None:
    """格式比较各年的：资金行、合计、指标的上年各数取上年的同一行，前年的不留。"""
    sample = project / "templates" / "mof-evaluation-2020" / "sample.yaml"
    last = project / "inputs" / "last.yaml"
    last.write_text(sample.read_text("utf-8"), "utf-8")
    result, after = rolled(last, project / "inputs")
    assert not result.diagnostics
    values: Any = value_of(tree_in(after))
    before: Any = value_of(tree_in(last.read_text("utf-8")))
    stages = ("initial", "adjusted", "arrived", "spent")
    for row, same in zip(values["funds"]["lines"], before["funds"]["lines"], strict=True):
        assert row["previous"] == {key: same[key] for key in stages}
    total = before["funds"]["total"]
    assert values["funds"]["total"]["previous"] == {key: total[key] for key in stages}
    actuals = {row["name"]: row.get("actual") for row in before["indicators"]}
    for row in values["indicators"]:
        assert row.get("previous") == actuals[row["name"]], row["name"]
    assert "previous" not in values["funds"]["lines"][0]["includes"][0]


def test_a_row_that_last_year_has_not_gets_nothing(project: Path) -> None:
    """上年没有填的，前年的数不留着当上年的。"""
    sample = project / "templates" / "mof-evaluation-2020" / "sample.yaml"
    text = sample.read_text("utf-8")
    text = text.replace("    actual: 2150 人次  # 填：实际完成值，例 2150 人次\n", "", 1)
    last = project / "inputs" / "last.yaml"
    last.write_text(text, "utf-8")
    _, after = rolled(last, project / "inputs")
    values: Any = value_of(tree_in(after))
    rows = {row["name"]: row for row in values["indicators"]}
    assert rows["日均就餐老年人次"].get("previous") in {None, "待填"}


PAIRS = [
    ("zhengzhou-gxj-qyfw", "mof-self-2020"),
    ("xinfeng-gxj-zfwe", "mof-evaluation-2020"),
    ("zhengzhou-shili", "zhengzhou-self-2022"),
    ("zhuzhou-nqhz", "zhengzhou-self-2022"),
]


@pytest.mark.parametrize(("name", "format"), PAIRS)
def test_onto_another_format_nothing_is_dropped_silently(
    name: str, format: str, tmp_path: Path
) -> None:
    path = next(path for path in INPUTS if path.stem == name)
    result, text = rolled(path, tmp_path, format=format, templates=ROOT / "templates")
    listed = {diagnostic.span.start for diagnostic in result.diagnostics}
    assert {diagnostic.code for diagnostic in result.diagnostics} == {"L05"}
    before, _, _ = read_tree(path)
    assert before is not None
    bare = "".join(text.replace("# 上年｜", "").split()).replace('"', "")
    for scalar in scalars(before):
        if scalar.span.start in listed:
            continue
        for line in scalar.text.split("\n"):
            assert "".join(line.replace('"', "").split()) in bare or scalar.text in {SELF}, line


def test_refused_years_and_formats(tmp_path: Path) -> None:
    (tmp_path / "last.yaml").write_text(SHORT, "utf-8")
    for year in (2022, 2020):
        result, _ = rolled(tmp_path / "last.yaml", tmp_path, year=year)
        assert [problem.code for problem in result.diagnostics] == ["L06"]
        assert not result.content
    result, _ = rolled(tmp_path / "last.yaml", tmp_path, format="none")
    assert [problem.code for problem in result.diagnostics] == ["F01"]
    result, _ = rolled(tmp_path / "none.yaml", tmp_path)
    assert [problem.code for problem in result.diagnostics] == ["S05"]


def test_every_declared_field_says_what_becomes_of_it() -> None:
    for path in sorted((ROOT / "templates").glob("*/format.yaml")):
        format, _ = load_format(path.parent)
        assert format is not None
        assert not unsaid(format.shape, "", 0), path.parent.name


def unsaid(shape: Shape, place: str, depth: int) -> list[str]:
    """没有说转年度时怎么办的各项。"""
    if shape.rollover or depth > 8:
        return []
    if shape.choices:
        return [name for choice in shape.choices for name in unsaid(choice, place, depth + 1)]
    if shape.kind == "array":
        assert shape.items is not None
        return unsaid(shape.items, f"{place}[]", depth + 1)
    if shape.kind == "scalar" or shape.variants is not None:
        return [place]
    names = []
    for key in shape.properties:
        names += unsaid(shape.properties[key], f"{place}.{key}", depth + 1)
    return names + (unsaid(shape.rest, f"{place}.*", depth + 1) if shape.rest else [])
