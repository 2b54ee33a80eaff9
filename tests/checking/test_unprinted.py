"""写了而没有印的：值类型里声明的每一项都走到，不印的说出来；有别的用处的登记在案。"""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.checking import unprinted
from reportgen.checking.printout import Printout
from reportgen.checking.unprinted import SERVES, written_in
from reportgen.core.declare import DECLARED
from reportgen.core.diagnostics import Source, Span
from reportgen.core.funds import FundLine, Funds
from reportgen.core.indicator import Indicator, SubIndicator
from reportgen.core.model import Evaluation, Goals, Project, Unit
from reportgen.core.narrative import Finding, Suggestion
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine

ROOT = Path(__file__).resolve().parents[2]
SPAN = Span(Source("x.yaml", "x"), 1, 1, 0, 1)


def test_what_serves_otherwise_is_a_declared_field() -> None:
    for kind, name in SERVES:
        field = next(field for field in fields(kind) if field.name == name)
        assert DECLARED in field.metadata


def filled(kind: type) -> object:
    """每一项都写了的一个值：文字写它的字段名，数写 7，是否写是。"""
    content: dict[str, object] = {}
    for field in fields(kind):
        written = {
            "Text": Text(field.name, SPAN),
            "Quantity": Quantity(Decimal(7), "", "7", SPAN),
            "bool": True,
        }
        kinds = (word for word in written if re.match(word, str(field.type)))
        word = next(kinds, "")
        if word:
            content[field.name] = written[word]
    return kind(**content)


FILLED = {
    Unit: ("unit", "unit", "short authority"),
    Project: ("project", "project", "summary"),
    Goals: ("goals", "goals", "long_term annual achieved"),
    Indicator: (
        "indicators",
        "indicators",
        "definition previous deviation core text evidence opinion remark",
    ),
    Finding: ("findings", "findings", "text"),
    Suggestion: ("suggestions", "suggestions", "title text"),
}


@pytest.mark.parametrize("kind", FILLED)
def test_every_declared_field_is_walked_to(kind: type) -> None:
    """没有登记用处的每一项，都在要印的里面；新加的字段也是。"""
    name, path, expected = FILLED[kind]
    value = filled(kind)
    many = name in {"indicators", "findings", "suggestions"}
    unit = Unit(Text("某局", SPAN))
    content = {"unit": unit, name: (value,) if many else value}
    evaluation = Evaluation(Text("x"), 2024, None, **content)  # type: ignore[arg-type]
    walked = {item.path.removeprefix(f"{path}.") for item in written_in(evaluation)}
    assert walked == set(expected.split())


def test_lists_within_lists_are_walked_to() -> None:
    money = Quantity(Decimal(7), "", "7", SPAN)
    inner = FundLine(Text("其中"), arrived=money)
    funds = Funds(lines=(FundLine(Text("拨款"), spent=money, includes=(inner,)),))
    parts = (SubIndicator(Text("分馆")),)
    indicators = (Indicator(Text("天数"), includes=parts),)
    unit = Unit(Text("某局"))
    evaluation = Evaluation(
        Text("x"),
        2024,
        None,
        unit,
        funds=funds,
        indicators=indicators,  # type: ignore[arg-type]
    )
    assert [(item.path, item.owner) for item in written_in(evaluation)] == [
        ("funds.lines.name", "拨款"),
        ("funds.lines.spent", "拨款"),
        ("funds.lines.includes.name", "其中"),
        ("funds.lines.includes.arrived", "其中"),
        ("indicators.includes.name", "分馆"),
    ]


SHIPPED = sorted((*ROOT.glob("templates/*/sample.yaml"), *ROOT.glob("inputs/*/*.yaml")))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_in_the_shipped_inputs_is_lost(path: Path) -> None:
    lost = [d.subject for d in examine(path).diagnostics if d.code == "I06"]
    assert lost == []


def told(project: Path, format: str, *edits: tuple[str, str]) -> list[tuple[str, str]]:
    """改 sample.yaml 的几处，没有印的各是什么。"""
    text = (project / "templates" / format / "sample.yaml").read_text("utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    found = [d for d in examine(path).diagnostics if d.code == "I06"]
    return [(d.subject, d.message) for d in found]


def test_one_kind_in_many_rows_is_one_reminder_with_the_count(project: Path) -> None:
    text = (project / "templates/mof-self-2021/sample.yaml").read_text("utf-8")
    rows = re.findall(r"    weight: .*", text)[:4]
    edits = [(row, f"{row}\n    remark: 备注之{number}") for number, row in enumerate(rows)]
    ((subject, message),) = told(project, "mof-self-2021", *dict(edits).items())
    assert subject == "indicators.remark"
    count = len(dict(edits))
    assert message.endswith(f"没有进入报告；同样的共 {count} 处。")


def test_a_flag_its_rule_does_not_look_at_is_told(project: Path) -> None:
    row = "    name: 免费开放天数"
    edit = (row, f"    finished: true\n{row}")
    ((subject, message),) = told(project, "mof-self-2021", edit)
    assert subject == "indicators.finished"
    assert message.startswith("“免费开放天数”的“是否按期完成且未超预算”")


def test_many_that_are_not_there_are_looked_for_a_hundred_times(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """几千行备注都没有印：找过一百处就够了，不每一行都在整篇里找。"""
    searches = 0
    has = Printout.has

    def count(printed: Printout, text: str, span: Span | None) -> bool:
        nonlocal searches
        searches += "备注之" in text
        return has(printed, text, span)

    monkeypatch.setattr(Printout, "has", count)
    row = "indicators:\n"
    level = "level1: 产出指标, level2: 数量指标, target: ≥1天, actual: 1天, weight: 0.01"
    more = "".join(f"  - {{name: 甲{n}, {level}, remark: 备注之{n}}}\n" for n in range(1000))
    ((subject, message),) = [
        each for each in told(project, "mof-self-2021", (row, row + more)) if "remark" in each[0]
    ]
    assert (subject, searches) == ("indicators.remark", unprinted.MOST_SEARCHED + 1)
    assert message.endswith("同样的共许多处。")
