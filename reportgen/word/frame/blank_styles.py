"""标准版式的样式：按 GB/T 9704—2012 和每页 22 行、每行 28 字写出的 styles.xml。

22 行由固定行距 28.95 磅得来，28 字由正文字距紧缩 0.3 磅得来；段落和字符都不对齐网格，所以任何排版程序都排成一样。
四个字体位置都写中文字体，引号、省略号、百分号才不会落到西文字体里。
"""

from __future__ import annotations

from reportgen.word import roles
from reportgen.word.markup import HEAD, MAIN

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
TITLE_FONT = "方正小标宋简体"

LINE = 579
"""正文行距，缇：22 行占 12738，版心高 12756。"""
CELL_LINE = 320
"""表格文字行距，缇（16 磅）。"""
TEXT_WIDTH = 8844
"""版心宽，缇：纸宽 210 毫米，左 28、右 26；目录的页码靠在这里。"""

# 样式号：内置的样式用 Word 自己的号，它才认得是标题、目录、脚注；别的按次序编。
STYLE_IDS = {name: f"Gw{index:02d}" for index, name in enumerate(roles.REQUIRED, 1)}
STYLE_IDS.update({name: f"Heading{at}" for at, name in enumerate(roles.HEADINGS, 1)})
STYLE_IDS[roles.TITLE] = "Title"
STYLE_IDS.update({name: f"TOC{at}" for at, name in enumerate(roles.ENTRIES, 1)})
STYLE_IDS.update({roles.NOTE_TEXT: "FootnoteText", roles.NOTE_MARK: "FootnoteReference"})
STYLE_IDS.update({"Normal": "a", roles.FOOTER: "GwFooter", "页眉文字": "GwHeader"})


def styles_xml() -> str:
    """整个 styles.xml。"""
    return (
        HEAD
        + f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault/><w:pPrDefault/>'
        + "</w:docDefaults>"
        + _normal()
        + "".join(_paragraph_styles())
        + "".join(_character_styles())
        + "".join(_table_styles())
        + "</w:styles>"
    )


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _normal() -> str:
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct w:val="1"/>'
        '<w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
        '<w:jc w:val="both"/></w:pPr><w:rPr>'
        + _fonts(FANGSONG)
        + '<w:snapToGrid w:val="0"/><w:spacing w:val="-6"/>'
        + _size(32)
        + '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="a0">'
        '<w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        "</w:tblPr></w:style>"
    )


def _paragraph(name: str, pPr: str, rPr: str, based: str = "a") -> str:
    following = f'<w:next w:val="{STYLE_IDS["报告正文"]}"/>' if name in roles.HEADINGS else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{STYLE_IDS[name]}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>{following}<w:qFormat/>'
        f"<w:pPr>{pPr}</w:pPr><w:rPr>{rPr}</w:rPr></w:style>"
    )


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="628"/>'
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_KEEP = "<w:keepNext/>"
_PLAIN = '<w:spacing w:val="0"/>'


def _line(twips: int, *, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{twips}" w:lineRule="exact"/>'


_SIGNED = '<w:ind w:rightChars="400" w:right="1256" w:firstLineChars="0" w:firstLine="0"/>'
"""落款：右空四字。"""
_CLOSE = "<w:contextualSpacing/>"
"""同样的段落之间不加段前段后。"""
_AUTO = '<w:spacing w:before="120" w:after="60" w:line="240" w:lineRule="auto"/>'


def _entry(level: int) -> str:
    """目录的一行：逐级缩进一字，页码靠右，用点连起来。"""
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    left = f'w:leftChars="{level * 100}" w:left="{level * 320}"'
    indent = f'<w:ind {left} w:firstLineChars="0" w:firstLine="0"/>'
    return tabs + indent + '<w:jc w:val="left"/>'


def _paragraph_styles() -> list[str]:
    centre, right, left = (f'<w:jc w:val="{side}"/>' for side in ("center", "right", "left"))
    heading_fonts = (HEITI, KAITI, FANGSONG, FANGSONG)
    styles = [
        _paragraph(
            roles.TITLE,
            _KEEP + _line(LINE, after=LINE) + _NO_INDENT + centre,
            _fonts(TITLE_FONT) + _PLAIN + _size(44),
        )
    ]
    for level, (name, font) in enumerate(zip(roles.HEADINGS, heading_fonts, strict=True)):
        outline = f'<w:outlineLvl w:val="{level}"/>'
        styles.append(_paragraph(name, _KEEP + _INDENT + outline, _fonts(font)))
    small, cell_line = _PLAIN + _size(21), _line(CELL_LINE)
    song, hei = _fonts(FANGSONG), _fonts(HEITI)
    attachments = '<w:ind w:leftChars="200" w:left="628" w:firstLineChars="0" w:firstLine="0"/>'
    cell = cell_line + _NO_INDENT
    cover = _fonts(TITLE_FONT) + _PLAIN + _size(44)
    text = STYLE_IDS["表格文字"]
    return [
        *styles,
        _paragraph("报告正文", _INDENT, ""),
        _paragraph("表注", _line(CELL_LINE) + _NO_INDENT, song + small),
        _paragraph("附件说明", _line(LINE, before=LINE) + attachments + _CLOSE, ""),
        _paragraph("附件标记", _KEEP + _NO_INDENT + left, _fonts(HEITI) + _PLAIN),
        _paragraph(
            "附件标题",
            _KEEP + _line(LINE, before=LINE, after=LINE // 4) + _NO_INDENT + _CLOSE + centre,
            _fonts(TITLE_FONT) + _PLAIN + _size(36),
        ),
        _paragraph("表题", _KEEP + _line(LINE) + _NO_INDENT + centre, hei + _PLAIN + _size(24)),
        _paragraph("金额单位", _KEEP + cell_line + _NO_INDENT + right, song + small),
        _paragraph("表格文字", cell + left, song + small),
        _paragraph("表格数字", cell + right, "", text),
        _paragraph("表头", cell + centre, hei, text),
        _paragraph("层级标签", cell + centre, "", text),
        _paragraph("层级标签续", cell + centre, "", STYLE_IDS["层级标签"]),
        _paragraph("表后", _line(LINE // 2) + _NO_INDENT, _PLAIN + _size(2)),
        _paragraph("居中", _NO_INDENT + centre, ""),
        _paragraph("落款", _line(LINE, before=LINE * 2) + _SIGNED + _CLOSE + right, ""),
        _paragraph(
            "封面标题",
            _line(LINE * 3 // 2, before=LINE * 4, after=LINE * 2) + _NO_INDENT + _CLOSE + centre,
            cover,
        ),
        _paragraph("封面文字", _line(LINE * 3 // 2) + _NO_INDENT + centre, _PLAIN),
        _paragraph(
            roles.CONTENTS,
            _KEEP + _line(LINE, after=LINE // 2) + _NO_INDENT + centre,
            hei + _PLAIN,
        ),
        *(_paragraph(name, _entry(level), _PLAIN) for level, name in enumerate(roles.ENTRIES)),
        _paragraph(roles.PICTURE, _KEEP + _AUTO + _NO_INDENT + centre, ""),
        _paragraph(roles.FIGURE, _line(LINE) + _NO_INDENT + centre, hei + _PLAIN + _size(24)),
        _paragraph(roles.NOTE_TEXT, _line(CELL_LINE) + _NO_INDENT + left, song + small),
        _paragraph(
            roles.FOOTER,
            _line(280) + _NO_INDENT + left,
            _fonts(SONGTI) + _PLAIN + _size(28),
        ),
        _paragraph("页眉文字", _line(280) + _NO_INDENT + right, _fonts(HEITI) + _PLAIN + _size(24)),
    ]


def _character_styles() -> list[str]:
    return [
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{STYLE_IDS[name]}">'
        f'<w:name w:val="{name}"/>'
        f'<w:basedOn w:val="a0"/><w:qFormat/><w:rPr>{rPr}</w:rPr></w:style>'
        for name, rPr in (
            (roles.LEAD, _fonts(KAITI)),
            (roles.BOLD, "<w:b/><w:bCs/>"),
            (roles.NOTE_MARK, '<w:vertAlign w:val="superscript"/>'),
        )
    ]


def _table_styles() -> list[str]:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return [
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{STYLE_IDS[name]}">'
        f'<w:name w:val="{name}"/>'
        f'<w:basedOn w:val="a1"/><w:qFormat/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>'
        "</w:tblPr></w:style>"
        for name in roles.TABLES.values()
    ]
