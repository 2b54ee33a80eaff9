"""Word 模板（版式）：docx → Frame。断开的字段先补好（mend.py），按字段切开一次，同一模板在进程里反复用。

模板只管样子：样式、页面、页眉页脚、封面、简单字段和两个插槽 {{p body }} {{p appendix }}。控制语句、修订、全角花括号
在 lint 里都是错误；正文的结构由报告格式的文字文件定，改坏 Word 模板也改不坏报告的内容。
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.word import roles
from reportgen.word.frame.lint import lint_frame
from reportgen.word.frame.mend import mended
from reportgen.word.layout import Area, Metrics
from reportgen.word.package import DOCUMENT, BadPackage, read_package
from reportgen.word.styles import read_styles
from reportgen.word.writing.footnotes import NOTES

TEMPLATED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_BREAK = re.compile(
    r"\{\{\s*body\s*\}\}\s*<w:p(?: [^>]*)?>(?:(?!</w:p>|<w:t[ >]).)*?(<w:sectPr[ >].*?</w:sectPr>)"
    r"(?:(?!</w:p>).)*?</w:p>",
    re.DOTALL,
)
_SAMPLE = re.compile(
    r"\s*<w:p(?: [^>]*)?>(?:(?!</w:p>|<w:t[ >]).)*?(<w:sectPr[ >].*?</w:sectPr>)(?:(?!</w:p>|<w:t[ >]).)*?</w:p>",
    re.DOTALL,
)
_FINAL = re.compile(r"<w:sectPr[ >](?:(?!<w:sectPr[ >]).)*?</w:sectPr>\s*(?=</w:body>)", re.DOTALL)
_DRAWING = re.compile(r'<wp:docPr\b[^>]*\bid="(\d+)"')
_NOTE = re.compile(r'<w:footnote\b[^>]*\bw:id="(\d+)"')
_ATTRIBUTE = r'<w:{element}\b[^>]*\bw:{name}="(-?\d+)"'


@frozen
class Frame:
    """版式：原样照搬的部件、切好的部件、样式名到样式号、各节的 sectPr、字号行距、图和脚注已用到的最大编号。

    samples 是正文和附件之间只作样子的空节：附件是纵向的模板，凭它知道横页的页边和页码。

    templates 里一个部件是“文字、字段名、文字、字段名……文字”，填写就是把字段名换成字再接起来，没有程序可运行。
    """

    parts: Mapping[str, bytes]
    templates: Mapping[str, tuple[str, ...]]
    styles: Mapping[str, str]
    body_section: str
    final_section: str
    samples: tuple[str, ...]
    cell: Metrics
    lines: Mapping[str, int]
    drawings: int
    notes: int


@lru_cache(maxsize=16)
def read_frame(data: bytes, name: str) -> tuple[Frame | None, tuple[Diagnostic, ...]]:
    """docx → 版式；name 是诊断里的文件名。不能用时版式为 None，毛病一次说全。"""
    span = whole(Source(name))
    try:
        parts = read_package(data)
    except BadPackage as error:
        help = "在 Word 或 WPS 里另存为 .docx；找不回来就移走它，用 reportgen format frame 格式名 重做一份标准的。"
        return None, (diagnose("W08", span, f"{name.rpartition('/')[2]} 打不开：{error}。", help),)
    diagnostics = lint_frame(parts, span)
    if blocking(diagnostics):
        return None, diagnostics
    return _compile(parts, data), diagnostics


def _compile(parts: dict[str, bytes], data: bytes) -> Frame:
    sources = mended({part: text.decode() for part, text in parts.items() if TEMPLATED.fullmatch(part)}, data)
    document, body_section, final_section, samples = _sections(sources[DOCUMENT])
    sources[DOCUMENT] = document
    styles = read_styles(parts["word/styles.xml"])
    text = styles.metrics(roles.CELLS["text"])
    return Frame(
        parts={part: content for part, content in parts.items() if part not in sources},
        templates={part: tuple(_FIELD.split(source)) for part, source in sorted(sources.items())},
        styles=styles.ids,
        body_section=body_section,
        final_section=final_section,
        samples=samples,
        cell=text,
        lines={name: styles.height(name) for name in roles.PARAGRAPH_STYLES},
        drawings=max((_largest(_DRAWING, source) for source in sources.values()), default=0),
        notes=_largest(_NOTE, parts[NOTES].decode()) if NOTES in parts else 0,
    )


def _largest(pattern: re.Pattern[str], source: str) -> int:
    """模板里已用到的最大编号；没有则为 0。"""
    return max((int(number) for number in pattern.findall(source)), default=0)


def _sections(document: str) -> tuple[str, str, str, tuple[str, ...]]:
    """取出各节的 sectPr：正文一节的写进正文最后一段（省去一个空段），末节的由 docx.py 填回，空节不印。"""
    final = _FINAL.search(document)
    assert final is not None
    final_section = final[0].strip()
    document = document[: final.start()] + "{{ final_section }}" + document[final.end() :]
    found = _BREAK.search(document)
    if found is None:
        return document, final_section, final_section, ()
    before, after = document[: found.start()], document[found.end() :]
    samples: list[str] = []
    while (sample := _SAMPLE.match(after)) is not None:
        samples.append(sample[1])
        after = after[sample.end() :]
    return f"{before}{{{{ body }}}}{after}", found[1], final_section, tuple(samples)


def area_of(section: str) -> Area:
    """版心：纸减去页边。"""

    def value(element: str, name: str) -> int:
        match = re.search(_ATTRIBUTE.format(element=element, name=name), section)
        return int(match[1]) if match else 0

    width = value("pgSz", "w") - value("pgMar", "left") - value("pgMar", "right") - value("pgMar", "gutter")
    return Area(width, value("pgSz", "h") - value("pgMar", "top") - value("pgMar", "bottom"))
