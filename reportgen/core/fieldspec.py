"""格式自己的字段（fields.yaml）：用与值类型的声明相同的词，说专有事实怎么写、核心的各项在这种格式里更严在哪里。"""

from __future__ import annotations

from dataclasses import field

from reportgen.core.declare import Either, Many, Open, Rollover, Words, declared, whole_number
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.text import Text

PASSAGES = "passages"
"""叙述写成几段带小标题的。"""

WAYS = {
    "text": "一行文字（不写即是）",
    "prose": "叙述，可以多行",
    "number": "数，不带单位",
    "money": "金额",
    "count": "个数",
    "rate": "百分率，如 98.15%",
    "quantity": "数，可带单位",
    "share": "份额，如 80%",
    "date": "日期",
    "year": "年度",
    "flag": "true 或 false",
    "target": "指标值，如 ≥800 人",
    "actual": "实际完成值",
    PASSAGES: "几段带小标题的叙述，只用于 sections",
}
"""is 的词：一个值怎么写。"""


def _choices(
    written: tuple[Text, ...] | tuple[tuple[str, Text], ...],
) -> tuple[tuple[str, str], ...]:
    return tuple((str(word), "") if isinstance(word, Text) else word for word in written)


@frozen
class FieldSpec:
    """一项怎么写。

    专有事实（facts）里的项照这里说的写：`quota: {title: 编制数, is: count, rollover: keep}`；
    有下级的写 fields，列表写 each。
    核心已有的项只能更严：改中文名和提示，写明必填（required）、至少几项（least）、只许哪几个词（words）。
    """

    title: str = declared("中文名", hint="用在诊断和编辑器里", default="")
    way: str = declared("怎么写", Words(**WAYS), key="is", default="")
    hint: str = declared("填的提示", "prose", default="")
    rollover: Rollover = declared(
        "转年度时",
        Words(
            keep="照旧",
            clear="清空，必填的写成待填",
            ask="清空，写成待填",
            previous="上年的移来",
            year="年度加一",
        ),
        default="",
    )
    takes: str = declared(
        "移来上年的哪一项",
        hint="同一层的键，或从头写起的路（如 findings）；只用于 rollover: previous",
        default="",
    )
    required: bool = declared("必填", "flag", default=False)
    least: int = declared("列表至少几项", "count", then=whole_number, default=0)
    words: tuple[tuple[str, str], ...] = declared(
        "只许写这几个词",
        Either(Many("text", "词", least=1), Open("text", "说明")),
        hint="[甲, 乙]，或 {甲: 说明, 乙: 说明}",
        then=_choices,
        default=(),
    )
    fields: tuple[tuple[str, FieldSpec], ...] | None = declared(
        "下级各项", lambda: Open(FieldSpec, "一项"), default=None
    )
    open: bool = declared("下级还可以写别的", "flag", default=False)
    each: FieldSpec | None = declared("列表的每项", lambda: FieldSpec, default=None)
    span: Span | None = field(default=None, compare=False, repr=False)


def how_to_declare(name: str) -> str:
    """没有声明的专有事实，怎样声明：一句话，写进诊断的改法。"""
    line = f"{name}: {{title: 中文名称, is: number}}"
    return f"专有事实先在格式的 fields.yaml 里声明，在 facts 之下加一行“{line}”。"
