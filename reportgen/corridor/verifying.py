"""核实成稿：一份写出的 Word 文件后来有没有改过，改在哪里，原来是什么。

凭成稿里各块的指纹说得出哪里改过；有写出它的输入（--against，或凭指纹找到的），再写一遍，说得出原来是什么。
只凭成稿自己的指纹，防得住失误，防不住有意：改得了字的，也改得了指纹。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.core.examined import Examined
from reportgen.core.frozen import frozen
from reportgen.core.outside import TooLarge, read_outside
from reportgen.corridor.origin import input_of
from reportgen.corridor.pipeline import digest_of, examine, render, word_in
from reportgen.corridor.retouched import retouched
from reportgen.corridor.unreadable import revisions_told, unreadable
from reportgen.papers.score_record import printed_in
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.reading.digests import digest_words, digests_of, words_of
from reportgen.word.reading.printing import Read, read_printed

RECORD = ".score.yaml"
"""得分说明：里面也记着各块的指纹，而且在成稿之外。"""
LARGEST_RECORD = 20 * 1024 * 1024
State = Literal["same", "changed", "undecided"]
Against = Literal["", "input", "record"]


@frozen
class Verified:
    """核实的结果：没有改过、改过、说不准；拿什么对照的（空是只凭成稿自己的指纹）；诊断；有几处修订。"""

    state: State
    diagnostics: tuple[Diagnostic, ...]
    against: Against = ""
    origin: str = ""
    revisions: int = 0


def verify(
    path: Path,
    *,
    name: str = "",
    templates: Path | None = None,
    against: Path | None = None,
) -> Verified:
    """核实一份成稿。against 是写出它的输入，或写稿时的得分说明；不写则凭指纹在工程里找输入。"""
    place = replace(whole(Source(name or path.as_posix())), label="全文")
    try:
        data = read_outside(path, LARGEST_PACKAGE)
        read = read_printed(data)
        recorded = words_of(data)
    except (OSError, TooLarge, BadPackage) as error:
        return Verified("undecided", (unreadable(path, error, place),))
    digests = digests_of(data)
    if "input" not in digests:
        return Verified("undecided", (_not_ours(path, place),))
    problems = revisions_told(read.revisions, place)
    if against is not None and against.name.endswith(RECORD):
        found = _with_record(against, read, place)
    else:
        origin = against or input_of(path, digests["input"])
        if origin is None:
            found = _alone(path, read, recorded, place)
        else:
            found = _with_input(origin, templates, read, recorded, digests, place)
    state: State = "changed" if found.state == "same" and problems else found.state
    return replace(
        found, state=state, diagnostics=problems + found.diagnostics, revisions=read.revisions
    )


def _not_ours(path: Path, place: Span) -> Diagnostic:
    message = f"{path.name} 里没有指纹，不是 reportgen 出的稿，或被别的程序去掉了，核实不了。"
    return diagnose("V04", place, message, "要核对里面的数，用 reportgen check。", subject="成稿")


def _alone(path: Path, read: Read, recorded: Sequence[str], place: Span) -> Verified:
    """没有输入：只凭成稿自己记着的指纹。"""
    if not recorded:
        message = f"{path.name} 里没有各段的指纹，也没有找到写出它的输入，核实不了。"
        help = "用 --against 写明输入，或写稿时的 .score.yaml。"
        return Verified("undecided", (diagnose("V04", place, message, help, subject="成稿"),))
    problems = tuple(retouched(read.blocks, None, recorded, place))
    return Verified("changed" if problems else "same", problems)


def _with_record(record: Path, read: Read, place: Span) -> Verified:
    """对照写稿时的得分说明里记着的指纹。"""
    shown = record.as_posix()
    try:
        text = read_outside(record, LARGEST_RECORD).decode("utf-8", "replace")
    except (OSError, TooLarge) as error:
        return Verified("undecided", (unreadable(record, error, whole(Source(shown))),))
    recorded = printed_in(text)
    if not recorded:
        message = f"{record.name} 里没有各段的指纹（printed），核实不了。"
        help = "用写这份成稿时一起写出的 .score.yaml，或写明输入。"
        problem = diagnose("V04", whole(Source(shown)), message, help, subject="成稿")
        return Verified("undecided", (problem,))
    problems = tuple(retouched(read.blocks, None, recorded, place))
    return Verified("changed" if problems else "same", problems, "record", shown)


def _with_input(
    origin: Path,
    templates: Path | None,
    read: Read,
    recorded: Sequence[str],
    digests: Mapping[str, str],
    place: Span,
) -> Verified:
    """照输入再写一遍，逐块对照。"""
    draft = any(block.kind == "header" and "草稿" in block.text for block in read.blocks)
    examined = examine(origin, templates=templates, draft=draft)
    shown = examined.source.name
    contents: tuple[tuple[str, bytes], ...] = ()
    problems = examined.diagnostics
    if examined.document is not None:
        contents, problems = render(examined, pages=False)
    written = word_in(contents, place.source.name)
    if written is None:
        return Verified("undecided", problems, "input", shown)
    built = read_printed(written).blocks
    words = digest_words(built)
    found = tuple(retouched(read.blocks, built, words, place))
    if not found:
        return Verified("same", (), "input", shown)
    since = _since(examined, digests)
    untouched = bool(recorded) and not tuple(retouched(read.blocks, None, recorded, place))
    if untouched and since:
        message = f"成稿写出以后没有改过，只是与 {origin.name} 现在写出的有 {len(found)} 处不同：{since}。"
        help = "要看不同在哪里，用 reportgen diff。"
        problem = diagnose("V03", place, message, help, subject="成稿")
        return Verified("changed", (problem,), "input", shown)
    if since:
        message = f"{since}，下面列的是与 {origin.name} 现在写出的不同，不都是手改的。"
        help = "用写稿时的那份输入对照，才说得准。"
        return Verified(
            "changed",
            (diagnose("V03", place, message, help, subject="成稿"), *found),
            "input",
            shown,
        )
    return Verified("changed", found, "input", shown)


def _since(examined: Examined, digests: Mapping[str, str]) -> str:
    """成稿写出以后，输入、格式变了没有；没有变的为空。"""
    if digests.get("input") != digest_of(examined.source.text):
        return "成稿不是由这份输入现在的样子写出的"
    if examined.format is not None and digests.get("format") != examined.format.digest:
        return "报告格式在出稿以后改过"
    return ""
