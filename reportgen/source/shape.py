"""形状：按 Shape 核对树，一次说出全部不合之处，每处一句中文，用 schema 里的中文名（title）。

没有用 jsonschema 库：它的说明是英文，冷启动还要多花约 75 毫秒（整个 check 的四分之一）；tests/ 里以它为准绳，
核对本文件的判断与它一致。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.core.diagnostics import Diagnostic, Edit, diagnose
from reportgen.core.quantity import shorten
from reportgen.core.spelling import did_you_mean, nearest
from reportgen.source.scalars import PLACEHOLDER, READERS, Unreadable, tidy
from reportgen.source.schema import Kind, Shape
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

KIND_NAMES: dict[Kind, str] = {
    "object": "一组“键: 值”",
    "array": "一个列表（每项以“- ”开头，或写在方括号里）",
    "scalar": "一个值",
}


def check_shape(node: Node, shape: Shape) -> tuple[Diagnostic, ...]:
    """树合不合形状；合则为空（可能有 I05 提醒）。"""
    return tuple(_check(node, shape))


def choose(node: Node, shape: Shape) -> Shape:
    """anyOf 里与这个节点同种类的那一种；没有 anyOf 则是形状自己。"""
    if not shape.choices:
        return shape
    kind = kind_of(node)
    choice = next((choice for choice in shape.choices if choice.kind == kind), shape.choices[-1])
    return replace(choice, title=shape.title or choice.title)


def kind_of(node: Node) -> Kind:
    """节点的种类。"""
    if isinstance(node, Scalar):
        return "scalar"
    return "object" if isinstance(node, Mapping) else "array"


def effective(node: Mapping, shape: Shape) -> tuple[Shape, ...]:
    """对这个映射生效的各层要求：形状自己，加上条件成立的那些。"""
    layers = [shape]
    for condition in shape.conditions:
        value = node.get(condition.key)
        if isinstance(value, Scalar) and value.text == condition.value:
            layers.append(condition.then)
    return tuple(layers)


def _check(node: Node, shape: Shape) -> Iterator[Diagnostic]:
    shape = choose(node, shape)
    if kind_of(node) != shape.kind:
        yield _wrong_kind(node, shape)
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
                "I01", node.span, f"{name}是空的，应是{KIND_NAMES[shape.kind]}。", "填上内容，或删去这一项。"
            )
    message = f"{name}应是{KIND_NAMES[shape.kind]}，写成了{KIND_NAMES[kind_of(node)]}。"
    return diagnose("I03", node.span, message, shape.description or "对照 reportgen new 生成的起始文件。")


def _scalar(node: Scalar, shape: Shape) -> Iterator[Diagnostic]:
    name = shape.title or "这里"
    text = node.text.strip()
    if text == PLACEHOLDER:
        yield diagnose("I10", node.span, f"“{name}”还没有填。", _comment(node) or shape.description or "填上实际内容。")
        return
    if text in {"", "~"} and shape.format != "wording":
        yield diagnose("I01", node.span, f"“{name}”是空的。", "填上内容；没有就删去这一项。")
        return
    if shape.enum:
        if text not in shape.enum:
            message = f"“{name}”没有“{shorten(text)}”这个选项。"
            yield diagnose("I04", node.span, message, did_you_mean(text, shape.enum))
        return
    plain = tidy(text, shape.format)
    try:
        READERS[shape.format](plain, node.span)
    except Unreadable as reason:
        yield diagnose("I03", node.span, f"“{name}”写法不对：{reason.message}", reason.help)
        return
    if plain != text and node.plain:
        message = f"“{name}”写的是“{shorten(text)}”，按“{shorten(plain)}”读入。"
        yield diagnose("I05", node.span, message, f"改成“{shorten(plain)}”。", edit=Edit(node.span, plain))


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
    layers = effective(node, shape)
    for key, value in node.entries:
        known = [layer.properties[key.text] for layer in layers if key.text in layer.properties]
        if known:
            for property in known:
                yield from _check(value, property)
            continue
        rest = next((layer.rest for layer in layers if layer.rest is not None), None)
        if rest is None:
            yield _unknown(key, layers, shape)
        else:
            yield from _check(value, rest)
    present = {key.text for key, _ in node.entries}
    for layer in layers:
        for name in layer.required:
            if name not in present:
                yield _missing(node, name, layer, shape)


def _missing(node: Mapping, name: str, layer: Shape, shape: Shape) -> Diagnostic:
    property = layer.properties[name] if name in layer.properties else Shape()
    title = f"“{property.title}”（{name}）" if property.title else f"“{name}”"
    owner = f"“{shape.title}”里" if shape.title else "这里"
    span = node.entries[0][0].span if node.entries else node.span
    help = f"加上一行 {name}: …" + (f"（{property.description}）" if property.description else "。")
    return diagnose("I01", span, f"{owner}缺少{title}。", help, subject=name)


def _unknown(key: Scalar, layers: tuple[Shape, ...], shape: Shape) -> Diagnostic:
    titles: dict[str, str] = {}
    for layer in layers:
        for name, property in layer.properties.items():
            titles.setdefault(name, property.title)
    same = [name for name, title in titles.items() if title and title == key.text]
    close = same or nearest(key.text, titles)
    owner = f"“{shape.title}”里" if shape.title else "这里"
    message = f"{owner}没有“{shorten(key.text)}”这个键。"
    if close:
        title = f"（{titles[close[0]]}）" if titles[close[0]] else ""
        return diagnose("I02", key.span, message, f"是不是想写 {close[0]}{title}？", edit=Edit(key.span, close[0]))
    names = "、".join(f"{name}（{title}）" if title else name for name, title in titles.items())
    return diagnose("I02", key.span, message, f"可用的键：{names}。")
