"""成稿核查：写出的 docx 自己查一遍结构，Word 打开不会要求修复，也没有模板的残留。"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from reportgen.word.markup import WP, R, W, parse_xml
from reportgen.word.package import FIRST, read_package
from reportgen.word.register import DOCUMENT, FOOTNOTES
from reportgen.word.styles import read_styles

_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|(?<![A-Za-z])(?:None|nan|undefined)(?![A-Za-z])")


def lint_docx(data: bytes) -> tuple[str, ...]:
    """全部毛病，一条一句；没有则为空。"""
    parts = read_package(data)
    roots = {name: parse_xml(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    document = roots[DOCUMENT]
    return (
        *_package(data),
        *_relations(parts, roots),
        *_styles(parts, document),
        *_leftovers(roots),
        *_notes(roots),
        *_drawings(roots),
        *_neighbours(document),
        *(fault for number, table in enumerate(document.iter(f"{W}tbl"), 1) for fault in _table(table, number)),
    )


def _package(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if names[: len(FIRST)] != list(FIRST) or names[len(FIRST) :] != sorted(names[len(FIRST) :]):
            yield "封装里部件的次序不规范"
        if any(entry.date_time != (1980, 1, 1, 0, 0, 0) for entry in package.infolist()):
            yield "封装里有时间戳"
        if len(names) != len(dict.fromkeys(names)):
            yield "封装里有重名的部件"


def _relations(parts: Mapping[str, bytes], roots: Mapping[str, etree._Element]) -> Iterator[str]:
    types = roots[FIRST[0]]
    overrides = [str(each.get("PartName")).lstrip("/") for each in types if each.get("PartName")]
    defaults = [str(each.get("Extension")) for each in types if each.get("Extension")]
    for name in overrides:
        if name not in parts:
            yield f"登记了没有的部件 {name}"
    for name in repeated([*overrides, *(f"*.{each}" for each in defaults)]):
        yield f"{name} 登记了不止一次"
    for name in parts:
        if name != FIRST[0] and name not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"部件 {name} 没有登记类型"
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        home = posixpath.dirname(posixpath.dirname(name))
        for each in root:
            target = posixpath.normpath(posixpath.join(home, str(each.get("Target"))))
            if each.get("TargetMode") != "External" and target not in parts:
                yield f"{name} 指向没有的部件 {target}"
        for key in repeated([str(each.get("Id")) for each in root]):
            yield f"{name} 里关系号 {key} 重复"
    known = [str(each.get("Id")) for each in roots["word/_rels/document.xml.rels"]]
    for element in roots[DOCUMENT].iter():
        for key in (element.get(f"{R}id"), element.get(f"{R}embed")):
            if key is not None and key not in known:
                yield f"正文引用了没有的关系 {key}"
    kinds = [str(each.get("Type")).rpartition("/")[2] for each in roots["word/_rels/document.xml.rels"]]
    if kinds.count("footnotes") > 1:
        yield "正文有不止一个脚注部件"


def _styles(parts: Mapping[str, bytes], document: etree._Element) -> Iterator[str]:
    known = dict.fromkeys(read_styles(parts["word/styles.xml"]).ids.values())
    for kind in ("pStyle", "rStyle", "tblStyle"):
        for key in dict.fromkeys(str(each.get(f"{W}val")) for each in document.iter(f"{W}{kind}")):
            if key not in known:
                yield f"正文用了没有的样式 {key}"


def _leftovers(roots: Mapping[str, etree._Element]) -> Iterator[str]:
    for name, root in roots.items():
        for text in root.iter(f"{W}t"):
            found = _LEFTOVER.search(str(text.text or ""))
            if found:
                yield f"{name} 里有残留的“{found[0]}”"


def _notes(roots: Mapping[str, etree._Element]) -> Iterator[str]:
    """正文的每个注号都有脚注，每个脚注都有注号。"""
    used = [str(each.get(f"{W}id")) for each in roots[DOCUMENT].iter(f"{W}footnoteReference")]
    root = roots.get(FOOTNOTES.part)
    notes = [] if root is None else [each for each in root if each.get(f"{W}type") is None]
    written = [str(each.get(f"{W}id")) for each in notes]
    if used != written:
        yield f"正文的注号是 {'、'.join(used) or '无'}，脚注是 {'、'.join(written) or '无'}"


def _drawings(roots: Mapping[str, etree._Element]) -> Iterator[str]:
    """图的编号在正文、页眉、页脚里各不相同。"""
    ids = [str(each.get("id")) for name in sorted(roots) for each in roots[name].iter(f"{WP}docPr")]
    for key in repeated(ids):
        yield f"图的编号 {key} 重复"


def repeated(names: Sequence[str]) -> list[str]:
    """出现不止一次的，各说一次。"""
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def _neighbours(document: etree._Element) -> Iterator[str]:
    body = document.find(f"{W}body")
    before = None
    for element in body if body is not None else ():
        if before is not None and before.tag == f"{W}tbl" and element.tag in {f"{W}tbl", f"{W}sectPr"}:
            yield "表后面紧接着表或分节，中间没有段落"
        before = element


def _table(table: etree._Element, number: int) -> Iterator[str]:
    grid = [int(str(each.get(f"{W}w"))) for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    width = table.find(f"{W}tblPr/{W}tblW")
    if width is None or int(str(width.get(f"{W}w"))) != sum(grid):
        yield f"第 {number} 张表的总宽与各列不合"
    open_columns: dict[int, int] = {}
    header_over = False
    for index, row in enumerate(table.iterfind(f"{W}tr"), 1):
        header = row.find(f"{W}trPr/{W}tblHeader") is not None
        if header and header_over:
            yield f"第 {number} 张表第 {index} 行：表头行不连续"
        header_over = header_over or not header
        column = 0
        now: dict[int, int] = {}
        for cell in row.iterfind(f"{W}tc"):
            span_element = cell.find(f"{W}tcPr/{W}gridSpan")
            span = int(str(span_element.get(f"{W}val"))) if span_element is not None else 1
            cell_width = cell.find(f"{W}tcPr/{W}tcW")
            if cell_width is None or int(str(cell_width.get(f"{W}w"))) != sum(grid[column : column + span]):
                yield f"第 {number} 张表第 {index} 行第 {column + 1} 列：宽度与网格不合"
            if cell.find(f"{W}p") is None or cell[-1].tag != f"{W}p":
                yield f"第 {number} 张表第 {index} 行第 {column + 1} 列：没有以段落结束"
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                now[column] = span
                if merge.get(f"{W}val") != "restart" and open_columns.get(column) != span:
                    yield f"第 {number} 张表第 {index} 行第 {column + 1} 列：承上的合并没有起点"
            column += span
        if column != len(grid):
            yield f"第 {number} 张表第 {index} 行占 {column} 列，网格有 {len(grid)} 列"
        open_columns = now
