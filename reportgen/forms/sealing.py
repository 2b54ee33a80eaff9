"""封口：填好的表样写上文件属性和指纹，封成规范的包；同样的输入得同样的字节。"""

from __future__ import annotations

import datetime

from reportgen.core.document import Document
from reportgen.core.examined import FilledForm
from reportgen.core.frozen import frozen
from reportgen.core.packing import pack
from reportgen.word.package import FIRST
from reportgen.word.reading.digests import Enclosed, add_input, add_words, digest_words
from reportgen.word.reading.printing import printed_blocks
from reportgen.word.register import CORE, CUSTOM, ROOT, Register
from reportgen.word.writing.docx import core_xml, custom_xml

WORD = "form.docx"


@frozen
class Sealing:
    """封口要知道的：日期，和输入、格式的指纹。"""

    date: datetime.date
    digests: tuple[tuple[str, str], ...]


def sealed(
    form: FilledForm,
    document: Document,
    sealing: Sealing,
    enclosed: Enclosed | None,
    *,
    compress: bool = False,
) -> tuple[bytes, tuple[str, ...]]:
    """填好的表样 → 字节，和各块的指纹（Excel 的没有）。"""
    register = Register(form.parts)
    register.add(CORE, core_xml(document, sealing.date).encode(), ROOT)
    words: tuple[str, ...] = ()
    if sealing.digests:
        if form.name == WORD:
            words = digest_words(printed_blocks(register.package()))
        register.add(CUSTOM, custom_xml(sealing.digests).encode(), ROOT)
    if form.name == WORD:
        if words:
            add_words(register, words)
        if enclosed is not None:
            add_input(register, enclosed)
    return pack(register.package(), FIRST, compress=compress), words
