"""写修订稿：旧的、新的各是一份输入或一份成稿；输入先照写稿写成 Word，再写出带修订记号的一份。

写不写得成由 word/redlining.py 判断：全部接受不是新稿、全部拒绝不是旧稿的，不写。两份是同一种格式的，是程序自身的错（X01）；
不是一种格式的，表和段落都不同，合不上是做不到（D01）。
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
from reportgen.corridor.sides import UNDECIDED
from reportgen.corridor.unreadable import revisions_told, unreadable
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.reading.digests import digests_of
from reportgen.word.redlining import Redlined, Unfaithful, accepted, redline

LIMIT = "两份结构不同，逐段对不上；请把同一种格式的两稿给 --redline，不同的用 reportgen diff 看。"
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
        place = replace(whole(Source(new.as_posix())), label=error.place)
        message = f"修订稿没有写：{error}。"
        refused = diagnose(UNDECIDED, place, message, LIMIT, subject="修订稿")
        if _format_of(former) == _format_of(latter) != "":
            refused = diagnose(FAULT, place, message, HELP)
        return Outcome(None, (*problems, refused))


def _format_of(data: bytes) -> str:
    """由哪种格式写出（格式的指纹）；不是自己写出的为空。"""
    return digests_of(data).get("format", "")


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
