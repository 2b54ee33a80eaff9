"""目录：一个填好的 TOC 域。各行照印，没有 Word 也看得见；在 Word 里右键“更新域”可以重排页码，打开时不提示。"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.core.document import Contents
from reportgen.word import roles
from reportgen.word.markup import escape

_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents_xml(
    contents: Contents,
    styles: Mapping[str, str],
    section: str,
    anchors: Mapping[int, str],
) -> str:
    """目录的各行，找得到标题的是链接；section 是写进最后一行的 sectPr。域从第一行开始，到最后一行结束。"""
    last = len(contents.entries) - 1
    out = []
    for at, entry in enumerate(contents.entries):
        style = styles[roles.ENTRIES[min(entry.level, len(roles.ENTRIES)) - 1]]
        ending = section if at == last else ""
        text = f'<w:r><w:t xml:space="preserve">{escape(entry.text)}</w:t></w:r>'
        page = ""
        if entry.page:
            page = f"<w:r><w:tab/></w:r><w:r><w:t>{escape(entry.page)}</w:t></w:r>"
        line = f"{text}{page}"
        if at in anchors:
            line = f'<w:hyperlink w:anchor="{anchors[at]}" w:history="1">{line}</w:hyperlink>'
        begin = _BEGIN if at == 0 else ""
        end = _END if at == last else ""
        properties = f'<w:pPr><w:pStyle w:val="{style}"/>{ending}</w:pPr>'
        out.append(f"<w:p>{properties}{begin}{line}{end}</w:p>")
    return "".join(out)
