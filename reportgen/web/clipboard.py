"""剪贴板：Excel、WPS 复制出来的文字和 HTML → 一行一行的格。

文字里各格隔以制表符，格里有换行、引号的写在引号里，行末是 LF、CRLF 或 CR，末尾的换行不成一行。
有合并的格只看 HTML 才知道，合并的标签每行都填上；隐藏的行不要。
"""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

MOST_COLUMNS = 200
MOST_CELLS = 200_000
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_HIDDEN = re.compile(r"display\s*:\s*none")
_BREAK = "\x00"
"""格里的换行；空白并好以后才换回来。"""


class TooLong(ValueError):
    """贴的东西太多。"""


Rows = list[list[str]]


def rows_of(text: str, html: str) -> Rows:
    """贴进来的各行，每行一样长；空的行不要。"""
    rows: Rows = []
    if "<t" in html.lower():
        table = _Table()
        table.feed(html)
        table.close()
        if table.merged or not text.strip():
            rows = table.rows
    rows = rows or _separated(text)
    if sum(map(len, rows)) > MOST_CELLS:
        raise TooLong(f"一次最多贴 {MOST_CELLS} 格。")
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS:
        raise TooLong(f"一次最多贴 {MOST_COLUMNS} 栏。")
    return [row + [""] * (width - len(row)) for row in rows]


def _separated(text: str) -> Rows:
    """制表符隔开的文字；引号没有成对的，就当引号是字。"""
    lines = io.StringIO(text.lstrip("\ufeff"), newline="")
    try:
        if _quotes_close(text):
            read = csv.reader(lines, delimiter="\t")
        else:
            read = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [[_plain_breaks(cell) for cell in row] for row in read]
    except csv.Error:
        raise TooLong("有一格的字太多，贴不进来。") from None


def _plain_breaks(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _quotes_close(text: str) -> bool:
    """写在格的开头的引号，后面都收住了没有。"""
    at, length = 0, len(text)
    while at < length:
        if text[at] == '"':
            end = _closing(text, at + 1)
            if end < 0 or (end + 1 < length and text[end + 1] not in "\t\r\n"):
                return False
            at = end + 1
        following = re.compile(r"[\t\r\n]").search(text, at)
        if following is None:
            return True
        at = following.end()
    return True


def _closing(text: str, at: int) -> int:
    """收住的引号在哪里；两个连着的是一个字。"""
    while True:
        end = text.find('"', at)
        if end < 0 or text[end + 1 : end + 2] != '"':
            return end
        at = end + 2


class _Table(HTMLParser):
    """剪贴板里的第一张表。"""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self.merged = False
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hanging: dict[int, tuple[int, str]] = {}
        self._hidden = self._done = False
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """一行、一格的开头。"""
        named = {name: value or "" for name, value in attrs}
        if tag in {"style", "script", "title"}:
            self._skipping += 1
        if self._done:
            return
        if tag == "tr":
            self._end_row()
            self._row = []
            self._hidden = _HIDDEN.search(named.get("style", "")) is not None
        elif tag in {"td", "th"} and self._row is not None:
            self._end_cell()
            self._cell = []
            self._span = (_count(named.get("rowspan")), _count(named.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append(_BREAK)

    def handle_endtag(self, tag: str) -> None:
        """一行、一格、一张表的末尾。"""
        if tag in {"style", "script", "title"}:
            self._skipping = max(0, self._skipping - 1)
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._done = self._done or bool(self.rows)

    def handle_data(self, data: str) -> None:
        """格里的字。"""
        if self._cell is not None and not self._skipping:
            self._cell.append(data)

    def close(self) -> None:
        """没有写完的行也算。"""
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text = _SPACES.sub(" ", "".join(self._cell))
        lines = [part.strip() for part in text.split(_BREAK)]
        self._cell = None
        self._fill()
        down, across = self._span
        self.merged = self.merged or down > 1 or across > 1
        for offset in range(across):
            shown = "\n".join(lines) if offset == 0 else ""
            if down > 1:
                self._hanging[len(self._row)] = (down - 1, shown)
            self._row.append(shown)
        self._fill()

    def _fill(self) -> None:
        """上面合并下来的格。"""
        assert self._row is not None
        while len(self._row) in self._hanging:
            left, shown = self._hanging.pop(len(self._row))
            if left > 1:
                self._hanging[len(self._row)] = (left - 1, shown)
                self._row.append(shown)
                if len(self._row) > MOST_COLUMNS:
                    raise TooLong(f"一次最多贴 {MOST_COLUMNS} 栏。")
                continue
            self._row.append(shown)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            if not self._row:
                self._fill()
            if not self._hidden:
                self.rows.append(self._row)
        self._row = None


def _count(written: str | None) -> int:
    """横跨、竖跨几格；写得不像数的是一格。"""
    return max(1, min(int(written), MOST_COLUMNS)) if written and written.isdecimal() else 1
