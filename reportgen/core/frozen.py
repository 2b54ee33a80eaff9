"""不可变的值：`@frozen` 等于 `@dataclass(frozen=True, slots=True)`，只是编译得少。

标准库在 3.13 之前给每个方法各编译一次；本程序一百二十个值类型，冷启动要多花几十毫秒。这里一个类只编 __init__，
而且到第一次用到才编。
`dataclasses.fields`、`replace`、`is_dataclass` 照常可用；可以散列、比较、腌制（pickle）。tests/core/test_frozen.py 拿它
同标准库的逐项比对。不支持继承和 `init=False`，用不着。
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, field
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

from reportgen.core.declare import also, declared, places, spread

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field, declared, also, spread, places))
def frozen(cls: type[_Class]) -> type[_Class]:
    """类 → 不可变的、带 __slots__ 的同名类。"""
    described = _described(cls)
    fields = tuple(described.values())
    names = tuple(described)
    namespace = {
        name: value
        for name, value in vars(cls).items()
        if name not in {*names, "__dict__", "__weakref__"}
    }
    namespace["__slots__"] = names
    namespace["__qualname__"] = cls.__qualname__
    namespace["__dataclass_fields__"] = described
    namespace["__match_args__"] = names
    made: Any = type(cls.__name__, cls.__bases__, namespace)
    compared = _getter(tuple(each.name for each in fields if each.compare))
    everything = _getter(names)
    methods: dict[str, Any] = {
        "__init__": _written_when_called(made, fields),
        "__eq__": lambda self, other: (
            compared(self) == compared(other) if other.__class__ is made else NotImplemented
        ),
        "__hash__": lambda self: hash(compared(self)),
        "__reduce__": lambda self: (made, everything(self)),
    }
    for name, method in methods.items():
        method.__name__, method.__qualname__ = name, f"{made.__qualname__}.{name}"
        setattr(made, name, method)
    made.__repr__, made.__setattr__, made.__delattr__ = _repr, _refuse, _refuse
    return made  # type: ignore[no-any-return]


@dataclasses.dataclass(init=False, repr=False, eq=False)
class _Sample:
    """借标准库造的一个字段：它的种类记号是标准库私有的，只能从现成的字段取。"""

    member: int


_become = vars(object)["__class__"].__set__
"""换一个对象的类；不可改的类自己不让换。"""

_KIND = vars(_Sample)["__dataclass_fields__"]["member"]._field_type


def _described(cls: type) -> dict[str, Any]:
    """各字段，与标准库记的相同；不必为每个类把标准库的 dataclass 整个走一遍，它逐个读注解的文字。"""
    described: dict[str, Any] = {}
    for name, annotation in vars(cls).get("__annotations__", {}).items():
        default = vars(cls).get(name, MISSING)
        member: Any = default if isinstance(default, dataclasses.Field) else field(default=default)
        member.name, member.type, member.kw_only, member._field_type = (
            name,
            annotation,
            False,
            _KIND,
        )
        described[name] = member
    return described


def _written_when_called(made: Any, fields: Any) -> Callable[..., None]:
    """第一次用到时才编的 __init__：一条命令只用到一半的值类型。"""

    def __init__(self: Any, *values: Any, **named: Any) -> None:
        scope: dict[str, Any] = {}
        exec(_source(fields, made, scope), scope)
        method = scope["__init__"]
        method.__qualname__ = f"{made.__qualname__}.__init__"
        made.__init__ = method
        method(self, *values, **named)

    return __init__


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """取几个字段成元组；attrgetter 只有一个名字时不给元组，没有名字时不能用。"""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _source(fields: Any, made: Any, scope: dict[str, Any]) -> str:
    """__init__ 的源码；默认值放进 scope。

    填写的时候，对象暂时是字段相同而可以改的类（_open_），填完才是自己的类：直接写字段比逐个绕过
    “不可改”快将近一倍，而一份报告有七千个值、四万个字段。
    """
    scope["_become_"] = _become
    scope["_made_"] = made
    scope["_open_"] = type(made.__name__, made.__bases__, {"__slots__": made.__slots__})
    parameters, body = [], [" _become_(self, _open_)"]
    for index, each in enumerate(fields):
        value = each.name
        if each.default is not MISSING:
            scope[f"default{index}"] = each.default
            parameters.append(f"{each.name}=default{index}")
        elif each.default_factory is not MISSING:
            scope[f"factory{index}"], scope["MISSING"] = each.default_factory, MISSING
            parameters.append(f"{each.name}=MISSING")
            value = f"factory{index}() if {each.name} is MISSING else {each.name}"
        else:
            parameters.append(each.name)
        body.append(f" self.{each.name} = {value}")
    body.append(" self.__class__ = _made_")
    return "\n".join((f"def __init__(self, {', '.join(parameters)}):", *body))


def _repr(self: Any) -> str:
    words = []
    for member in dataclasses.fields(self):
        if member.repr:
            words.append(f"{member.name}={getattr(self, member.name)!r}")
    return f"{type(self).__qualname__}({', '.join(words)})"


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")
