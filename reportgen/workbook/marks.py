"""标记：填报表第一列（隐藏）写着每一行是什么，读的时候只凭它，不凭位置。

行可以插入、移动、排序；工作表可以改名。标记丢了、重了的，说出来（S11），不猜。
"""

from __future__ import annotations

from reportgen.core.frozen import frozen
from reportgen.core.plan import Field, Path

SHEET = "#sheet"
FORM, FIELD = "#form", "#field"
TABLE, HEAD, KEYS = "#table", "#head", "#keys"
ROW, TEXT, LIBRARY = "#row", "#text", "#library"
TOTAL, NONE, END = "#total", "#none", "#end"
"""一页；表单和它的一行；表、表头、各栏的键；一行、叙述里没有小标题的一节、指标库里写好的一行；
合计，一行也没有，一块完了。"""

PARENT, NAME, VALUE, PREVIEW = "^", "§", "@", "="
"""各栏的键里几个不是键的：属于上级的哪一行，节名或名字，表单填写的一栏，算好给人看的。"""


@frozen
class Column:
    """一栏：键（或上面几个记号），一格里写什么。"""

    keys: Path
    kind: str = "value"

    @property
    def mark(self) -> str:
        """写在键那一行的文字。"""
        return f"{'.'.join(self.keys)}|{self.kind}"


@frozen
class BlockMark:
    """一块：表单或表，路径，表的种类，有哪些栏（表单的各行）。填报表里记着，少了的看得出来。"""

    word: str
    path: Path
    kind: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """标记里的写法，全表只有一个。"""
        return f"{self.word} {path_text(self.path)}"

    @property
    def text(self) -> str:
        """记在版本里的一行。"""
        return f"{self.name} {self.kind} {' '.join(self.columns)}"


def path_text(path: Path) -> str:
    """路径写成标记：funds/lines/*/includes；输入自己是一个点。"""
    return "/".join(path) or "."


def path_of(text: str) -> Path:
    """标记 → 路径。"""
    return () if text == "." else tuple(text.split("/"))


def column_of(text: str) -> Column:
    """键那一行的文字 → 一栏。"""
    keys, _, kind = text.partition("|")
    return Column(tuple(keys.split(".")), kind or "value")


def column_for(field: Field) -> Column:
    """打算里的一格 → 一栏；名字到值的那一格没有键。"""
    return Column(field.keys or (VALUE,), field.kind)


def block_mark_of(text: str) -> BlockMark | None:
    """版本里的一行 → 一块；写坏了的没有。"""
    word, _, rest = text.partition(" ")
    path, _, rest = rest.partition(" ")
    kind, *columns = rest.split(" ")
    if word not in (FORM, TABLE) or not path:
        return None
    return BlockMark(word, path_of(path), kind, tuple(filter(None, columns)))
