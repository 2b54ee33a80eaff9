"""指标值在这一份报告里的意思：期限是哪一天，没有写符号的按哪个方向，以上、以下含不含那个数。

文字一样的指标值，年度、节日的日期、格式的约定不同，意思就不同；印的仍是原来的写法。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from reportgen.core.deadline_text import read_done
from reportgen.core.format import Manifest
from reportgen.core.indicator import Indicator
from reportgen.core.rules.case import Case, unscorable
from reportgen.core.target import Comparison, Target

_DIRECTIONS: dict[str, Comparison] = {"more": "≥", "less": "≤"}
_TITLES = {"more": "越多越好", "less": "越少越好"}
_EXCLUDED: dict[Comparison, Comparison] = {"≥": ">", "≤": "<"}


def settled(
    target: Target | None,
    indicator: Indicator,
    manifest: Manifest,
    year: int,
    named: Mapping[str, date],
) -> Target | None:
    """读好的指标值，加上年度、方向和约定。"""
    if target is None:
        return None
    if target.deadline is not None:
        return replace(target, deadline=target.deadline.on_calendar(year, named))
    if target.convention and manifest.limits == "excluded":
        return replace(target, comparison=_EXCLUDED.get(target.comparison, target.comparison))
    if indicator.better and target.quantity is not None and not target.comparison:
        return replace(target, comparison=_DIRECTIONS[indicator.better])
    return target


def quantitative(target: Target, indicator: Indicator) -> bool:
    """没有写规则时，按定量的默认规则还是按定性的。

    期限要同日期比，实绩写的不是日期（按期完成），或评价人已经认定的，就是定性的。
    """
    if target.deadline is None:
        return target.number is not None
    if indicator.judgement.given or not target.deadline.dated:
        return False
    return read_done(str(indicator.actual_text or ""), target.deadline.year or 0) is not None


def refuse_contrary(case: Case, indicator: Indicator) -> None:
    """R07 better 说越少越好，指标值却写 ≥：不知道听哪一个。"""
    target, better = case.target, indicator.better
    if not better or target is None or target.number is None:
        return
    sign = target.comparison
    if target.range is None and sign in ({"≥", ">"} if better == "more" else {"≤", "<"}):
        return
    message = f"“{case.name}”的方向（better）写的是{_TITLES[better]}，"
    message += f"年度指标值“{target}”自己已有比法。"
    help = "指标值写了符号、区间的，删去 better；只写数的才用得着它。"
    raise unscorable("R07", message, help, target.span)
