"""标准版式：一份按 GB/T 9704—2012 排好的 Word 模板，供新格式起步，也供改坏了的重来。

纵向正文一节，附件一节（横向或纵向）；附件纵向的，中间有一个空的横节，给正文里的横页作样子。
页码在版心外、奇右偶左，各节连续；横向页的页码转到纸的左边，与纵页同位。
部件全由这里写出，没有别人模板里带来的主题、缩略图和作者。
"""

from __future__ import annotations

from typing import Literal

from reportgen.word.frame.blank_styles import (
    FANGSONG,
    HEITI,
    KAITI,
    SONGTI,
    STYLE_IDS,
    TITLE_FONT,
    styles_xml,
)
from reportgen.word.markup import COMPATIBILITY, DRAWING, HEAD, MAIN, OFFICE
from reportgen.word.package import write_package
from reportgen.word.register import (
    APPLICATION,
    BODY,
    FONTS,
    FOOTER,
    HEADER,
    ROOT,
    SETTINGS,
    STYLES,
    Register,
)

Orientation = Literal["landscape", "portrait"]

_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}/relationships" '
    f'xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" '
    f'xmlns:wps="{_SHAPE}" xmlns:mc="{COMPATIBILITY}" xmlns:v="urn:schemas-microsoft-com:vml"'
)

# 页眉页脚的关系号：sectPr 里按它们引用，各有奇数页、偶数页两个。
PORTRAIT_FOOTERS, LANDSCAPE_FOOTERS = ("rId10", "rId11"), ("rId12", "rId13")
HEADERS = ("rId14", "rId15")


def blank_frame(appendix: Orientation) -> bytes:
    """标准版式的 docx；appendix 是附件那一节的方向。"""
    register = Register()
    register.default("xml", "application/xml")
    register.add(BODY, _document(appendix).encode(), ROOT)
    register.add(STYLES, styles_xml().encode())
    register.add(SETTINGS, _settings().encode())
    register.add(FONTS, _font_table().encode())
    odd, even = PORTRAIT_FOOTERS
    register.add(FOOTER, _footer("right").encode(), id=odd)
    register.add(FOOTER, _footer("left").encode(), id=even)
    odd, even = LANDSCAPE_FOOTERS
    register.add(FOOTER, _turned_footer("right", 3).encode(), id=odd)
    register.add(FOOTER, _turned_footer("left", 4).encode(), id=even)
    for id in HEADERS:
        register.add(HEADER, _header().encode(), id=id)
    register.add(APPLICATION, _application().encode(), ROOT)
    return write_package(register.package())


def _application() -> str:
    return f'{HEAD}<Properties xmlns="{OFFICE}/extended-properties"/>'


def _document(appendix: Orientation) -> str:
    body_style, title_style = STYLE_IDS["报告正文"], STYLE_IDS["Title"]
    first = _section(landscape=False, kind="nextPage")
    second = _section(landscape=appendix == "landscape", kind="nextPage")
    turned = _section(landscape=True, kind="nextPage")
    sample = ""
    if appendix == "portrait":  # 只给正文里的横页作样子，不印
        sample = f'<w:p><w:pPr><w:pStyle w:val="{body_style}"/>{turned}</w:pPr></w:p>'
    return (
        HEAD
        + f"<w:document {_NAMESPACES}><w:body>"
        + _paragraph(title_style, "{{ title }}")
        + _paragraph(body_style, "{{p body }}")
        + f'<w:p><w:pPr><w:pStyle w:val="{body_style}"/>{first}</w:pPr></w:p>'
        + sample
        + _paragraph(body_style, "{{p appendix }}")
        + second
        + "</w:body></w:document>"
    )


def _paragraph(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _section(*, landscape: bool, kind: str) -> str:
    odd, even = LANDSCAPE_FOOTERS if landscape else PORTRAIT_FOOTERS
    if landscape:  # 把纵页向左转四分之一：纵页的左边成为横页的上边
        size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        margins = ("1587", "2098", "1474", "1984")
        footer = 851  # 页码在文本框里，位置另定；页脚一行不可侵入版心
        grid = '<w:docGrid w:type="lines" w:linePitch="579"/>'
    else:
        size = '<w:pgSz w:w="11906" w:h="16838"/>'
        margins = ("2098", "1474", "1984", "1587")
        footer = 1419  # 页码在版心下沿之下 7 毫米
        grid = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-1024"/>'
    top, right, bottom, left = margins
    return (
        "<w:sectPr>"
        f'<w:headerReference w:type="even" r:id="{HEADERS[1]}"/>'
        f'<w:headerReference w:type="default" r:id="{HEADERS[0]}"/>'
        f'<w:footerReference w:type="even" r:id="{even}"/>'
        f'<w:footerReference w:type="default" r:id="{odd}"/>'
        f'<w:type w:val="{kind}"/>{size}'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{footer}" w:gutter="0"/>'
        f'<w:pgNumType w:fmt="decimal"/><w:cols w:space="425"/>{grid}</w:sectPr>'
    )


def _page_number(side: str) -> str:
    """“— 1 —”，离版心边一个字；域的每个字符各在一段，并写出结果，WPS 才显示。"""
    runs = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
    text = "".join(f"<w:r>{run}</w:r>" for run in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="GwFooter"/>{indent}</w:pPr>{text}</w:p>'


def _footer(side: str) -> str:
    return HEAD + f"<w:ftr {_NAMESPACES}>{_page_number(side)}</w:ftr>"


def _turned_footer(side: str, number: int) -> str:
    """横页的页码：锚在纸上的文本框，字转向，离纸左边 28 毫米。"""
    box = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>875880</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>1008000</wp:posOffset></wp:positionV>'
        '<wp:extent cx="216000" cy="5616000"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        "<wp:wrapNone/>"
        f'<wp:docPr id="{number}" name="页码{number}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="216000" cy="5616000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
        "</wps:spPr>"
        f"<wps:txbx><w:txbxContent>{_page_number(side)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" '
        'anchor="t" anchorCtr="0"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    )
    fallback = (
        f'<w:pict><v:shape id="pn{number}" style="position:absolute;'
        "margin-left:68.97pt;margin-top:79.37pt;width:17pt;height:442.2pt;"
        'mso-position-horizontal-relative:page;mso-position-vertical-relative:page" stroked="f" '
        'filled="f"><v:textbox style="layout-flow:vertical" inset="0,0,0,0">'
        f"<w:txbxContent>{_page_number(side)}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    return (
        HEAD
        + f'<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="GwFooter"/></w:pPr><w:r>'
        + "<mc:AlternateContent>"
        + f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        + f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p></w:ftr>"
    )


def _header() -> str:
    return HEAD + f"<w:hdr {_NAMESPACES}>{_paragraph('GwHeader', '{{ draft }}')}</w:hdr>"


def _settings() -> str:
    compat = "http://schemas.microsoft.com/office/word"
    return (
        HEAD
        + f'<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        + '<w:drawingGridVerticalSpacing w:val="579"/>'
        + '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        + f'<w:compatSetting w:name="compatibilityMode" w:uri="{compat}" w:val="15"/></w:compat>'
        + '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        + '<w:listSeparator w:val=","/>'
        + "</w:settings>"
    )


def _font_table() -> str:
    """没有 GB2312 字库的机器（Windows 7 起自带仿宋、楷体）据别名选字。"""
    aliases = (
        (FANGSONG, "仿宋"),
        (KAITI, "楷体"),
        (HEITI, "SimHei"),
        (SONGTI, "SimSun"),
        (TITLE_FONT, "方正小标宋_GBK"),
    )
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alias}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, alias in aliases
    )
    return HEAD + f'<w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>'
