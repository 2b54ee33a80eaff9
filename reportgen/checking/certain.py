"""文中的一句话说的是不是这份报告的全体：前面说到一部分、别的单位、别的年度、各档等级的，不当作在说全体。

看不清就不说：误报一处，审的人就不信别的九处。
"""

from __future__ import annotations

import re

from reportgen.core.diagnostics import Diagnostic

WHOLE = ("funds.", "scorecard.")
TOTALS = ("总分", "等级")
_ENDS = re.compile(r"[。；;！？!?]")
_OTHERS = re.compile(
    r"上一?年|去年|往年|前年|同期|同类|平均|全[市省县区国](?!直)|其[他它]|各(?!项|类|级|个)|下属|抽查|抽取|第三方|最[高低]"
    r"|分别|名列|排名|某|兄弟|相邻|计划|目标|拟|应当"
)
_PARTS = re.compile(
    r"产出|效益|效果|满意度|决策|过程|投入|成本|财政拨款|自筹|自有|中央|省级|市级|县级|配套|其中|分来源|结转"
    r"|基本支出|项目支出|上半年|季度|截[至止]|\d{1,2}月|第[一二三四五六]批|指标(?:下|包括|含|有|满分)"
)
_GRADES = re.compile(r"[“\"](?:优秀?|良好?|中|差|较差|合格|不合格)[”\"]")
_BAND = re.compile(
    r"\d+(?:\.\d+)?分?(?:[（(]不?含[）)])?(?:及)?以[上下]|(?:不满|不足|低于|未达到?)\d+分|\d分至"
)
"""说各档的话：“90分以上的”“不满60分”。"""
FEWEST_BANDS = 3
"""一句里说到这么多个等级的，说的是各档。"""


def is_certain(problem: Diagnostic) -> bool:
    """这一条说的是全体，或说的是写明了名称的一行。格子里的、没有地方可看的照说。"""
    span = problem.span
    if "张表" in span.label or not span.source.text:
        return True
    text, at = span.source.line(span.line), span.column - 1
    ends = [match.end() for match in _ENDS.finditer(text, 0, at)]
    start = ends[-1] if ends else 0
    after = _ENDS.search(text, at)
    sentence = text[start : after.start() if after is not None else len(text)]
    before = re.sub(r"\s", "", text[start:at])
    if len(set(_GRADES.findall(sentence))) >= FEWEST_BANDS or _OTHERS.search(before):
        return False
    if problem.subject in TOTALS and _BAND.search(text, text.rfind("。", 0, at) + 1, at):
        return False
    whole = problem.subject.startswith(WHOLE) or problem.subject in TOTALS
    return not (whole and _PARTS.search(before))
