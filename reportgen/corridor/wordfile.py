"""读一份 Word 成稿：字节和认得出的段落、表格；读不了的，一条诊断说为什么、怎么办。"""

from __future__ import annotations

from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.core.oserrors import reason
from reportgen.core.outside import TooLarge, read_outside
from reportgen.core.plain import PlainDocument
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.reading.foreign import read_foreign


@frozen
class WordFile:
    """读成的一份：字节，和它的段落、表格。"""

    data: bytes
    document: PlainDocument


def read_word(path: Path, name: str) -> WordFile | Diagnostic:
    """name 是诊断里显示的文件名。"""
    place = whole(Source(name))
    try:
        data = read_outside(path, LARGEST_PACKAGE)
        return WordFile(data, read_foreign(data, name))
    except OSError as error:
        message = f"读不了 {path.name}：{reason(error)}。"
        return diagnose("S05", place, message, "看看文件名，或是不是被别的程序占用。")
    except TooLarge as error:
        help = "把里面的图片压缩一下，或删去附件，再另存一份。"
        return diagnose("S07", place, f"{path.name} {error}。", help)
    except BadPackage as error:
        message = f"{path.name} 打不开：{error}。"
        return diagnose("S05", place, message, "在 Word 或 WPS 里另存为 .docx。")
