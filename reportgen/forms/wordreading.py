"""读 Word 表样：走遍正文、表、页眉、页脚、脚注和文本框，读懂每个标签，毛病一次说全，各有地方。

这里放过的，docxtpl 不会填不成：循环成对、不交叉，占整行的行里没有别的字，结构的标签都在同一个容器里开合。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.form import Form, Loop, Output, Tag
from reportgen.core.reference import Reference
from reportgen.forms.tags import HELP, Fault, pieces_of
from reportgen.forms.wordplaces import Place, parts_in, places_in
from reportgen.forms.wordrefused import refused_in, revisions_in
from reportgen.word.markup import W, parse_xml, usual
from reportgen.word.package import BadPackage, read_package

NAME: Output = "form.docx"
OPENING, CLOSING = ("for", "if"), {"endfor": "for", "endif": "if"}
_ROW, _CELL = f"{W}tr", f"{W}tc"


def read_word_form(
    data: bytes, shown: str, slots: frozenset[str] = frozenset()
) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    """表样的字节 → 表样；毛病一次说全，有毛病的没有表样。slots 是能独占一段的插槽：各张表、正文。"""
    source = Source(shown)
    try:
        parts = read_package(data)
        roots = {name: usual(parse_xml(parts[name])) for name in parts_in(parts)}
    except (BadPackage, etree.XMLSyntaxError) as error:
        reason = str(error) if isinstance(error, BadPackage) else "里面的 XML 已损坏"
        help = "在 Word 或 WPS 里另存为 .docx。"
        return None, (diagnose("W08", whole(source), f"{NAME} 打不开：{reason}。", help),)
    problems = [*refused_in(parts, roots, source)]
    tags: list[Tag] = []
    faults: list[Fault] = []
    for name, root in roots.items():
        faults += revisions_in(root, source)
        reader = _Reader(slots)
        for place in places_in(root, name, source):
            reader.read(place)
        reader.finish()
        tags += reader.tags
        faults += reader.faults
    problems += told(faults)
    return (None if problems else Form(NAME, shown, data, tuple(tags))), tuple(problems)


def told(faults: list[Fault]) -> Iterator[Diagnostic]:
    """各处毛病 → 诊断；备用的一份文本框里同样的只说一次。"""
    for fault in dict.fromkeys(faults):
        assert fault.place is not None
        quoted = f"“{fault.text}”" if fault.text else ""
        reason = fault.reason.rstrip("。")
        end = "" if reason.endswith("？") else "。"
        yield diagnose("F11", fault.place, f"{quoted}{reason}{end}", fault.help)


class _Reader:
    """一个部件：记着开了还没有合的循环和条件，和它们所在的容器。"""

    def __init__(self, slots: frozenset[str]) -> None:
        self.slots = slots
        self.tags: list[Tag] = []
        self.faults: list[Fault] = []
        self.open: list[tuple[Tag, etree._Element]] = []

    def read(self, place: Place) -> None:
        """一段里的各个标签。"""
        for piece in pieces_of(place.text, place.span):
            if piece.fault is not None:
                self.faults.append(piece.fault)
            if piece.tag is None:
                continue
            tag = replace(piece.tag, loops=self._loops())
            if self._is_slot(tag):
                tag = replace(tag, kind="slot")
                self._slot(tag, place)
            self.tags.append(tag)
            container = self._container(tag, place)
            if container is not None:
                self._structure(tag, container)

    def finish(self) -> None:
        """到头了还没有合的。"""
        for tag, _ in self.open:
            ending = "endfor" if tag.kind == "for" else "endif"
            self._fault(tag, f"没有结束，缺 {{%{tag.level} {ending} %}}", HELP)

    def _is_slot(self, tag: Tag) -> bool:
        reference = tag.reference
        if tag.kind != "value" or tag.level != "p" or reference is None or reference.calls:
            return False
        return len(reference.path) == 1 and reference.path[0] in self.slots

    def _slot(self, tag: Tag, place: Place) -> None:
        """插槽只在正文里：那里的宽窄、页高算得出来，标签才印得到每页开头。"""
        parent = place.paragraph.getparent()
        if self.open or parent is None or parent.tag != f"{W}body":
            help = "插槽独占正文的一段，不写在表格、循环、页眉和文本框里。"
            self._fault(tag, "插槽写的地方不对", help)

    def _loops(self) -> tuple[Loop, ...]:
        """套着它的各层循环；结束自己那一层的也在里面。"""
        opened = [above for above, _ in self.open if above.kind == "for"]
        return tuple(Loop(above.variable, _rows(above)) for above in opened)

    def _container(self, tag: Tag, place: Place) -> etree._Element | None:
        """标签该在哪个容器里成对；占整段、整行、整格的，那里不能有别的字。"""
        paragraph = place.paragraph
        if tag.level == "p" and self._alone(tag, place.text, "这一段"):
            if paragraph.find(f"{W}pPr/{W}sectPr") is not None and tag.kind != "value":
                self._fault(tag, "写在分节的那一段里，填写时分节会丢", "另起一段写它。")
            return paragraph.getparent()
        if tag.level in {"tr", "tc"}:
            outer = next(paragraph.iterancestors(_ROW if tag.level == "tr" else _CELL), None)
            if outer is None:
                where = "行" if tag.level == "tr" else "格"
                self._fault(tag, f"不在表里，没有可占的{where}", "写成 {%p … %}。")
                return None
            where = "这一行" if tag.level == "tr" else "这一格"
            if self._alone(tag, _words(outer), where):
                return outer.getparent()
            return None
        if tag.kind in {"vm", "hm", "colspan", "cellbg"}:
            self._in_cell(tag, paragraph)
        return paragraph if tag.level == "" else None

    def _in_cell(self, tag: Tag, paragraph: etree._Element) -> None:
        cell = next(paragraph.iterancestors(_CELL), None)
        if cell is None:
            self._fault(tag, "不在表里，没有可并的格", "写在表的一格里。")
            return
        wanted = {"vm": "tr", "hm": "tc"}.get(tag.kind)
        levels = [above.level for above, _ in self.open if above.kind == "for"]
        if wanted is not None and wanted not in levels:
            help = f"写在 {{%{wanted} for … %}} 重复的{'行' if wanted == 'tr' else '格'}里。"
            self._fault(tag, "不在重复的行或格里", help)
        if wanted is not None and len(cell.findall(f"{W}p")) > 1:
            self._fault(tag, "要并的格里只能有一段", "把这一格的字写成一段。")

    def _alone(self, tag: Tag, text: str, where: str) -> bool:
        if text.strip() == tag.text:
            return True
        others = text.replace(tag.text, "", 1).strip()
        reason = f"要独占{where}，而{where}还有“{others[:20]}”，填写时会丢"
        self._fault(tag, reason, f"让它独占{where}，别的字写在上下。")
        return False

    def _structure(self, tag: Tag, container: etree._Element) -> None:
        """开、合、否则：成对，不交叉，在同一个容器里。"""
        if tag.kind in OPENING:
            self.open.append((tag, container))
            return
        wanted = CLOSING.get(tag.kind, "if" if tag.kind in {"else", "elif"} else "")
        if not wanted:
            return
        if not self.open:
            self._fault(tag, "前面没有开头", "删去它，或补上开头。")
            return
        above, home = self.open[-1]
        if above.kind != wanted or above.level != tag.level or home is not container:
            where = above.place.label
            reason = f"与 {where} 的“{above.text}”不成对，或不在同一张表、同一段里"
            self._fault(
                tag, reason, "循环和条件要成对，一层套一层，占行的对占行的，占段的对占段的。"
            )
        if tag.kind in CLOSING:
            self.open.pop()

    def _fault(self, tag: Tag, reason: str, help: str) -> None:
        self.faults.append(Fault(tag.text, reason, help, tag.place))


def _rows(tag: Tag) -> Reference:
    assert tag.reference is not None
    return tag.reference


def _words(element: etree._Element) -> str:
    """一行、一格里的全部字。"""
    return "".join(text.text or "" for text in element.iter(f"{W}t"))
