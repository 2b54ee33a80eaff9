"""Word 表样里不收的：会运行的、指到外面的、填写时会丢的，和写在文字以外的标签。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.forms.tags import HELP, Fault
from reportgen.word.markup import W, parse_xml

_ACTIVE = {
    r"word/vbaProject.*|word/vbaData\.xml": "宏",
    r"word/activeX/.*|word/ctrlProps/.*": "ActiveX 控件",
    r"word/embeddings/.*|word/afchunk.*|word/.*\.(?:bin|html?|mht)": "嵌入的文件",
    r"word/comments.*": "批注",
}
_OPENINGS = re.compile(r"\{\{|\{%|\{#")
_REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_TEXT = f"{W}t"
_LINK = "/hyperlink"
_BOUND = f"{W}sdtPr/{W}dataBinding"


def refused_in(
    parts: Mapping[str, bytes], roots: Mapping[str, etree._Element], source: Source
) -> Iterator[Diagnostic]:
    """不收的部件、指到外面的关系、写在文字以外的标签。"""
    for name in sorted(parts):
        for pattern, kind in _ACTIVE.items():
            if re.fullmatch(pattern, name):
                message = f"里面有{kind}（{name}），填好的表样不能带着它。"
                yield diagnose("F09", whole(source), message, "在 Word 里从表样里删去。")
                break
        if name.endswith(".rels"):
            yield from _outside(name, parts[name], source)
    for name, root in roots.items():
        yield from _elsewhere(name, root, source)
    for name in sorted(parts):
        if name.startswith("docProps/") and _OPENINGS.search(
            parts[name].decode("utf-8", "replace")
        ):
            message = "文件的属性（标题、作者一类）里写着标签。"
            help = "从“文件—信息”里删去；标签只写在正文、表和页眉页脚的文字里。"
            yield diagnose("F11", Span(source, 1, 1, 0, 0, "文件属性"), message, help)


def _outside(name: str, data: bytes, source: Source) -> Iterator[Diagnostic]:
    for relation in parse_xml(data).iterchildren():
        kind = str(relation.get("Type") or "")
        if relation.get("TargetMode") == "External" and not kind.endswith(_LINK):
            what = kind.rpartition("/")[2]
            message = f"里面有指到文件外面的东西（{what}：{str(relation.get('Target'))[:60]}）。"
            help = "图片改成嵌入的；附加的模板、链接的对象从表样里去掉。"
            yield diagnose("F09", whole(source), message, help)


def _elsewhere(part: str, root: etree._Element, source: Source) -> Iterator[Diagnostic]:
    """文字（w:t）以外的标签：域的指令、图形的名称、公式、绑定了数据的控件。"""
    for element in root.iter(etree.Element):
        values = [str(value) for value in element.attrib.values()]
        if element.tag != _TEXT and element.text:
            values.append(element.text)
        for value in values:
            if _OPENINGS.search(value):
                kind = etree.QName(element).localname
                message = f"“{value.strip()[:40]}”写在文字以外（{kind}），不会填。"
                yield diagnose("F11", Span(source, 1, 1, 0, 0, part), message, HELP)
    for control in root.iter(f"{W}sdt"):
        bound = control.find(_BOUND) is not None
        if bound and any(_OPENINGS.search(text.text or "") for text in control.iter(_TEXT)):
            message = "标签写在绑定了数据的内容控件里，打开时会被换掉。"
            yield diagnose("F11", Span(source, 1, 1, 0, 0, part), message, "删去这个内容控件。")


def revisions_in(root: etree._Element, source: Source) -> Iterator[Fault]:
    """没有处理的修订。"""
    count = sum(1 for _ in root.iter(*_REVISIONS))
    if count:
        reason = f"里面有 {count} 处修订没有处理"
        place = Span(source, 1, 1, 0, 0, "全文")
        yield Fault("", reason, "在 Word 里接受或拒绝全部修订。", place)
