"""不可变的值：`@frozen` 等于 `@dataclass(frozen=True, slots=True)`，只是编译得少。

标准库在 3.13 之前给每个方法各编译一次；本程序一百二十个值类型，冷启动要多花几十毫秒。这里一个类只编 __init__，
而且到第一次用到才编，字段一样多的编一次。
`dataclasses.fields`、`replace`、`is_dataclass` 照常可用；可以散列、比较、腌制（pickle）。tests/core/test_frozen.py 拿它
同标准库的逐项比对。不支持继承和 `init=False`，用不着。
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, field
from functools import lru_cache
from operator import attrgetter
from types import CodeType, FunctionType
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
    compared = _getter(tuple(member.name for member in fields if member.compare))
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
    """第一次用到时才写的 __init__：一条命令只用到一半的值类型。"""

    def __init__(self: Any, *values: Any, **named: Any) -> None:
        method = _initializer(made, fields)
        method.__qualname__ = f"{made.__qualname__}.__init__"
        made.__init__ = method
        method(self, *values, **named)

    return __init__


def _initializer(made: Any, fields: Any) -> FunctionType:
    """一个值类型的 __init__：字段一样多的样子，换上它的字段名和默认值。

    填写的时候，对象暂时是字段相同而可以改的类（_open_），填完才是自己的类：直接写字段比逐个绕过
    “不可改”快将近一倍，而一份报告有七千个值、四万个字段。
    """
    scope: dict[str, Any] = {
        "_become_": _become,
        "_made_": made,
        "_open_": type(made.__name__, made.__bases__, {"__slots__": made.__slots__}),
        "MISSING": MISSING,
    }
    names: dict[str, str] = {}
    defaults: list[Any] = []
    for index, member in enumerate(fields):
        names[f"value{index}"] = member.name
        if member.default_factory is not MISSING:
            scope[f"factory{index}"] = member.default_factory
        if member.default is not MISSING or member.default_factory is not MISSING:
            defaults.append(member.default)
    code = _sample_of(tuple(member.default_factory is not MISSING for member in fields))
    code = code.replace(
        co_varnames=tuple(names.get(name, name) for name in code.co_varnames),
        co_names=tuple(names.get(name, name) for name in code.co_names),
    )
    return FunctionType(code, scope, "__init__", tuple(defaults))


@lru_cache(maxsize=128)
def _sample_of(by_factory: tuple[bool, ...]) -> CodeType:
    """这么多字段的 __init__ 编成的样子，各字段是由函数造默认值的还是照填的。

    编一段源码要近十分之一毫秒，而一百多个值类型只有二十来种样子。
    """
    body = [" _become_(self, _open_)"]
    for index, made_by_factory in enumerate(by_factory):
        value = f"value{index}"
        if made_by_factory:
            body.append(f" if {value} is MISSING: {value} = factory{index}()")
        body.append(f" self.{value} = {value}")
    body.append(" self.__class__ = _made_")
    parameters = ", ".join(f"value{index}" for index in range(len(by_factory)))
    scope: dict[str, Any] = {}
    exec("\n".join((f"def __init__(self, {parameters}):", *body)), scope)
    code: CodeType = scope["__init__"].__code__
    return code


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """取几个字段成元组；attrgetter 只有一个名字时不给元组，没有名字时不能用。"""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _repr(self: Any) -> str:
    words = []
    for member in dataclasses.fields(self):
        if member.repr:
            words.append(f"{member.name}={getattr(self, member.name)!r}")
    return f"{type(self).__qualname__}({', '.join(words)})"


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")
