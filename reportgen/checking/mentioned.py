"""格式提到哪些词：提纲、表、模板里的路径和属性。数和“是”太短，在成稿里找不准，凭它看印不印。"""

from __future__ import annotations

import re
from functools import lru_cache

from reportgen.checking.topics import SPOKEN_OF
from reportgen.core.form import words_of_tag
from reportgen.core.format import Format

LAST_YEAR = "previous"
"""上年各数所在的键。"""

DERIVED = {
    "rate": ("spent", "value"),
    "return_rate": ("issued", "returned"),
    "share": ("count",),
    "arrival_rate": ("arrived", "adjusted", "initial"),
    "budget": ("adjusted", "initial"),
    "balance": ("adjusted", "initial", "spent"),
    "reviewed": ("review", "review_actual", "review_share"),
    "change": (LAST_YEAR,),
    "change_rate": (LAST_YEAR,),
}
"""资金行、问卷算出来的词 → 它用的各项；执行率的分母另由格式定。"""

_WORD = re.compile(r"(?<=\.)[^\W\d]\w*|(?<=')[^\W\d]\w*(?=')")
"""格式里提到的词：路径里点后面的（r.arrived、files.名册），和引号里的（attribute='count'）。"""
_COMMENT = re.compile(r"^\s*#.*$|\s#\s.*$|\{#.*?#\}", re.MULTILINE)


def mentioned(path: str, words: frozenset[str]) -> bool:
    """格式提不提这一项；上年各数与今年的同名，要提到上年才算。"""
    *above, word = path.split(".")
    return word in words and (LAST_YEAR not in above or LAST_YEAR in words)


def words_of(format: Format) -> frozenset[str]:
    """格式的提纲、表、模板和规则提到的词；算出来的词，连同它用的各项。"""
    spans = [format.outline.span, format.catalogue.span, *(spec.span for spec in format.tables)]
    sources = [span.source for span in spans if span is not None]
    sources += [source for _, source in (*format.texts, *format.shared)]
    words: set[str] = set()
    for source in dict.fromkeys(sources):
        words.update(_words_in(source.text))
    for form in format.forms:
        for tag in form.tags:
            words |= words_of_tag(tag)
    words.update(_WORD.findall(SPOKEN_OF))
    for claim in format.claims:
        if claim.compares:  # 各种格式都查，不等于这种格式印上年的数
            continue
        words.update(_WORD.findall(f".{claim.fact} .{claim.each}"))
    for word in tuple(words & frozenset(DERIVED)):
        words.update(DERIVED[word])
    if "rate" in words:
        words.add(format.manifest.rate_of)
    return frozenset(words)


@lru_cache(maxsize=256)
def _words_in(text: str) -> frozenset[str]:
    """一个格式文件提到的词：同一格式的许多份报告只找一次。"""
    return frozenset(_WORD.findall(_COMMENT.sub("", text)))
