"""打开一份成稿：是哪一种看字节，读成段落和表格。旧的 .doc、.wps、.rtf、.odt 经 LibreOffice 转一遍再读。"""

from __future__ import annotations

from pathlib import Path

from reportgen.core.frozen import frozen
from reportgen.core.kinds import Kind, kind_of
from reportgen.core.outside import read_outside
from reportgen.core.plain import PlainDocument
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.reading.foreign import read_foreign

CONVERTED: dict[Kind, str] = {
    "doc": "doc",
    "rtf": "rtf",
    "odt": "odt",
    "html": "html",
    "xls": "xls",
    "ods": "ods",
}
"""要经 LibreOffice 转的种类 → 交给它时的扩展名。"""
SHEETS = frozenset(("xls", "ods"))
"""转成 xlsx 再读的。"""
NAMES: dict[Kind, str] = {
    "doc": "旧的 Word 文件（.doc 或 .wps）",
    "rtf": "RTF 文件",
    "odt": "OpenDocument 文字（.odt）",
    "html": "网页格式的文件",
    "xls": "旧的 Excel 文件（.xls）",
    "ods": "OpenDocument 表格（.ods）",
}
REFUSED: dict[Kind, tuple[str, str]] = {
    "locked": ("加了密码", "打开它，去掉密码，另存一份。"),
    "picture": (
        "是图片，里面没有文字",
        "先做文字识别（OCR），存成 .docx；有原来的 Word 文件的，用原来的。",
    ),
    "slides": ("是演示文稿，不是报告", "给报告的 Word 文件。"),
    "ofd": ("是 OFD 版式文件，读不了", "用阅读器转成 .docx，或给原来的 Word 文件。"),
    "zip": ("是压缩包，不是报告", "解压以后，给里面的报告。"),
    "empty": ("是空的", "重新保存一次；从网上下载的，重新下载。"),
    "text": ("不是 Word 的 .docx 文件，或已损坏", "在 Word 或 WPS 里另存为 .docx。"),
}
"""读不了的种类：为什么，怎么办。"""
SCANNED = "先做文字识别（OCR），存成 .docx；有原来的 Word 文件的，用原来的。"


class Unopened(ValueError):
    """读不成的成稿：理由，和怎么办。"""

    def __init__(self, reason: str, help: str) -> None:
        super().__init__(reason)
        self.help = help


@frozen
class Opened:
    """读成的一份：段落和表格，它是哪一种，docx 的字节（不是 docx 的为空）。"""

    document: PlainDocument
    kind: Kind
    package: bytes = b""


def open_report(path: Path, name: str) -> Opened:
    """一份成稿；name 是诊断里的文件名。读不了文件的抛 OSError、TooLarge，读不成的抛 Unopened、BadPackage。"""
    data = read_outside(path, LARGEST_PACKAGE)
    kind = kind_of(data)
    if kind in REFUSED:
        raise Unopened(*REFUSED[kind])
    if kind in CONVERTED:
        return Opened(_converted(data, kind, name), kind)
    if kind == "pdf":
        return Opened(_pdf(data, name), kind)
    if kind == "xlsx":
        return Opened(_forms(data, name), kind)
    return Opened(read_foreign(data, name), kind, data)


def _pdf(data: bytes, name: str) -> PlainDocument:
    from reportgen.word.reading.pdf import read_pdf

    try:
        return read_pdf(data, name)
    except BadPackage as error:
        help = SCANNED if "扫描" in str(error) else "转成 .docx 再核对，或给原来的 Word 文件。"
        raise Unopened(str(error), help) from error


def _forms(data: bytes, name: str) -> PlainDocument:
    from reportgen.source.grid import BadTable
    from reportgen.source.sheetforms import read_forms

    try:
        return read_forms(data, name)
    except BadTable as error:
        raise Unopened(str(error), "在 Excel 或 WPS 里另存为 .xlsx。") from error


def _converted(data: bytes, kind: Kind, name: str) -> PlainDocument:
    """经 LibreOffice 转一遍；没有它、转不成的，说怎样自己转。"""
    from reportgen.word.reading.conversion import converted_to
    from reportgen.word.writing.office import SECONDS, office

    wanted = "xlsx" if kind in SHEETS else "docx"
    help = f"在 Word 或 WPS 里打开，另存为 .{wanted}。"
    if office() is None:
        reason = f"是{NAMES[kind]}，要有 LibreOffice 才读得了，这台机器上没有"
        raise Unopened(reason, help)
    made = converted_to(data, CONVERTED[kind], wanted)
    if made is None:
        reason = f"是{NAMES[kind]}，LibreOffice 在 {SECONDS} 秒之内没有转成，文件可能已损坏"
        raise Unopened(reason, help)
    return _forms(made, name) if kind in SHEETS else read_foreign(made, name)
