"""核对成稿：走廊的另一头。任何一份评价报告的 Word 文件，读成段落和表格，认成事实，再查；不出稿。

自己写出的成稿带着指纹：找得到写出它的输入，说的就是那份输入的诊断和豁免，再说成稿的文字改过没有；
找不到的，只核对印出的事实，等级和说法照它的格式。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from reportgen.checking.recognised import check_recognised
from reportgen.core.diagnostics import Diagnostic, Related, Source, Span, diagnose, whole
from reportgen.core.document import Contents, Document
from reportgen.core.examined import Examined
from reportgen.core.format import Catalogue, Format, Manifest
from reportgen.core.outline import Outline
from reportgen.core.outside import TooLarge
from reportgen.core.plain import PlainDocument
from reportgen.core.shape import Shape
from reportgen.corridor.facts import format_with
from reportgen.corridor.opening import Unopened, open_report
from reportgen.corridor.origin import input_of
from reportgen.corridor.pipeline import digest_of, examine, render, word_in
from reportgen.corridor.project import DRAFT_MARK, project_of
from reportgen.corridor.unreadable import revisions_told, unreadable
from reportgen.formats.load import load_claims
from reportgen.recognising.report import recognise
from reportgen.word.package import BadPackage
from reportgen.word.reading.digests import digests_of
from reportgen.word.reading.foreign import read_foreign


def review(
    path: Path,
    *,
    name: str = "",
    templates: Path | None = None,
    against: Path | None = None,
) -> tuple[Diagnostic, ...]:
    """一份 Word 文件的全部诊断。against 是写出它的输入；不写则凭指纹找。"""
    file_name = name or path.as_posix()
    place = whole(Source(file_name))
    try:
        opened = open_report(path, file_name)
    except (OSError, TooLarge, BadPackage, Unopened) as error:
        return (unreadable(path, error, place),)
    document = opened.document
    place = replace(place, label="全文")
    revisions = revisions_told(document.revisions, place)
    digests = digests_of(opened.package) if opened.package else {}
    origin = against
    if origin is None and "input" in digests:
        origin = input_of(path, digests["input"])
    if origin is not None:
        draft = path.stem.removesuffix(".form").endswith(DRAFT_MARK)
        examined = examine(origin, templates=templates, draft=draft)
        compared = _compared(document, examined, digests, place)
        return (*examined.diagnostics, *revisions, *compared)
    home = project_of(path, templates).templates
    format = format_with(digests["format"], home) if "format" in digests else None
    recognised = recognise(document, file_name)
    if format is not None:  # 自己的格式规定了等级，不必凭文中的话
        recognised = replace(recognised, grades=format.manifest.grades)
    problems = revisions + check_recognised(recognised, format or usual_format(home))
    return problems if "input" not in digests else (*problems, _without_input(place))


def _without_input(place: Span) -> Diagnostic:
    message = "没有找到写出这份成稿的输入，只核对了印出的事实。"
    help = "输入放在工程的 inputs/ 里就找得到；放在别处的，用 --against 写明。"
    return diagnose("C37", place, message, help, subject="输入")


def _compared(
    document: PlainDocument, examined: Examined, digests: Mapping[str, str], place: Span
) -> Iterator[Diagnostic]:
    """C36 成稿的文字与这份输入现在写出的不同；改出来的不合，一并说。"""
    if examined.document is None or examined.format is None:
        return
    contents, _ = render(examined, pages=False)
    written = word_in(contents, place.source.name)
    if written is None:
        return
    built = read_foreign(written, place.source.name)
    if same_text(document, built, examined.document):
        return
    message = f"成稿的文字与 {examined.source.name} 现在写出的不同：{_why(examined, digests)}。"
    help = "以输入为准的，重新出稿；以成稿为准的，把改动写进输入。"
    related = [Related(whole(examined.source), "输入")]
    yield diagnose("C36", place, message, help, related=related, subject="成稿")
    before = check_recognised(recognise(built, place.source.name), examined.format)
    known = {(problem.code, problem.message) for problem in before}
    for problem in check_recognised(recognise(document, place.source.name), examined.format):
        if (problem.code, problem.message) not in known:
            yield problem


def _why(examined: Examined, digests: Mapping[str, str]) -> str:
    """看指纹，说得出的原因。"""
    if digests.get("input") != digest_of(examined.source.text):
        return "成稿不是由这份输入现在的样子写出的，或写出以后改过"
    if examined.format is not None and digests.get("format") != examined.format.digest:
        return "报告格式在出稿以后改过，或成稿写出以后改过"
    return "成稿写出以后改过"


def same_text(document: PlainDocument, built: PlainDocument, composed: Document) -> bool:
    """两份的段落和表格一字不差；目录（composed 里有它的各行）的页码要排过版才知道，不算。"""
    entries = _entries(composed)
    if len(document.paragraphs) != len(built.paragraphs):
        return False
    for paragraph, other in zip(document.paragraphs, built.paragraphs, strict=True):
        written = str(paragraph.text)
        if other.text in entries:
            written = re.sub(r" ?\d+$", "", written) if written != other.text else written
        if written != other.text:
            return False
    return _cells(document) == _cells(built)


def _cells(document: PlainDocument) -> list[list[list[str]]]:
    tables = []
    for table in document.tables:
        tables.append([[str(cell.text) for cell in row] for row in table.rows])
    return tables


def _entries(document: Document) -> frozenset[str]:
    """目录的各行。"""
    entries: set[str] = set()
    for block in document.blocks():
        if isinstance(block, Contents):
            entries.update(" ".join(entry.text.split()) for entry in block.entries)
    return frozenset(entries)


def usual_format(templates: Path) -> Format:
    """不知道格式的成稿照它查：通用的文中说法，财预〔2020〕10号的等级，金额以万元计。"""
    claims, _ = load_claims((templates / "_shared", "claims.yaml"))
    manifest = Manifest("", "", "", "project", "", "万元")
    return Format(
        manifest=manifest,
        catalogue=Catalogue(()),
        outline=Outline("", (), ()),
        tables=(),
        texts=(),
        shared=(),
        shape=Shape(),
        folder=templates,
        digest="",
        source=Source(""),
        claims=claims,
    )
