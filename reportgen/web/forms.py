"""交给页面的表单：各页、各块、各格，凭打算；起始文件里每格旁边写的填什么；指标库里有的指标。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportgen.core.plan import Block, Field, Form, Sheet
from reportgen.core.quantity import plain
from reportgen.corridor.sheet import shown_in
from reportgen.source.cells import cells
from reportgen.source.tree import Scalar
from reportgen.web.opened import Opened
from reportgen.web.places import written

Json = dict[str, Any]
WRITTEN_BY_ITSELF = ("last",)
"""转年度时写下的，人不必填：收在不常用的里。"""
_NOTE = re.compile(r" # (?P<kind>填|上年)：(?P<text>.*)")


def form_of(opened: Opened) -> Json:
    """表单：各页、各块、各格，凭打算；和起始文件里每格旁边写的填什么。"""
    assert opened.tree is not None and opened.format is not None
    seen = shown_in(opened.plan, opened.tree, opened.format)
    manifest = opened.format.manifest
    return {
        "file": opened.name,
        "format": {"id": manifest.id, "title": manifest.title, "authority": manifest.authority},
        "sheets": [_sheet(sheet, seen) for sheet in opened.plan.sheets],
        "library": dict(_library(opened)),
        "hints": dict(_hints(opened)),
    }


def _sheet(sheet: Sheet, seen: frozenset[tuple[str, ...]]) -> Json:
    blocks = [_block(block, seen) for block in sheet.blocks]
    return {"key": sheet.key, "title": sheet.title, "blocks": blocks}


def _block(block: Block, seen: frozenset[tuple[str, ...]]) -> Json:
    common: Json = {
        "path": list(block.path),
        "title": block.title,
        "hint": block.hint,
        "required": block.required,
        "shown": block.path in seen and block.path != WRITTEN_BY_ITSELF,
    }
    if isinstance(block, Form):
        fields = [_field(field, block.path, seen) for field in block.fields]
        return {**common, "kind": "form", "fields": fields}
    total = [_field(field, block.total, seen) for field in block.total_columns]
    inside = () if block.kind != "rows" else ("*",)
    columns = [_field(field, (*block.path, *inside), seen, block.path) for field in block.columns]
    return {
        **common,
        "kind": block.kind,
        "fields": columns,
        "parent": list(block.parent),
        "total": list(block.total),
        "totalTitle": block.total_title,
        "totalFields": total,
        "sections": [_section(section) for section in block.sections],
        "closed": block.closed,
    }


def _section(section: Any) -> Json:
    return {
        "key": section.key,
        "title": section.title,
        "hint": section.hint,
        "required": section.required,
        "text": section.text,
        "passages": section.passages,
    }


def _field(
    field: Field,
    path: tuple[str, ...],
    seen: frozenset[tuple[str, ...]],
    table: tuple[str, ...] | None = None,
) -> Json:
    home = path if table is None else table
    return {
        "keys": list(field.keys),
        "title": field.title,
        "kind": field.kind,
        "way": field.way,
        "words": [list(word) for word in field.words],
        "required": field.required,
        "hint": field.shape.hint,
        "shown": (*home, *field.keys) in seen,
    }


def _library(opened: Opened) -> Iterator[tuple[str, Json]]:
    """指标库里的指标：没有写的，照指标库的。"""
    assert opened.format is not None
    for entry in opened.format.catalogue.entries:
        name = getattr(entry, "name", "")
        if name:
            weight = getattr(entry, "weight", None)
            yield (
                str(name),
                {
                    "level1": entry.level1,
                    "level2": str(getattr(entry, "level2", "")),
                    "weight": "" if weight is None else plain(weight),
                    "target": str(getattr(entry, "target", None) or ""),
                    "definition": str(getattr(entry, "definition", "")),
                },
            )


def _hints(opened: Opened) -> Iterator[tuple[str, str]]:
    """行末的注释：填什么，上年是多少。"""
    assert opened.tree is not None
    for cell in cells(opened.plan, opened.tree):
        note = _NOTE.search(opened.source.line(cell.node.span.line))
        if note is not None and isinstance(cell.node, Scalar):
            last = "上年 " if note["kind"] == "上年" else ""
            yield written(cell.address), f"{last}{note['text'].strip()}"
