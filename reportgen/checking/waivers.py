"""豁免：输入里写明代码、对象和理由的诊断不再拦住出稿，但仍随结果列出；没有对上的豁免本身也要说。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.stated import Waiver

WAIVABLE = ("R", "C", "I06")
"""可以豁免的：计分与相合的诊断，和没有用到的文字。读不了、形状不对、格式有错，豁免不了。"""


def waive(diagnostics: Iterable[Diagnostic], waivers: tuple[Waiver, ...]) -> tuple[Diagnostic, ...]:
    """给对上的诊断记上豁免的理由，没有豁免的说出要写的对象；没有对上任何一条的豁免得 C10。"""
    used: dict[int, None] = {}
    places: dict[tuple[str, str], int] = {}
    for index, waiver in enumerate(waivers):
        places.setdefault((str(waiver.code), str(waiver.at)), index)
    result: list[Diagnostic] = []
    for diagnostic in diagnostics:
        place = places.get((diagnostic.code, diagnostic.subject))
        if place is not None and diagnostic.code.startswith(WAIVABLE):
            used[place] = None
            diagnostic = replace(diagnostic, waived=str(waivers[place].reason))
        result.append(_with_the_word(diagnostic))
    for index, waiver in enumerate(waivers):
        if index not in used and waiver.span is not None:
            message = f"豁免 {waiver.code}（{waiver.at}）没有对上任何一条诊断。"
            help = "问题若已改正，删去这条豁免；否则核对代码和对象。"
            result.append(diagnose("C10", waiver.span, message, help, subject=str(waiver.at)))
    return tuple(result)


def _with_the_word(diagnostic: Diagnostic) -> Diagnostic:
    """改法的末尾说豁免要写的对象：它不一定是印出来的名称，猜不到。说明（note）不拦也不提醒，不必豁免。"""
    waivable = diagnostic.code.startswith(WAIVABLE) and diagnostic.severity != "note"
    if not waivable or not diagnostic.subject or diagnostic.waived:
        return diagnostic
    stop = "" if diagnostic.help.endswith(("。", "？", "！")) else "。"
    help = diagnostic.help + (stop if diagnostic.help else "")
    return replace(diagnostic, help=f"{help}豁免写 at: {diagnostic.subject}。")
