"""取值：模板的名字里沿路径取内容。`scorecard.printed`、`funds.lines`、`item.children` 是同一种写法。"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.core.paths import NoSuchPath, follow
from reportgen.core.survey import DataTable

Names = Mapping[str, Any]
"""模板里的名字 → 值。"""


def reach(names: Names, path: str) -> Any:
    """沿路径取值；没有填的得 None，词不存在则抛 NoSuchPath。"""
    first, _, rest = path.partition(".")
    if first not in names:
        raise NoSuchPath("", first, tuple(names))
    return follow(names[first], rest) if rest else names[first]


def rows_at(names: Names, path: str) -> tuple[Any, ...]:
    """路径所指的各行；不是一组内容的得空。"""
    found = reach(names, path)
    if isinstance(found, DataTable):
        return found.rows
    return found if isinstance(found, tuple) else ()
