"""规则自身的数对不对：起扣点、档次、占比、超额调减。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.quantity import ONE, ZERO, divide
from reportgen.core.rule import Bands, KeyPoints, Parts, Ratio, Rule, Steps


def check_rule(rule: Rule) -> Iterator[Diagnostic]:
    """一条规则自身的数对不对。"""
    span = rule.note.span
    if span is None:
        return
    if isinstance(rule, Steps):
        if rule.above is None and rule.below is None:
            yield diagnose("F05", span, "steps 规则没有写 above 或 below。", "写明从哪里起扣分。")
        if rule.per <= ZERO:
            yield diagnose("F05", span, "steps 规则的 per 不大于零。", "写明每偏离多少扣一次。")
        if rule.deduct < ZERO:
            yield diagnose("F05", span, "steps 规则的 deduct 小于零。", "扣多少写成正数。")
    if isinstance(rule, Ratio) and rule.over is not None:
        over = rule.over
        if not ONE <= over.free_to < over.floor_at:
            message = "ratio 规则的 over：free_to 要不小于 100%，而且小于 floor_at。"
            yield diagnose("F05", span, message, "如 free_to: 130%, floor_at: 200%。")
    if isinstance(rule, Bands):
        lowers = [band.lower for band in rule.rows]
        if len(dict.fromkeys(lowers)) != len(lowers):
            yield diagnose("F05", span, "bands 规则有两档的下限相同。", "各档的 from 各不相同。")
    if isinstance(rule, KeyPoints) and rule.shares:
        if len(rule.shares) != len(rule.points):
            message = f"key_points 规则有 {len(rule.points)} 个要点，shares 有 {len(rule.shares)} 个。"
            yield diagnose("F05", span, message, "一个要点一个占比，或不写 shares（各占一样）。")
        elif sum(rule.shares, ZERO) > ONE:
            yield diagnose("F05", span, "key_points 规则的占比之和大于 100%。", "占比之和应是 100%。")
    if isinstance(rule, Parts):
        shares = sum((divide(*part.share) for part in rule.parts), ZERO)
        if abs(shares - ONE) > ONE.scaleb(-50):
            yield diagnose("F05", span, "parts 规则的占比之和不是 1。", "占比之和应是 1，如 1/2 加 1/2。")
        for part in rule.parts:
            yield from check_rule(part.rule)
