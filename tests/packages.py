"""测试用的压缩包：一张工作表的工作簿、几个部件的 Word 文件，照写的 XML 装，不经过任何库的检查。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """各部件 → 压缩包。"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def _relations(*links: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{part}"/>'
        for key, kind, part in links
    )
    return f'<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def sheet_parts(
    rows: str, *, strings: str = "", styles: str = "", before: str = "", space: str = MAIN
) -> dict[str, str]:
    """一张叫“表”的工作表：rows 是 sheetData 里的 XML，before 写在它前面，strings、styles 是另两个部件里的。"""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(("r", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("a", "worksheet", "worksheets/sheet1.xml"),
            ("b", "sharedStrings", "sharedStrings.xml"),
            ("c", "styles", "/xl/styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData></worksheet>',
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{space}">{styles}</styleSheet>'
    return parts


def word_parts(body: str, head: str = "") -> dict[str, str]:
    """一份 Word 文件：body 是正文里的 XML，head 写在根元素前面。"""
    document = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return {"[Content_Types].xml": "<Types/>", "word/document.xml": document}


def paragraph(text: str) -> str:
    """一段话。"""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def text_cell(place: str, text: str) -> str:
    """一格文字。"""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
