"""格式的表样：format.yaml 的 output 写了哪些，文件夹里有没有，里面的标签走不走得通，该印的印了没有。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportgen.core.diagnostics import Diagnostic, Source, Span, blocking, diagnose
from reportgen.core.form import BODY, FORMS, Form, Tag, references_in
from reportgen.core.format import Format, Manifest
from reportgen.core.outside import is_there
from reportgen.core.paths import NAMES
from reportgen.core.reference import Reference, written
from reportgen.core.shape import Shape
from reportgen.core.spelling import did_you_mean
from reportgen.formats.frames import frame_place
from reportgen.formats.kinds import (
    Broken,
    Kinds,
    Scope,
    all_listed,
    all_steps,
    listed,
    reached,
    words_of,
)
from reportgen.source.files import read_bytes

FORMAT_WORDS = ("tiers", "draft")
"""不从输入来的名字，里面的词不查：格式的档次，和草稿才印的“草稿”。"""
LOOP_WORDS = ("index", "index0", "first", "last", "length", "revindex")
"""docxtpl 循环自己的几个词：loop.index 是第几条。"""
NEEDED = (
    ("indicators", ("name", "target", "actual", "weight", "score"), "评分表各行"),
    ("scorecard", ("total",), "总分"),
)
"""表样该印的：评分表的各栏和总分。"""
TITLES = {
    "name": "指标名称",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "total": "总分",
}


def read_forms(
    folder: Path, manifest: Manifest, tables: tuple[str, ...], place: Span, shown: str
) -> tuple[tuple[Form, ...], list[Diagnostic]]:
    """output 里的各份表样；shown 是格式文件夹在诊断里的名字，place 是 format.yaml。"""
    forms: list[Form] = []
    problems: list[Diagnostic] = []
    for name in FORMS:
        there = is_there(folder / name)
        if name not in manifest.output:
            if there:
                message = f"文件夹里有 {name}，format.yaml 的 output 没有写它。"
                problems.append(
                    diagnose("F03", place, message, f"在 output 里加上 {name}，或移走。")
                )
            continue
        if not there:
            message = f"output 写了 {name}，文件夹里没有这个文件。"
            help = f"把表样放进格式文件夹，改名 {name}；或从 output 里删去。"
            problems.append(diagnose("F01", place, message, help))
            continue
        data, unreadable = read_bytes(folder / name, f"{shown}{name}")
        problems += unreadable
        if unreadable:
            continue
        form, faults = _read(name, data, f"{shown}{name}", frozenset((*tables, BODY)))
        problems += faults
        if form is not None:
            problems += _slots_without_template(form, folder, manifest)
            forms.append(form)
    return tuple(forms), problems


def _slots_without_template(form: Form, folder: Path, manifest: Manifest) -> Iterator[Diagnostic]:
    """插槽里的表和各章，样式从格式的 Word 模板来；没有模板的写不成。"""
    if is_there(frame_place(folder, manifest.frame).path):
        return
    for tag in form.tags:
        if tag.kind == "slot":
            message = f"“{tag.text}”是插槽，格式没有 Word 模板，插进来的表没有样式。"
            help = "在 format.yaml 写 frame: portrait，或运行 reportgen format frame 做一份。"
            yield diagnose("F11", tag.place, message, help)


def _read(
    name: str, data: bytes, shown: str, slots: frozenset[str]
) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    if name == "form.docx":
        from reportgen.forms.wordreading import read_word_form

        return read_word_form(data, shown, slots)
    from reportgen.forms.sheetreading import read_sheet_form

    return read_sheet_form(data, shown)


def check_forms(format: Format) -> Iterator[Diagnostic]:
    """一种格式的各份表样：标签里的名字，该印而没有印的。"""
    scope = Scope(format.shape, format.shape)
    for form in format.forms:
        problems: dict[Diagnostic, None] = {}
        for tag in form.tags:
            problems.update(dict.fromkeys(_tag(tag, scope)))
        yield from problems
        if not blocking(problems):
            yield from _unread(format, form)


def _tag(tag: Tag, scope: Scope) -> Iterator[Diagnostic]:
    """一个标签里的各个引用；循环的列表要是列表。"""
    if tag.reference is None or tag.kind == "slot":
        return
    variables = _variables(tag, scope)
    try:
        for inner in references_in(tag.reference):
            kinds_at(inner.path, variables, scope)
        if tag.kind == "for":
            yield from _list(tag, variables, scope)
    except Broken as broken:
        yield diagnose("F11", tag.place, f"“{tag.text}”{_reason(broken)}", _help(broken))


def _list(tag: Tag, variables: dict[str, Kinds], scope: Scope) -> Iterator[Diagnostic]:
    assert tag.reference is not None
    kinds = kinds_at(tag.reference.path, variables, scope)
    if tag.reference.calls or not kinds or object in kinds or any(map(listed, kinds)):
        if tag.variable in NAMES or tag.variable in FORMAT_WORDS:
            message = f"“{tag.text}”循环里的一条不能叫“{tag.variable}”，那是输入里的名字。"
            yield diagnose("F11", tag.place, message, "换一个名字，如 r。")
        return
    path = written(tag.reference.path)
    lists = [f"{path}.{word}" for word in words_of(kinds) if _lists(kinds, word, scope)]
    help = (
        f"里面的列表有：{'、'.join(lists)}。" if lists else "for 后面写一个列表，如 funds.lines。"
    )
    yield diagnose("F11", tag.place, f"“{tag.text}”里的“{path}”不是列表。", help)


def _lists(kinds: Kinds, word: str, scope: Scope) -> bool:
    return any(map(listed, all_steps(kinds, word, scope)))


def _variables(tag: Tag, scope: Scope) -> dict[str, Kinds]:
    """套着标签的各层循环里，一条的类型；列表自己走不通的，另在它那里说，里面不再说。"""
    variables: dict[str, Kinds] = {}
    for loop in tag.loops:
        try:
            rows = all_listed(kinds_at(loop.rows.path, variables, scope))
        except Broken:
            rows = ()
        variables[loop.variable] = (object,) if _changes(loop.rows) or not rows else rows
        variables["loop"] = (object,)
    return variables


def _changes(reference: Reference) -> bool:
    """过滤器会不会换成另一种东西（map）。"""
    return any(call.name == "map" for call in reference.calls)


def kinds_at(path: tuple[str | int, ...], variables: dict[str, Kinds], scope: Scope) -> Kinds:
    """沿引用的路径走到的类型；走不通抛 Broken，看了输入才知道的是 (object,)。"""
    first = str(path[0])
    if first == "loop" and first in variables:
        return _loop_word(path)
    if first in FORMAT_WORDS:
        return (object,)
    if first in variables:
        kinds = variables[first]
    elif first in NAMES:
        kinds = reached(first, scope)
    else:
        raise Broken("", first, (*NAMES, *variables))
    walked = first
    for word in path[1:]:
        if object in kinds or not kinds:
            return (object,)
        if isinstance(word, int):
            kinds, walked = all_listed(kinds), f"{walked}[{word}]"
            continue
        inner = all_steps(kinds, word, scope)
        if not inner:
            raise Broken(walked, word, words_of(kinds), words_of(all_listed(kinds)))
        kinds, walked = inner, f"{walked}.{word}"
    return kinds


def _loop_word(path: tuple[str | int, ...]) -> Kinds:
    if len(path) != 2 or path[1] not in LOOP_WORDS:
        raise Broken("loop", str(path[-1]), LOOP_WORDS)
    return (object,)


def _reason(broken: Broken) -> str:
    """走不通的理由；有相近的词，接着问是不是它。"""
    if broken.inside:
        return f"走不通：{broken.reached} 是列表，后面不能接着写。"
    last = [name.rpartition(".")[2] for name in broken.known]
    asked = did_you_mean(broken.name, last)
    if asked.startswith("是不是"):
        return f"没有“{broken.name}”这个名字，{asked}"
    return f"没有“{broken.name}”这个名字。"


def _help(broken: Broken) -> str:
    if broken.inside:
        return (
            f"用 {{%tr for r in {broken.reached} %}} 一条一条地写，或取一条：{broken.reached}[0]。"
        )
    known = "、".join(name.rpartition(".")[2] for name in broken.known[:12])
    return f"可以写的有：{known}。全部名字：reportgen format names。" if known else ""


def _unread(format: Format, form: Form) -> Iterator[Diagnostic]:
    """F10 表样没有印：评分表的各栏、总分，和必填的事实，没有一个标签读它。"""
    if any(tag.kind == "slot" for tag in form.tags):
        return  # 插槽里的表印什么，照 I06 说
    words: set[str] = set()
    for tag in form.tags:
        for inner in references_in(tag.reference) if tag.reference is not None else ():
            words.update(word for word in inner.path if isinstance(word, str))
    place = Span(Source(form.shown), 1, 1, 0, 0, "全文")
    missing = [TITLES[word] for _, needed, _ in NEEDED for word in needed if word not in words]
    missing += [title for key, title in _required(format.shape) if key not in words]
    if missing:
        message = f"表样没有印：{'、'.join(dict.fromkeys(missing))}。"
        yield diagnose("F10", place, message, "在表样里写上标签；确实不印的不必管。")


def _required(shape: Shape) -> Iterator[tuple[str, str]]:
    """专有事实里必填的各项：键和中文名。"""
    facts: Any = shape.properties.get("facts")
    if facts is None:
        return
    for key in facts.required:
        yield key, facts.properties[key].title or key
