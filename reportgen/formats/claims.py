"""文中说法（claims.yaml、checks.yaml）写得对不对：空和路径写错的说出来。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.claim import HOLES, Claim
from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.paths import ROOTS
from reportgen.core.spelling import did_you_mean

_HOLE = re.compile(r"\{([\w.]+)\}")


def check_claims(claims: tuple[Claim, ...]) -> Iterator[Diagnostic]:
    """每种说法正好一个空，空的种类认得；路径从输入或评分表起。"""
    for claim in claims:
        if claim.span is None:
            continue
        for phrase in claim.say:
            holes = [hole for hole in _HOLE.findall(phrase) if hole != "item.name"]
            if len(holes) != 1 or holes[0] not in HOLES:
                message = f"说法“{phrase}”要有一个空，而且只有一个。"
                help = (
                    did_you_mean(holes[0], HOLES)
                    if len(holes) == 1
                    else f"空的种类：{'、'.join(HOLES)}。"
                )
                yield diagnose("F05", claim.span, message, help)
            if ("{item.name}" in phrase) != bool(claim.each):
                yield diagnose(
                    "F05",
                    claim.span,
                    f"说法“{phrase}”的 {{item.name}} 要和 each 一起写。",
                    "补上缺的。",
                )
        for path in (claim.fact, claim.each):
            if path and path.split(".")[0] not in (*ROOTS, "scorecard", "item"):
                yield diagnose(
                    "F02",
                    claim.span,
                    f"“{path}”不是输入的内容。",
                    f"第一个词应是：{'、'.join(ROOTS)}。",
                )
