"""能引用的名字：按从哪里写起、是哪一种行分组，各有中文名和类型；沿类型（kinds.py）走，新加的一项自己就在里面。"""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from reportgen.core.declare import DECLARED
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.paths import NoSuchPath, optional, reach, rows_of
from reportgen.core.quantity import Quantity, shorten
from reportgen.core.shape import Shape
from reportgen.core.target import Target
from reportgen.core.text import Text
from reportgen.formats.kinds import (
    Broken,
    Kinds,
    Listed,
    Named,
    Scope,
    all_listed,
    all_steps,
    listed,
    reached,
    words_of,
)

GROUPS = (
    ("", "顶层"),
    ("unit", "单位"),
    ("project", "项目"),
    ("goals", "目标"),
    ("funds", "资金"),
    ("funds.total", "资金合计一行"),
    ("funds.lines", "资金的一行"),
    ("facts", "专有事实"),
    ("sections", "叙述"),
    ("scorecard", "评分表"),
    ("scorecard.printed", "评分表的一行（一级、二级、三级指标都一样）"),
    ("indicators", "指标，照输入里写的"),
    ("findings", "一个问题"),
    ("suggestions", "一条建议"),
    ("surveys", "一份问卷"),
    ("pictures", "一张图片"),
)
"""分成几组：从哪里写起，这一组叫什么；列表的是它的一条。"""
TYPES: tuple[tuple[type, str], ...] = (
    (bool, "是非"),
    (Quantity, "数"),
    (Decimal, "数"),
    (int, "整数"),
    (datetime.date, "日期"),
    (Target, "指标值"),
    (Text, "文字"),
    (str, "文字"),
)
TOP = {
    "year": "评价年度",
    "date": "报告日期",
    "unit": "单位",
    "project": "项目",
    "funds": "资金",
    "facts": "专有事实",
    "goals": "目标",
    "indicators": "指标，照输入里写的",
    "findings": "问题",
    "suggestions": "建议",
    "sections": "叙述",
    "scorecard": "评分表",
    "surveys": "问卷",
    "files": "附带的数据文件",
    "projects": "各个项目",
    "stated": "抄录的得分",
    "pictures": "图片",
    "vetoes": "一票否决",
}
WORDS = {
    "depth": "缩进几层",
    "basis": "执行率的算法",
    "lines": "评分表各行，不印的也在内",
    "level1": "一级指标",
    "level2": "二级指标",
    "weight": "分值",
    "total": "总分",
    "grade": "等级",
    "full_marks": "满分",
    "counts": "各级指标的个数",
    "scoring": "计分方式",
    "reviewed": "复核得分",
    "review_grade": "复核的等级",
    "vetoed": "一票否决的情形",
    "project": "项目名称",
    "projects": "各项目的评分表",
    "name": "名称",
    "level": "第几级",
    "level1_weight": "一级指标的分值",
    "level2_weight": "二级指标的分值",
    "target": "年度指标值",
    "initial_target": "年初指标值",
    "nature": "性质（正向、反向、定性）",
    "definition": "指标解释",
    "rule": "评分规则；印出来写 r | rule",
    "score": "得分",
    "actual": "实际完成值",
    "actual_value": "实际完成值的数",
    "rate": "得分率",
    "coefficient": "得分系数",
    "key_points": "评价要点",
    "met": "完成没有",
    "lost": "扣分没有",
    "count": "个数",
    "fold": "折算权重",
    "folded": "折算得分",
    "by_rule": "按规则算得的得分",
    "previous": "上年完成值",
    "change": "与上年相比的增减",
    "change_rate": "与上年相比的增减率",
    "indicator": "输入里写的这个指标",
    "children": "下一级各行",
    "group": "所在的组",
    "values": "指标值的各个数",
    "text": "照写的文字",
}
"""算出来的、没有声明的各项的中文名。"""
_LONGEST_TITLE, _LONGEST_EXAMPLE = 30, 24


@frozen
class Name:
    """一个名字：怎么写、中文名、类型、样例里的值（没有则空）。"""

    path: str
    title: str
    kind: str
    example: str


@frozen
class Group:
    """一组名字：从哪里写起、叫什么；repeats 是列表，循环里的一条叫 r。"""

    start: str
    title: str
    repeats: bool
    names: tuple[Name, ...]


def names_of(format: Format, values: Mapping[str, Any]) -> tuple[Group, ...]:
    """一种格式能引用的全部名字；values 是样例的名字 → 值。"""
    scope = Scope(format.shape, format.shape)
    groups: list[Group] = []
    for start, title in GROUPS:
        group = _group(start, title, scope, values)
        if group is not None and group.names:
            groups.append(group)
    return tuple(groups)


def _group(start: str, title: str, scope: Scope, values: Mapping[str, Any]) -> Group | None:
    if not start:
        top = tuple(_name(word, TOP[word], reached(word, scope), values.get(word)) for word in TOP)
        return Group("", title, False, tuple(name for name in top if name.kind != "没有"))
    try:
        kinds = reached(start, scope)
    except Broken:
        return None
    repeats = any(map(listed, kinds))
    inner = all_listed(kinds) if repeats else kinds
    value = _reach(values, start)
    rows = (rows_of(value) or ()) if repeats else (value,)
    prefix = "r" if repeats else start
    shape = _shape_at(scope.shape, start, repeats=repeats)
    names = []
    for word in words_of(inner):
        called = _title(word, inner, shape)
        if called:  # 没有中文名的只供程序自己用
            known = all_steps(inner, word, scope)
            names.append(_name(f"{prefix}.{word}", called, known, _first(rows, word)))
    return Group(start, title, repeats, tuple(names))


def _name(path: str, title: str, kinds: Kinds, value: Any) -> Name:
    return Name(path, shorten(title, _LONGEST_TITLE), _kind(kinds), _example(value))


def _reach(values: Mapping[str, Any], path: str) -> Any:
    try:
        return reach(values, path)
    except NoSuchPath:
        return None


def _first(rows: tuple[Any, ...], word: str) -> Any:
    """头一个写了这一项的。"""
    for row in rows:
        value = None if row is None else optional(row, word)
        if value is not None and value != () and value != "":
            return value
    return None


def _shape_at(shape: Shape, path: str, *, repeats: bool) -> Shape | None:
    """格式里这一处的形状：中文名照它的。"""
    current: Shape | None = shape
    for word in path.split("."):
        current = None if current is None else current.properties.get(word)
    if repeats and current is not None:
        return current.items or next(iter(_items(current)), None)
    return current


def _items(shape: Shape) -> Iterator[Shape]:
    if shape.rest is not None:
        yield shape.rest


def _title(word: str, kinds: Kinds, shape: Shape | None) -> str:
    """一项的中文名：格式写的，声明的，或算它的那个属性说的第一句。"""
    if shape is not None and word in shape.properties and shape.properties[word].title:
        return shape.properties[word].title
    for kind in kinds:
        if isinstance(kind, Shape) and word in kind.properties:
            return kind.properties[word].title
        if not isinstance(kind, type):
            continue
        for declared in dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ():
            if declared.name == word and DECLARED in declared.metadata:
                return str(declared.metadata[DECLARED].title)
        member = getattr(kind, word, None)
        if isinstance(member, property) and member.__doc__:
            first = inspect.cleandoc(member.__doc__).splitlines()[0]
            return re.split("[。：，；]", first)[0]
    return WORDS.get(word, "")


def _kind(kinds: Kinds) -> str:
    """类型的中文。"""
    if not kinds:
        return "没有"
    kind = kinds[0]
    if isinstance(kind, Listed | Named) or any(map(listed, kinds)):
        return "列表"
    if isinstance(kind, Shape):
        return {"object": "一组", "array": "列表"}.get(kind.kind, "文字")
    for known, title in TYPES:
        if kind is known:
            return title
    return "一组" if isinstance(kind, type) and kind is not object else "随输入"


def _example(value: Any) -> str:
    """样例里的值，短的一段。"""
    if isinstance(value, bool):
        return "是" if value else "否"
    rows = None if value is None else rows_of(value)
    if rows is not None:
        return f"{len(rows)} 条" if rows else ""
    if isinstance(value, str | Target | Quantity | int | Decimal | datetime.date):
        return shorten(" ".join(str(value).split()), _LONGEST_EXAMPLE)
    return ""
