"""填表样：名字和插槽的内容 → 填好的各份表样，和它们印出的各块；只有写了表样的格式走到这里。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.composing.blocks import Writer
from reportgen.composing.names import names_for
from reportgen.core.diagnostics import Diagnostic, blocking
from reportgen.core.document import Block, Document
from reportgen.core.examined import FilledForm
from reportgen.core.form import BODY, Form, suffixes
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.outside import is_there, read_outside
from reportgen.core.scorecard import Scorecard
from reportgen.formats.frames import frame_place
from reportgen.forms.sealing import Sealing, sealed
from reportgen.forms.wordprinted import word_blocks
from reportgen.word.frame.template import read_frame
from reportgen.word.package import LARGEST_PACKAGE
from reportgen.word.reading.digests import Enclosed

if TYPE_CHECKING:
    from reportgen.word.frame.template import Frame

Problems = tuple[Diagnostic, ...]


def fill_forms(
    evaluation: Evaluation, scorecard: Scorecard, format: Format, document: Document
) -> tuple[tuple[FilledForm, ...], Problems]:
    """一种格式的各份表样，填好；填不成的没有，另有诊断。"""
    filled: list[FilledForm] = []
    problems: Problems = ()
    names = names_for(evaluation, scorecard)
    for form in format.forms:
        if form.name == "form.docx":
            slots, faults = _slots(form, evaluation, format, document, names)
            problems += faults
            if blocking(faults):
                continue
            done, faults = _word(form, format, names, slots)
        else:
            done, faults = _sheet(form, format, names)
        problems += faults
        filled += [] if done is None else [done]
    return tuple(filled), problems


def _slots(
    form: Form,
    evaluation: Evaluation,
    format: Format,
    document: Document,
    names: Mapping[str, object],
) -> tuple[dict[str, tuple[Block, ...]], Problems]:
    """插槽的名字 → 各块：正文是提纲的各章，别的是一张表。"""
    slots: dict[str, tuple[Block, ...]] = {}
    writer = Writer(evaluation, format)
    for tag in form.tags:
        if tag.kind != "slot" or tag.reference is None:
            continue
        name = str(tag.reference.path[0])
        slots[name] = document.body if name == BODY else tuple(writer.table(name, names))
    return slots, tuple(writer.diagnostics)


def _word(
    form: Form,
    format: Format,
    names: Mapping[str, object],
    slots: Mapping[str, tuple[Block, ...]],
) -> tuple[FilledForm | None, Problems]:
    from reportgen.forms.wordfilling import fill_word_form

    parts, problems = fill_word_form(form, format.manifest, names, slots, _frame(format))
    if not parts:
        return None, problems
    body, margins = word_blocks(parts)
    return FilledForm(form.name, parts, body, margins), problems


def _sheet(
    form: Form, format: Format, names: Mapping[str, object]
) -> tuple[FilledForm | None, Problems]:
    from reportgen.forms.sheetfilling import fill_sheet_form

    parts, body, problems = fill_sheet_form(form, format, names)
    if not parts:
        return None, problems
    return FilledForm(form.name, parts, body), problems


def _frame(format: Format) -> Frame | None:
    """格式的 Word 模板，插槽的样式从它来；只出表样的可以没有。"""
    place = frame_place(format.folder, format.manifest.frame)
    if not is_there(place.path):
        return None
    frame, _ = read_frame(read_outside(place.path, LARGEST_PACKAGE), place.shown)
    return frame


def with_forms(document: Document, forms: tuple[FilledForm, ...], format: Format) -> Document:
    """印出的报告：只出表样的，就是表样印出的（两份都有的，Word 的那一份）。"""
    if format.reports or not forms:
        return document
    return replace(document, body=forms[0].blocks, appendix=(), front=())


def with_everything(document: Document, forms: tuple[FilledForm, ...], format: Format) -> Document:
    """全部印出的：报告和各份表样，查写了的印没印。"""
    more: list[Block] = []
    for at, form in enumerate(forms):
        if format.reports or at:
            more += form.blocks
        more += form.margins
    return replace(document, appendix=(*document.appendix, *more)) if more else document


def written_forms(
    forms: tuple[FilledForm, ...],
    format: Format,
    document: Document,
    sealing: Sealing,
    enclosed: Enclosed | None,
    *,
    compress: bool = False,
) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
    """填好的表样 → 各文件的扩展名和字节，和只出表样时记在得分说明里的各块的指纹。"""
    names = dict(suffixes(format.manifest.output))
    contents: list[tuple[str, bytes]] = []
    words: tuple[str, ...] = ()
    for form in forms:
        data, printed = sealed(form, document, sealing, enclosed, compress=compress)
        contents.append((names[form.name], data))
        words = words or printed
    return tuple(contents), words
