"""形状：声明编成的树，核形状、读成值、写 schema 用的是同一棵。

值类型的各字段用到时才编（规则里还有规则，提纲里还有一节，不能一次编完）。
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, field, replace
from functools import lru_cache
from typing import Any, Literal

from reportgen.core.declare import (
    DECLARED,
    Declared,
    Either,
    Group,
    Kinds,
    Many,
    Open,
    Rollover,
    Some,
    Turned,
    Words,
)
from reportgen.core.frozen import frozen
from reportgen.core.text import Record

ShapeKind = Literal["object", "array", "scalar"]


@frozen
class Variants:
    """凭一个词分的几种：键、没有写时的词、词到形状。"""

    key: str
    default: str
    shapes: Mapping[str, Shape]


@frozen
class Shape:
    """一处该怎么写：种类、中文名、提示、各键的形状、必填的键、列表各项的形状、可选的词和说明、读法（format）。

    rest 是没有列出的键的形状，None 表示不许有别的键。choices 是按种类区分的几种写法。make 是读成的值类型
    （空的读成元组），then 再把它换成别的值。named 是没有改动过的值类型的名字，schema 里凭它只写一次。
    takes 是转年度时移来上年的哪一项（同一层的键，或从头写起的路）。
    """

    kind: ShapeKind = "scalar"
    title: str = ""
    hint: str = ""
    rollover: Rollover = ""
    properties: Mapping[str, Shape] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    rest: Shape | None = None
    items: Shape | None = None
    least: int = 0
    words: tuple[tuple[str, str], ...] = ()
    format: str = "text"
    variants: Variants | None = None
    choices: tuple[Shape, ...] = ()
    make: Callable[..., Any] | None = field(default=None, compare=False)
    then: Callable[[Any], Any] | None = field(default=None, compare=False)
    named: str = ""
    takes: str = ""

    @property
    def help(self) -> str:
        """提示，和各个词的说明；编辑器和诊断里都用它。"""
        words = "；".join(f"{word} {label}" for word, label in self.words if label)
        return "。".join(part for part in (self.hint, words) if part)


Slot = tuple[str, str, Declared, Callable[[Any], Any] | None, bool]
"""读值类型的一个字段要知道的：字段名、键、声明、读了再换成什么、有没有默认值。"""


@lru_cache(maxsize=512)
def slots_of(cls: type) -> tuple[Slot, ...]:
    """值类型里声明过的各字段。

    标注为 str 的存普通的 str，不是记得出处的 Text：模板文件的名字是 Text，Jinja 编译出的代码就存不下来。
    路径（path）例外：走不通时要指到写它的那一处。
    """
    slots = []
    for member in dataclasses.fields(cls):
        declaration = member.metadata.get(DECLARED)
        if declaration is None:
            continue
        then = declaration.then
        if then is None and member.type in {"str", "str | None"} and declaration.way != "path":
            then = str
        key = declaration.key or member.name
        slots.append((member.name, key, declaration, then, member.default is not MISSING))
    return tuple(slots)


class Lazy(Mapping[str, Shape]):
    """各键的形状，用到时才编。"""

    def __init__(self, makers: Mapping[str, Callable[[], Shape]]) -> None:
        self._makers = makers
        self._made: dict[str, Shape] = {}

    def __getitem__(self, key: str) -> Shape:
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def told(
    shape: Shape,
    title: str,
    hint: str = "",
    rollover: Rollover = "",
    takes: str = "",
) -> Shape:
    """同一种写法，换上中文名和提示；几种写法、凭一个词分的几种也都换上，核形状时就不必再换。"""
    variants = shape.variants
    if variants is not None:
        makers = {word: _told_variant(variants, word, title, hint) for word in variants.shapes}
        variants = Variants(variants.key, variants.default, Lazy(makers))
    return Shape(  # 不用 replace：形状要编几百个，逐项写出快得多
        shape.kind,
        title,
        hint,
        rollover,
        shape.properties,
        shape.required,
        shape.rest,
        shape.items,
        shape.least,
        shape.words,
        shape.format,
        variants,
        tuple(told(choice, title, hint) for choice in shape.choices),
        shape.make,
        shape.then,
        shape.named,
        takes,
    )


def _told_variant(variants: Variants, word: str, title: str, hint: str) -> Callable[[], Shape]:
    return lambda: told(variants.shapes[word], title, hint)


def shape_of(way: Any) -> Shape:
    """写法 → 形状。"""
    if isinstance(way, str):
        return Shape(format=way)
    if isinstance(way, type):
        return _of_class(way)
    compile_way = _WAYS.get(type(way))
    return compile_way(way) if compile_way is not None else shape_of(way())


def class_of(way: Any) -> type:
    """写在同一层的值类型；`Some` 和 `lambda` 剥去外面的一层。"""
    if isinstance(way, type):
        return way
    return class_of(way.way if isinstance(way, Some) else way())


@lru_cache(maxsize=512)
def _of_class(cls: type) -> Shape:
    makers: dict[str, Callable[[], Shape]] = {}
    required: list[str] = []
    for _, key, declaration, _then, optional in slots_of(cls):
        if declaration.spread:
            inner = shape_of(declaration.way)
            makers |= {name: _part(inner, name) for name in inner.properties}
            required += inner.required
        elif declaration.way is not None:
            makers[key] = _maker(declaration)
            if not optional:
                required.append(key)
    return Shape(
        "object", properties=Lazy(makers), required=tuple(required), make=cls, named=cls.__name__
    )


def _maker(declaration: Declared) -> Callable[[], Shape]:
    def make() -> Shape:
        shape = shape_of(declaration.way)
        title, hint = declaration.title, declaration.hint
        return told(shape, title, hint, declaration.rollover, declaration.takes)

    return make


def _part(shape: Shape, key: str) -> Callable[[], Shape]:
    return lambda: shape.properties[key]


def _words(way: Words) -> Shape:
    return Shape(words=tuple(way.labels.items()), then=str)


def _many(way: Many) -> Shape:
    items = told(shape_of(way.way), way.title)
    return Shape("array", items=items, least=way.least, make=way.make)


def _open(way: Open) -> Shape:
    inner = told(shape_of(way.way), way.title, "", way.rollover)
    if way.keys is None:
        return Shape("object", rest=inner, make=way.make)
    properties = {key: told(inner, title) for key, title in way.keys.items()}
    return Shape("object", properties=properties, make=way.make)


def _either(way: Either) -> Shape:
    choices = tuple(shape_of(choice) for choice in way.ways)
    return Shape(choices[0].kind, choices=choices)


def _kinds(way: Kinds) -> Shape:
    words = Shape(
        title=way.title, words=tuple((word, way.labels.get(word, "")) for word in way.ways)
    )
    needed = () if way.default else (way.key,)

    def variant(word: str) -> Callable[[], Shape]:
        def make() -> Shape:
            shape = shape_of(way.ways[word])
            properties = {way.key: lambda: words} | {
                key: _part(shape, key) for key in shape.properties
            }
            return replace(shape, properties=Lazy(properties), required=(*needed, *shape.required))

        return make

    shapes = Lazy({word: variant(word) for word in way.ways})
    return Shape(
        "object",
        properties={way.key: words},
        required=needed,
        variants=Variants(way.key, way.default, shapes),
        named=way.name,
    )


def _some(way: Some) -> Shape:
    shape = shape_of(way.way)
    kept = [key for key in way.only or shape.properties if key not in way.without]
    required = [
        key for key in (*shape.required, *way.needed) if key in kept and key not in way.optional
    ]
    properties = Lazy({key: _part(shape, key) for key in kept})
    return replace(shape, properties=properties, required=tuple(dict.fromkeys(required)), named="")


_WAYS: dict[type, Callable[[Any], Shape]] = {
    Words: _words,
    Many: _many,
    Open: _open,
    Group: lambda way: Shape("object", make=Record),
    Either: _either,
    Kinds: _kinds,
    Some: _some,
    Turned: lambda way: replace(shape_of(way.way), then=way.then),
}
