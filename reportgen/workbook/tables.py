"""画表：表头、各行、空着的行、合计。看得见的栏在前，收起来的栏放在整页看得见的栏之后。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.format import CatalogueEntry
from reportgen.core.plan import ROW, Path, Table
from reportgen.source.cells import SECTION_TEXT, Address
from reportgen.workbook.canvas import SPARE_FOLDED, SPARE_IN_SIGHT, Canvas, Texts, longest
from reportgen.workbook.drawing import FIRST_COLUMN, Box, Choice, Need
from reportgen.workbook.ends import draw_none, draw_total
from reportgen.workbook.forms import hint_of
from reportgen.workbook.labels import section_label
from reportgen.workbook.library import (
    INDICATORS,
    NAME,
    always_scored,
    entry_named,
    given_by,
    words_for,
)
from reportgen.workbook.marks import (
    END,
    HEAD,
    KEYS,
    LIBRARY,
    PARENT,
    TABLE,
    TEXT,
    BlockMark,
    path_text,
)
from reportgen.workbook.marks import NAME as NAME_MARK
from reportgen.workbook.marks import (
    ROW as ROW_MARK,
)
from reportgen.workbook.previews import (
    SCORE,
    Preview,
    preview_box,
    score_box,
)
from reportgen.workbook.rows import Content, Row, parent_rows, row_labels, text_field
from reportgen.workbook.sharing import belongs
from reportgen.workbook.slots import Slot, slots_of
from reportgen.workbook.texts import is_unfilled, labels_of, text_of

PROSE_WIDTH, LINES_WIDTH, MOST_TEXT = 48, 34, 40
FIGURES = ("money", "number", "count", "share", "quantity")
WEIGHT = ("weight",)


class TablePainter:
    """一张表，正在画。"""

    def __init__(
        self, canvas: Canvas, table: Table, found: dict[Path, Content], aside: int
    ) -> None:
        self.canvas, self.table, self.found = canvas, table, found
        self.setting = canvas.setting
        self.content = found[table.path]
        self.hidden = table.path not in self.setting.shown
        self.slots = tuple(slots_of(table, self.setting, aside))
        self.at = {slot.field.keys: slot.column for slot in self.slots if slot.field is not None}

    def draw(self) -> BlockMark:
        """画完，交出标记。"""
        canvas, table = self.canvas, self.table
        path = path_text(table.path)
        boxes = {FIRST_COLUMN: Box(_title_of(table), "block")}
        canvas.line(f"{TABLE} {path}", boxes, height=24, hidden=self.hidden)
        if table.hint:
            boxes = {FIRST_COLUMN: Box(table.hint, "hint")}
            canvas.line(HEAD, boxes, hidden=self.hidden)
        self._head()
        first = canvas.row
        self._rows()
        last = canvas.row - 1
        self._rules(first, last)
        draw_total(self, first, last)
        draw_none(self)
        canvas.line(f"{END} {path}", height=10, hidden=self.hidden)
        marks = tuple(slot.mark.mark for slot in self.slots if slot.preview is None)
        return BlockMark(TABLE, table.path, table.kind, marks)

    def _head(self) -> None:
        canvas = self.canvas
        marks = {slot.column: Box(slot.mark.mark, "plain") for slot in self.slots}
        canvas.line(KEYS, marks, hidden=True)
        boxes = {}
        for slot in self.slots:
            note = hint_of(slot.field) if slot.field is not None else ""
            boxes[slot.column] = Box(slot.title, "head", note=note)
            self._widen(slot)
        if not self.hidden:
            canvas.tables += 1
            canvas.first_head = canvas.first_head or canvas.row
        canvas.line(HEAD, boxes, hidden=self.hidden)

    def _widen(self, slot: Slot) -> None:
        field, canvas = slot.field, self.canvas
        if self.hidden:
            return
        (canvas.open if slot.shown else canvas.folded).add(slot.column)
        if field is None:
            canvas.widen(slot.column, 12 if slot.preview is not None else 24)
        elif field.kind == "lines":
            canvas.widen(slot.column, LINES_WIDTH)
        elif field.way == "prose" and self.table.kind == "sections":
            canvas.widen(slot.column, 60)
        elif field.way == "prose":
            canvas.widen(slot.column, PROSE_WIDTH if field.keys in _LONG else LINES_WIDTH)
        else:
            texts = [self._text(slot, row) for row in self.content.rows]
            head = min(longest([slot.title]), 14)
            canvas.widen(slot.column, max(head, min(MOST_TEXT, longest(texts))))

    def _rows(self) -> None:
        for row in self.content.rows:
            if belongs(row.address, self.setting.only):
                self._row(row)
        for section in self._blank_sections():
            self._blank(ROW_MARK, {NAME_MARK: section})
        for entry in self._left_in_library():
            self._library_row(entry)
        for _ in range(self._spare()):
            self._blank(ROW_MARK, {})

    def _spare(self) -> int:
        """末尾留几行空的。"""
        few = self.hidden or bool(self.table.sections)
        return SPARE_FOLDED if few else SPARE_IN_SIGHT

    def _row(self, row: Row) -> None:
        """写好的一行。"""
        boxes: dict[int, Box] = {}
        number = self._number(row)
        mark = TEXT if row.kind == "text" else ROW_MARK
        texts = {slot.mark.keys: self._text(slot, row) for slot in self.slots if slot.field}
        entry = self._entry(texts)
        given = given_by(entry) if entry is not None else {}
        shown = texts | {keys: text for keys, text in given.items() if not texts.get(keys)}
        for slot in self.slots:
            if slot.preview is not None:
                boxes[slot.column] = self.preview(slot.preview, shown)
                continue
            keys = slot.mark.keys
            address = self._address(row, slot)
            fault = self.setting.faults.get(address, "") if slot.field is not None else ""
            text = self._text(slot, row)
            look = slot.look
            if not text and keys in given:
                text, look = given[keys], slot.given_look
            boxes[slot.column] = Box(text, "bad" if fault else look, note=fault)
            if slot.field is not None:
                self.canvas.place(address, slot.column)
                if is_unfilled(text_field(self.table, slot.field, row)):
                    at = self.canvas.row
                    self.canvas.needs.append(Need(at, at, slot.column))
        self._choose_words(entry)
        name = f"{mark} {number}" if number else mark
        self.canvas.line(name, boxes, hidden=self.hidden)

    def _address(self, row: Row, slot: Slot) -> Address:
        """一格在树的哪里。"""
        whole = row.kind == "text" and slot.mark.keys == ("text",)
        return row.address if slot.field is None or whole else (*row.address, *slot.field.keys)

    def _number(self, row: Row) -> int:
        numbers = self.setting.numbers
        return row.number if numbers is None else numbers.get(row.address, 0)

    def _text(self, slot: Slot, row: Row) -> str:
        """一行的一栏的文字。"""
        table = self.table
        if slot.mark.keys == (PARENT,):
            return self._parents().get(row.address[: len(table.parent)], "")
        if slot.mark.keys == (NAME_MARK,):
            return self._section(row.name)
        if slot.field is None:
            return ""
        value = text_field(table, slot.field, row)
        field = SECTION_TEXT if row.kind == "text" else slot.field
        return "" if value is None else text_of(value, field)

    def _section(self, key: str) -> str:
        known = (section for section in self.table.sections if section.key == key)
        return next(map(section_label, known), key)

    def _parents(self) -> dict[Address, str]:
        """上级各行的地址 → 叫法。"""
        rows = self._parent_rows()
        return dict(zip((row.address for row in rows), row_labels(rows), strict=True))

    def _parent_rows(self) -> tuple[Row, ...]:
        rows = parent_rows(self.table, self.found)
        return tuple(row for row in rows if belongs(row.address, self.setting.only))

    def _entry(self, texts: Texts) -> CatalogueEntry | None:
        if self.table.path != INDICATORS:
            return None
        return entry_named(self.setting.format.catalogue, texts.get(NAME, ""))

    def preview(self, preview: Preview, texts: Texts) -> Box:
        row = self.canvas.row + 1
        if preview is SCORE:
            score = self.setting.scores.get(texts.get(NAME, ""), "")
            return score_box(row, self.at, texts, score) if score else Box("", "preview")
        return preview_box(preview, row, self.at, texts, self.setting.format.manifest)

    def _blank_sections(self) -> Iterator[str]:
        """还没有写的各节。"""
        if ROW in self.table.path or self.setting.only is not None:
            return
        written = {row.name for row in self.content.rows}
        for section in self.table.sections:
            if section.key not in written:
                yield section_label(section)

    def _left_in_library(self) -> Iterator[CatalogueEntry]:
        """指标库里每份都要评而还没有写的。"""
        if self.table.path != INDICATORS or self.setting.only is not None:
            return
        written = {str(row.values.get(NAME, "")) for row in self.content.rows}
        for entry in always_scored(self.setting.format.catalogue):
            if str(entry.name) not in written:
                yield entry

    def _library_row(self, entry: CatalogueEntry) -> None:
        given = given_by(entry)
        boxes: dict[int, Box] = {}
        for slot in self.slots:
            keys = slot.mark.keys
            text = str(entry.name) if keys == NAME else given.get(keys, "")
            boxes[slot.column] = Box(text, slot.given_look if text else slot.look)
            if slot.preview is not None:
                boxes[slot.column] = Box("", "preview")
        self._choose_words(entry)
        self.canvas.line(LIBRARY, boxes, hidden=self.hidden)

    def _choose_words(self, entry: CatalogueEntry | None) -> None:
        """认定的指标，实际完成值有哪些词可选。"""
        words = words_for(entry) if entry is not None else ()
        column = self.at.get(("actual",))
        if words and column is not None:
            self.canvas.choices.append(Choice(self.canvas.row, self.canvas.row, column, words))

    def _blank(self, mark: str, texts: dict[str, str]) -> None:
        boxes: dict[int, Box] = {}
        for slot in self.slots:
            if slot.preview is None:
                boxes[slot.column] = Box(texts.get(slot.mark.keys[0], ""), slot.look)
            elif slot.preview is SCORE:
                boxes[slot.column] = Box("", "preview")
            else:
                boxes[slot.column] = self.preview(slot.preview, {})
        self.canvas.line(mark, boxes, hidden=self.hidden)

    def _rules(self, first: int, last: int) -> None:
        """各栏的下拉和必填。"""
        canvas, table = self.canvas, self.table
        edges = (FIRST_COLUMN, max(slot.column for slot in self.slots))
        for slot in self.slots:
            words = labels_of(slot.field) if slot.field is not None else ()
            if slot.mark.keys == (NAME_MARK,):
                words = tuple(map(section_label, table.sections))
            if slot.mark.keys == (PARENT,):
                words = tuple(row_labels(self._parent_rows()))
            if words:
                canvas.choices.append(Choice(first, last, slot.column, words))
            if slot.field is not None and slot.field.required and table.kind != "sections":
                canvas.needs.append(Need(first, last, slot.column, edges))


_LONG = (("text",), ("summary",))


def _title_of(table: Table) -> str:
    needed = " *" if table.required else ""
    return f"{table.title}{needed}"
