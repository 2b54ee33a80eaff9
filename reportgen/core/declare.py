"""声明：值的一个字段叫什么、怎么写、填时的提示、转年度时怎么办。一个字段只在它的值类型里说这一次。

读输入、核形状、给编辑器的 schema、格式文件的读法都由声明而来（shape.py 编成形状，source/reading.py 读成值）：

    short: Text | None = declared("单位简称", hint="不写则用全称", rollover="keep", default=None)

怎么写（way）有这些：一个词（`money`、`prose`……，读法在 source/scalars.py）、另一个值类型、`Words` 几个词里选一个、
`Many` 列表、`Open` 名字到值、`Group` 格式自定的一组、`Either` 两种写法、`Kinds` 凭一个词分几种、`Some` 值类型的
几个字段、`Turned` 读了再换成别的值；说到自己的（规则里有规则）写成 `lambda: RULE`。没有默认值的字段必填。
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, field
from typing import Any, Literal

Rollover = Literal["", "keep", "clear", "ask", "previous", "year"]
"""转年度时：照旧；清空；清空待填；上年的移来；年度加一。空是没有说，由下一层说；说了的，下面各层都照它。

清空的，必填的才写成待填；可以不写而上年写了的，今年一定也要（实际完成值、认定），是清空待填。
"""

DECLARED = "declared"


class Declared:
    """一个字段的声明。spread 为真的字段没有自己的键，它的各字段与别的字段写在同一层；places 是要记下出处的键。"""

    __slots__ = ("hint", "key", "places", "rollover", "spread", "takes", "then", "title", "way")

    def __init__(
        self,
        title: str,
        way: Any,
        hint: str = "",
        rollover: Rollover = "",
        key: str = "",
        then: Callable[[Any], Any] | None = None,
        spread: bool = False,
        places: tuple[str, ...] = (),
        takes: str = "",
    ) -> None:
        self.title, self.way, self.hint, self.rollover = title, way, hint, rollover
        self.key, self.then, self.spread, self.places = key, then, spread, places
        self.takes = takes


def declared(
    title: str,
    way: Any = "text",
    *,
    hint: str = "",
    rollover: Rollover = "",
    takes: str = "",
    key: str = "",
    then: Callable[[Any], Any] | None = None,
    default: Any = MISSING,
) -> Any:
    """一个字段：中文名、怎么写。key 是写的词与字段名不同时的那个词，then 把读到的换成要存的。

    takes 是转年度时移来上年的哪一项：同一层的键，或从头写起的路。
    """
    return _field(Declared(title, way, hint, rollover, key, then, takes=takes), default)


def also(key: str, then: Callable[[Any], Any], *, default: Any) -> Any:
    """同一个键的另一面：实际完成值的文字和数量由一项写法得来。"""
    return _field(Declared("", None, key=key, then=then), default)


def spread(way: Any, *, then: Callable[[Any], Any] | None = None, default: Any = MISSING) -> Any:
    """一个值，它的各字段写在同一层。"""
    return _field(Declared("", way, then=then, spread=True), default)


def places(*keys: str, default: Any) -> Any:
    """这几个键里写了的各在哪里：（键，出处）。不参加比较。"""
    declaration = Declared("", None, places=keys)
    return field(default=default, compare=False, repr=False, metadata={DECLARED: declaration})


def _field(declaration: Declared, default: Any) -> Any:
    return field(default=default, metadata={DECLARED: declaration})


class Words:
    """几个词里选一个；每个词的中文说明印在编辑器的提示里，意思自明的可以空。"""

    __slots__ = ("labels",)

    def __init__(self, **labels: str) -> None:
        self.labels: Mapping[str, str] = labels

    @classmethod
    def of(cls, *words: str) -> Words:
        """意思自明的几个词。"""
        return cls(**dict.fromkeys(words, ""))


class Many:
    """列表：每项怎么写、每项的中文名、至少几项；make 收下各项和出处，造出一个值。"""

    __slots__ = ("least", "make", "title", "way")

    def __init__(
        self, way: Any, title: str, least: int = 0, make: Callable[..., Any] | None = None
    ) -> None:
        self.way, self.title, self.least, self.make = way, title, least, make


class Open:
    """名字到值，名字由写的人定；keys 写明时只能用这几个名字。读成（名字，值）的元组。

    make 收下这个元组和出处，造出一个值。
    """

    __slots__ = ("keys", "make", "rollover", "title", "way")

    def __init__(
        self,
        way: Any,
        title: str,
        keys: Mapping[str, str] | None = None,
        make: Callable[..., Any] | None = None,
        rollover: Rollover = "",
    ) -> None:
        self.way, self.title, self.keys = way, title, keys
        self.make, self.rollover = make, rollover


class Group:
    """一组专有事实：有哪些字段由报告格式的 fields.yaml 定，没有定的不能写。读成 Record。"""

    __slots__ = ()


class Either:
    """两种写法，凭写的是一个值、一个列表还是一组“键: 值”区分。"""

    __slots__ = ("ways",)

    def __init__(self, *ways: Any) -> None:
        self.ways = ways


class Kinds:
    """凭一个词（key）分几种，各是一个值类型；default 是没有写这个词时的那一种，空则必须写。name 是合起来的名字。"""

    __slots__ = ("default", "key", "labels", "name", "title", "ways")

    def __init__(
        self,
        name: str,
        key: str,
        title: str,
        ways: Mapping[str, Any],
        *,
        labels: Mapping[str, str],
        default: str = "",
    ) -> None:
        self.name, self.key, self.title, self.ways = name, key, title, ways
        self.labels, self.default = labels, default


class Some:
    """一个值类型，只许写其中几个字段（only），或除了几个以外的（without）；needed、optional 改它们是否必填。"""

    __slots__ = ("needed", "only", "optional", "way", "without")

    def __init__(
        self,
        way: Any,
        *,
        only: tuple[str, ...] = (),
        without: tuple[str, ...] = (),
        needed: tuple[str, ...] = (),
        optional: tuple[str, ...] = (),
    ) -> None:
        self.way, self.only, self.without, self.needed, self.optional = (
            way,
            only,
            without,
            needed,
            optional,
        )


class Turned:
    """读了以后换成别的值：`Turned(Many(Survey, "问卷"), by_name)`。"""

    __slots__ = ("then", "way")

    def __init__(self, way: Any, then: Callable[[Any], Any]) -> None:
        self.way, self.then = way, then


def whole_number(quantity: Any) -> int:
    """个数 → 整数。"""
    return int(quantity.number)


def bare_number(quantity: Any) -> Any:
    """数量 → 不带单位的数。"""
    return quantity.number
