"""打算：输入的形状 → 几页表单和表。工作簿、页面照它画，读回来也照它；哪一种格式都是同一套办法。

对象里的值是表单的一行；对象的列表是一张表，行里的对象摊成几栏（规则·依据），
行里的列表另成一张表，凭上级行对上；合计（total）和它旁边的列表各栏相同的，是表末的一行；
叙述是节、小标题、正文、分条；几个名字到值是两栏的表。
别的一律写成一格 YAML（高级），所以不论格式定了什么，都有地方填。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from reportgen.core.narrative import Sections
from reportgen.core.plan import (
    ROW,
    Block,
    Field,
    FieldKind,
    Form,
    Path,
    Plan,
    Section,
    Sheet,
    Table,
)
from reportgen.core.shape import Shape

TOTAL = "total"
FIRST_SHEET = "基本情况"
LONGEST_SHEET_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def plan_of(shape: Shape) -> Plan:
    """输入的形状 → 怎么填。"""
    single = [key for key in shape.properties if _kind(shape.properties[key]) is not None]
    basic: list[Block] = [Form((), shape.title, True, _fields(shape, single), shape.hint)]
    sheets: list[Sheet] = []
    for key, inner in shape.properties.items():
        if key in single:
            continue
        blocks = tuple(_blocks((key,), inner, key in shape.required))
        if any(isinstance(block, Table) for block in blocks):
            sheets.append(Sheet(key, inner.title or key, blocks))
        else:
            basic += blocks
    sheets.insert(0, Sheet("", FIRST_SHEET, tuple(basic)))
    return Plan(tuple(_named(sheets)))


def _kind(shape: Shape) -> FieldKind | None:
    """写得在一格里的，写什么；要另成表单和表的没有。"""
    if shape.choices:
        simple = all(_kind(choice) in {"value", "lines"} for choice in shape.choices)
        return "lines" if simple else "yaml"
    if shape.kind == "scalar":
        return "value"
    if shape.kind == "array":
        inner = shape.items or Shape()
        if inner.kind == "scalar" and not inner.choices:
            return "lines"
        return None if _is_plain_object(inner) else "yaml"
    named = shape.then is Sections or _is_names(shape)
    return None if named or _is_plain_object(shape) else "yaml"


def _is_plain_object(shape: Shape) -> bool:
    """有哪些键都定了的对象；一个键也没有的也算，没有什么可填。"""
    closed = shape.variants is None and shape.rest is None and not shape.choices
    return shape.kind == "object" and closed


def _is_names(shape: Shape) -> bool:
    """名字到值，名字由写的人定。"""
    rest = shape.rest
    return not shape.properties and rest is not None and rest.kind == "scalar" and not rest.choices


def _blocks(path: Path, shape: Shape, required: bool, parent: Path = ()) -> Iterator[Block]:
    """一处的表单和表。"""
    if shape.then is Sections:
        yield Table(
            path,
            shape.title,
            required,
            _passage_columns(shape),
            "sections",
            parent,
            sections=tuple(_sections(shape)),
            closed=shape.rest is None,
            hint=shape.hint,
        )
    elif _is_names(shape) and shape.rest is not None:
        column = _field((), shape.rest, True)
        yield Table(path, shape.title, required, (column,), "names", parent, hint=shape.hint)
    elif shape.kind == "array" and shape.items is not None:
        yield from _table(path, shape, required, parent)
    else:
        yield from _object(path, shape, required, parent)


def _object(path: Path, shape: Shape, required: bool, parent: Path) -> Iterator[Block]:
    """对象：自己的各个值一张表单，里面的对象和列表各成一块。"""
    total = _total_of(shape)
    single = [key for key in shape.properties if _kind(shape.properties[key]) is not None]
    if single:
        yield Form(path, shape.title, required, _fields(shape, single), shape.hint)
    for key, inner in shape.properties.items():
        if key in single or (total and key == TOTAL):
            continue
        needed = required and key in shape.required
        for block in _blocks((*path, key), inner, needed, parent):
            yield _with_total(block, path, shape) if key == total else block


def _total_of(shape: Shape) -> str:
    """合计是哪个列表的：合计的各个键，那个列表的行里都有。"""
    total = shape.properties.get(TOTAL)
    if total is None or not _is_plain_object(total):
        return ""
    for key, inner in shape.properties.items():
        items = inner.items
        if key != TOTAL and items is not None and set(total.properties) <= set(items.properties):
            return key
    return ""


def _with_total(block: Block, path: Path, shape: Shape) -> Block:
    """表末添一行合计。"""
    if not isinstance(block, Table) or block.path[:-1] != path:
        return block
    total = shape.properties[TOTAL]
    columns: list[Field] = []
    _spread((), "", total, True, columns, [])
    return replace(
        block, total=(*path, TOTAL), total_title=total.title, total_columns=tuple(columns)
    )


def _table(path: Path, shape: Shape, required: bool, parent: Path) -> Iterator[Block]:
    """对象的列表：行里的值和对象摊成栏，行里的列表另成一张表。"""
    assert shape.items is not None
    columns: list[Field] = []
    inner: list[tuple[Path, Shape, bool]] = []
    _spread((), "", shape.items, True, columns, inner)
    yield Table(
        path,
        shape.title,
        required,
        tuple(columns),
        parent=parent,
        least=shape.least,
        hint=shape.hint,
    )
    for keys, part, needed in inner:
        yield from _blocks((*path, ROW, *keys), part, required and needed, (*path, ROW))


def _spread(
    keys: Path,
    title: str,
    shape: Shape,
    required: bool,
    columns: list[Field],
    inner: list[tuple[Path, Shape, bool]],
) -> None:
    """一行的各栏；行里的对象接着摊，名字接在后面。"""
    for key, part in shape.properties.items():
        here, needed = (*keys, key), required and key in shape.required
        name = f"{title}·{part.title or key}" if title else part.title or key
        if _kind(part) is not None:
            columns.append(replace(_field(here, part, needed), title=name))
        elif _is_plain_object(part):
            _spread(here, name, part, needed, columns, inner)
        else:
            inner.append((here, part, needed))


def _passage_columns(shape: Shape) -> tuple[Field, ...]:
    """叙述的小标题、正文、分条：取自写成几段的那种写法。"""
    members = [*shape.properties.values(), *([shape.rest] if shape.rest else [])]
    ways = chain.from_iterable(member.choices or (member,) for member in members)
    passages = next((way.items for way in ways if way.kind == "array" and way.items), None)
    if passages is None:
        text = Shape(title="正文", format="prose")
        return (_field(("text",), text, False),)
    return _fields(passages, passages.properties)


def _sections(shape: Shape) -> Iterator[Section]:
    for key, part in shape.properties.items():
        kinds = {way.kind for way in part.choices or (part,)}
        needed = key in shape.required
        yield Section(key, part.title, needed, "scalar" in kinds, "array" in kinds, part.hint)


def _fields(shape: Shape, keys: Iterable[str]) -> tuple[Field, ...]:
    return tuple(_field((key,), shape.properties[key], key in shape.required) for key in keys)


def _field(keys: Path, shape: Shape, required: bool) -> Field:
    title = shape.title or (keys[-1] if keys else "")
    return Field(keys, title, _kind(shape) or "yaml", required, shape)


def _named(sheets: list[Sheet]) -> Iterator[Sheet]:
    """各页的名字：工作簿不许的字换成 _，不超过三十一个字，重名的后面加数。"""
    taken: set[str] = set()
    for sheet in sheets:
        name = _NOT_IN_A_NAME.sub("_", sheet.title).strip("'")[:LONGEST_SHEET_NAME] or sheet.key
        title, number = name, 2
        while title.casefold() in taken:
            title = f"{name[: LONGEST_SHEET_NAME - len(str(number))]}{number}"
            number += 1
        taken.add(title.casefold())
        yield replace(sheet, title=title)
