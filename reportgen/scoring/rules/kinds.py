"""规则的种类 → 算法。加一种规则：写一个函数，在这里加一行，再加一张用例表。"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    """按规则的种类计分；算不了则抛 Unscorable。"""
    if isinstance(rule, Parts):
        return score_parts(rule, case, score_rule)
    return SIMPLE[rule.kind](rule, case)
