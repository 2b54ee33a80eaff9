"""模板的预算：一次渲染最多走多少步、写多少字。格式是数据，数据用的时间和内存要有数。

步数记循环的每一轮、宏和循环的每次调用、引入的每个文件；字数记每个印出的值和接起来的文字。
编译以前在语法树上把 `for` 的列表和 `~` 换成会记数的过滤器，模板照原样写。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.visitor import NodeTransformer

MOST_STEPS = 200_000
"""一次渲染最多走这么多步，约一秒；四千行的评分表一行一步，每行再有十条也够。"""
MOST_LETTERS = 2_000_000
"""一次渲染最多写这么多字。"""
STEPS, CONCATENATED = "_steps", "_concatenated"
"""语法树上换进去的两个过滤器。"""


class Exhausted(TemplateRuntimeError):
    """预算用完；理由用中文。"""


class Meter:
    """一次渲染已经走的步数、写的字数。"""

    def __init__(self) -> None:
        self.steps = self.letters = 0

    def start(self) -> None:
        """从头记起。"""
        self.steps = self.letters = 0

    def walk(self, steps: int = 1) -> None:
        """又走了几步。"""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise Exhausted(f"走了 {MOST_STEPS} 步还没有写完")

    def write(self, letters: int) -> None:
        """又写了几个字。"""
        self.letters += letters
        if self.letters > MOST_LETTERS:
            raise Exhausted(f"写了 {MOST_LETTERS} 字还没有写完")

    def counted(self, rows: Any) -> Any:
        """循环的列表：有几条记几步。"""
        if isinstance(rows, Undefined):
            return rows
        if not hasattr(rows, "__len__"):
            return tuple(self._one_by_one(rows))
        self.walk(len(rows))
        return rows

    def _one_by_one(self, rows: Iterable[Any]) -> Iterable[Any]:
        for row in rows:
            self.walk()
            yield row


@contextmanager
def not_too_deep() -> Iterator[None]:
    """编译一段模板：括号、循环套得比 Python 自己的限度还深的，是语法不对。"""
    try:
        yield
    except (RecursionError, SyntaxError, MemoryError):
        raise TemplateSyntaxError("括号或循环套得太深", 1) from None


class Metered(NodeTransformer):
    """语法树上：循环的列表、用 `~` 接起来的文字，都经过会记数的过滤器。"""

    def visit_For(self, node: nodes.For) -> nodes.For:
        """循环。"""
        self.generic_visit(node)
        node.iter = _through(STEPS, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:
        """接起来的文字。"""
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno, environment=node.environment)
        return _through(CONCATENATED, parts)


def _through(name: str, node: Any) -> nodes.Filter:
    return nodes.Filter(
        node, name, [], [], None, None, lineno=node.lineno, environment=node.environment
    )
