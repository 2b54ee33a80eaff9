"""期限的情形：年度指标值是日子，实际完成值也是日子，晚了多少。

写到日的实绩是一天；只写到月的（2024年11月）是一段，头尾两天算出来一样才算，不一样的要写明到日。
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reportgen.core.deadline import Deadline, Period, chinese, days_late, months_late
from reportgen.core.deadline_text import read_done
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE, Quantity
from reportgen.core.rules.case import Case, Outcome, Step, Unscorable, earn, unscorable
from reportgen.core.units import in_unit, unit_of

_HOW = "写成 2024-11-20 或 2024年11月20日 这样的日期。"


@frozen
class Dates:
    """期限的最后一天，和实际做到的那一段日子。"""

    last: date
    done: Period

    @property
    def late(self) -> bool | None:
        """晚了没有；只写到月、看不出的为 None。"""
        if self.done.last <= self.last:
            return False
        return True if self.done.first > self.last else None

    @property
    def words(self) -> str:
        """晚了几天的话。"""
        if not self.late:
            return "没有晚"
        least, most = (days_late(self.last, day) for day in (self.done.first, self.done.last))
        return f"晚了 {least} 天" if least == most else f"晚了 {least} 至 {most} 天"

    def amounts(self, unit: str) -> tuple[Decimal, Decimal] | None:
        """按天或月数，最少和最多晚了几个；不是天也不是月的单位为 None。"""
        family = unit_of(unit).family
        if family not in {"天", "月"}:
            return None
        count = days_late if family == "天" else months_late
        one = in_unit(Quantity(ONE, unit), family)
        assert one is not None
        least, most = (
            count(self.last, day) / one.number for day in (self.done.first, self.done.last)
        )
        return least, most


def dates_of(case: Case, deadline: Deadline) -> Dates:
    """期限和实绩的日子；少一样，或不清楚，就算不了。"""
    if deadline.last is None:
        raise _unknown(case, deadline)
    if not case.actual_text:
        raise unscorable("R02", f"“{case.name}”没有填实际完成值。", "加上 actual: …")
    done = read_done(case.actual_text, deadline.year or deadline.last.year)
    if done is None:
        message = f"“{case.name}”的实际完成值“{case.actual_text}”不是日期，年度指标值“{case.target}”是期限。"
        raise unscorable(
            "R07", message, f"{_HOW}要由评价人认定的，在这一行写 rule: {{kind: judged}}。"
        )
    return Dates(deadline.last, done)


def not_exact(case: Case, dates: Dates) -> Unscorable:
    """实绩只写到月，算不出晚没晚、晚了几天。"""
    message = f"“{case.name}”的实际完成值“{case.actual_text}”只写到月，"
    message += f"同期限 {chinese(dates.last)} 比不出晚了多少。"
    return unscorable("R07", message, f"写明是哪一天，{_HOW}")


def _unknown(case: Case, deadline: Deadline) -> Unscorable:
    if deadline.unclear:
        message = f"“{case.name}”的年度指标值“{case.target}”没有说清到月初还是到月底。"
        help = "年度指标值写到日或月底，如 12月底前、2024年12月31日前。"
    elif deadline.name:
        message = f"“{case.name}”的年度指标值“{case.target}”没有说“{deadline.name}”是哪一天。"
        help = f"在输入里写一次 dates: {{{deadline.name}: 2025-01-29}}，写实际的日期。"
    else:
        message = f"“{case.name}”的年度指标值“{case.target}”里没有这一天。"
        help = "核对日期。"
    at = case.target.span if case.target is not None else None
    return unscorable("R07", message, help, at)


def on_time(case: Case, deadline: Deadline) -> Outcome:
    """期限：没有晚得满分，晚了算不了。"""
    dates = dates_of(case, deadline)
    if dates.late is None:
        raise not_exact(case, dates)
    facts = f"实际完成值 {case.actual_text}，期限 {chinese(dates.last)}"
    if not dates.late:
        return earn(case, ONE, Step(f"{facts}，没有晚，得满分", ONE))
    message = f"“{case.name}”{dates.words}（期限 {chinese(dates.last)}，实际 {case.actual_text}），"
    message += "按完成率的规则没有说扣多少。"
    help = "在这一行写 rule: {kind: steps, per: 1天, deduct: 0.5分}（每晚 1 天扣 0.5 分）、"
    help += "{kind: threshold}（晚了不得分），或 {kind: judged} 和认定得分。"
    raise unscorable("R07", message, help)
