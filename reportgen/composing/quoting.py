"""引用的值：沿路径取（reaching），依次用过滤器（signatures），印成字；不经过 Jinja。"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from reportgen.composing.filters import (
    Unprintable,
    described,
    joined,
    number_of,
    replaced,
)
from reportgen.composing.reaching import Reader
from reportgen.composing.signatures import (
    EACH,
    SIGNATURES,
    TESTS,
    TITLES,
    Misused,
    Parameter,
    Takes,
    arranged,
    signature_of,
)
from reportgen.core.paths import rows_of, words_in
from reportgen.core.quantity import ZERO, Quantity, shorten
from reportgen.core.reference import Argument, Call, Reference, written
from reportgen.core.spelling import did_you_mean
from reportgen.core.target import Target
from reportgen.core.text import UNPRINTABLE, Record, with_braces

_PAIR = re.compile(r"[{｛]{2}|[}｝]{2}|[{｛][%#]|%[}｝]")
"""不是叙述的内容（数据文件的格子、指标值）里的花括号，没有人替它换。"""


class Quoter:
    """求引用的值：reader 沿路径取，filters 是格式的过滤器。"""

    def __init__(self, reader: Reader, filters: Mapping[str, Callable[..., Any]]) -> None:
        self.reader = reader
        self.filters: dict[str, Callable[..., Any]] = {
            **filters,
            "total": self._total,
            "enumerate": lambda rows: filters["enumerate"](self._texts(rows)),
            "circled": lambda rows: filters["circled"](self._texts(rows)),
            "date": lambda value: "" if value is None else filters["date"](value),
            "rule": lambda value: "" if value is None else filters["rule"](value),
            "length": self._length,
            "count": self._length,
            "first": lambda rows: self._end(rows, 0),
            "last": lambda rows: self._end(rows, -1),
            "list": lambda rows: rows,
            "reverse": lambda rows: rows[::-1],
            "unique": self._unique,
            "join": self._join,
            "map": self._map,
            "select": lambda rows: tuple(row for row in rows if row),
            "reject": lambda rows: tuple(row for row in rows if not row),
            "selectattr": self._selectattr,
            "rejectattr": self._rejectattr,
            "replace": lambda text, old, new, count=None: replaced(text, old, new, count),
            "trim": str.strip,
            "string": self.reader.printed,
        }

    def words(self, reference: Reference) -> str:
        """引用换成的字。"""
        value = self.value(reference)
        words = self.reader.printed(value, () if reference.calls else reference.path)
        if wrong := UNPRINTABLE.search(with_braces(words)):
            code = f"U+{ord(wrong[0]):04X}"
            raise Unprintable(f"所取的内容里有一个看不见、印不出的字符（{code}）")
        if _PAIR.search(words):
            raise Unprintable("所取的内容里有成对的花括号，会原样印出来，请改那一处")
        return words

    def value(self, reference: Reference) -> Any:
        """引用的值。"""
        value = self.reader.reach(reference.path)
        for call in reference.calls:
            value = self._filtered(call, value)
        return value

    def _filtered(self, call: Call, value: Any) -> Any:
        signature = signature_of(call)
        arguments: dict[str, Any] = {}
        for parameter, argument in arranged(call).items():
            arguments[parameter.name] = self._argument(call, parameter, argument)
        return self._called(call.name, signature.takes, value, arguments)

    def _called(self, name: str, takes: Takes, value: Any, arguments: dict[str, Any]) -> Any:
        return self.filters[name](self._taken(name, takes, value), **arguments)

    def _taken(self, name: str, takes: Takes, value: Any) -> Any:
        """竖线前面的值：种类不合的，说出要什么、得到什么。"""
        if isinstance(value, str):
            value = self.reader.settled(value)
        if takes == "value":
            return value
        if takes == "list":
            rows = rows_of(value)
            if rows is not None:
                self.reader.budget.walk(len(rows))
                return rows
        elif takes == "text":
            return self.reader.printed(value)
        elif takes == "date":
            if value is None or isinstance(value, datetime.date):
                return value
        elif _numeric(value):
            return value
        raise Unprintable(self._mismatch(name, TITLES[takes], value))

    def _mismatch(self, name: str, title: str, value: Any) -> str:
        example = SIGNATURES[name].example
        return f"：{name} 的前面要{title}，这里是{described(value)}；例如 {example}"

    def _argument(self, call: Call, parameter: Parameter, argument: Argument) -> Any:
        """参数的值；种类不合则抛 Misused。"""
        kind, name = parameter.kind, f"{call.name} 的参数 {parameter.name}"
        if kind in {"attribute", "filter", "test"}:
            return self._named(kind, name, argument)
        value = self.value(argument) if isinstance(argument, Reference) else argument
        if kind == "text":
            return self.reader.printed(value)
        if kind == "number":
            if not _numeric(value):
                raise Misused(f"{name} 要一个数，这里是{described(value)}")
            return value
        if kind == "count":
            number = number_of(value) if _numeric(value) else None
            if number is None or number < 0 or number != int(number):
                raise Misused(f"{name} 要一个整数，这里是{described(value)}")
            return int(number)
        return value

    def _named(self, kind: str, name: str, argument: Argument) -> str:
        """加引号的词：一项的名字、过滤器、比较。"""
        if not isinstance(argument, str):
            word = "spent"
            if isinstance(argument, Reference) and not argument.calls:
                word = written(argument.path)
            raise Misused(f'{name} 要加引号，如 "{word}"')
        if kind == "filter" and argument not in EACH:
            hint = f'要取各条的一项，写 map(attribute="{shorten(argument)}")'
            raise Misused(f"{name} 要一个过滤器，没有“{shorten(argument)}”；{hint}")
        if kind == "test" and argument not in TESTS:
            raise Misused(f"{name} 没有“{shorten(argument)}”，{did_you_mean(argument, TESTS)}")
        return argument

    def _texts(self, rows: tuple[Any, ...]) -> list[str]:
        """各条印成的字。"""
        if any(words_in(row) and not isinstance(row, Quantity | Target) for row in rows):
            raise Unprintable('：各条是一组内容，先取各条的一项，如 | map(attribute="name")')
        return [self.reader.printed(row) for row in rows]

    def _total(self, rows: tuple[Any, ...], name: str) -> Decimal:
        """各条的 name 之和；没有填的不计。"""
        whole = ZERO
        for row in rows:
            value = self.reader.attribute(row, name)
            if not _numeric(value):
                raise Unprintable(f"：各条的 {name} 要是数，这里有{described(value)}")
            whole += number_of(value) or ZERO
        return whole

    def _length(self, value: Any) -> int:
        rows = rows_of(value)
        if rows is not None:
            return len(rows)
        if isinstance(value, str | Record):
            return len(value)
        raise Unprintable(self._mismatch("length", "一个列表或一段文字", value))

    def _end(self, rows: tuple[Any, ...], at: int) -> Any:
        if not rows:
            raise Unprintable("：列表是空的，没有可取的一条")
        return rows[at]

    def _unique(self, rows: tuple[Any, ...], attribute: str = "") -> tuple[Any, ...]:
        """去掉印出来相同的，留先见到的。"""
        kept: dict[str, Any] = {}
        for row in rows:
            words = self.reader.printed(self.reader.attribute(row, attribute) if attribute else row)
            kept.setdefault(words, row)
        return tuple(kept.values())

    def _join(self, rows: tuple[Any, ...], d: str = "", attribute: str = "") -> str:
        if attribute:
            rows = self._map(rows, attribute=attribute)
        return joined(self._texts(rows), d)

    def _map(self, rows: tuple[Any, ...], filter: str = "", attribute: str = "") -> tuple[Any, ...]:
        """各条的一项，或各条用一个过滤器。"""
        if bool(filter) == bool(attribute):
            raise Misused(f"：map 要写成 {SIGNATURES['map'].example}")
        if attribute:
            return tuple(self.reader.attribute(row, attribute) for row in rows)
        takes = SIGNATURES[filter].takes
        return tuple(self._called(filter, takes, row, {}) for row in rows)

    def _selectattr(
        self, rows: tuple[Any, ...], attribute: str, test: str = "", value: Any = None
    ) -> tuple[Any, ...]:
        return tuple(row for row in rows if self._passes(row, attribute, test, value))

    def _rejectattr(
        self, rows: tuple[Any, ...], attribute: str, test: str = "", value: Any = None
    ) -> tuple[Any, ...]:
        return tuple(row for row in rows if not self._passes(row, attribute, test, value))

    def _passes(self, row: Any, attribute: str, test: str, value: Any) -> bool:
        """一条合不合：没有写比较的，看这一项有没有。"""
        item = self.reader.attribute(row, attribute)
        if not test:
            return bool(item)
        sign = TESTS[test]
        if item is None or value is None:
            return (item is value) == (sign == "==") if sign in {"==", "!="} else False
        if _numeric(item) and _numeric(value):
            return _compared(sign, number_of(item), number_of(value))
        if sign in {"==", "!="}:
            return (self.reader.printed(item) == self.reader.printed(value)) == (sign == "==")
        raise Unprintable(f"：{described(item)}和{described(value)}不能比大小")


def _compared(sign: str, left: Decimal | None, right: Decimal | None) -> bool:
    assert left is not None and right is not None
    results = {
        "==": left == right,
        "!=": left != right,
        ">": left > right,
        ">=": left >= right,
        "<": left < right,
        "<=": left <= right,
    }
    return results[sign]


def _numeric(value: Any) -> bool:
    """是不是数（没有填的也算：印空）。"""
    if isinstance(value, bool):
        return False
    return value is None or isinstance(value, Decimal | Quantity | int)
