"""核对 Word 模板：缺样式、缺插槽、控制语句、修订、全角花括号、不认识的字段，一次说全，用中文。"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.spelling import did_you_mean
from reportgen.word import roles
from reportgen.word.characters import printed_text
from reportgen.word.markup import R, W
from reportgen.word.register import DOCUMENT
from reportgen.word.styles import Styles

FIELDS = (
    *("title", "unit.name", "unit.short", "unit.authority", "project.name"),
    *("year", "date", "grade", "score", "draft"),
)
"""Word 模板里可以写的字段。"""
SLOTS = ("body", "appendix")

_SLOT = re.compile(r"\{\{p\s+(\w+)\s*\}\}")
_FIELD = re.compile(r"\{\{(?!p\s)\s*(.*?)\s*\}\}")
_REVISIONS = (
    *("ins", "del", "moveFrom", "moveTo"),
    *("rPrChange", "pPrChange", "tblPrChange", "sectPrChange"),
)


def inspect(
    roots: Mapping[str, etree._Element],
    styles: Styles,
    relations: Collection[str],
    span: Span,
) -> tuple[Diagnostic, ...]:
    """各部件的全部毛病；relations 是正文登记过的关系号。"""
    found = []
    for style in roles.REQUIRED:
        if style not in styles.ids:
            help = "在 Word 里新建同名的段落样式，或从标准版式复制。"
            found.append(diagnose("W01", span, f"Word 模板里没有样式“{style}”。", help))
    found += _slots(roots[DOCUMENT], span)
    found += _pages(roots[DOCUMENT], relations, span)
    for name, root in sorted(roots.items()):
        found += _part(root, name, span)
    return tuple(found)


def slot_of(paragraph: etree._Element) -> str:
    """一段若只有一个插槽，是哪一个；不是则为空。"""
    alone = _SLOT.fullmatch(printed_text(paragraph).strip())
    return alone[1] if alone else ""


def _slots(root: etree._Element, span: Span) -> Iterator[Diagnostic]:
    paragraphs = list(root.iter(f"{W}p"))
    slots = [slot_of(paragraph) for paragraph in paragraphs]
    for slot in SLOTS:
        number = slots.count(slot)
        if number != 1:
            what = "不止一个" if number else "没有"
            message = f"Word 模板里{what}插槽 {{{{p {slot} }}}}。"
            help = f"把 {{{{p {slot} }}}} 单独写成一段；正文的插槽在附件的前面。"
            yield diagnose("W02", span, message, help)
    for paragraph, slot in zip(paragraphs, slots, strict=True):
        text = printed_text(paragraph).strip()
        if not slot and _SLOT.search(text):
            message = f"插槽所在的一段还有别的字：“{text[:30]}”。"
            yield diagnose("W02", span, message, "插槽要单独成一段。")


def _pages(
    document: etree._Element, relations: Collection[str], span: Span
) -> Iterator[Diagnostic]:
    """最后一节的页面设置（没有它就没有版心可排），和页眉、页脚、图片引用的部件。"""
    if document.find(f"{W}body/{W}sectPr") is None:
        message = "Word 模板没有页面设置（纸的大小、页边距）。"
        help = "在 Word 里打开，在“布局→页面设置”里定下纸张和页边距，再保存。"
        yield diagnose("W08", span, message, help)
    for element in document.iter(etree.Element):
        for name in (f"{R}id", f"{R}embed"):
            key = element.get(name)
            if key and key not in relations:
                message = "Word 模板引用了文件里没有的页眉、页脚或图片，Word 打开时会要求修复。"
                help = "在 Word 里打开，照提示修复，再另存为 .docx。"
                yield diagnose("W08", span, message, help)
                return


def _part(root: etree._Element, name: str, span: Span) -> Iterator[Diagnostic]:
    where = _place(name)
    if next(root.iter(*(f"{W}{kind}" for kind in _REVISIONS)), None) is not None:
        help = "在 Word 里“审阅→接受所有修订”，关闭修订，再保存。"
        yield diagnose("W04", span, f"Word 模板的{where}里有没有接受的修订。", help)
    for paragraph in root.iter(f"{W}p"):
        yield from _paragraph(printed_text(paragraph), where, span)


def _place(name: str) -> str:
    if name == DOCUMENT:
        return "正文"
    return "页眉" if "header" in name else "页脚"


def _paragraph(text: str, where: str, span: Span) -> Iterator[Diagnostic]:
    if "{%" in text or "{#" in text:
        message = f"Word 模板的{where}里有控制语句：“{text.strip()[:30]}”。"
        yield diagnose("W03", span, message, "删去；章节和次序写在 outline.yaml 里。")
    if "｛｛" in text or "｝｝" in text:
        message = f"Word 模板的{where}里有全角花括号：“{text.strip()[:30]}”。"
        yield diagnose("W05", span, message, "改成半角的 {{ }}。")
    for field in _FIELD.findall(text):
        if field not in FIELDS:
            message = f"Word 模板的{where}里有不认识的字段 {{{{ {field} }}}}。"
            yield diagnose("W06", span, message, did_you_mean(field, FIELDS))
    for slot in _SLOT.findall(text):
        if slot not in SLOTS:
            message = f"Word 模板的{where}里有不认识的插槽 {{{{p {slot} }}}}。"
            yield diagnose("W06", span, message, did_you_mean(slot, SLOTS))
