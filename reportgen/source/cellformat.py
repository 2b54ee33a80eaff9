"""数字格式：Excel 的一种写法，如 `#,##0.00;[红色]-#,##0.00;"-"`，拆成各段；一格的值照哪一段显示。

看不懂的不猜，抛 UnknownFormat：猜错的数印出来同对的一样。没有写明地区的照简体中文的 Excel。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Literal, NamedTuple

TokenKind = Literal[
    "literal",
    "gap",
    "digit",
    "number",
    "mark",
    "exponent",
    "general",
    "date",
    "elapsed",
    "half_day",
]
SectionKind = Literal["number", "scientific", "fraction", "general", "date", "text"]

GAP = "\0"
"""Excel 留的空：`_)` 是一个括号宽，`?` 是一个数字宽；印的时候并成一个空格，两头的去掉。"""
DEFAULT = "General"

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"
    | [\\!](?P<escaped>.)
    | _(?P<gap>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<half_day>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|e+|a{3,4})
    | (?P<digit>[0\#?])
    | (?P<number>[1-9])
    | (?P<mark>[.,%@/])
    | (?P<end>;)
    | (?P<plain>[-+$():^&'~{}<>=\x20]|[^\x00-\x7f])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r *\d{1,2}|颜色 *\d{1,2}"
    r"|[黑蓝绿红白黄青]色?|蓝绿色|洋红色?",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=) *(-?\d{1,15}(?:\.\d{1,15})?)")
_SYMBOL = re.compile(r"\$(?P<symbol>[^-\]]*)(?:-(?P<locale>[0-9A-Fa-f]{1,8}|x-sys(?:date|time)))?")
_COMPARES: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lt,
    ">": gt,
    "=": eq,
    "<=": le,
    ">=": ge,
    "<>": ne,
}
_SYSTEM = {
    "F800": 'yyyy"年"m"月"d"日"',
    "X-SYSDATE": 'yyyy"年"m"月"d"日"',
    "F400": "h:mm:ss",
    "X-SYSTIME": "h:mm:ss",
}
"""“照系统的长日期、时间”：简体中文系统的写法。"""
_MOST_SECTIONS = 4


class UnknownFormat(ValueError):
    """这种数字格式看不懂，或照它显示的不是数（####）；理由用中文。"""


class Token(NamedTuple):
    """格式里的一个记号。"""

    kind: TokenKind
    text: str


class Condition(NamedTuple):
    """一段的条件，如 [>=10000]。"""

    sign: str
    limit: Decimal

    def holds(self, number: Decimal) -> bool:
        """这个数合不合条件。"""
        return _COMPARES[self.sign](number, self.limit)


class Section(NamedTuple):
    """格式的一段：显示什么，记号、条件、地区（没有写的为空）。"""

    kind: SectionKind
    tokens: tuple[Token, ...]
    condition: Condition | None = None
    locale: str = ""


GENERAL = Section("general", (Token("general", DEFAULT),))
AS_WRITTEN = Section("text", (Token("mark", "@"),))


def _kind_of(tokens: Sequence[Token]) -> SectionKind:
    """一段显示什么。"""
    kinds = {token.kind for token in tokens}
    marks = {token.text for token in tokens if token.kind == "mark"}
    if kinds & {"date", "elapsed", "half_day"}:
        return "date"
    if "general" in kinds:
        return "general"
    if "@" in marks:
        return "text"
    if "exponent" in kinds:
        return "scientific"
    return "fraction" if "/" in marks and "digit" in kinds else "number"


class Choice(NamedTuple):
    """一个数照哪一段显示；signed 是要不要自己添负号。"""

    section: Section
    signed: bool = False


class CellFormat(NamedTuple):
    """一种数字格式：数的各段，文字的一段。"""

    numbers: tuple[Section, ...]
    text: Section
    conditional: bool

    def choose(self, number: Decimal) -> Choice:
        """一个数照哪一段显示：一段的全归它，两段的负数归第二段，三段的零归第三段。"""
        if self.conditional:
            return Choice(self._by_condition(number))
        if not self.numbers:
            return Choice(GENERAL, number < 0)
        if len(self.numbers) == 1:
            return Choice(self.numbers[0], number < 0)
        if number < 0:
            return Choice(self.numbers[1])
        return Choice(self.numbers[2 if len(self.numbers) == 3 and not number else 0])

    def _by_condition(self, number: Decimal) -> Section:
        first, *others = self.numbers
        if number < 0:
            raise UnknownFormat("负数照条件显示的，有没有负号说不准")
        if first.condition is None:
            raise UnknownFormat("条件写在第二段而第一段没有")
        if first.condition.holds(number):
            return first
        if others and others[0].condition is not None and others[0].condition.holds(number):
            return others[0]
        rest = others[-1] if others else first
        if rest.condition is not None:
            raise UnknownFormat("这个数不合其中任何一个条件，Excel 里显示 ####")
        return rest


@lru_cache(maxsize=1024)
def read_format(code: str) -> CellFormat:
    """格式的写法 → 各段；看不懂的抛 UnknownFormat。"""
    sections = _sections(code)
    if len(sections) > _MOST_SECTIONS:
        raise UnknownFormat("多于四段")
    text = AS_WRITTEN
    if len(sections) == _MOST_SECTIONS or sections[-1].kind == "text":
        *sections, text = sections
    if any(section.kind == "text" for section in sections):
        raise UnknownFormat("文字的一段不在最后")
    conditional = any(section.condition is not None for section in sections)
    return CellFormat(tuple(sections), text, conditional)


def _sections(code: str) -> list[Section]:
    """照分号拆成各段。"""
    sections: list[Section] = []
    reader = _Reader()
    at = 0
    while at < len(code):
        match = _TOKEN.match(code, at)
        if match is None:
            raise UnknownFormat(f"“{code[at]}”是什么意思看不懂")
        at = match.end()
        if match["end"]:
            sections.append(reader.section())
            reader = _Reader()
        else:
            reader.take(match)
    return [*sections, reader.section()]


class _Reader:
    """读一段：记号依次收下，方括号里的各有各的用处。"""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.condition: Condition | None = None
        self.locale = ""

    def section(self) -> Section:
        """收齐的一段。"""
        if self.locale in _SYSTEM:
            return _sections(_SYSTEM[self.locale])[0]
        kind = _kind_of(self.tokens)
        return Section(kind, tuple(self.tokens), self.condition, self.locale)

    def take(self, match: re.Match[str]) -> None:
        """收下一个记号。"""
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        if kind == "bracket":
            self.bracket(text)
        elif kind in {"quoted", "escaped", "plain"}:
            self.tokens.append(Token("literal", text))
        elif kind == "gap":
            self.tokens.append(Token("gap", GAP))
        elif kind == "fill":
            if text != " ":
                raise UnknownFormat(f"用“{text}”填满列宽，填几个要看列有多宽")
            self.tokens.append(Token("gap", GAP))
        else:
            self.tokens.append(Token(kind, text))  # type: ignore[arg-type]

    def bracket(self, text: str) -> None:
        """方括号里的：颜色、条件、货币和地区、累计的时分秒。"""
        condition = _CONDITION.fullmatch(text)
        symbol = _SYMBOL.fullmatch(text)
        if condition is not None:
            self.condition = Condition(condition[1], Decimal(condition[2]))
        elif symbol is not None:
            self.locale = (symbol["locale"] or self.locale).upper().lstrip("0")
            self.tokens.append(Token("literal", symbol["symbol"]))
        elif re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
            self.tokens.append(Token("elapsed", text.lower()))
        elif _COLOUR.fullmatch(text) is None:
            raise UnknownFormat(f"“[{text}]”是什么意思看不懂")
