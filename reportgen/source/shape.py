"""核形状：按 Shape 核对树，一次说出全部不合之处，每处一句中文，用声明里的中文名（title）。

没有用 jsonschema 库：它的说明是英文，冷启动还要多花约 75 毫秒（整个 check 的四分之一）；tests/ 里以它为准绳，
核对本文件的判断与它一致。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportgen.core.diagnostics import Diagnostic, Edit, Span, diagnose, within
from reportgen.core.fieldspec import how_to_declare
from reportgen.core.quantity import shorten
from reportgen.core.shape import Shape, ShapeKind
from reportgen.core.spelling import did_you_mean, nearest
from reportgen.source.quoting import quoted_if_needed
from reportgen.source.scalars import PLACEHOLDER, READERS, Unreadable, tidy
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

KIND_NAMES: dict[ShapeKind, str] = {
    "object": "一组“键: 值”",
    "array": "一个列表（每项以“- ”开头，或写在方括号里）",
    "scalar": "一个值",
}

_COLON = re.compile(r"(?P<key>[^\s：:]{1,30})\s*(?P<colon>：|:(?=[^\s/]))")
_OPENED = re.compile(r"：\s*[{\[]")


def check_shape(node: Node, shape: Shape) -> tuple[Diagnostic, ...]:
    """树合不合形状；合则为空（可能有 I05 提醒）。"""
    problems = tuple(_check(node, shape))
    if not any(problem.code == "I02" for problem in problems):
        return problems
    facts = tuple(_facts_in(node))
    return tuple(_of_facts(problem, facts) for problem in problems)


def _facts_in(node: Node) -> Iterator[Span]:
    """专有事实（整份的、各项目的、指标的）写在哪里。"""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.text == "facts":
                yield value.span
            else:
                yield from _facts_in(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _facts_in(item)


def _of_facts(problem: Diagnostic, facts: tuple[Span, ...]) -> Diagnostic:
    """没有声明的专有事实：说怎样声明。"""
    inside = any(span.start <= problem.span.start < span.end for span in facts)
    if problem.code != "I02" or problem.edit is not None or not inside:
        return problem
    key = problem.span.source.text[problem.span.start : problem.span.end]
    known = "" if problem.help == NOTHING_ELSE else problem.help
    return replace(problem, help=f"{known}{how_to_declare(key)}")


NOTHING_ELSE = "这里不能写别的。"
"""一个键也没有的地方。"""


def choose(node: Node, shape: Shape) -> Shape:
    """几种写法里与这个节点同种类的那一种；只有一种写法则是形状自己。"""
    if not shape.choices:
        return shape
    kind = kind_of(node)
    return next((choice for choice in shape.choices if choice.kind == kind), shape.choices[-1])


def kind_of(node: Node) -> ShapeKind:
    """节点的种类。"""
    if isinstance(node, Scalar):
        return "scalar"
    return "object" if isinstance(node, Mapping) else "array"


def chosen_variant(node: Mapping, shape: Shape) -> Shape:
    """凭一个词分几种的，这个映射是哪一种；词没有写、写错了的，是形状自己。"""
    if shape.variants is None:
        return shape
    written = node.get(shape.variants.key)
    word = written.text if isinstance(written, Scalar) else shape.variants.default
    return shape.variants.shapes.get(word, shape)


def _check(node: Node, shape: Shape) -> Iterator[Diagnostic]:
    shape = choose(node, shape)
    if kind_of(node) != shape.kind:
        yield from _colons(node, shape) or (_wrong_kind(node, shape),)
    elif isinstance(node, Scalar):
        yield from _scalar(node, shape)
    elif isinstance(node, Sequence):
        yield from _sequence(node, shape)
    else:
        yield from _mapping(node, shape)


def _wrong_kind(node: Node, shape: Shape) -> Diagnostic:
    name = f"“{shape.title}”" if shape.title else "这里"
    if isinstance(node, Scalar):
        if "：" in node.text and shape.kind == "object":
            key = node.text.split("：")[0]
            message = f"{name}应是{KIND_NAMES[shape.kind]}，而“{shorten(key)}”后面是全角冒号。"
            return diagnose("S03", node.span, message, "改成英文冒号加一个空格“: ”。")
        if node.text[:1] in {"［", "【", "｛"}:
            message = f"{name}应是{KIND_NAMES[shape.kind]}，而括号是全角的。"
            return diagnose("S03", node.span, message, "改成英文的方括号、花括号和逗号：[甲, 乙]。")
        if not node.text.strip() or node.text == "~":
            return diagnose(
                "I01",
                node.span,
                f"{name}是空的，应是{KIND_NAMES[shape.kind]}。",
                "填上内容，或删去这一项。",
            )
    message = f"{name}应是{KIND_NAMES[shape.kind]}，写成了{KIND_NAMES[kind_of(node)]}。"
    return diagnose("I03", node.span, message, shape.help or "对照 reportgen new 生成的起始文件。")


def _scalar(node: Scalar, shape: Shape) -> Iterator[Diagnostic]:
    name = shape.title or "这里"
    text = node.text.strip()
    if text == PLACEHOLDER:
        yield diagnose(
            "I10",
            node.span,
            f"“{name}”还没有填。",
            _comment(node) or shape.help or "填上实际内容。",
        )
        return
    if text in {"", "~"} and shape.format != "wording":
        yield diagnose("I01", node.span, f"“{name}”是空的。", "填上内容；没有就删去这一项。")
        return
    if shape.words:
        words = [word for word, _ in shape.words]
        if text not in words:
            message = f"“{name}”没有“{shorten(text)}”这个选项。"
            yield diagnose("I04", node.span, message, _right_word(text, shape))
        return
    plain = tidy(text, shape.format)
    try:
        READERS[shape.format](plain, node.span)
    except Unreadable as reason:
        yield diagnose("I03", node.span, f"“{name}”写法不对：{reason.message}", reason.help)
        return
    if plain != text and node.plain:
        message = f"“{name}”写的是“{shorten(text)}”，按“{shorten(plain)}”读入。"
        edit = Edit(node.span, quoted_if_needed(plain, flow=True), "tidy")
        yield diagnose("I05", node.span, message, f"改成“{shorten(plain)}”。", edit=edit)


def _right_word(text: str, shape: Shape) -> str:
    """该写哪个词：写的是一个词的中文说明的（“清空”），就是那个词。"""
    for word, label in shape.words:
        if label and label.startswith(text):
            return f"是不是想写 {word}（{label}）？"
    return did_you_mean(text, [word for word, _ in shape.words])


def _comment(node: Scalar) -> str:
    """同一行末尾的注释：`# 填：……` 里写着该填什么。"""
    _, mark, note = node.span.source.line(node.span.line).rpartition(" # ")
    return note.strip() if mark else ""


def _sequence(node: Sequence, shape: Shape) -> Iterator[Diagnostic]:
    if len(node.items) < shape.least:
        message = f"“{shape.title or '这里'}”至少要有 {shape.least} 项，现有 {len(node.items)} 项。"
        yield diagnose("I01", node.span, message, "补上缺的项。")
    if shape.items is not None:
        for item in node.items:
            yield from _check(item, shape.items)


def _mapping(node: Mapping, shape: Shape) -> Iterator[Diagnostic]:
    shape = chosen_variant(node, shape)
    present = {key.text for key, _ in node.entries}
    for key, value in node.entries:
        inner = shape.properties.get(key.text, shape.rest)
        if inner is not None:
            yield from _check(value, inner)
        elif not _of_some_variant(key.text, shape):
            problem = _unknown(key, value, node, shape)
            present.add(_meant(key, problem.edit, shape))
            yield problem
    for name in shape.required:
        if name not in present:
            yield _missing(node, name, shape)


def _meant(key: Scalar, edit: Edit | None, shape: Shape) -> str:
    """写错了样子而说的是哪个键，问了“是不是想写它”的也算：不再说缺了它。"""
    if edit is None:
        return ""
    if edit.kind in {"", "title"}:
        return edit.text
    word = key.text[: edit.span.start - key.span.start].strip()
    titled = (name for name in shape.properties if shape.properties[name].title == word)
    return word if word in shape.properties else next(titled, "")


def _of_some_variant(key: str, shape: Shape) -> bool:
    """分几种而没有说是哪一种：哪一种的键都先不说不认识，免得一个错报成许多。"""
    variants = shape.variants
    return variants is not None and any(
        key in variants.shapes[word].properties for word in variants.shapes
    )


def _missing(node: Mapping, name: str, shape: Shape) -> Diagnostic:
    property = shape.properties[name] if name in shape.properties else Shape()
    title = f"“{property.title}”（{name}）" if property.title else f"“{name}”"
    owner = f"“{shape.title}”里" if shape.title else "这里"
    span = node.entries[0][0].span if node.entries else node.span
    help = f"加上一行 {name}: …" + (f"（{property.help}）" if property.help else "。")
    return diagnose("I01", span, f"{owner}缺少{title}。", help, subject=name)


def _nearest_key(word: str, titles: dict[str, str]) -> list[str]:
    """最相近的键：用中文写的，比的是中文名，“指标值”是“年度指标值”（target）。"""
    if word.isascii():
        return nearest(word, titles)
    close = nearest(word, filter(None, titles.values()))
    return [name for name, title in titles.items() if title in close]


def _colons(node: Node, shape: Shape) -> tuple[Diagnostic, ...]:
    """本该是几个键，YAML 读成了一段文字：各行以这里的键开头，而冒号是全角的，或后面没有空格。"""
    if not isinstance(node, Scalar) or not node.plain or shape.kind != "object":
        return ()
    span = node.span
    if span.source.line(span.line)[: span.column - 1].strip(" -"):
        return ()  # 键: 键：值 写在一行里，改了冒号也不成
    slips = []
    at = span.start
    for number, line in enumerate(span.source.text[span.start : span.end].split("\n")):
        lead = len(line) - len(line.lstrip(" "))
        column = span.column if number == 0 else lead + 1
        end = at + len(line)
        slip = _colon(Span(span.source, span.line + number, column, at + lead, end), shape)
        if slip is None and number == 0:
            return ()
        slips += [slip] if slip else []
        at = end + 1
    return tuple(slips)


def _colon(span: Span, shape: Shape) -> Diagnostic | None:
    """以这里的键（或它的中文名）开头，冒号不是英文的，或后面没有空格。"""
    match = _COLON.match(span.source.text[span.start : span.end])
    titles = [shape.properties[key].title for key in shape.properties]
    if match is None or not (match["key"] in shape.properties or match["key"] in titles):
        return None
    place = within(span, match["colon"])
    if match["colon"] == "：":
        message = f"“{match['key']}”后面是全角冒号“：”。"
        edit = Edit(place, ": ", "colon")
        return diagnose("S03", place, message, "改成英文冒号加一个空格“: ”。", edit=edit)
    message = f"“{match['key']}”后面的冒号没有空格，YAML 不当它是键。"
    edit = Edit(place, ": ", "space")
    return diagnose("S01", place, message, "在冒号后面空一格。", edit=edit)


def _unknown(key: Scalar, value: Node, node: Mapping, shape: Shape) -> Diagnostic:
    # {name：甲} 没有值；unit：{name: 甲} 的花括号并进了键里
    swallowed = isinstance(value, Scalar) and (not value.text or _OPENED.search(key.text))
    slip = _colon(key.span, shape) if key.plain and swallowed else None
    if slip is not None:
        return slip
    titles = {name: property.title for name, property in shape.properties.items()}
    same = [name for name, title in titles.items() if title and title == key.text]
    close = same or _nearest_key(key.text, titles)
    owner = f"“{shape.title}”里" if shape.title else "这里"
    message = f"{owner}没有“{shorten(key.text)}”这个键。"
    if close:
        title = f"（{titles[close[0]]}）" if titles[close[0]] else ""
        # 写的正是一个键的中文名，那个键又没有写：说的就是它；别的是猜的
        certain = len(same) == 1 and node.get(same[0]) is None
        edit = Edit(key.span, close[0], "title" if certain else "")
        return diagnose("I02", key.span, message, f"是不是想写 {close[0]}{title}？", edit=edit)
    names = "、".join(f"{name}（{title}）" if title else name for name, title in titles.items())
    return diagnose("I02", key.span, message, f"可用的键：{names}。" if names else NOTHING_ELSE)
