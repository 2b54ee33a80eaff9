"""取字段：从核过形状的树里按键取值。键可以没有（得 None 或空），写法必定读得成。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast

from reportgen.core.diagnostics import Span
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text
from reportgen.source.scalars import AS_TYPED, READERS, tidy
from reportgen.source.tree import Mapping, Node, Scalar, Sequence


class Fields:
    """一个映射的各字段。每个方法对应 schema 里的一种 format，没有这个键时返回 None。"""

    __slots__ = ("nodes", "span")

    def __init__(self, node: Node | None, span: Span | None = None) -> None:
        self.nodes: dict[str, Node] = {}
        self.span = node.span if node is not None else span
        if isinstance(node, Mapping):
            self.nodes = {key.text: value for key, value in node.entries}

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def read(self, key: str, format: str) -> Any:
        """按 format 读一个标量。"""
        node = self.nodes.get(key)
        return read_scalar(node, format) if isinstance(node, Scalar) else None

    def text(self, key: str) -> Text | None:
        """一行文字。"""
        return cast("Text | None", self.read(key, "text"))

    def prose(self, key: str) -> Text | None:
        """叙述。"""
        return cast("Text | None", self.read(key, "prose"))

    def words(self, key: str, default: str = "") -> str:
        """一行文字，没有则为 default。"""
        text = self.text(key)
        return default if text is None else str(text)

    def quantity(self, key: str, format: str = "number") -> Quantity | None:
        """数量：number、money、count、rate、quantity。"""
        return cast("Quantity | None", self.read(key, format))

    def number(self, key: str) -> Decimal | None:
        """不带单位的数。"""
        quantity = self.quantity(key)
        return None if quantity is None else quantity.number

    def integer(self, key: str, default: int) -> int:
        """个数，没有则为 default。"""
        quantity = self.quantity(key, "count")
        return default if quantity is None else int(quantity.number)

    def decimal(self, key: str, format: str) -> Decimal | None:
        """份额（share）、倍数（multiple）。"""
        return cast("Decimal | None", self.read(key, format))

    def flag(self, key: str, default: bool) -> bool:
        """是否，没有则为 default。"""
        answer = self.read(key, "flag")
        return default if answer is None else cast(bool, answer)

    def date(self, key: str) -> date | None:
        """日期。"""
        return cast("date | None", self.read(key, "date"))

    def mapping(self, key: str) -> Fields:
        """下一层的字段；没有则是空的一层。"""
        return Fields(self.nodes.get(key), self.span)

    def entries(self, key: str) -> tuple[tuple[Scalar, Node], ...]:
        """下一层映射的键值对，按写的次序。"""
        node = self.nodes.get(key)
        return node.entries if isinstance(node, Mapping) else ()

    def items(self, key: str) -> tuple[Node, ...]:
        """列表的各项。"""
        node = self.nodes.get(key)
        return node.items if isinstance(node, Sequence) else ()

    def texts(self, key: str, format: str = "prose") -> tuple[Text, ...]:
        """列表的各项，都是文字。"""
        return tuple(read_scalar(item, format) for item in self.items(key) if isinstance(item, Scalar))

    def quantities(self, key: str, format: str) -> tuple[Quantity, ...]:
        """列表的各项，都是数。"""
        return tuple(read_scalar(item, format) for item in self.items(key) if isinstance(item, Scalar))


def read_scalar(node: Scalar, format: str) -> Any:
    """按 format 读一个标量（变体先换成规范写法；年度指标值和实际完成值自己认各种写法，印的照原样）。"""
    text = node.text if format in AS_TYPED else tidy(node.text, format)
    return READERS[format](text, node.span)
