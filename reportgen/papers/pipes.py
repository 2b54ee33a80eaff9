"""Markdown 的表：竖线分格；格子里的竖线加反斜杠，换行写成 <br>。"""

from __future__ import annotations

from collections.abc import Sequence


def pipe_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """一张表，没有末尾的换行。"""
    lines = [_row(heads), "|" + " --- |" * len(heads), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(text) for text in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
