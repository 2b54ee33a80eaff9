"""与上年相比（C54）：今年的指标值比上年做到的低得多，多半是为了好完成。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.core.target_text import read_actual_text, read_target_text
from reportgen.core.text import Text
from reportgen.core.units import in_unit

MOST_NAMED = 3
"""一条里最多列出几个指标。"""
LEAST_SHARE = Decimal("0.7")
"""指标值不到上年实绩的七成，要说明。"""


def check_targets(
    targets: Iterable[tuple[str, Text]], actuals: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """C54 同名的指标，指标值不到上年实绩的七成，并成一条。只看越多越好的数。"""
    low: list[tuple[str, Text]] = []
    for name, written in targets:
        if name not in actuals or written.span is None:
            continue
        target, actual = _target(written), _actual(actuals[name])
        if target is None or actual is None:
            continue
        converted = in_unit(actual, target.unit)
        if converted is not None and target.number < converted.number * LEAST_SHARE:
            low.append((name, written))
    if low and low[0][1].span is not None:
        told = [f"“{name}”（{written}，上年做到 {actuals[name]}）" for name, written in low]
        more = f"等 {len(low)} 个指标" if len(low) > MOST_NAMED else ""
        message = f"{'、'.join(told[:MOST_NAMED])}{more}的指标值不到上年实绩的七成。"
        help = "指标值要与正常的业绩水平相符；确实要降的，在指标解释或目标里写明为什么。"
        related = [Related(written.span, "还有这一个") for _, written in low[1:4] if written.span]
        yield diagnose("C54", low[0][1].span, message, help, related=related, subject=low[0][0])


def _target(written: Text) -> Quantity | None:
    """越多越好的指标值的数；别的没有。"""
    try:
        target = read_target_text(str(written))
    except NotANumber:
        return None
    return target.quantity if target.comparison in {"≥", ">"} else None


def _actual(written: str) -> Quantity | None:
    try:
        return read_actual_text(written)
    except NotANumber:
        return None
