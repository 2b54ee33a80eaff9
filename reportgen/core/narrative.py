"""叙述：存在问题、建议、各节自由写的文字。"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from reportgen.core.declare import Either, Many, Open, Turned, declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.text import Text

ITEMS = Many("prose", "一条", least=1)


def _owner() -> Any:
    """填报科室：分给谁填。"""
    hint = "分给哪个科室填（reportgen sheet --part）；不印"
    return declared("填报科室", hint=hint, rollover="keep", default=None)


@frozen
class Finding:
    """存在问题：编号、标题、正文或分条。"""

    title: Text = declared("标题")
    id: Text | None = declared("问题编号", default=None)
    text: Text | None = declared("正文", "prose", rollover="clear", default=None)
    items: tuple[Text, ...] = declared("分条", ITEMS, rollover="clear", default=())
    owner: Text | None = _owner()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Suggestion:
    """建议：标题或归类（about），正文或分条，回应哪些问题（answers）。"""

    title: Text | None = declared("标题", default=None)
    about: Text | None = declared("归类", default=None)
    answers: tuple[Text, ...] = declared("回应的问题", Many("text", "问题编号"), default=())
    text: Text | None = declared("正文", "prose", rollover="clear", default=None)
    items: tuple[Text, ...] = declared("分条", ITEMS, rollover="clear", default=())
    owner: Text | None = _owner()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Passage:
    """带小标题的一段叙述（如“部门履职成效”的一节）：标题、正文或分条。"""

    title: Text = declared("小标题")
    text: Text | None = declared("正文", "prose", rollover="clear", default=None)
    items: tuple[Text, ...] = declared("分条", ITEMS, rollover="clear", default=())
    owner: Text | None = _owner()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Sections:
    """自由叙述：id 到一段文字（Text）或若干带标题的段落（Passage）。"""

    entries: tuple[tuple[str, Text | tuple[Passage, ...]], ...] = ()

    def __getitem__(self, key: str) -> Text | tuple[Passage, ...]:
        for name, value in self.entries:
            if name == key:
                return value
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(name == key for name, _ in self.entries)


SECTIONS = Turned(
    Open(Either("prose", Many(Passage, "一节", least=1)), "叙述", rollover="clear"),
    Sections,
)
