"""登记处：一个 docx 里的部件、部件的类型（[Content_Types].xml）、部件到部件的关系，和它们的编号。

写报告时从 Word 模板的各部件起头，一件件添上去：模板登记过的不再登记，用掉的部件名和关系号不再用。
要写的都添完，`package()` 给出全部部件。没有动过的部件，字节原样。
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.markup import OFFICE, PACKAGE, parse_xml, xml_bytes

TYPES = "[Content_Types].xml"
ROOT = ""
"""整个包：它的关系在 _rels/.rels。"""
DOCUMENT = "word/document.xml"

_CONTENT = f"{{{PACKAGE}/content-types}}"
_RELATION = f"{{{PACKAGE}/relationships}}"
_OOXML = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OOXML}.wordprocessingml"
_TO = f"{OFFICE}/relationships"
_PACKAGED = "application/vnd.openxmlformats-package"


@frozen
class PartKind:
    """一种部件：部件名、类型、关系、关系号。

    many 为真的，一份报告里可以有许多，部件名和关系号后面加数；by_suffix 为真的，类型按扩展名登记一次。
    """

    name: str
    suffix: str
    type: str
    relation: str
    id: str
    many: bool = False
    by_suffix: bool = False

    @property
    def part(self) -> str:
        """只有一个的部件的部件名。"""
        return f"{self.name}.{self.suffix}"


BODY = PartKind(
    "word/document",
    "xml",
    f"{_WORD}.document.main+xml",
    f"{_TO}/officeDocument",
    "rId1",
)
STYLES = PartKind("word/styles", "xml", f"{_WORD}.styles+xml", f"{_TO}/styles", "rId1")
SETTINGS = PartKind("word/settings", "xml", f"{_WORD}.settings+xml", f"{_TO}/settings", "rId2")
FONTS = PartKind("word/fontTable", "xml", f"{_WORD}.fontTable+xml", f"{_TO}/fontTable", "rId3")
FOOTER = PartKind("word/footer", "xml", f"{_WORD}.footer+xml", f"{_TO}/footer", "rId", True)
HEADER = PartKind("word/header", "xml", f"{_WORD}.header+xml", f"{_TO}/header", "rId", True)
FOOTNOTES = PartKind(
    "word/footnotes",
    "xml",
    f"{_WORD}.footnotes+xml",
    f"{_TO}/footnotes",
    "rIdNotes",
)
CHART = PartKind(
    "word/charts/chart",
    "xml",
    f"{_OOXML}.drawingml.chart+xml",
    f"{_TO}/chart",
    "rIdChart",
    many=True,
)
EMBEDDED = PartKind(
    "word/embeddings/chart",
    "xlsx",
    f"{_OOXML}.spreadsheetml.sheet",
    f"{_TO}/package",
    "rId",
    many=True,
    by_suffix=True,
)
APPLICATION = PartKind(
    "docProps/app",
    "xml",
    f"{_OOXML}.extended-properties+xml",
    f"{_TO}/extended-properties",
    "rId2",
)
CORE = PartKind(
    "docProps/core",
    "xml",
    f"{_PACKAGED}.core-properties+xml",
    f"{PACKAGE}/relationships/metadata/core-properties",
    "rIdCore",
)
CUSTOM = PartKind(
    "docProps/custom",
    "xml",
    f"{_OOXML}.custom-properties+xml",
    f"{_TO}/custom-properties",
    "rIdCustom",
)
ITEM = PartKind(
    "customXml/item",
    "xml",
    "application/xml",
    f"{_TO}/customXml",
    "rIdItem",
    many=True,
    by_suffix=True,
)
ITEM_PROPERTIES = PartKind(
    "customXml/itemProps",
    "xml",
    f"{_OOXML}.customXmlProperties+xml",
    f"{_TO}/customXmlProps",
    "rId",
    many=True,
)
WORKBOOK = PartKind(
    "xl/workbook",
    "xml",
    f"{_OOXML}.spreadsheetml.sheet.main+xml",
    f"{_TO}/officeDocument",
    "rId1",
)
WORKSHEET = PartKind(
    "xl/worksheets/sheet1",
    "xml",
    f"{_OOXML}.spreadsheetml.worksheet+xml",
    f"{_TO}/worksheet",
    "rId1",
)


def image(suffix: str) -> PartKind:
    """一种图片，suffix 是扩展名。"""
    name, type, relation = "word/media/image", f"image/{suffix}", f"{_TO}/image"
    return PartKind(name, suffix, type, relation, "rIdImage", many=True, by_suffix=True)


@frozen
class Entry:
    """登记好的一个部件：部件名，和从它的主人到它的关系号。"""

    name: str
    id: str


class Register:
    """一个包的登记处；parts 是起头的各部件，不给则是空的包。"""

    def __init__(self, parts: Mapping[str, bytes] | None = None) -> None:
        self.parts: dict[str, bytes] = dict(parts or {})
        self._added: dict[str, int] = {}
        self._trees: dict[str, etree._Element] = {}

    def package(self) -> dict[str, bytes]:
        """全部部件，登记都写好了。"""
        return {**self.parts, **{name: xml_bytes(root) for name, root in self._trees.items()}}

    def add(self, kind: PartKind, data: bytes, owner: str = DOCUMENT, id: str = "") -> Entry:
        """添一个部件，登记类型和关系；id 给定则用这个关系号。只有一个的部件已有的，换掉内容，登记照旧。"""
        existing = None if kind.many else self.find(kind, owner)
        if existing is not None:
            self.parts[existing.name] = data
            return existing
        number = self._added[kind.name] = self._added.get(kind.name, 0) + 1
        entry = Entry(self._free_name(kind, number), id or self._free_id(kind, owner, number))
        self.parts[entry.name] = data
        self._type(kind, entry.name)
        self._relate(kind, owner, entry)
        return entry

    def find(self, kind: PartKind, owner: str = DOCUMENT) -> Entry | None:
        """主人已有的这一种部件；Word 给它起的名字可以不同。"""
        for relation in self.relations(owner):
            if relation.get("Type") == kind.relation:
                target = target_of(owner, relation)
                if target in self.parts:
                    return Entry(target, str(relation.get("Id")))
        return None

    def relations(self, owner: str = DOCUMENT) -> Iterator[etree._Element]:
        """从 owner 出发的各条关系。"""
        name = relations_of(owner)
        if name in self._trees or name in self.parts:
            yield from self._tree(name, "").iterchildren(f"{_RELATION}Relationship")

    def remove(self, name: str, owner: str = ROOT) -> None:
        """去掉一个部件和指向它的关系。"""
        self.parts.pop(name, None)
        for relation in list(self.relations(owner)):
            if target_of(owner, relation) == name:
                parent = relation.getparent()
                assert parent is not None
                parent.remove(relation)

    def default(self, suffix: str, type: str) -> None:
        """一种扩展名的类型；登记过的不再登记。排在各个部件的类型之前。"""
        types = self._tree(TYPES, "content-types")
        defaults = types.findall(f"{_CONTENT}Default")
        if any(str(entry.get("Extension")).lower() == suffix for entry in defaults):
            return
        entry = etree.Element(f"{_CONTENT}Default", {"Extension": suffix, "ContentType": type})
        overrides = types.find(f"{_CONTENT}Override")
        if overrides is None:
            types.append(entry)
        else:
            overrides.addprevious(entry)

    def _type(self, kind: PartKind, name: str) -> None:
        if kind.by_suffix:
            self.default(kind.suffix, kind.type)
            return
        types = self._tree(TYPES, "content-types")
        for entry in types.findall(f"{_CONTENT}Override"):
            if entry.get("PartName") == f"/{name}":
                return
        attributes = {"PartName": f"/{name}", "ContentType": kind.type}
        etree.SubElement(types, f"{_CONTENT}Override", attributes)

    def _relate(self, kind: PartKind, owner: str, entry: Entry) -> None:
        relations = self._tree(relations_of(owner), "relationships")
        target = posixpath.relpath(entry.name, posixpath.dirname(owner) or ".")
        attributes = {"Id": entry.id, "Type": kind.relation, "Target": target}
        etree.SubElement(relations, f"{_RELATION}Relationship", attributes)

    def _free_name(self, kind: PartKind, number: int) -> str:
        """还没有用掉的部件名。"""
        if not kind.many:
            return kind.part
        while f"{kind.name}{number}.{kind.suffix}" in self.parts:
            number += 1
        return f"{kind.name}{number}.{kind.suffix}"

    def _free_id(self, kind: PartKind, owner: str, number: int) -> str:
        """主人还没有用掉的关系号，从 number 找起。"""
        taken = {str(relation.get("Id")) for relation in self.relations(owner)}
        if not kind.many and kind.id not in taken:
            return kind.id
        while f"{kind.id}{number}" in taken:
            number += 1
        return f"{kind.id}{number}"

    def _tree(self, name: str, root: str) -> etree._Element:
        """一个登记部件的树，要改它；没有的新造一个，根元素按 root。"""
        if name not in self._trees:
            if name in self.parts:
                self._trees[name] = parse_xml(self.parts[name])
            else:
                self._trees[name] = _new(root)
        return self._trees[name]


def _new(kind: str) -> etree._Element:
    """空的登记部件。每个包都有关系部件，先登记它的类型。"""
    uri = f"{PACKAGE}/{kind}"
    if kind == "relationships":
        return etree.Element(f"{{{uri}}}Relationships", nsmap={None: uri})
    types = etree.Element(f"{{{uri}}}Types", nsmap={None: uri})
    entry = {"Extension": "rels", "ContentType": f"{_PACKAGED}.relationships+xml"}
    etree.SubElement(types, f"{_CONTENT}Default", entry)
    return types


def relations_of(owner: str) -> str:
    """记着一个部件的关系的那个部件。"""
    home, _, name = owner.rpartition("/")
    return posixpath.join(home, "_rels", f"{name}.rels")


def target_of(owner: str, relation: etree._Element) -> str:
    """一条关系指着的部件；指到包外的（网址）为空。"""
    target = str(relation.get("Target") or "")
    if relation.get("TargetMode") == "External":
        return ""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(owner), target))
