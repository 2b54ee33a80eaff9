"""核对 Word 模板：缺样式、缺插槽、控制语句、修订、全角花括号、不认识的字段，一次说全，用中文。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.spelling import did_you_mean
from reportgen.word import roles
from reportgen.word.package import DOCUMENT
from reportgen.word.styles import W, parse_xml, read_styles

FIELDS = (
    *("title", "unit.name", "unit.short", "unit.authority", "project.name"),
    *("year", "date", "grade", "score", "draft"),
)
"""Word 模板里可以写的字段。"""
SLOTS = ("body", "appendix")

_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "sectPrChange")


def lint_frame(parts: Mapping[str, bytes], span: Span) -> tuple[Diagnostic, ...]:
    """各部件的全部毛病；XML 坏了则只说这一条。"""
    try:
        roots = {name: parse_xml(data) for name, data in parts.items() if _PARTS.fullmatch(name)}
        names = read_styles(parts["word/styles.xml"]).ids
    except (etree.XMLSyntaxError, KeyError, UnicodeDecodeError):
        help = "用备份，或用 reportgen format frame 格式名 重做一份标准的。"
        return (diagnose("W08", span, "Word 模板里的 XML 已损坏。", help),)
    found = [
        diagnose("W01", span, f"Word 模板里没有样式“{style}”。", "在 Word 里新建同名的段落样式，或从标准版式复制。")
        for style in roles.REQUIRED
        if style not in names
    ]
    found += _slots(roots[DOCUMENT], span)
    for name, root in sorted(roots.items()):
        found += _part(root, name, span)
    return tuple(found)


def paragraph_texts(root: etree._Element) -> Iterator[str]:
    """各段的文字（分散在几段同样的字里的也接起来）。"""
    for paragraph in root.iter(f"{W}p"):
        yield "".join(str(text.text or "") for text in paragraph.iter(f"{W}t"))


def _slots(root: etree._Element, span: Span) -> Iterator[Diagnostic]:
    texts = [text.strip() for text in paragraph_texts(root)]
    for slot in SLOTS:
        alone = sum(bool(re.fullmatch(r"\{\{p\s*" + slot + r"\s*\}\}", text)) for text in texts)
        if alone != 1:
            what = "没有" if alone == 0 else "不止一个"
            message = f"Word 模板里{what}插槽 {{{{p {slot} }}}}。"
            help = f"把 {{{{p {slot} }}}} 单独写成一段；正文的插槽在附件的前面。"
            yield diagnose("W02", span, message, help)
    for text in texts:
        if re.search(r"\{\{p\s", text) and not re.fullmatch(r"\{\{p\s*\w+\s*\}\}", text):
            yield diagnose("W02", span, f"插槽所在的一段还有别的字：“{text[:30]}”。", "插槽要单独成一段。")


def _part(root: etree._Element, name: str, span: Span) -> Iterator[Diagnostic]:
    where = "正文" if name == DOCUMENT else "页眉" if "header" in name else "页脚"
    if any(next(root.iter(f"{W}{kind}"), None) is not None for kind in _REVISIONS):
        help = "在 Word 里“审阅→接受所有修订”，关闭修订，再保存。"
        yield diagnose("W04", span, f"Word 模板的{where}里有没有接受的修订。", help)
    for text in paragraph_texts(root):
        if "{%" in text or "{#" in text:
            message = f"Word 模板的{where}里有控制语句：“{text.strip()[:30]}”。"
            yield diagnose("W03", span, message, "删去；章节和次序写在 outline.yaml 里。")
        if "｛｛" in text or "｝｝" in text:
            message = f"Word 模板的{where}里有全角花括号：“{text.strip()[:30]}”。"
            yield diagnose("W05", span, message, "改成半角的 {{ }}。")
        for field in re.findall(r"\{\{(?!p\s)\s*(.*?)\s*\}\}", text):
            if field not in FIELDS:
                message = f"Word 模板的{where}里有不认识的字段 {{{{ {field} }}}}。"
                yield diagnose("W06", span, message, did_you_mean(field, FIELDS))
        for slot in re.findall(r"\{\{p\s*(\w+)\s*\}\}", text):
            if slot not in SLOTS:
                message = f"Word 模板的{where}里有不认识的插槽 {{{{p {slot} }}}}。"
                yield diagnose("W06", span, message, did_you_mean(slot, SLOTS))
