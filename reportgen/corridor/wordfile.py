"""读一份 Word 成稿：字节和认得出的段落、表格；读不了的，一条诊断说为什么、怎么办。"""

from __future__ import annotations

from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, whole
from reportgen.core.frozen import frozen
from reportgen.core.outside import TooLarge, read_outside
from reportgen.core.plain import PlainDocument
from reportgen.corridor.unreadable import unreadable
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.reading.foreign import read_foreign


@frozen
class WordFile:
    """读成的一份：字节，和它的段落、表格。"""

    data: bytes
    document: PlainDocument


def read_word(path: Path, name: str) -> WordFile | Diagnostic:
    """name 是诊断里显示的文件名。"""
    try:
        data = read_outside(path, LARGEST_PACKAGE)
        return WordFile(data, read_foreign(data, name))
    except (OSError, TooLarge, BadPackage) as error:
        return unreadable(path, error, whole(Source(name)))
