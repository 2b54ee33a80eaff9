"""相近的词：“是不是想写……”。全程序只用这一处来猜。"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

ALIKE = Decimal("0.5")
"""多像才算相近：difflib 的相似度不低于一半。"""
ALIKE_IN_LETTERS = Decimal("0.6")
"""英文的词要更像：不相干的词也常有一半的字母一样，如 waivers 和 files。"""


def nearest(
    word: str, known: Iterable[str], *, most: int = 1, alike: Decimal | None = None
) -> list[str]:
    """known 里与 word 最相近的几个，最像的在前；没有则为空。alike 是多像才算，不写则照上面的。"""
    import difflib  # 出错时才用到

    if alike is None:
        alike = ALIKE_IN_LETTERS if word.isascii() else ALIKE
    cutoff: Any = alike  # 类型桩只写了浮点数；小数一样可以比
    return difflib.get_close_matches(word, list(known), most, cutoff)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """“是不是想写“甲”？”；没有相近的则列出全部；一个也没有则为空。"""
    names = list(dict.fromkeys(known))
    close = nearest(word, names)
    if close:
        return f"是不是想写“{close[0]}”？"
    return f"现有的：{'、'.join(names)}。" if names else ""
