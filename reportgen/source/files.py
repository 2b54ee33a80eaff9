"""读文件：输入和格式文件夹里的文件，字节和文字；读不了的是一条诊断，说理由和改法。"""

from __future__ import annotations

import errno
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.core.kinds import Kind, kind_of
from reportgen.core.oserrors import reason
from reportgen.core.outside import MEGABYTE, TooLarge, read_outside
from reportgen.core.quantity import shorten
from reportgen.core.spelling import nearest

LARGEST_FILE = 16 * MEGABYTE

_CHECK_PERMISSION = "请检查文件权限，或关闭占用它的程序。"
_HELPS = {
    errno.ENODEV: "写普通的文件；快捷方式（链接）指着设备或管道的，也不读。",
    errno.ENXIO: "写普通的文件；快捷方式（链接）指着设备或管道的，也不读。",
    errno.ELOOP: "写文件本身，不用快捷方式（链接）。",
    errno.ENAMETOOLONG: "请检查路径；文件名最长 255 个字节，约 85 个汉字。",
}
_WORD = (
    "给写出它的输入（.yaml）；成稿用 reportgen check、verify 读，放在里面的输入用 extract 取出。"
)
_BOOK = "填报表先用 reportgen sheet 并回输入（.yaml）；别的表用 files 附在输入上。"
_TEXT = "给写着 format: 的 .yaml 文件。"
_OTHERS: dict[Kind, tuple[str, str]] = {
    "docx": (" Word 文件", _WORD),
    "doc": ("旧的 Word 文件", _WORD),
    "rtf": (" RTF 文件", _WORD),
    "odt": (" OpenDocument 文字", _WORD),
    "xlsx": (" Excel 工作簿", _BOOK),
    "xls": ("旧的 Excel 工作簿", _BOOK),
    "ods": (" OpenDocument 表格", _BOOK),
    "pdf": (" PDF 文件", _TEXT),
    "html": ("网页", _TEXT),
    "picture": ("图片", _TEXT),
    "slides": ("演示文稿", _TEXT),
    "ofd": (" OFD 版式文件", _TEXT),
    "zip": ("压缩包", _TEXT),
    "locked": ("加了密码的 Office 文件", _TEXT),
}
"""不是文字的文件：叫什么，该给什么。"""


def read_bytes(path: Path, name: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """读一个文件的字节；name 是诊断里的名字。读不了的没有字节，有一条诊断。"""
    place = whole(Source(name))
    try:
        return read_outside(path, LARGEST_FILE), ()
    except TooLarge as error:
        help = "事实文件和格式文件只放文字和数字；请检查是否存错了文件。"
        problem = diagnose("S07", place, f"文件{error}。", help)
    except IsADirectoryError:
        problem = diagnose(
            "S05", place, f"{name} 是文件夹，不是文件。", "请写出文件夹里的那个 .yaml 文件。"
        )
    except FileNotFoundError:
        problem = diagnose("S05", place, f"没有 {name} 这个文件。", _nearby(path))
    except OSError as error:
        message = f"打不开 {shorten(name, 80)}（{reason(error)}）。"
        problem = diagnose("S05", place, message, _HELPS.get(error.errno or 0, _CHECK_PERMISSION))
    return b"", (problem,)


def _nearby(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return "请检查路径；文件夹也不存在。"
    close = nearest(path.name, names)
    return f"是不是 {(path.parent / close[0]).as_posix()}？" if close else "请检查路径和文件名。"


def read_source(path: Path, name: str = "") -> tuple[Source, tuple[Diagnostic, ...]]:
    """读一个文字文件。name 是显示用的名字（默认即路径）；读不了时全文为空，并有一条诊断。"""
    name = name or path.as_posix()
    data, problems = read_bytes(path, name)
    return (Source(name), problems) if problems else decode_text(data, name)


def decode_text(data: bytes, name: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """字节 → 文字：只认 UTF-8（可有 BOM）；是 GBK 或 UTF-16 则指名。换行统一为一个换行符。"""
    source = Source(name)
    other = _OTHERS.get(kind_of(data))
    if other is not None:
        message = f"{shorten(name, 80)} 是{other[0]}，不是文字文件。"
        return source, (diagnose("S06", whole(source), message, other[1]),)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return source, (_wrong_encoding(source, "UTF-16（“Unicode”）"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            line = data[: error.start].count(b"\n") + 1
            message = f"第 {line} 行起不是 UTF-8 文字，也不是 GBK；文件可能已损坏，或不是文字文件。"
            return source, (
                diagnose(
                    "S06", Span(source, line, 1, 0, 0), message, "请用备份，或重新另存为 UTF-8。"
                ),
            )
        return source, (_wrong_encoding(source, "GBK（记事本里叫 ANSI）"),)
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n")), ()


def _wrong_encoding(source: Source, encoding: str) -> Diagnostic:
    help = "用记事本打开，选“文件→另存为”，编码选 UTF-8，再保存。"
    return diagnose("S06", whole(source), f"文件的编码是 {encoding}，不是 UTF-8。", help)
