"""改动的各种请求：要哪几项、是什么种类，先核对，再交给 saving；编出来的请求得到的是一句话。"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportgen.core.frozen import frozen
from reportgen.source.cells import Address
from reportgen.web import editing, saving, shelf
from reportgen.web.folder import Folder, Refused
from reportgen.web.opened import Opened

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


def _fix(folder: Folder, wish: Wishes) -> Opened:
    return saving.fix(
        folder, wish.text("file"), wish.text("etag"), wish.text("code"), wish.number("start")
    )


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
    "fix": _fix,
    "undo": lambda folder, wish: saving.step(folder, wish.text("file"), -1),
    "redo": lambda folder, wish: saving.step(folder, wish.text("file"), 1),
    "new": _new,
    "rollover": _rollover,
}
