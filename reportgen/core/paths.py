"""路径：`funds.total.rate` 这样的词 → 评价里的值。只走字段名和条目名，不求值，不调用。"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from reportgen.core.funds import Funds
from reportgen.core.model import Evaluation
from reportgen.core.narrative import Sections
from reportgen.core.scorecard import ProjectResult
from reportgen.core.scoreline import RENAMED, ScoreLine
from reportgen.core.survey import DataTable, Survey
from reportgen.core.text import Record

ROOTS = tuple(field.name for field in dataclasses.fields(Evaluation) if field.name != "span")
"""路径的第一个词：输入的顶层各项。"""


NAMES = (
    *(
        "year",
        "date",
        "unit",
        "project",
        "funds",
        "facts",
        "goals",
        "indicators",
        "findings",
        "suggestions",
    ),
    *("sections", "scorecard", "surveys", "files", "projects", "stated", "pictures", "vetoes"),
)
"""模板和格式的路径里能用的名字：输入的顶层各项和评分表。"""


PLACE = "span"
"""值的出处：给诊断用的，不是事实，路径走不到；从它能走到本机的文件名。"""


class NoSuchPath(LookupError):
    """路径走不通：reached 是走到的地方，name 是那里没有的词，known 是那里有的词；改了名的词另说现在怎么写。"""

    def __init__(self, reached: str, name: str, known: tuple[str, ...], renamed: str = "") -> None:
        now = f"，现在写作“{renamed}”" if renamed else ""
        super().__init__(f"{reached or '输入'}里没有“{name}”{now}")
        self.reached, self.name, self.known = reached, name, known


def follow(root: object, path: str) -> Any:
    """沿路径取值；中途遇到没有填的（None）则得 None，词不存在则抛 NoSuchPath。"""
    value: Any = root
    walked: list[str] = []
    for name in path.split("."):
        if value is None:
            return None
        try:
            value = step(value, name)
        except KeyError:
            known, renamed = words_in(value), renamed_in(value, name)
            raise NoSuchPath(".".join(walked), name, known, renamed) from None
        walked.append(name)
    return value


def step(value: Any, name: str) -> Any:
    """走一步：字段、算出来的属性，或条目名；没有则抛 KeyError。"""
    kind = type(value)
    if kind is Record:
        return value[name]
    fields = getattr(kind, "__dataclass_fields__", None)
    if fields is None or name.startswith("_") or name == PLACE:
        raise KeyError(name)
    if name in fields or isinstance(getattr(kind, name, None), property):
        return getattr(value, name)
    if not hasattr(kind, "__getitem__") or (kind is ProjectResult and name not in ROOTS):
        raise KeyError(name)
    return value[name]


def optional(value: object, name: str) -> Any:
    """一个值的一项；没有这一项的得 None。"""
    try:
        return step(value, name)
    except KeyError:
        return None


INTERNAL = frozenset(
    (
        *("interval", "places", "percent", "convention", "vague", "range", "deadline"),
        *("rule_from", "full", "earned", "absent", "adjustments", "complete"),
        *("actual_text", "better", "judgement", "respondents"),
    )
)
"""只供程序自己用的词：templates/README.md 里没有，走不通时也不拿它作建议。"""


def words_in(value: object) -> tuple[str, ...]:
    """一个值里可以接着写的词。"""
    if isinstance(value, Record):
        return tuple(value)
    if isinstance(value, Sections):
        return tuple(name for name, _ in value.entries)
    if not dataclasses.is_dataclass(value):
        return ()
    names = [field.name for field in dataclasses.fields(value)]
    words = [name for name in names if not name.startswith("_") and name != PLACE]
    words += [name for name, member in vars(type(value)).items() if isinstance(member, property)]
    words = [name for name in words if name not in INTERNAL]
    if isinstance(value, Funds):
        words += [str(line.name) for line in value.named()]
    if isinstance(value, ProjectResult):
        words += ROOTS
    return tuple(words)


def renamed_in(value: object, name: str) -> str:
    """value 里的 name 现在怎么写；没有改过名的为空。"""
    return RENAMED.get(name, "") if isinstance(value, ScoreLine) else ""


Names = Mapping[str, Any]
"""名字 → 值：输入的顶层各项、评分表，和某处才有的 item、r。"""


def reach(names: Names, path: str) -> Any:
    """从名字起沿路径取值；没有填的得 None，词不存在则抛 NoSuchPath。"""
    first, _, rest = path.partition(".")
    if first not in names:
        raise NoSuchPath("", first, tuple(names))
    return follow(names[first], rest) if rest else names[first]


class NotAList(NoSuchPath):
    """路径走得通，走到的不是一个列表。"""

    def __init__(self, path: str) -> None:
        super().__init__("", path, ())
        self.args = (f"{path} 不是列表",)


def rows_at(names: Names, path: str) -> tuple[Any, ...]:
    """路径所指的各条：列表，数据表的各行，问卷调查的各份问卷；不是列表则抛 NotAList。"""
    rows = rows_of(reach(names, path))
    if rows is None:
        raise NotAList(path)
    return rows


def rows_of(value: object) -> tuple[Any, ...] | None:
    """当列表用时的各条；没有填的为空，不是列表的得 None。"""
    if value is None:
        return ()
    if isinstance(value, DataTable):
        return value.rows
    if isinstance(value, Record) and all(isinstance(part, Survey) for _, part in value.entries):
        return tuple(survey for _, survey in value.entries)
    return value if isinstance(value, tuple) else None


def section_path(name: str) -> str:
    """提纲里 section 的写法 → 路径：顶层各项和 item 照写，别的是 sections 里的一节。"""
    return name if name.split(".")[0] in (*ROOTS, "item") else f"sections.{name}"


def empty(value: object) -> bool:
    """一项内容算不算没有：没有填、空文字、空列表、空的一组。"""
    return value is None or (isinstance(value, str | tuple | Record | Mapping) and len(value) == 0)
