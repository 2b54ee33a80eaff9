"""文字影子：把 Word 模板写成看得懂、比得出的文字；以及把 Word 存过的模板整理成规范的样子。

影子和模板一起存着，过期即有提醒：评审时看影子，不必打开 Word。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from reportgen.word.package import DOCUMENT, read_package, write_package
from reportgen.word.roles import REQUIRED
from reportgen.word.styles import Styles, W, parse_xml, read_styles

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOISE = (
    re.compile(rb'\s(?:w:rsid\w*|w14:paraId|w14:textId)="[^"]*"'),
    re.compile(rb"<w:proofErr\b[^>]*/>|<w:lastRenderedPageBreak\s*/>|<w:noProof\s*/>"),
    re.compile(rb"<w:rsids>.*?</w:rsids>", re.DOTALL),
    re.compile(rb"<w:bookmarkStart\b[^>]*_GoBack[^>]*/>"),
)
_SPLIT_RUN = re.compile(
    rb"(<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>"
    rb"\1<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>",
    re.DOTALL,
)
_THUMBNAIL = re.compile(r"docProps/thumbnail\.\w+")
ALIGNMENTS = {"left": "左对齐", "center": "居中", "right": "右对齐", "both": "两端对齐"}


def normalise(data: bytes) -> bytes:
    """整理：去掉修订编号、拼写标记和缩略图，接起断开的同样的字，规范封装。整理两次与一次相同。"""
    parts = read_package(data)
    for name in [name for name in parts if _THUMBNAIL.fullmatch(name)]:
        del parts[name]
        parts["_rels/.rels"] = re.sub(
            rb'<Relationship\b[^>]*Target="' + name.encode() + rb'"[^>]*/>', b"", parts["_rels/.rels"]
        )
    for name, content in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            for noise in _NOISE:
                content = noise.sub(b"", content)
            parts[name] = _joined(content)
    return write_package(parts)


def _joined(content: bytes) -> bytes:
    """同一段里属性相同、相邻的两段字接成一段，直到接不动。"""
    before = b""
    while before != content:
        before, content = content, _SPLIT_RUN.sub(rb'\1<w:t xml:space="preserve">\2\3</w:t></w:r>', content)
    return content


def shadow(data: bytes) -> str:
    """Word 模板的文字影子。"""
    parts = read_package(data)
    styles = read_styles(parts["word/styles.xml"])
    document = parse_xml(parts[DOCUMENT])
    rows = [
        "Word 模板的文字影子：由 reportgen format check 格式 --write 写出，不要手改。",
        "",
        *_pages(document, parts),
        "",
        *(_style(name, styles) for name in REQUIRED if name in styles.ids),
        "",
        *_lines("正文", document, styles),
    ]
    for name in sorted(part for part in parts if re.fullmatch(r"word/header\d*\.xml", part)):
        rows += _lines("页眉", parse_xml(parts[name]), styles)
    return "\n".join(rows).rstrip("\n") + "\n"


def _millimetres(element: etree._Element | None, name: str) -> str:
    value = element.get(f"{W}{name}") if element is not None else None
    tenths = (int(value) * 254 + 720) // 1440 if value and value.lstrip("-").isdigit() else 0
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def _pages(document: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    relations = parse_xml(parts["word/_rels/document.xml.rels"])
    targets = {str(each.get("Id")): str(each.get("Target")) for each in relations}
    for number, section in enumerate(document.iter(f"{W}sectPr"), 1):
        size, margin, grid = (section.find(f"{W}{name}") for name in ("pgSz", "pgMar", "docGrid"))
        turned = size is not None and size.get(f"{W}orient") == "landscape"
        margins = " ".join(
            f"{title} {_millimetres(margin, name)}"
            for name, title in (("top", "上"), ("bottom", "下"), ("left", "左"), ("right", "右"))
        )
        paper = f"{_millimetres(size, 'w')} × {_millimetres(size, 'h')} 毫米"
        yield f"页面 {number}  {'横向' if turned else '纵向'}  {paper}  {margins} 毫米"
        if grid is not None:
            pitch, space = grid.get(f"{W}linePitch"), grid.get(f"{W}charSpace") or "—"
            yield f"网格    {grid.get(f'{W}type')}  行 {pitch}  字 {space}"
        for kind, title in (("default", "奇数页"), ("even", "偶数页")):
            for reference in section.findall(f"{W}footerReference"):
                if reference.get(f"{W}type") == kind:
                    target = f"word/{targets.get(str(reference.get(f'{_R}id')), '')}"
                    text = _footer(parse_xml(parts[target])) if target in parts else "（没有）"
                    yield f"页脚    {title}  {text}"


def _footer(root: etree._Element) -> str:
    for paragraph in root.iter(f"{W}p"):
        text = _text(paragraph)
        inside = [each.tag for each in paragraph.iterancestors()]
        if text.strip() and f"{_MC}Fallback" not in inside and paragraph.find(f".//{W}p") is None:
            align = paragraph.find(f"{W}pPr/{W}jc")
            side = ALIGNMENTS.get(str(align.get(f"{W}val")), "") if align is not None else ""
            turned = "（转向）" if f"{W}txbxContent" in inside else ""
            return f"{text}  {side}{turned}"
    return "（空）"


def _text(paragraph: etree._Element) -> str:
    pieces = []
    for each in paragraph.iter(f"{W}t", f"{W}instrText", f"{W}br"):
        pieces.append("{" + str(each.text).strip() + "}" if each.tag == f"{W}instrText" else str(each.text or ""))
    return "".join(pieces).replace("{PAGE}1", "{PAGE}")


def _style(name: str, styles: Styles) -> str:
    font = styles.value(name, "rPr/rFonts", "eastAsia") or "—"
    metrics = styles.metrics(name)
    spacing = styles.value(name, "rPr/spacing", "val") or "0"
    rule = styles.value(name, "pPr/spacing", "lineRule")
    indent = styles.value(name, "pPr/ind", "firstLineChars") or "0"
    align = ALIGNMENTS.get(styles.value(name, "pPr/jc", "val") or "both", "")
    line = f"固定 {_points(metrics.line)} 磅" if rule == "exact" else "自动"
    first = f"  首行 {int(indent) // 100} 字符" if indent not in {"0", ""} else ""
    tight = f"  字距 {_points(int(spacing))} 磅" if spacing not in {"0", ""} else ""
    return f"样式    {name}  {font} {_points(metrics.size)}  行距 {line}{first}{tight}  {align}"


def _points(twips: int) -> str:
    sign, hundredths = ("-" if twips < 0 else ""), abs(twips) * 5
    return sign + f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def _lines(title: str, root: etree._Element, styles: Styles) -> Iterator[str]:
    names = {key: name for name, key in styles.ids.items()}
    for paragraph in root.iter(f"{W}p"):
        text = _text(paragraph)
        if text:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            key = str(style.get(f"{W}val")) if style is not None else ""
            yield f"{title}    [{names.get(key, '正文')}] {text}"
