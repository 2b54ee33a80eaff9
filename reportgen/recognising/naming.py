"""认一份成稿说的是哪个项目、哪个单位：表里“项目名称”右边的一格。写了几个的看不出。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reportgen.core.plain import PlainDocument
from reportgen.recognising.heads import FUND_HEADS, role_of

_PROJECT = re.compile(r"(?:项目|项目支出|专项|专项资金|部门|单位|项目（政策）)名称")
_BESIDES = re.compile(r"\s|[:：]|[（(]盖章[）)]|[“”\"]")
_HEAD = re.compile(r"(?:单位|名称|数|金额|内容|类别|部门|类型|性质|编码|负责人)(?:（[^（）]*）)?$")
"""右边一格也是表头的：“项目名称”在这里是一列的名称，不是标签。"""
SHORTEST = 2


def name_in(document: PlainDocument) -> str:
    """项目（单位）的名称；没有写、写了几个的为空。"""
    names = dict.fromkeys(_names(document))
    return next(iter(names)) if len(names) == 1 else ""


def _names(document: PlainDocument) -> Iterator[str]:
    for table in document.tables:
        for row in table.rows:
            cells = list(dict.fromkeys(row))
            for label, value in pairwise(cells):
                name = plain_name(str(value.text))
                if not _PROJECT.fullmatch(plain_name(str(label.text))) or len(name) < SHORTEST:
                    continue
                if not _HEAD.search(name) and not role_of(value, FUND_HEADS):
                    yield name


def plain_name(text: str) -> str:
    """名称里算数的字：空格、引号、冒号去掉。"""
    return _BESIDES.sub("", text)
