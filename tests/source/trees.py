"""照形状造的树和改动：给 emit、edits、plan 的性质试验用。"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from reportgen.core.format import Format
from reportgen.core.shape import Shape
from reportgen.formats.load import load_format
from reportgen.source.quoting import literal, quoted, quoted_if_needed
from reportgen.source.tree import Mapping, Node, Scalar, read_tree

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FORMATS = sorted(path.parent.name for path in TEMPLATES.glob("*/format.yaml"))
INPUTS = [*sorted((ROOT / "inputs").rglob("*.yaml")), *sorted(TEMPLATES.glob("*/sample.yaml"))]
DEEPEST = 5

ONE_LINE = r"""
云河市
193.00
1,664.08
98.15%
=2场
≥800 人
1/3
+1
-5.51%
2025-03-31
~x
@名
*星
&和
!叹
%分
`反
|竖
>大
#井
甲 #乙
甲: 乙
甲：乙
键:
: 冒
'单'
"双"
it's
说'甲'和"乙"
\反斜
{花}
[方]
甲, 乙
- 横
? 问
--- 横
...
𠮷☑
{{ year }} 年
=SUM(A1:A9)
null
yes
[2024]5号文
a:b
a,b
""".strip().split("\n")
SEVERAL_LINES = [
    "第一段\n第二段",
    "一\n\n  缩进的\n#不是注释\n- 不是列表",
    "末尾空格 \n下一行",
    "行\n\t制表",
]
TEXTS = [*ONE_LINE, *SEVERAL_LINES, "甲\t乙", "换\u0085行", "回\r车", "x" * 90]


@lru_cache(maxsize=16)
def format_of(name: str) -> Format:
    """随程序的一种格式。"""
    format, _ = load_format(TEMPLATES / name)
    assert format is not None
    return format


def shape_for(node: Node) -> Shape:
    """输入的形状。"""
    assert isinstance(node, Mapping)
    named = node.get("format")
    assert isinstance(named, Scalar)
    return format_of(named.text).shape


def tree_of(path: Path) -> Node:
    """一份输入的树。"""
    node, _, problems = read_tree(path)
    assert node is not None, problems
    return node


def grown(random: Random, shape: Shape, depth: int = 0) -> Any:
    """照形状造一个值。"""
    if shape.choices:
        return grown(random, random.choice(shape.choices), depth)
    if shape.kind == "scalar":
        return _text(random, shape)
    if shape.kind == "array":
        most = 3 if depth < DEEPEST else 1
        inner = shape.items or Shape()
        count = random.randint(shape.least and 1, most)
        return [grown(random, inner, depth + 1) for _ in range(count)]
    if shape.variants is not None:
        word = random.choice(list(shape.variants.shapes))
        inner = shape.variants.shapes[word]
        return {**_members(random, inner, depth), shape.variants.key: word}
    return _members(random, shape, depth)


def _members(random: Random, shape: Shape, depth: int) -> dict[str, Any]:
    chance = (0.8, 0.6, 0.5, 0.4, 0.3)[min(depth, 4)]
    keys = [key for key in shape.properties if key in shape.required or random.random() < chance]
    if depth >= DEEPEST:
        keys = [key for key in keys if key in shape.required]
    random.shuffle(keys)
    value = {key: grown(random, shape.properties[key], depth + 1) for key in keys}
    if shape.rest is not None and random.random() < 0.5:
        name = random.choice(["甲", "other", "a b", "键: 值", "#名", "[名]"])
        value[name] = grown(random, shape.rest, depth + 1)
    return value


def _text(random: Random, shape: Shape) -> str:
    if shape.words:
        return random.choice(shape.words)[0]
    if shape.format == "flag":
        return random.choice(["true", "false", "是", "否", "True"])
    text = random.choice(TEXTS)
    if random.random() < 0.3:
        text = random.choice([" ", "", "\n"]) + text + random.choice([" ", "", "\n", "\u3000"])
    return text


Place = tuple[Any, Any, Shape]
"""一处：所在的映射或列表、键或第几个、它的形状。"""


def places(value: Any, shape: Shape) -> Iterator[Place]:
    """值里的每一处。"""
    shape = fitting(value, shape)
    if isinstance(value, dict):
        for key, part in value.items():
            inner = shape.properties.get(key, shape.rest) or Shape()
            yield value, key, inner
            yield from places(part, inner)
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield value, at, shape.items or Shape()
            yield from places(part, shape.items or Shape())


def fitting(value: Any, shape: Shape) -> Shape:
    """几种写法里与值同种类的那一种。"""
    kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else "scalar"
    shape = next((choice for choice in shape.choices if choice.kind == kind), shape)
    if shape.variants is None or not isinstance(value, dict):
        return shape
    return shape.variants.shapes.get(value.get(shape.variants.key, shape.variants.default), shape)


def changed(random: Random, value: Any, shape: Shape, times: int) -> tuple[Any, list[str]]:
    """改几处：换值、去掉键、添上键、添一行、去掉一行、移一行；改的是什么，一并说出。"""
    value, done = copy.deepcopy(value), []
    for _ in range(times):
        everywhere = [(value, None, shape), *places(value, shape)]
        holder, key, inner = random.choice(everywhere)
        kind = random.choice(("value", "value", "less", "more", "row", "row-less", "row-move"))
        done.append(_change(random, kind, holder, key, inner))
    return value, done


def _change(random: Random, kind: str, holder: Any, key: Any, shape: Shape) -> str:
    if key is None:
        return ""
    part = holder[key]
    if kind == "value" and isinstance(part, str):
        holder[key] = grown(random, shape)
    elif kind == "less" and isinstance(holder, dict):
        del holder[key]
    elif kind == "more" and isinstance(part, dict):
        form = fitting(part, shape)
        missing = [name for name in form.properties if name not in part]
        if not missing:
            return ""
        name = random.choice(missing)
        part[name] = grown(random, form.properties[name], 2)
    elif kind == "row" and isinstance(part, list):
        row = fitting(part, shape).items or Shape()
        part.insert(random.randint(0, len(part)), grown(random, row, 2))
    elif kind == "row-less" and isinstance(part, list) and part:
        del part[random.randrange(len(part))]
    elif kind == "row-move" and isinstance(part, list) and part:
        part.insert(random.randrange(len(part)), part.pop(random.randrange(len(part))))
    else:
        return ""
    return f"{kind} {key}"


def styled(random: Random, value: Any) -> str:
    """同一个值，人手写的各种样子：花括号和缩进混着，几种引号，注释，空行，缩进各样。"""
    return "\n".join(_styled(random, value, 0)) + random.choice(
        ["", "\n", "\n\n", "\n# 末尾的注释\n"]
    )


def _styled(random: Random, value: Any, depth: int) -> list[str]:
    if isinstance(value, str):
        return _styled_text(random, value, depth)
    if not value or (depth and random.random() < 0.25):
        return [_flowed(random, value) + _note(random)]
    lines: list[str] = []
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        if random.random() < 0.15:
            lines += random.choice([["# 单独的注释 - 甲: 乙"], [""], ["", "# 注"]])
        inner = _styled(random, part, depth + 1)
        bare = isinstance(part, str) or inner[0][:1] in {"[", "{"}
        if isinstance(value, list):
            gap = " " if random.random() < 0.9 else "   "
            pad = " " * (1 + len(gap))
            if not bare and random.random() < 0.1:
                lines += ["-" + _note(random), *_pad(inner, "  ")]
            else:
                lines += ["-" + gap + inner[0], *_pad(inner[1:], pad)]
            continue
        name = f"{quoted_if_needed(key, flow=True)}:"
        if bare:
            lines += [f"{name} {inner[0]}", *_pad(inner[1:], "  ")]
        else:
            pad = random.choice(["  ", "  ", "    ", "" if isinstance(part, list) else "  "])
            lines += [name + _note(random), *_pad(inner, pad)]
    if lines[0].startswith("#") or not lines[0]:
        return [line for line in lines if not line.startswith("#") and line]
    return lines


def _pad(lines: list[str], pad: str) -> list[str]:
    return [pad + line if line else line for line in lines]


def _note(random: Random) -> str:
    return "   # 行末的注释，甲: [乙]" if random.random() < 0.2 else ""


def _flowed(random: Random, value: Any) -> str:
    if isinstance(value, str):
        bare = random.random() < 0.7
        return quoted_if_needed(value, flow=True) if bare else quoted(value, random.choice("'\""))
    comma = random.choice([", ", ",", ",   "])
    end = "," if value and random.random() < 0.1 else ""
    if isinstance(value, list):
        return "[" + comma.join(_flowed(random, item) for item in value) + end + "]"
    names = [quoted_if_needed(key, flow=True) for key in value]
    parts = [_flowed(random, part) for part in value.values()]
    entries = [f"{name}: {part}" for name, part in zip(names, parts, strict=True)]
    return "{" + comma.join(entries) + end + "}"


def _styled_text(random: Random, text: str, depth: int) -> list[str]:
    mark = random.random()
    if literal(text) and mark < 0.3:
        head = random.choice(["|", "|-", "|+", "|2", "|  # 块的注释", "|"])
        return [head, *_pad(text.split("\n"), "  ")] + ([""] if random.random() < 0.2 else [])
    if mark < 0.7 and "\n" not in text:
        return [quoted_if_needed(text) + _note(random)]
    return [quoted(text, random.choice(["'", '"'])) + _note(random)]
