"""名字一览：一种格式的模板、表样、叙述里能引用的全部名字，写成 Markdown（docs/names.md 也是它写的）。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class NamePaper(Protocol):
    """一个名字：怎么写、中文名、类型、样例里的值。"""

    @property
    def path(self) -> str:
        """怎么写。"""

    @property
    def title(self) -> str:
        """中文名。"""

    @property
    def kind(self) -> str:
        """类型。"""

    @property
    def example(self) -> str:
        """样例里的值。"""


class GroupPaper(Protocol):
    """一组名字。"""

    @property
    def start(self) -> str:
        """从哪里写起。"""

    @property
    def title(self) -> str:
        """叫什么。"""

    @property
    def repeats(self) -> bool:
        """是不是列表。"""

    @property
    def names(self) -> Sequence[NamePaper]:
        """各个名字。"""


def heading_of(group: GroupPaper) -> str:
    """一组的标题：叫什么，从哪里写起。"""
    if group.repeats:
        return f"{group.title}：{{%tr for r in {group.start} %}}"
    return f"{group.title}：{group.start}" if group.start else group.title


def write_names(format: str, groups: Sequence[GroupPaper]) -> str:
    """各组名字 → Markdown。"""
    lines = [
        "# 能引用的名字",
        "",
        f"由 `reportgen format names {format}` 写出，不要手改；例子取自这种格式的 `sample.yaml`。",
        "模板、表样、叙述里的名字都是这些，写成 `{{ 名字 | 过滤器 }}`；列表的一条在循环里叫 `r`。",
    ]
    for group in groups:
        lines += [
            "",
            f"## {heading_of(group)}",
            "",
            "| 名字 | 是什么 | 类型 | 例 |",
            "| --- | --- | --- | --- |",
        ]
        for name in group.names:
            cells = (f"`{name.path}`", name.title, name.kind, name.example)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
