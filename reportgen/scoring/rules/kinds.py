"""规则的种类 → 算法。加一种规则：写一个函数，在这里加一行，再加一张用例表。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import localcontext
from typing import Any

from reportgen.core.quantity import EXACT, settle
from reportgen.core.rule import Parts, Rule
from reportgen.scoring.case import Case, Outcome
from reportgen.scoring.rules.bands import score_bands
from reportgen.scoring.rules.judged import score_judged
from reportgen.scoring.rules.key_points import score_key_points
from reportgen.scoring.rules.parts import score_parts
from reportgen.scoring.rules.ratio import score_ratio
from reportgen.scoring.rules.steps import score_steps
from reportgen.scoring.rules.threshold import score_threshold

SIMPLE: dict[str, Callable[[Any, Case], Outcome]] = {
    "ratio": score_ratio,
    "threshold": score_threshold,
    "bands": score_bands,
    "steps": score_steps,
    "judged": score_judged,
    "key_points": score_key_points,
}


def score_rule(rule: Rule, case: Case) -> Outcome:
    """按规则的种类计分；算不了则抛 Unscorable。

    从头到尾用 60 位有效数字，不管调用者的 decimal 环境；除法留下的尾数只在最后抹去一次：
    3 × 401 ÷ 600 是 2.005，得 2.01，先把 401 ÷ 600 舍成小数再乘就成了 2.00。
    """
    with localcontext(EXACT):
        outcome = _by_kind(rule, case)
        return replace(outcome, exact=settle(outcome.exact))


def _by_kind(rule: Rule, case: Case) -> Outcome:
    return score_parts(rule, case, _by_kind) if isinstance(rule, Parts) else SIMPLE[rule.kind](rule, case)
