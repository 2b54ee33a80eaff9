"""行叫什么：下级的表凭它说属于上级的哪一行，所以各行的叫法不重复。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from reportgen.core.plan import Path, Section
from reportgen.source.rows import LABELS
from reportgen.source.scalars import PLACEHOLDER

LONGEST = 60


def label_in(texts: Mapping[Path, str]) -> str:
    """一行叫什么：名称一类的第一栏的头一行；没有的、待填的为空。"""
    written = (texts.get((key,), "").strip() for key in LABELS)
    name = next((text for text in written if text not in ("", PLACEHOLDER)), "")
    return name.split("\n")[0][:LONGEST].strip()


def distinct(names: Iterable[str]) -> list[str]:
    """各行的叫法：没有名字的说第几行，重复的说第几个。"""
    taken: set[str] = set()
    times: Counter[str] = Counter()
    labels = []
    for number, name in enumerate(names, 1):
        name = name or f"第 {number} 行"
        times[name] += 1
        label = name if times[name] == 1 else f"{name}（第{times[name]}个）"
        while label in taken:
            label += "（另）"
        taken.add(label)
        labels.append(label)
    return labels


def section_label(section: Section) -> str:
    """一节在格里的样子：标题（键）。"""
    return f"{section.title}（{section.key}）" if section.title else section.key


def section_named(text: str, sections: Iterable[Section]) -> str:
    """格里写的节名 → 键；认不出的，就是写的那几个字。"""
    for section in sections:
        if text in (section_label(section), section.key):
            return section.key
    titled = [section.key for section in sections if section.title == text]
    return titled[0] if len(titled) == 1 else text
