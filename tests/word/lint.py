"""成稿核查：整个 docx 包查一遍，测试用。正文由程序自己查的（writing/soundness.py）之外，还查封装、登记和残留。"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.word.markup import WP, R, W, parse_xml
from reportgen.word.package import FIRST, read_package
from reportgen.word.register import DOCUMENT, FOOTNOTES, TYPES, Register, target_of
from reportgen.word.styles import read_styles
from reportgen.word.writing.soundness import faults_of, repeated

_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|\ufdd0|(?<![A-Za-z])(?:None|nan|undefined)(?![A-Za-z])")


def lint_docx(data: bytes) -> tuple[str, ...]:
    """全部毛病，一条一句；没有则为空。"""
    parts = read_package(data)
    roots = {
        name: parse_xml(content)
        for name, content in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    styles = read_styles(parts["word/styles.xml"]).ids.values()
    body = roots[DOCUMENT].find(f"{W}body")
    assert body is not None
    relations = [str(relation.get("Id")) for relation in Register(parts).relations()]
    faults = [*_package(data), *_types(parts, roots), *_relations(parts, roots), *_leftovers(roots)]
    faults += [*_notes(roots), *_drawings(roots), *faults_of(list(body), styles, relations)]
    return tuple(dict.fromkeys(faults))


def _package(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if names[: len(FIRST)] != list(FIRST) or names[len(FIRST) :] != sorted(names[len(FIRST) :]):
            yield "封装里部件的次序不规范"
        if any(entry.date_time != (1980, 1, 1, 0, 0, 0) for entry in package.infolist()):
            yield "封装里有时间戳"
        if len(names) != len(dict.fromkeys(names)):
            yield "封装里有重名的部件"


def _types(parts: Mapping[str, bytes], roots: Mapping[str, etree._Element]) -> Iterator[str]:
    types = roots[TYPES]
    overrides = [str(entry.get("PartName")).lstrip("/") for entry in types if entry.get("PartName")]
    defaults = [str(entry.get("Extension")) for entry in types if entry.get("Extension")]
    for name in overrides:
        if name not in parts:
            yield f"登记了没有的部件 {name}"
    for name in repeated([*overrides, *(f"*.{suffix}" for suffix in defaults)]):
        yield f"{name} 登记了不止一次"
    for name in parts:
        if name != TYPES and name not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"部件 {name} 没有登记类型"


def _relations(parts: Mapping[str, bytes], roots: Mapping[str, etree._Element]) -> Iterator[str]:
    for name, root in roots.items():
        if name.endswith(".rels"):
            owner = name.replace("_rels/", "").removesuffix(".rels")
            for relation in root:
                target = target_of(owner, relation)
                if target and target not in parts:
                    yield f"{name} 指向没有的部件 {target}"
            for key in repeated([str(relation.get("Id")) for relation in root]):
                yield f"{name} 里关系号 {key} 重复"
    kinds = [str(relation.get("Type")) for relation in Register(parts).relations()]
    if kinds.count(FOOTNOTES.relation) > 1:
        yield "正文有不止一个脚注部件"
    known = [str(relation.get("Id")) for relation in Register(parts).relations()]
    for element in roots[DOCUMENT].iter():
        for key in (element.get(f"{R}id"), element.get(f"{R}embed")):
            if key is not None and key not in known:
                yield f"正文引用了没有的关系 {key}"


def _leftovers(roots: Mapping[str, etree._Element]) -> Iterator[str]:
    for name, root in roots.items():
        for text in root.iter(f"{W}t"):
            found = _LEFTOVER.search(str(text.text or ""))
            if found:
                yield f"{name} 里有残留的“{found[0]}”"


def _notes(roots: Mapping[str, etree._Element]) -> Iterator[str]:
    """正文的每个注号都有脚注，每个脚注都有注号。"""
    used = [str(note.get(f"{W}id")) for note in roots[DOCUMENT].iter(f"{W}footnoteReference")]
    root = roots.get(FOOTNOTES.part)
    notes = [] if root is None else [note for note in root if note.get(f"{W}type") is None]
    written = [str(note.get(f"{W}id")) for note in notes]
    if used != written:
        yield f"正文的注号是 {'、'.join(used) or '无'}，脚注是 {'、'.join(written) or '无'}"


def _drawings(roots: Mapping[str, etree._Element]) -> Iterator[str]:
    """图的编号在正文、页眉、页脚里各不相同。"""
    ids = [
        str(drawing.get("id"))
        for name in sorted(roots)
        for drawing in roots[name].iter(f"{WP}docPr")
    ]
    for key in repeated(ids):
        yield f"图的编号 {key} 重复"
