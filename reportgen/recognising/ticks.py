"""认勾出的等级：“优□ 良☑ 中□ 差□”“□优 ☑良 □中”，勾在词前词后都认；一个也没有勾的、勾了几个的不算。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import within
from reportgen.core.plain import PlainDocument
from reportgen.core.stated import Stated
from reportgen.core.text import Text
from reportgen.recognising.prose import cells_of

TICKED = "☑√■✓✔☒🗹⊠▣"
EMPTY = "□☐○◻▢"
_WORD = "优秀|良好|基本合格|不合格|较好|较差|一般|合格|优|良|中|差"
_TOKEN = re.compile(rf"(?P<word>{_WORD})|(?P<tick>[{TICKED}])|(?P<box>[{EMPTY}])")
FEWEST = 2
"""少于两个格子的不是一排可勾的等级。"""
LONGEST = 200
"""这样的一排不会更长。"""


def ticked_in(document: PlainDocument) -> Iterator[Stated]:
    """各段、各格里勾出的等级。"""
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for cell in cells_of(document)]
    for text in texts:
        word = ticked(text)
        if word:
            span = within(text.span, word) if text.span is not None else None
            yield Stated(grade=Text(word, span))


def ticked(text: str) -> str:
    """一段话里勾出的等级；看不出的为空。"""
    if len(text) > LONGEST or not set(text).intersection(EMPTY + TICKED):
        return ""
    pieces = _by_spaces(text) or _by_turns(text)
    chosen = [word for word, tick in pieces if tick]
    return chosen[0] if len(pieces) >= FEWEST and len(chosen) == 1 else ""


Pieces = list[tuple[str, bool]]
"""各个等级，勾了没有。"""


def _by_spaces(text: str) -> Pieces:
    """空格隔开的每一段正好有一个词、一个格子的。"""
    pieces: Pieces = []
    for part in re.split(r"[\s、,，;；]+", re.sub(r"^.{0,12}[:：]", "", text)):
        tokens = list(_TOKEN.finditer(part))
        words = [token["word"] for token in tokens if token["word"]]
        if not tokens:
            continue
        if len(tokens) != 2 or len(words) != 1:
            return []
        pieces.append((words[0], any(token["tick"] for token in tokens)))
    return pieces


def _by_turns(text: str) -> Pieces:
    """词和格子轮着来的：先是词，格子在词后；先是格子，格子在词前。"""
    tokens = list(_TOKEN.finditer(re.sub(r"^.{0,12}[:：]", "", text)))
    pairs = list(zip(tokens[::2], tokens[1::2], strict=False))
    pieces: Pieces = []
    for one, two in pairs:
        word, mark = (one, two) if one["word"] else (two, one)
        if (
            not word["word"]
            or mark["word"]
            or (one["word"] is None) != (pairs[0][0]["word"] is None)
        ):
            return []
        pieces.append((word["word"], bool(mark["tick"])))
    return pieces if len(tokens) % 2 == 0 else []
