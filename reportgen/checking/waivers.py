"""豁免：输入里写明代码、对象和理由的诊断不再拦住出稿，但仍随结果列出；没有对上的豁免本身也要说。

写了 seen（写着的那个数）的只豁免那一个数；没有写的，同一处的什么数都豁免，提醒补上（C61）。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.stated import Waiver

WAIVABLE = ("R", "C", "I06")
"""可以豁免的：计分与相合的诊断，和没有用到的文字。读不了、形状不对、格式有错，豁免不了。"""
MOST_CANDIDATES = 4
"""没有对上的豁免，最多列出这么多条可能说的。"""
_PLAIN = re.compile(r"[\w%.·（）“”、/≥≤一-龥 -]+")
"""写在花括号里不必加引号的话。"""


def waive(diagnostics: Iterable[Diagnostic], waivers: tuple[Waiver, ...]) -> tuple[Diagnostic, ...]:
    """给对上的诊断记上豁免的理由，没有豁免的说出要写的一行；没有对上任何一条的豁免得 C10。"""
    given = tuple(diagnostics)
    places: dict[tuple[str, str], list[int]] = {}
    for index, waiver in enumerate(waivers):
        places.setdefault((str(waiver.code), str(waiver.at)), []).append(index)
    used: dict[int, Diagnostic] = {}
    result: list[Diagnostic] = []
    for diagnostic in given:
        for index in places.get((diagnostic.code, diagnostic.subject), ()):
            if not diagnostic.waived and _forgives(waivers[index], diagnostic):
                used.setdefault(index, diagnostic)
                diagnostic = replace(diagnostic, waived=str(waivers[index].reason))
        result.append(_with_the_word(diagnostic))
    for index, waiver in enumerate(waivers):
        if index in used:
            result += _without_seen(waiver, used[index])
        elif waiver.span is not None:
            result.append(_unused(waiver, given))
    return tuple(result)


def _forgives(waiver: Waiver, diagnostic: Diagnostic) -> bool:
    """豁免的是不是这一条：可以豁免；写了 seen 的，写着的就是那个数。"""
    if not diagnostic.code.startswith(WAIVABLE):
        return False
    return waiver.seen is None or _same(str(waiver.seen), diagnostic)


def _same(seen: str, diagnostic: Diagnostic) -> bool:
    """写着的是不是那个数；没有记下数的诊断，看它的话里有没有。空格不计。"""
    bare = re.sub(r"\s", "", seen)
    if diagnostic.seen:
        return bare == re.sub(r"\s", "", diagnostic.seen)
    message = re.sub(r"\s", "", diagnostic.message)
    return re.search(rf"(?<![\d.]){re.escape(bare)}(?![\d.])", message) is not None


def line_of(diagnostic: Diagnostic) -> str:
    """照着贴进 waivers 的一行。"""
    parts = [f"code: {diagnostic.code}", f"at: {_quoted(diagnostic.subject)}"]
    if diagnostic.seen:
        parts.append(f"seen: {_quoted(diagnostic.seen)}")
    return f"- {{{', '.join(parts)}, reason: 理由}}"


def _quoted(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.strip() == text and not text.startswith(("-", "%")):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _with_the_word(diagnostic: Diagnostic) -> Diagnostic:
    """改法的末尾说豁免要写的：它不一定是印出来的名称，猜不到。说明（note）不拦也不提醒，不必豁免。"""
    waivable = diagnostic.code.startswith(WAIVABLE) and diagnostic.severity != "note"
    if not waivable or not diagnostic.subject or diagnostic.waived:
        return diagnostic
    stop = "" if diagnostic.help.endswith(("。", "？", "！")) else "。"
    help = diagnostic.help + (stop if diagnostic.help else "")
    word = f"at: {diagnostic.subject}"
    if diagnostic.seen:
        word = line_of(diagnostic)
    return replace(diagnostic, help=f"{help}豁免写 {word}。")


def _without_seen(waiver: Waiver, diagnostic: Diagnostic) -> Iterator[Diagnostic]:
    """C61 没有写 seen 的豁免，说出写了的一行。"""
    if waiver.seen is not None or not diagnostic.seen or waiver.span is None:
        return
    message = f"豁免 {waiver.code}（{waiver.at}）没有写 seen：同一处换一个错的数，也一样豁免。"
    help = f"写成 {line_of(diagnostic).replace('reason: 理由', 'reason: …')}，只豁免现在的这个数。"
    yield diagnose("C61", waiver.span, message, help, subject=str(waiver.at))


def _unused(waiver: Waiver, diagnostics: tuple[Diagnostic, ...]) -> Diagnostic:
    """C10 没有对上任何一条：列出可能说的。"""
    assert waiver.span is not None
    seen = f"，写着 {waiver.seen}" if waiver.seen is not None else ""
    message = f"豁免 {waiver.code}（{waiver.at}{seen}）没有对上任何一条诊断。"
    help = "问题若已改正，删去这条豁免；否则核对代码和对象。"
    near = list(_candidates(waiver, diagnostics))
    if near:
        help = f"说的若是这些，改成：{'；'.join(near)}。都不是的，问题已经改正，删去这条豁免。"
    return diagnose("C10", waiver.span, message, help, subject=str(waiver.at))


def _candidates(waiver: Waiver, diagnostics: tuple[Diagnostic, ...]) -> Iterator[str]:
    """同一代码的，或同一对象的：各一行，先说两样都同的。"""
    open_ones = []
    for diagnostic in diagnostics:
        same = (diagnostic.code == waiver.code) * 2 + (diagnostic.subject == waiver.at)
        if same and diagnostic.subject and diagnostic.code.startswith(WAIVABLE):
            open_ones.append((same, line_of(diagnostic)))
    open_ones.sort(key=_nearness)
    yield from dict.fromkeys(line for _, line in open_ones[:MOST_CANDIDATES])


def _nearness(candidate: tuple[int, str]) -> int:
    return -candidate[0]
