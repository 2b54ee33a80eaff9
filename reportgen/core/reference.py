"""引用（`{{ funds.total.spent | money }}`）的写法：一套封闭的语法，读成不可变的树；只读，不求值。

    引用    = "{{" 路径 { "|" 过滤器 } "}}"
    路径    = 名字 { "." 名字 | "[" 序号 "]" | "[" 文字 "]" }
    过滤器  = 名字 [ "(" [ 参数 { "," 参数 } ] ")" ]
    参数    = [ 名字 "=" ] ( 文字 | 数 | 路径 { "|" 过滤器 } )

没有运算、比较、条件、调用和转义：叙述里要的只是取一个事实、照格式印出来，语法里没有的就不会发生。
参数里的引用最多套三层，一个引用最多三百个字，所以读的时间和栈的深浅都有数。
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from reportgen.core.frozen import frozen
from reportgen.core.quantity import MOST_DIGITS, shorten

LONGEST_REFERENCE = 300
"""一个引用最多多少个字；随程序的输入里最长的有 105 个。"""
DEEPEST_ARGUMENT = 3
"""参数里又是引用的，最多套几层。"""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<word>[^\W\d]\w*)
    |(?P<number>-?[0-9]\w*(?:\.[0-9]\w*)?)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<mark>[.|(),=\[\]])
    )""",
    re.VERBOSE,
)
_WIDE = dict(zip("｜（）［］【】，．＝", "|()[][],.=", strict=True))
"""全角的记号 → 半角的。"""
_REASONS = {
    **dict.fromkeys("+-*/%~<>!&^", "引用里不能计算和比较，只能取名字、用过滤器"),
    "=": "引用里不能计算和比较，只能取名字、用过滤器",
    **dict.fromkeys("\"'", "引号没有结束"),
    **dict.fromkeys("{}", "引用里不能再写花括号"),
    "(": "引用里不能用括号分组，也不能调用，括号只写在过滤器后面",
    "[": "方括号里写序号（从 0 数起），或加引号的名字，如 indicators[0]",
    **dict.fromkeys("“”‘’＂＇", "引号是全角的，请改成半角的引号"),
    ":": "不能取一段，方括号里只写一个序号",
}
"""写在不该写的地方的记号，为什么不行。"""
_CONDITIONS = ("if", "else", "is", "in", "and", "or", "not")


class Malformed(ValueError):
    """引用写得不合语法；理由用中文。"""


@frozen
class Call:
    """一个过滤器：名字，按次序写的参数，和写了名字的参数。"""

    name: str
    values: tuple[Argument, ...] = ()
    named: tuple[tuple[str, Argument], ...] = ()


@frozen
class Reference:
    """一个引用：路径（名字、序号）和依次用的过滤器。"""

    path: tuple[str | int, ...]
    calls: tuple[Call, ...] = ()


Argument = str | Decimal | Reference
"""过滤器的参数：文字、数，或又是引用。"""


def written(path: tuple[str | int, ...]) -> str:
    """路径 → 输入里的写法：`funds.lines[0].name`。"""
    text = ""
    for word in path:
        if isinstance(word, int):
            text += f"[{word}]"
        elif re.fullmatch(r"[^\W\d]\w*", word):
            text += f".{word}" if text else word
        else:
            text += f'["{word}"]'
    return text


@lru_cache(maxsize=4096)
def parse(hole: str) -> Reference:
    """`{{ … }}` → 引用；不合语法则抛 Malformed。"""
    if len(hole) > LONGEST_REFERENCE:
        raise Malformed(f"有 {len(hole)} 个字，一个引用最多 {LONGEST_REFERENCE} 个")
    return _Parser(hole[2:-2]).whole()


class _Parser:
    """从左到右读一遍；只看下一个记号。"""

    def __init__(self, text: str) -> None:
        self.text = text.rstrip()
        self.at = 0
        self.kind, self.token = "", ""
        self._advance()

    def whole(self) -> Reference:
        reference = self._reference(0)
        if self.kind:
            self._refuse()
        return reference

    def _advance(self) -> None:
        """读下一个记号；到头了 kind 为空，语法里没有的字 kind 是 other。"""
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            rest = self.text[self.at :].lstrip()
            self.kind, self.token = ("other", rest[0]) if rest else ("", "")
            return
        self.at = match.end()
        self.kind = match.lastgroup or ""
        self.token = match[self.kind]

    def _takes(self, mark: str) -> bool:
        """下一个是不是这个记号；是就读过去。"""
        if self.kind != "mark" or self.token != mark:
            return False
        self._advance()
        return True

    def _reference(self, depth: int) -> Reference:
        if depth > DEEPEST_ARGUMENT:
            raise Malformed(f"参数里套参数最多 {DEEPEST_ARGUMENT} 层")
        path = self._path()
        calls: list[Call] = []
        while self._takes("|"):
            calls.append(self._call(depth))
        return Reference(path, tuple(calls))

    def _path(self) -> tuple[str | int, ...]:
        if self.kind == "text" or self.kind == "number":
            raise Malformed("要从名字写起；文字和数直接写在正文里，不必放进花括号")
        if self.token in _CONDITIONS:
            self._refuse()
        path: list[str | int] = [self._word("名字")]
        while True:
            if self._takes("."):
                if self.kind == "number":
                    raise Malformed(f"取一条写方括号：[{shorten(self.token)}]")
                path.append(self._word("点后面的名字"))
            elif self._takes("["):
                path.append(self._key())
            else:
                return tuple(path)

    def _key(self) -> str | int:
        """方括号里的序号或名字。"""
        kind, token = self.kind, self.token
        if kind == "number" and token.startswith("-"):
            raise Malformed("序号从 0 数起；最后一条写 | last")
        counted = kind == "number" and token.isdecimal() and len(token) <= MOST_DIGITS
        if not counted and kind != "text":
            raise Malformed(_REASONS["["])
        self._advance()
        if not self._takes("]"):
            self._missing("]")
        return int(token) if counted else _unquoted(token)

    def _word(self, wanted: str) -> str:
        word = self.token
        if self.kind != "word":
            if not self.kind:
                raise Malformed(f"没有写{wanted}")
            self._refuse()
        self._advance()
        return word

    def _call(self, depth: int) -> Call:
        name = self._word("过滤器")
        if not self._takes("("):
            return Call(name)
        values: list[Argument] = []
        named: dict[str, Argument] = {}
        while not self._takes(")"):
            self._argument(depth, values, named)
            if self._takes(","):
                continue
            if self.kind != "mark" or self.token != ")":
                self._missing(")")
        return Call(name, tuple(values), tuple(named.items()))

    def _argument(self, depth: int, values: list[Argument], named: dict[str, Argument]) -> None:
        """读一个参数，收进 values 或 named。"""
        if self.kind == "word" and re.match(r"\s*=(?!=)", self.text[self.at :]):
            name = self._word("参数")
            self._takes("=")
            if name in named:
                raise Malformed(f"参数 {name} 写了两次")
            named[name] = self._value(depth)
            return
        if named:
            raise Malformed("没有写名字的参数要写在写了名字的前面")
        values.append(self._value(depth))

    def _value(self, depth: int) -> Argument:
        kind, token = self.kind, self.token
        if kind == "text":
            self._advance()
            return _unquoted(token)
        if kind == "number":
            if sum(char.isdigit() for char in token) > MOST_DIGITS:
                raise Malformed(f"“{shorten(token)}”的数字太多，最多 {MOST_DIGITS} 位")
            if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", token):
                raise Malformed(f"“{shorten(token)}”不是数，请写成普通的数，如 12.5")
            self._advance()
            return Decimal(token)
        return self._reference(depth + 1)

    def _missing(self, mark: str) -> NoReturn:
        """该有一个结束的记号而没有。"""
        if self.kind and self.token not in "=|":
            self._refuse()
        raise Malformed(f"缺一个“{mark}”")

    def _refuse(self) -> NoReturn:
        """这个记号不该在这里。"""
        token = self.token
        if token in _WIDE:
            raise Malformed(f"“{token}”是全角的，请改成半角的 {_WIDE[token]}")
        if token in _CONDITIONS:
            raise Malformed("引用里不能写条件，只能取名字、用过滤器")
        if token in _REASONS:
            raise Malformed(_REASONS[token])
        if self.kind == "number" and token.startswith("-"):
            raise Malformed(_REASONS["-"])
        raise Malformed(f"“{shorten(token)}”写在这里不合引用的写法")


def _unquoted(token: str) -> str:
    """去掉两头的引号；里面的字照原样，没有转义。"""
    text = token[1:-1]
    if "\\" in text:
        raise Malformed("引号里不能用反斜杠转义，要哪个字就写哪个字")
    if any(brace in text for brace in "{}｛｝"):
        raise Malformed("引号里不能写花括号；要印花括号的，在正文里写 \\{ 和 \\}")
    return text
