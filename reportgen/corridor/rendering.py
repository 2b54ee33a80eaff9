"""出 Word 报告：格式的 Word 模板、目录的页码、正文，和排不下的表。"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.core.diagnostics import Diagnostic, blocking
from reportgen.core.document import Contents
from reportgen.core.examined import Examined
from reportgen.core.format import Format
from reportgen.core.outside import read_outside
from reportgen.formats.frames import frame_place
from reportgen.word.frame.template import Frame, read_frame
from reportgen.word.package import LARGEST_PACKAGE
from reportgen.word.writing.fitting import ill_fitting

if TYPE_CHECKING:
    from reportgen.word.reading.digests import Enclosed
    from reportgen.word.writing.docx import Written


def written_report(
    examined: Examined,
    digests: tuple[tuple[str, str], ...],
    enclosed: Enclosed | None,
    *,
    compress: bool,
    pages: bool,
) -> tuple[Written | None, tuple[Diagnostic, ...]]:
    """照提纲写的 Word 报告；Word 模板有错时没有，只有诊断。"""
    from reportgen.word.writing.docx import write_docx, write_report

    format, evaluation, document = examined.format, examined.evaluation, examined.document
    assert format and evaluation and document
    frame, problems = frame_of(format)
    if frame is None or blocking(problems):
        return None, problems
    if pages and any(isinstance(block, Contents) for block in document.front):
        from reportgen.word.writing.pages import numbered

        document = numbered(document, write_docx(document, frame, evaluation.date), frame)
    date = evaluation.date
    written = write_report(document, frame, date, digests, enclosed, compress=compress)
    return written, (*problems, *ill_fitting(document, frame))


def frame_of(format: Format) -> tuple[Frame | None, tuple[Diagnostic, ...]]:
    """格式的 Word 模板；不能用时没有，只有诊断。"""
    place = frame_place(format.folder, format.manifest.frame)
    return read_frame(read_outside(place.path, LARGEST_PACKAGE), place.shown)


def ill_fitting_tables(examined: Examined) -> tuple[Diagnostic, ...]:
    """W09、W10：写成的一份里排不下的表；不出报告的格式没有。"""
    format, document = examined.format, examined.document
    if format is None or document is None or not format.reports:
        return ()
    frame, _ = frame_of(format)
    return () if frame is None else tuple(ill_fitting(document, frame))
