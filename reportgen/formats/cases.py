"""规则用例：cases/*.yaml 里“这样的实绩得这么多分”，由 format check 逐条算一遍。"""

from __future__ import annotations

from dataclasses import field, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path

from reportgen.core.declare import Many, Some, bare_number, declared, spread
from reportgen.core.diagnostics import Diagnostic, Span, blocking
from reportgen.core.frozen import frozen
from reportgen.core.indicator import Indicator
from reportgen.core.shape import Shape, shape_of, told
from reportgen.core.text import Text
from reportgen.formats.load import as_format_faults, shown
from reportgen.source.files import read_source
from reportgen.source.reading import read
from reportgen.source.shape import check_shape
from reportgen.source.tree import Node, parse


@frozen
class WrittenCase:
    """写的一条用例：实绩或认定，和应得的分。认定得分叫 judged，因为 score 是应得的分。"""

    indicator: Indicator = spread(
        Some(
            Indicator,
            only=("actual", "target", "weight", "key_points", "share", "finished"),
        )
    )
    score: Decimal = declared("得分", "number", then=bare_number)
    judged: Decimal | None = declared("认定得分", "number", then=bare_number, default=None)
    why: str = declared("说明", default="")
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class CaseGroup:
    """写的一组用例：共用的指标（指标库里的写名称）、目标、分值、规则。"""

    common: Indicator = spread(Some(Indicator, only=("target", "weight", "rule")))
    cases: tuple[WrittenCase, ...] = declared("用例", Many(WrittenCase, "用例", least=1))
    name: Text | None = declared("指标名称", key="indicator", default=None)


CASES = Many(CaseGroup, "用例组")


@frozen
class RuleCase:
    """一条用例：要评的指标（指标库里的只有名称和实绩）、应得的分、说明。"""

    indicator: Indicator
    expected: Decimal
    why: str
    span: Span


def cases_shape() -> Shape:
    """cases/*.yaml 的形状。"""
    return told(shape_of(CASES), "规则用例")


def load_cases(folder: Path) -> tuple[tuple[RuleCase, ...], tuple[Diagnostic, ...]]:
    """一种格式的全部用例。"""
    cases: list[RuleCase] = []
    diagnostics: list[Diagnostic] = []
    for path in sorted((folder / "cases").glob("*.yaml")):
        source, problems = read_source(path, shown(folder, f"cases/{path.name}"))
        node, syntax = parse(source) if not problems else (None, ())
        diagnostics += [*problems, *syntax]
        if node is None:
            continue
        faults = as_format_faults(check_shape(node, cases_shape()))
        diagnostics += faults
        if not blocking(faults):
            cases += _cases(node)
    return tuple(cases), tuple(diagnostics)


def _cases(node: Node) -> list[RuleCase]:
    groups: tuple[CaseGroup, ...] = read(node, CASES)
    return list(chain.from_iterable(map(_cases_of, groups)))


def _cases_of(group: CaseGroup) -> list[RuleCase]:
    return [_case(group, case) for case in group.cases]


def _case(group: CaseGroup, case: WrittenCase) -> RuleCase:
    indicator, common = case.indicator, group.common
    indicator = replace(
        indicator,
        name=group.name or Text("用例"),
        target=indicator.target or common.target,
        weight=indicator.weight or common.weight,
        rule=common.rule,
        judgement=replace(indicator.judgement, score=case.judged),
    )
    assert case.span is not None
    return RuleCase(indicator, case.score, case.why, case.span)
