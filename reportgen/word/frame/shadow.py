"""文字影子：把 Word 模板写成看得懂、比得出的文字。

影子和模板一起存着，过期即有提醒：评审时看影子，不必打开 Word。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reportgen.word.characters import printed_text
from reportgen.word.markup import MC, R, W, parse_xml, value_of, whole_number
from reportgen.word.package import read_package
from reportgen.word.register import DOCUMENT, Register, target_of
from reportgen.word.roles import REQUIRED
from reportgen.word.sheet import landscape
from reportgen.word.styles import Styles, read_styles

ALIGNMENTS = {"left": "左对齐", "center": "居中", "right": "右对齐", "both": "两端对齐"}
_MARGINS = (("top", "上"), ("bottom", "下"), ("left", "左"), ("right", "右"))
_HEADER = re.compile(r"word/header\d*\.xml")


def shadow(data: bytes) -> str:
    """Word 模板的文字影子。"""
    register = Register(read_package(data))
    styles = read_styles(register.parts["word/styles.xml"])
    document = parse_xml(register.parts[DOCUMENT])
    rows = ["Word 模板的文字影子：由 reportgen format check 格式 --write 写出，不要手改。", ""]
    for number, section in enumerate(document.iter(f"{W}sectPr"), 1):
        rows += _page(number, section, register)
    rows.append("")
    rows += [_style(name, styles) for name in REQUIRED if name in styles.ids]
    rows += ["", *_lines("正文", document, styles)]
    for name in sorted(register.parts):
        if _HEADER.fullmatch(name):
            rows += _lines("页眉", parse_xml(register.parts[name]), styles)
    return "\n".join(rows).rstrip("\n") + "\n"


def _page(number: int, section: etree._Element, register: Register) -> Iterator[str]:
    """一节的纸张、网格和页脚。"""
    size, margin, grid = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar", "docGrid"))
    direction = "横向" if landscape(section) else "纵向"
    paper = f"{_millimetres(size, 'w')} × {_millimetres(size, 'h')} 毫米"
    margins = " ".join(f"{title} {_millimetres(margin, name)}" for name, title in _MARGINS)
    yield f"页面 {number}  {direction}  {paper}  {margins} 毫米"
    if grid is not None:
        kind, pitch = grid.get(f"{W}type"), grid.get(f"{W}linePitch")
        yield f"网格    {kind}  行 {pitch}  字 {value_of(grid, 'charSpace') or '—'}"
    for kind, title in (("default", "奇数页"), ("even", "偶数页")):
        for reference in section.findall(f"{W}footerReference"):
            if value_of(reference, "type") == kind:
                yield f"页脚    {title}  {_footer_of(reference, register)}"


def _millimetres(element: etree._Element | None, name: str) -> str:
    """缇 → 毫米，到十分之一：一英寸是 1,440 缇，25.4 毫米。"""
    tenths = (whole_number(value_of(element, name)) * 254 + 720) // 1440
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def _footer_of(reference: etree._Element, register: Register) -> str:
    for relation in register.relations():
        if relation.get("Id") == reference.get(f"{R}id"):
            target = target_of(DOCUMENT, relation)
            if target in register.parts:
                return _footer(parse_xml(register.parts[target]))
    return "（没有）"


def _footer(root: etree._Element) -> str:
    """页脚的字、对齐；横页的页码在转了向的文本框里。"""
    for paragraph in root.iter(f"{W}p"):
        text = _text(paragraph)
        inside = [ancestor.tag for ancestor in paragraph.iterancestors()]
        framed = paragraph.find(f".//{W}p") is not None  # 字在里面的文本框里，轮到它再说
        if not text.strip() or framed or f"{MC}Fallback" in inside:
            continue
        side = ALIGNMENTS.get(value_of(paragraph.find(f"{W}pPr/{W}jc")), "")
        turned = "（转向）" if f"{W}txbxContent" in inside else ""
        return f"{text}  {side}{turned}"
    return "（空）"


def _text(paragraph: etree._Element) -> str:
    """一段的字，域写成 {指令}；存着的页码不写，它总在变。"""
    text = printed_text(paragraph, fields=True).replace("\n", "")
    return text.replace("{PAGE}1", "{PAGE}")


def _style(name: str, styles: Styles) -> str:
    """一种样式：字体、字号、行距、缩进、字距、对齐；与通常相同的不写。"""
    metrics = styles.metrics(name)
    font = styles.value(name, "rPr/rFonts", "eastAsia") or "—"
    align = ALIGNMENTS.get(styles.value(name, "pPr/jc", "val") or "both", "")
    line = "自动"
    if styles.value(name, "pPr/spacing", "lineRule") == "exact":
        line = f"固定 {_points(metrics.line)} 磅"
    indent = whole_number(styles.value(name, "pPr/ind", "firstLineChars") or "")
    first = f"  首行 {indent // 100} 字符" if indent else ""
    spacing = whole_number(styles.value(name, "rPr/spacing", "val") or "")
    tight = f"  字距 {_points(spacing)} 磅" if spacing else ""
    return f"样式    {name}  {font} {_points(metrics.size)}  行距 {line}{first}{tight}  {align}"


def _points(twips: int) -> str:
    """缇 → 磅：一磅 20 缇。"""
    hundredths = abs(twips) * 5
    points = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
    return f"-{points}" if twips < 0 else points


def _lines(title: str, root: etree._Element, styles: Styles) -> Iterator[str]:
    """各段的字和样式。"""
    names = {key: name for name, key in styles.ids.items()}
    for paragraph in root.iter(f"{W}p"):
        text = _text(paragraph)
        if text:
            style = names.get(value_of(paragraph.find(f"{W}pPr/{W}pStyle")), "正文")
            yield f"{title}    [{style}] {text}"
