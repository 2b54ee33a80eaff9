"""达标得满分，否则得 otherwise，通常不得分（R1）。比较方式取自年度指标值；没有写符号的按“等于”。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from reportgen.core.declare import declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE, ZERO
from reportgen.core.rules.case import Case, Outcome, Step, compared, earn, holds, unscorable
from reportgen.core.rules.figures import percent
from reportgen.core.rules.note import Note
from reportgen.core.rules.setting import Setting

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
        if self._reached(case):
            share, verdict = ONE, "达标，得满分"
        else:
            share, verdict = self.otherwise, f"未达标，得分值的 {percent(self.otherwise)}"
        facts = f"实际完成值 {case.actual_text}，年度指标值 {case.target}"
        return earn(case, share, Step(f"{facts}，{verdict}", share))

    def _reached(self, case: Case) -> bool:
        if case.target is not None and case.target.quantity is None:
            if not case.actual_text:
                raise unscorable("R02", f"“{case.name}”没有填实际完成值。", "加上 actual: …")
            return case.actual_text == case.target.text
        actual, target = compared(case)
        comparison = (case.target.comparison if case.target else "") or "="
        return holds(comparison, actual.number, target.number)

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则；没有数可比的，说与年初指标值是否一致。"""
        otherwise = f"得分值的{percent(self.otherwise)}" if self.otherwise else "不得分"
        if setting.quantity is None:
            return f"实际完成值与年初指标值一致，得满分；否则，{otherwise}。"
        subject = "比率" if setting.percent else "实际完成值"
        mark = setting.comparison or "="
        value = setting.quantity.text
        return f"1.{subject}{mark}{value}，得满分；2.{subject}{OPPOSITE[mark]}{value}，{otherwise}。"
