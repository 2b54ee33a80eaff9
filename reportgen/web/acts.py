"""改动的各种请求：要哪几项、是什么种类，先核对，再交给 saving；编出来的请求得到的是一句话。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportgen.core.frozen import frozen
from reportgen.core.plan import Path, Table
from reportgen.source.cells import Address
from reportgen.source.normal import value_of
from reportgen.web import citing, editing, pasting, saving, shelf
from reportgen.web.folder import Folder, Refused
from reportgen.web.opened import Opened, open_input

MOST_STEPS = 20


@frozen
class Wishes:
    """一个请求里写的各项；取的时候核对种类。"""

    values: dict[str, Any]

    def text(self, key: str, default: str | None = None) -> str:
        """一段文字。"""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise Refused(400, f"请求里缺少 {key}。")
        return value

    def number(self, key: str) -> int:
        """一个整数。"""
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused(400, f"请求里缺少 {key}。")
        return value

    def address(self, key: str = "address") -> Address:
        """一处地址：键和序号。"""
        value = self.values.get(key)
        if not isinstance(value, list) or not 0 < len(value) <= MOST_STEPS:
            raise Refused(400, f"请求里缺少 {key}。")
        if not all(type(step) in (str, int) for step in value):
            raise Refused(400, f"请求里的 {key} 写得不对。")
        return tuple(value)


Act = Callable[[Folder, Wishes], Opened | dict[str, Any]]


def wishes(values: dict[str, Any]) -> Wishes:
    """请求的 JSON → 各项。"""
    return Wishes(values)


def _change(folder: Folder, wish: Wishes) -> Opened:
    return saving.put_text(
        folder, wish.text("file"), wish.address(), wish.text("value"), wish.text("before")
    )


def _row_change(folder: Folder, wish: Wishes, change: saving.Change) -> Opened:
    return saving.change_rows(folder, wish.text("file"), wish.text("etag"), change)


def _add(folder: Folder, wish: Wishes) -> Opened:
    address, at = wish.address(), wish.number("at")

    def change(tree: dict[str, Any], input: Opened) -> None:
        editing.add_row(tree, address, at, saving.table_of(input, address))

    return _row_change(folder, wish, change)


def _remove(folder: Folder, wish: Wishes) -> Opened:
    address, at = wish.address(), wish.number("at")

    def change(tree: dict[str, Any], input: Opened) -> None:
        editing.remove_row(tree, address, at, saving.table_of(input, address))

    return _row_change(folder, wish, change)


def _move(folder: Folder, wish: Wishes) -> Opened:
    address, at, to = wish.address(), wish.number("at"), wish.number("to")
    return _row_change(folder, wish, lambda tree, _: editing.move_row(tree, address, at, to))


def _rename(folder: Folder, wish: Wishes) -> Opened:
    address, name = wish.address(), wish.text("name")
    return _row_change(folder, wish, lambda tree, _: editing.name_entry(tree, address, name))


def _divide(folder: Folder, wish: Wishes) -> Opened:
    address = wish.address()
    return _row_change(folder, wish, lambda tree, _: editing.divide(tree, address))


def _paste(folder: Folder, wish: Wishes) -> Opened | dict[str, Any]:
    """贴几行：先给看（apply 不写），再填。columns 写了的，照它对栏。"""
    address, at = wish.address(), wish.number("at")
    start = tuple(wish.text("column", "").split("/"))
    text, html = wish.text("text", ""), wish.text("html", "")
    chosen = wish.values.get("columns")

    def read(input: Opened) -> tuple[Table, pasting.Pasted]:
        block = saving.table_of(input, address)
        paste = pasting.pasted(text, html, block, start)
        return block, replace(paste, columns=_chosen(chosen, block)) if chosen else paste

    def change(tree: dict[str, Any], input: Opened) -> None:
        block, paste = read(input)
        pasting.apply(tree, address, block, paste, at)

    if wish.values.get("apply") is True:
        return _row_change(folder, wish, change)
    input = open_input(folder.find(wish.text("file")), wish.text("file"))
    if input.tree is None or not input.editable:
        raise Refused(422, "文件现在读不通，先改好它。")
    block, paste = read(input)
    tree: Any = value_of(input.tree)
    answer: dict[str, Any] = pasting.preview(tree, address, block, paste, at)
    return answer


def _chosen(columns: Any, block: Table) -> tuple[Path | None, ...]:
    """页面上改过的对栏；没有这一格的不要。"""
    known = {field.keys for field in block.columns}
    if not isinstance(columns, list):
        raise Refused(400, "请求里的 columns 写得不对。")
    chosen = [tuple(keys) if isinstance(keys, list) else None for keys in columns]
    return tuple(keys if keys in known else None for keys in chosen)


def _sentence(folder: Folder, wish: Wishes) -> dict[str, Any]:
    """一段叙述印出来的样子；不写文件。"""
    name = wish.text("file")
    input = open_input(folder.find(name), name)
    return dict(citing.sentence(wish.text("text"), input, shelf.examined_of(folder, name)))


def _fix(folder: Folder, wish: Wishes) -> Opened:
    return saving.fix(
        folder, wish.text("file"), wish.text("etag"), wish.text("code"), wish.number("start")
    )


def _confirm(folder: Folder, wish: Wishes) -> Opened:
    return saving.confirm(folder, wish.text("file"), wish.text("etag"), wish.number("start"))


def _new(folder: Folder, wish: Wishes) -> dict[str, Any]:
    return {"file": shelf.new(folder, wish.text("format"), wish.text("name"))}


def _rollover(folder: Folder, wish: Wishes) -> dict[str, Any]:
    year = wish.number("year") if "year" in wish.values else None
    return shelf.roll(folder, wish.text("file"), year, wish.text("format", ""))


ACTS: dict[str, Act] = {
    "change": _change,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "rename": _rename,
    "divide": _divide,
    "paste": _paste,
    "sentence": _sentence,
    "fix": _fix,
    "confirm": _confirm,
    "undo": lambda folder, wish: saving.step(folder, wish.text("file"), -1),
    "redo": lambda folder, wish: saving.step(folder, wish.text("file"), 1),
    "new": _new,
    "rollover": _rollover,
}
