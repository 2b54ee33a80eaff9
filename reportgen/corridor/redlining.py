"""写修订稿：旧的、新的各是一份输入或一份成稿；输入先照写稿写成 Word，再写出带修订记号的一份。

写不写得成由 word/redlining.py 判断：全部接受不是新稿、全部拒绝不是旧稿的，不写，是程序自身的错（X01）。
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.core.codes import FAULT
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.core.outside import TooLarge, read_outside
from reportgen.corridor.inputs import is_report
from reportgen.corridor.pipeline import examine, render
from reportgen.corridor.unreadable import revisions_told, unreadable
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.redlining import Redlined, Unfaithful, accepted, redline

HELP = "请把两份和这几行一起发给维护者；要看改了什么，先用 reportgen diff。"


@frozen
class Outcome:
    """写修订稿的结果：写成的（没有写成为 None），和诊断。"""

    redlined: Redlined | None
    diagnostics: tuple[Diagnostic, ...]


def redline_of(old: Path, new: Path, *, templates: Path | None = None) -> Outcome:
    """两份 → 修订稿。没有装附加的程序的抛 word.redlining.NoEngine。"""
    former, problems = _word_of(old, templates)
    latter, others = _word_of(new, templates)
    problems += others
    if former is None or latter is None:
        return Outcome(None, problems)
    try:
        return Outcome(redline(former, latter), problems)
    except Unfaithful as error:
        place = whole(Source(new.as_posix()))
        fault = diagnose(FAULT, place, f"修订稿没有写：{error}。", HELP)
        return Outcome(None, (*problems, fault))


def _word_of(path: Path, templates: Path | None) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """一份的 Word 文件：成稿照接受以后的，输入照它写；有错误的输入写成草稿。"""
    if is_report(path):
        return _report(path)
    examined = examine(path, templates=templates)
    if blocking(examined.diagnostics):
        examined = examine(path, templates=templates, draft=True)
    if examined.document is None:
        return None, examined.diagnostics
    contents, problems = render(examined)
    return dict(contents).get(".docx"), problems


def _report(path: Path) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    place = replace(whole(Source(path.as_posix())), label="全文")
    try:
        data, revisions = accepted(read_outside(path, LARGEST_PACKAGE))
    except (OSError, TooLarge, BadPackage) as error:
        return None, (unreadable(path, error, place),)
    return data, revisions_told(revisions, place)
