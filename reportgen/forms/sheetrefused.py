"""Excel 表样里不收的：openpyxl 存的时候会悄悄丢掉的部件和内容，会运行的、指到外面的。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree
from openpyxl.utils import range_boundaries

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.word.markup import parse_xml

_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app|custom)\.xml"
    r"|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels"
    r"|xl/styles\.xml|xl/sharedStrings\.xml|xl/theme/theme\d+\.xml|xl/calcChain\.xml"
    r"|xl/printerSettings/printerSettings\d+\.bin|docProps/thumbnail\.\w+"
)
"""留得住的（和丢了无妨的：计算次序、打印机的设置、缩略图）。"""
_KINDS = (
    (r"xl/vba.*|.*\.bin", "宏"),
    (r"xl/(?:externalLinks|connections|queryTables).*", "指到外面的链接"),
    (r"xl/(?:ctrlProps|activeX).*", "控件"),
    (r"xl/(?:comments|threadedComments|persons).*|xl/drawings/vmlDrawing.*", "批注或控件"),
    (r"xl/(?:drawings|media|diagrams|ink).*", "图形或图片"),
    (r"xl/(?:charts|chartsheets).*", "图表"),
    (r"xl/(?:pivotTables|pivotCache|slicers|slicerCaches|timelines).*", "数据透视表"),
    (r"xl/tables.*", "套用的表格"),
    (r"xl/embeddings.*", "嵌入的文件"),
    (r"customXml.*", "自定义 XML"),
)
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_LOST = ("sparklineGroups", "conditionalFormattings", "dataValidations")
_LOST_NAMES = {
    "sparklineGroups": "迷你图",
    "conditionalFormattings": "扩展的条件格式",
    "dataValidations": "扩展的数据验证",
}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOST_MERGED = 200_000
"""合并的格子铺开来最多这么多：一处写成 A1:XFD1048576，铺开就是一百七十亿格。"""


def refused_parts(parts: Mapping[str, bytes], source: Source) -> Iterator[Diagnostic]:
    """F09 填写会丢的内容，各说是哪个部件。"""
    help = "请从表样里删去，再放进格式文件夹。"
    if "xl/workbook.xml" not in parts:
        yield diagnose("F09", whole(source), "不是 Excel 的 .xlsx 文件。", "另存为 .xlsx。")
        return
    for name in sorted(parts):
        if not _KEPT.fullmatch(name):
            message = f"里面有{_kind(name)}（{name}），填写时会丢。"
            yield diagnose("F09", whole(source), message, help)
        elif name.endswith(".rels"):
            yield from _outside(name, parts[name], source)
        elif _SHEET.fullmatch(name):
            yield from _inside(name, parts[name], source)


def _kind(name: str) -> str:
    for pattern, kind in _KINDS:
        if re.fullmatch(pattern, name):
            return kind
    return "不认识的内容"


def _outside(name: str, data: bytes, source: Source) -> Iterator[Diagnostic]:
    for relation in parse_xml(data).iterchildren():
        kind = str(relation.get("Type") or "")
        if relation.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
            message = f"里面有指到文件外面的东西（{str(relation.get('Target'))[:60]}）。"
            yield diagnose("F09", whole(source), message, "请从表样里删去。")


def _inside(name: str, data: bytes, source: Source) -> Iterator[Diagnostic]:
    """一张工作表：扩展里的内容，和大得出奇的合并。"""
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError:
        message = f"里面的 XML 已损坏（{name}）。"
        yield diagnose("F09", whole(source), message, "在 Excel 或 WPS 里另存一次。")
        return
    for element in root.iter(etree.Element):
        local = etree.QName(element).localname
        if local in _LOST and not str(element.tag).startswith(_MAIN):
            message = f"里面有{_LOST_NAMES[local]}（{name}），填写时会丢。"
            yield diagnose("F09", whole(source), message, "改用普通的，或删去。")
    merged = 0
    for element in root.iter(f"{_MAIN}mergeCell"):
        left, top, right, bottom = range_boundaries(str(element.get("ref")))
        merged += (right - left + 1) * (bottom - top + 1)
    if merged > MOST_MERGED:
        message = f"合并的格子铺开有 {merged} 格（{name}），最多 {MOST_MERGED}。"
        yield diagnose("F09", whole(source), message, "取消没有用的合并。")
