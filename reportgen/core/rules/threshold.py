"""达标得满分，否则得 otherwise，通常不得分（R1）。比较方式取自年度指标值；没有写符号的按“等于”。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from reportgen.core.deadline import Deadline, chinese
from reportgen.core.declare import declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE, ZERO
from reportgen.core.rules.case import Case, Doubt, Outcome, Step, compared, earn, holds, unscorable
from reportgen.core.rules.figures import percent
from reportgen.core.rules.lateness import dates_of, not_exact
from reportgen.core.rules.note import Note
from reportgen.core.rules.setting import Setting

UNSIGNED = "="
"""指标值没有写符号时，达标与否按什么比。"""
OPPOSITE = {"≥": "<", "≤": ">", ">": "≤", "<": "≥", "=": "≠"}


@frozen
class Threshold:
    """达标与否的参数：otherwise 是没有达标时得分值的几成。"""

    otherwise: Decimal = declared("未达标的份额", "share", default=ZERO)
    note: Note = spread(Note, default=Note())
    kind: Literal["threshold"] = "threshold"

    def faults(self) -> Iterator[Diagnostic]:
        """没有：份额读进来时已限在 0 与 100% 之间。"""
        return iter(())

    def score(self, case: Case) -> Outcome:
        """达标得满分，否则得 otherwise。定性目标看实际完成值的文字是否一致。"""
        reached, facts, doubts = self._reached(case)
        if reached:
            share, verdict = ONE, "达标，得满分"
        else:
            share, verdict = self.otherwise, f"未达标，得分值的 {percent(self.otherwise)}"
        return earn(case, share, Step(f"{facts}，{verdict}", share), doubts=doubts)

    def _reached(self, case: Case) -> tuple[bool, str, tuple[Doubt, ...]]:
        """达标没有，凭什么，有没有疑问。"""
        facts = f"实际完成值 {case.actual_text}，年度指标值 {case.target}"
        goal = case.target
        if goal is not None and goal.deadline is not None and goal.deadline.dated:
            return self._on_time(case, goal.deadline)
        if goal is not None and goal.number is None and not goal.vague:
            if not case.actual_text:
                raise unscorable("R02", f"“{case.name}”没有填实际完成值。", "加上 actual: …")
            return case.actual_text == goal.text, facts, ()
        measure, target = compared(case)
        if measure.actual.text != case.actual_text:
            facts = f"实际完成值 {measure.actual}，年度指标值 {goal}"
        if goal is not None and goal.range is not None:
            return goal.range.holds(measure.number), facts, measure.doubts
        comparison = (goal.comparison if goal else "") or UNSIGNED
        return holds(comparison, measure.number, target.number), facts, measure.doubts

    def _on_time(self, case: Case, deadline: Deadline) -> tuple[bool, str, tuple[Doubt, ...]]:
        """期限：没有晚的达标。实绩写得同指标值一样的也算。"""
        facts = f"实际完成值 {case.actual_text}，年度指标值 {case.target}"
        if case.target is not None and case.actual_text == case.target.text:
            return True, facts, ()
        dates = dates_of(case, deadline)
        if dates.late is None:
            raise not_exact(case, dates)
        facts = f"实际完成值 {case.actual_text}，期限 {chinese(dates.last)}，{dates.words}"
        return not dates.late, facts, ()

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则；没有数可比的，说与年初指标值是否一致。"""
        otherwise = f"得分值的{percent(self.otherwise)}" if self.otherwise else "不得分"
        if setting.deadline is not None:
            return f"1.{setting.deadline_words}，得满分；2.逾期的，{otherwise}。"
        if setting.range is not None:
            subject = "比率" if setting.percent else "实际完成值"
            return f"1.{subject}在{setting.range.words}，得满分；2.超出此范围，{otherwise}。"
        if setting.quantity is None:
            return f"实际完成值与年初指标值一致，得满分；否则，{otherwise}。"
        subject = "比率" if setting.percent else "实际完成值"
        mark = setting.comparison or UNSIGNED
        value = setting.quantity.text
        return (
            f"1.{subject}{mark}{value}，得满分；2.{subject}{OPPOSITE[mark]}{value}，{otherwise}。"
        )
