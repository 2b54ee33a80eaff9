"""类型：格式里的路径沿着它走。输入的各项有字段（core/model.py），facts 和 sections 的形状在 schema.json 里。

不看输入也知道“facts.taem”没有、“year”不是列表。资金行、问卷、数据表按输入里的名字取，那一步不查。
"""

from __future__ import annotations

import types
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reportgen.core.frozen import frozen
from reportgen.core.funds import Funds
from reportgen.core.model import Evaluation
from reportgen.core.paths import INTERNAL, NAMES, ROOTS
from reportgen.core.quantity import Quantity
from reportgen.core.scorecard import ProjectResult, Scorecard
from reportgen.core.scoreline import RENAMED, ScoreLine
from reportgen.core.shape import Shape
from reportgen.core.survey import DataTable, Survey
from reportgen.core.text import Record

TEXTS = frozenset(("text", "prose", "path", "wording", "worked", "actual"))
NUMBERS = frozenset(("number", "money", "count", "rate", "quantity"))


@frozen
class Listed:
    """一个列表，各条是 kinds 里的一种。"""

    kinds: tuple[Any, ...]


@frozen
class Named:
    """按输入里的名字取的一组（问卷、数据表），每个是 kind。"""

    kind: Any


Kinds = tuple[Any, ...]
"""一处可能的几种类型：类、Listed、Named，或 facts 里的形状（Shape）。"""


@frozen
class Scope:
    """某处能用的名字：whole 是整个输入的形状，shape 是这一处的（一个项目之内是那个项目的），item 是 each 的一条。"""

    whole: Shape
    shape: Shape
    item: Kinds = ()

    def within(self, item: Kinds) -> Scope:
        """展开到一条之内。"""
        return Scope(self.whole, _part(self.whole) if ProjectResult in item else self.shape, item)


class Broken(LookupError):
    """走到 reached 走不下去：没有 name，有的是 known；走到的是列表的，inside 是各条里有的词。"""

    def __init__(
        self, reached: str, name: str, known: tuple[str, ...], inside: tuple[str, ...] = ()
    ) -> None:
        super().__init__(reached)
        self.reached, self.name, self.inside = reached, name, inside
        self.path = f"{reached}.{name}" if reached else name
        self.known = [f"{reached}.{word}" if reached else word for word in known]


def reached(path: str, scope: Scope) -> Kinds:
    """沿路径走到的类型；走不通抛 Broken。"""
    first, *rest = path.split(".")
    kinds = scope.item if first == "item" else _root(first, scope)
    if not kinds:
        known = (*NAMES, "item") if scope.item else NAMES
        raise Broken("", first, known)
    walked = first
    for name in rest:
        inner = all_steps(kinds, name, scope)
        if not inner:
            if name in RENAMED and ScoreLine in kinds:
                raise Broken(walked, name, (RENAMED[name],))
            raise Broken(walked, name, words_of(kinds), words_of(all_listed(kinds)))
        kinds, walked = inner, f"{walked}.{name}"
    return kinds


def items_of(path: str, scope: Scope) -> Kinds:
    """路径所指的列表，各条的类型；走不通的为空，另有诊断。"""
    try:
        kinds = reached(path, scope)
    except Broken:
        return ()
    return all_listed(kinds)


def all_steps(kinds: Kinds, name: str, scope: Scope) -> Kinds:
    """几种类型各走一步，走到的全部类型。"""
    inner: list[Any] = []
    for kind in kinds:
        inner += step(kind, name, scope)
    return tuple(inner)


def all_listed(kinds: Kinds) -> Kinds:
    """几种类型当列表用时，各条的全部类型。"""
    members: list[Any] = []
    for kind in kinds:
        members += listed(kind)
    return tuple(members)


def listed(kind: Any) -> Kinds:
    """当列表用时各条的类型；不是列表的为空。数据表是它的各行，问卷调查是各份问卷。"""
    if isinstance(kind, Listed):
        return kind.kinds
    if kind is DataTable:
        return (Record,)
    if isinstance(kind, Named) and kind.kind is Survey:
        return (Survey,)
    if isinstance(kind, Shape) and kind.kind == "array":
        return _of_shape(kind.items or Shape())
    return ()


def words_of(kinds: Kinds) -> tuple[str, ...]:
    """接着能写的词。"""
    words: list[str] = []
    for kind in kinds:
        words += words_in_kind(kind)
    return tuple(dict.fromkeys(words))


def words_in_kind(kind: Any) -> tuple[str, ...]:
    """一种类型接着能写的词。"""
    if isinstance(kind, Shape):
        return tuple(kind.properties)
    if not isinstance(kind, type):
        return ()
    words = tuple(name for name in _hints(kind) if name not in INTERNAL)
    return (*words, *ROOTS) if kind is ProjectResult else words


def _root(name: str, scope: Scope) -> Kinds:
    """顶层的一项。"""
    if name == "scorecard":
        return (Scorecard,)
    return _of_evaluation(name, scope.shape) if name in NAMES else ()


def _of_evaluation(name: str, shape: Shape) -> Kinds:
    if name in {"facts", "sections"}:
        return _of_shape(shape.properties[name]) if name in shape.properties else ()
    special: dict[str, Any] = {
        "surveys": Named(Survey),
        "files": Named(DataTable),
        "projects": Listed((ProjectResult,)),
    }
    return (special[name],) if name in special else _hints(Evaluation).get(name, ())


def step(kind: Any, name: str, scope: Scope) -> Kinds:
    """从一种类型走一步；没有这个词的为空。"""
    if isinstance(kind, Named):
        return (kind.kind,)
    if isinstance(kind, Shape):
        inner = kind.properties.get(name, kind.rest) if kind.kind == "object" else None
        return _of_shape(inner) if inner is not None else ()
    if kind is Record or kind is object:  # 数据表的一行：列名在文件里
        return (object,)
    if kind in (ProjectResult, Evaluation) and name in ROOTS:
        return _of_evaluation(name, _part(scope.whole))
    if not isinstance(kind, type):
        return ()
    kinds = _hints(kind).get(name, ())
    if kind is Scorecard and name == "line":  # 按指标的名称取
        return (Named(ScoreLine),)
    if kinds == (Record,):  # 指标的 facts
        return _indicator_facts(scope.shape)
    if not kinds and kind is Funds and not name.isascii():  # 资金行的名称
        return _hints(Funds)["total"]
    return kinds


def _indicator_facts(shape: Shape) -> Kinds:
    """指标的 facts。"""
    indicator = shape.properties["indicators"].items if "indicators" in shape.properties else None
    if indicator is None or "facts" not in indicator.properties:
        return ()
    return _of_shape(indicator.properties["facts"])


def _part(shape: Shape) -> Shape:
    """一个项目的形状。"""
    projects = shape.properties.get("projects")
    return projects.items if projects is not None and projects.items is not None else shape


def _of_shape(shape: Shape) -> Kinds:
    """形状 → 走到它时的几种类型；数和指标值还能接着走到它们的字段。"""
    if shape.choices:
        kinds: list[Any] = []
        for choice in shape.choices:
            kinds += _of_shape(choice)
        return tuple(kinds)
    if shape.kind == "scalar" and shape.format in NUMBERS:
        return (Quantity,)
    return (shape,)


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Kinds]:
    """一个值类型的字段和算出来的属性 → 各自的类型。"""
    if not is_dataclass(kind) or kind is Record:
        return {}
    hints = {name: _of_hint(hint) for name, hint in get_type_hints(kind).items() if name != "span"}
    for name, member in vars(kind).items():
        if isinstance(member, property):
            hints[name] = _of_hint(get_type_hints(member.fget)["return"])
    return hints


def _of_hint(hint: Any) -> Kinds:
    """类型标注 → 几种类型；没有填（None）的不算一种。"""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        kinds: list[Any] = []
        for argument in arguments:
            kinds += _of_hint(argument)
        return tuple(kinds)
    if hint is type(None):
        return ()
    if origin is tuple:
        return (Listed(_of_hint(arguments[0])),)
    return (str,) if origin is Literal else (hint,)
