"""模板环境：Jinja 的不可变沙箱，遇到没有的名字即报错，只留几十个无害的过滤器。

格式的 text/*.j2、提纲的标题、表里各列的 value 用的是同一个环境、同一套名字；
输入叙述里的引用不经过它（quoting.py）。
数据不能运行代码：没有全局函数（全局的只有档次的说法这一个值），
禁用会放大数据的运算（`*`、`**`、`%`），下划线开头的属性由沙箱拒绝，
一次渲染的步数和字数有预算（metering.py）。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    Undefined,
    UndefinedError,
    nodes,
)
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.filters import make_attrgetter
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from reportgen.composing.bytecode import bytecode_cache
from reportgen.composing.filters import (
    TooLong,
    Unprintable,
    filters,
    joined,
    printed,
    replaced,
)
from reportgen.composing.metering import CONCATENATED, STEPS, Exhausted, Meter, Metered
from reportgen.core.diagnostics import Source
from reportgen.core.fieldspec import how_to_declare
from reportgen.core.format import Format, Manifest
from reportgen.core.paths import NAMES, renamed_in, words_in
from reportgen.core.rules.tiers import tier_words
from reportgen.core.spelling import did_you_mean
from reportgen.core.text import Record

KEPT_FILTERS = (
    *("length", "count", "first", "last", "list", "map", "trim", "unique"),
    *("select", "selectattr", "reject", "rejectattr", "reverse"),
)
"""Jinja 自带的过滤器里留用的；round、format、float 之类会经过浮点数，不留。

join、replace、string 换成自己的：值的印法与 `{{ … }}` 相同，长短有数。
"""

ROW = "r"
STRING_METHODS = frozenset(
    ("split", "startswith", "endswith", "strip", "removeprefix", "removesuffix", "replace")
)
"""能用的字符串方法；format、ljust、zfill 之类会凭一个大数造出几个 G 的文字，不能用。"""
OWN = "reportgen.core."
"""自己的值类型所在；模板从它们取字段不必逐项过沙箱。"""
SHORT = "："
"""短模板的名字以它开头；文件名里不会有全角冒号。"""
FORMAT_NAMES = ("tiers",)
"""从格式来的名字：档次的说法（tiers.names、tiers.ranges）；格式没有档次的，是没有填写。"""
PASSING = ("topic", "item", "title", ROW, "n")
"""只在某处才有的名字：提纲的 with、each 的一条、报告标题（封面）、表的一行和行号。"""

FAULTS = (
    *(TemplateError, Unprintable, TypeError, ValueError),
    *(ArithmeticError, LookupError, AttributeError, RecursionError),
)
"""渲染时可能抛出的、应说成一句中文的异常；此外都是程序的错。"""


class NoSuchName(StrictUndefined):
    """没有的名字：用到就报错，并说出相近的名字。"""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_obj is None:
            return f"“{self._undefined_name}”的上一级没有填写"
        name, owner = str(self._undefined_name), self._undefined_obj
        renamed = renamed_in(owner, name)
        if renamed:
            hint = f"现在写作“{renamed}”"
        elif owner is missing:
            hint = did_you_mean(name, (*NAMES, *FORMAT_NAMES, *PASSING))
        else:
            hint = did_you_mean(name, words_in(owner))
        if isinstance(owner, Record) and "是不是" not in hint:
            hint += how_to_declare(name)
        return f"没有“{name}”这个名字，{hint}".rstrip("。，")


class Environment(ImmutableSandboxedEnvironment):
    """沙箱：禁用会放大数据或经过浮点数的运算；一次渲染的步数和字数都记着。"""

    intercepted_binops = frozenset({"*", "**", "%", "/", "//", "+"})

    def __init__(self, **options: Any) -> None:
        super().__init__(finalize=self._printed, **options)
        self.meter = Meter()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = Metered().visit(super()._parse(source, name, filename))
        return tree

    def _printed(self, value: object) -> object:
        """印出一个值；没有的名字印时自会报错。"""
        if isinstance(value, Undefined):
            return value
        words = value if isinstance(value, str) else printed(value)
        self.meter.write(len(words))
        return words

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:
        """取一个模板；模板里引入的记一步，引入自己的才有尽头。"""
        if parent is not None:
            self.meter.walk()
        return super().get_template(name, parent, globals)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """自己的值类型不可变、没有副作用，只防下划线开头的名字（快一倍）；别的照沙箱的规矩。"""
        if attribute[0] == "_" or isinstance(obj, str) or not type(obj).__module__.startswith(OWN):
            return super().getattr(obj, attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            try:
                return obj[attribute]
            except (TypeError, LookupError):
                return self.undefined(obj=obj, name=attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        """能调用的只有模板自己的宏、循环的小工具，和几个不会把文字放大的字符串方法。"""
        if isinstance(obj, Macro):
            return True
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, LoopContext):
            return True
        return isinstance(owner, str) and obj.__name__ in STRING_METHODS

    def call(__self, __context: Any, __obj: Any, *values: Any, **named: Any) -> Any:
        """调用一次记一步；文字的 replace 先算出有多长。"""
        __self.meter.walk()
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, str) and __obj.__name__ == "replace":
            return replaced(owner, *values, **named)
        return super().call(__context, __obj, *values, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """乘、除、幂、取余一律不许；要算的数请用过滤器 rate、total。接起来的记字数。"""
        if operator == "+":
            if hasattr(left, "__len__"):
                self.meter.write(len(left))
            return super().call_binop(context, operator, left, right)
        raise SecurityError(f"模板里不能用“{operator}”运算")


class Wording(BaseLoader):
    """模板从哪里来：格式的 text/*.j2 和 _shared 按文件名取。

    短模板（一列、一个标题、一个引用）的名字里就有它的全文。
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def get_source(
        self, environment: Any, template: str
    ) -> tuple[str, str | None, Callable[[], bool]]:
        """名字 → 全文。"""
        if template.startswith(SHORT):
            return bytes.fromhex(template[len(SHORT) :]).decode(), None, lambda: True
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template].text, template, lambda: True


TEMPLATES = 1024
"""编好的模板最多留多少个。一种格式自己的不到三百个；叙述里的引用各份输入不同，出几千份时不能都留着。"""


@lru_cache(maxsize=16)
def _environment(
    texts: tuple[tuple[str, Source], ...],
    shared: tuple[tuple[str, Source], ...],
    manifest: Manifest,
) -> Environment:
    environment = Environment(
        loader=Wording(dict((*shared, *texts))),
        undefined=NoSuchName,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        optimized=False,
        cache_size=TEMPLATES,
        auto_reload=False,
        bytecode_cache=bytecode_cache(manifest.id),
    )
    equip(environment, manifest)
    return environment


def equip(environment: Environment, manifest: Manifest) -> None:
    """一个环境能用的过滤器和全局的名字：留用的、记长短的、格式的。"""
    kept: dict[str, Callable[..., Any]] = {name: environment.filters[name] for name in KEPT_FILTERS}
    environment.filters = {**kept, **_measured(environment), **filters(manifest)}
    environment.globals = {"tiers": tier_words(manifest.tiers)}


def environment_of(format: Format) -> Environment:
    """一种格式的模板环境；同一格式在一个进程里只编译一次。"""
    return _environment(format.texts, format.shared, format.manifest)


def _measured(environment: Environment) -> dict[str, Callable[..., Any]]:
    """记长短的过滤器：各条相连、换字、印成文字，和语法树上换进去的两个。"""

    def string(value: object) -> str:
        return str(value) if isinstance(value, Undefined) else printed(value)

    def join(rows: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
        if attribute is not None:
            rows = map(make_attrgetter(environment, attribute), rows)
        return joined([string(row) for row in rows], d)

    def replace(value: object, old: str, new: str, count: int | None = None) -> str:
        return replaced(string(value), old, new, count)

    return {
        "join": join,
        "replace": replace,
        "string": string,
        STEPS: environment.meter.counted,
        CONCATENATED: join,
    }


def rendered(template: Template, names: Mapping[str, Any]) -> str:
    """渲染一次，预算从头记起。"""
    environment = template.environment
    assert isinstance(environment, Environment)
    environment.meter.start()
    return template.render(names)


HELPS = {
    "F02": "对照输入里的名字。",
    "F06": "少套几层循环，少接几次文字，不引入、不调用自己。",
}
"""两种错的改法。"""


def code_of(error: Exception) -> str:
    """渲染时的异常是哪一种错：没有这个名字，还是模板写得没有尽头。"""
    return "F06" if isinstance(error, Exhausted | TooLong | RecursionError) else "F02"


@lru_cache(maxsize=TEMPLATES)
def expression(environment: Environment, source: str) -> Template:
    """编译一段短模板（一个 `{{ … }}` 或表里一列）；同样的一段只编译一次。"""
    return environment.get_template(_name_of(source))


@lru_cache(maxsize=4096)
def _name_of(source: str) -> str:
    """短模板的名字：它的字节写成十六进制。Jinja 把名字写进编出的代码，名字里不能有引号。"""
    return SHORT + source.encode().hex()


def reason_of(error: Exception) -> str:
    """渲染时的异常 → 一句中文，带句末标点。"""
    reason = _reason(error)
    return reason if reason.endswith(("。", "？")) else f"{reason}。"


def _reason(error: Exception) -> str:
    if isinstance(error, UndefinedError | Unprintable | Exhausted):
        return str(error)
    if isinstance(error, RecursionError):
        return "一层套一层，没有尽头"
    if isinstance(error, SecurityError):
        if str(error).startswith("模板里"):
            return str(error)
        return "这里的写法不被允许（只能引用名字和使用过滤器）"
    if isinstance(error, TemplateRuntimeError | TemplateError):
        return f"写法不对（{error}）"
    return f"算不出来（{error}）"
