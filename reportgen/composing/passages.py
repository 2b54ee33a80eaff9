r"""一段叙述：把里面的 `{{ … }}` 一个一个换成字；写错的照原样留着，指到那一个上，全部说出来。

引用的语法是封闭的（core/reference），值由 quoting 求。引用的叙述自己又有引用的，先换好它，
不论谁写在前面；绕成圈的是错误。要照印的花括号写 `\{`、`\}`，查完以前用替身（core/text 的 BRACES）。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from reportgen.composing.filters import LONGEST, Unprintable
from reportgen.composing.quoting import Quoter
from reportgen.composing.reaching import Budget, Reader
from reportgen.composing.signatures import Misused
from reportgen.core.diagnostics import Diagnostic, diagnose, within
from reportgen.core.quantity import shorten
from reportgen.core.reference import Malformed, parse
from reportgen.core.text import BRACES, HAN, Text

_MARK = re.compile(r"(?<!\\)(\\++)([{}｛｝])|\{\{|\}\}|\{[%#]|｛｛|｝｝")
"""要看的地方：转义的花括号、引用、控制语句、全角的花括号。一串反斜杠只从头看一次。"""
_CLOSING = re.compile(r"[ \t]*\}\}")
_ENDINGS = {"{%": "%}", "{#": "#}", "｛｛": "｝｝"}

DEEPEST = 10
"""引用的叙述又引用叙述，最多这么多层。"""
TOO_DEEP = f"一段引用一段，套了 {DEEPEST} 层以上，请直接引用事实"
MOST_IN_TEXT = 500
"""一段叙述里最多这么多个引用；随程序的输入里最多的有 9 个。"""
MOST_WRONG = 200
"""一份输入里写错的引用最多说这么多处，其余的不再看。"""
USAGE = "引用的写法是 {{ 名字.名字 | 过滤器 }}，如 {{ funds.total.spent | money }}。"

DIRECTLY = "叙述里直接引用事实，如 {{ funds.total.spent | money }}；不引用回到自己的叙述。"


class _Opened:
    """正在换的一段叙述：换到了哪一个引用，已经套了几层，这个引用说过错没有，这一段还写不写得下。"""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.hole, self.start, self.height = "", 0, 0
        self.refused = self.full = False


class Passages:
    """换叙述：换过的记着，同一段在几处见到只换一次；一份输入的预算和错误都记在这里。"""

    def __init__(self, filters: Mapping[str, Callable[..., Any]], budget: Budget) -> None:
        self.filters, self.budget = filters, budget
        self.diagnostics: list[Diagnostic] = []
        self.done: dict[int, tuple[Text, Text, int]] = {}
        """换过的叙述：原来的、换好的、套了几层；留着原来的，它的 id 才不会让给别人。"""
        self.opened: list[_Opened] = []
        self.enter({})

    def enter(self, names: Mapping[str, Any]) -> None:
        """换到一份评价（全体，或一个项目）：名字是它自己的。"""
        reader = Reader(names, self.budget, self._settled)
        self.quoter = Quoter(reader, self.filters)
        self.words: dict[str, tuple[str, int]] = {}
        """换过的引用：换成的字，和它套了几层；同一个引用只求一次。"""

    def filled(self, text: Text) -> Text:
        """换好的一段。"""
        return self._filled(text)[0]

    def _settled(self, text: str) -> str:
        """引用取到的文字：是叙述的先换好它自己的引用；绕成圈的，圈上各处都说。"""
        if not isinstance(text, Text):
            return text
        for at, opened in enumerate(self.opened):
            if opened.text is text:
                self._circle(self.opened[at:])
                raise Unprintable("")  # 圈上各处都已说过
        if not self.opened or not has_braces(text):
            return text
        citing = self.opened[-1]
        if id(text) not in self.done and len(self.opened) > DEEPEST:
            raise Unprintable(TOO_DEEP)
        filled, height = self._filled(text)
        if height >= DEEPEST:
            raise Unprintable(TOO_DEEP)
        citing.height = max(citing.height, height + 1)
        return filled

    def _circle(self, circle: list[_Opened]) -> None:
        for opened in circle:
            if opened.refused:
                continue
            opened.refused = True
            reason = "引用了它自己" if len(circle) == 1 else "引来引去又回到这一段"
            reason = f"{reason}，没有尽头。"
            self._refuse(opened.text, opened.hole, opened.start, reason, DIRECTLY)

    def _filled(self, text: Text) -> tuple[Text, int]:
        """换好的叙述，和它套了几层引用；没有出处的是数据，照原样。"""
        if text.span is None or not has_braces(text):
            return text, 0
        known = self.done.get(id(text))
        if known is None:
            opened = _Opened(text)
            self.opened.append(opened)
            filled = Text(self._text(opened), text.span)
            self.opened.pop()
            known = self.done[id(text)] = (text, filled, opened.height)
            self.done[id(filled)] = (filled, filled, opened.height)
        return known[1], known[2]

    def _text(self, opened: _Opened) -> str:
        """一段叙述从头到尾换一遍；写错的照原样留着。"""
        text = opened.text
        if len(self.diagnostics) > MOST_WRONG:
            return text.translate(BRACES)
        parts: list[str] = []
        at = length = holes = 0
        while mark := _MARK.search(text, at):
            parts.append(text[at : mark.start()])
            if mark[1]:  # 两个反斜杠印一个，单的一个使花括号照印
                parts.append("\\" * (len(mark[1]) // 2))
                escaped = len(mark[1]) % 2
                at = mark.end() - 1 + escaped
                parts.append(mark[2].translate(BRACES) if escaped else "")
                continue
            fragment, reason = _fragment(text, mark.start(), mark[0])
            at = mark.start() + len(fragment)
            if reason:
                self._refuse(text, _quoted_part(fragment, mark[0]), mark.start(), reason)
                words = fragment.translate(BRACES)  # 已经说过，不再当作漏下的花括号
            else:
                holes += 1
                opened.hole, opened.start, opened.refused = fragment, mark.start(), False
                words = self._words(opened, holes, length)
                length += len(words)
            parts.append(words)
            if len(self.diagnostics) > MOST_WRONG:
                return "".join(parts) + text[at:].translate(BRACES)
        return "".join(parts) + text[at:]

    def _words(self, opened: _Opened, holes: int, length: int) -> str:
        """一个引用换成的字；用不了的说出理由，照原样留着。超过限度的只说一次，以后的都不看。"""
        hole = opened.hole
        if opened.full or self.budget.spent:
            return hole.translate(BRACES)
        try:
            opened.full = holes > MOST_IN_TEXT
            if opened.full:
                raise Unprintable(f"：一段叙述里最多 {MOST_IN_TEXT} 个引用")
            words = self._quoted(opened)
            opened.full = length + len(words) + len(opened.text) > LONGEST
            if opened.full:
                raise Unprintable(f"换成文字以后超过 {LONGEST} 字")
        except (Malformed, Misused, Unprintable) as error:
            reason = str(error)
        except ArithmeticError:
            reason = "算不出来"
        else:
            return hole.translate(BRACES) if opened.refused else words
        if not opened.refused:
            self._refuse(opened.text, hole, opened.start, _sentence(reason))
        return hole.translate(BRACES)

    def _quoted(self, opened: _Opened) -> str:
        """一个引用换成的字；同样的引用只求一次，它套了几层也记着。"""
        known = self.words.get(opened.hole)
        if known is None:
            height, opened.height = opened.height, 0
            try:
                words = self.quoter.words(parse(opened.hole))
            finally:
                inner, opened.height = opened.height, max(height, opened.height)
            known = (words, inner)
            if not opened.refused:
                self.words[opened.hole] = known
        words, inner = known
        opened.height = max(opened.height, inner)
        self.budget.print(len(words))
        return words

    def _refuse(
        self, text: Text, fragment: str, start: int, reason: str, help: str = USAGE
    ) -> None:
        """说一处错；说得够多的，最后说一声其余的没有看。"""
        if text.span is None or len(self.diagnostics) > MOST_WRONG:
            return
        message = f"“{shorten(fragment, 40)}”{reason}"
        if len(self.diagnostics) == MOST_WRONG:
            message = f"用不了的引用已有 {MOST_WRONG} 处，从这里起不再看。"
        span = within(text.span, fragment, text.count(fragment, 0, start))
        self.diagnostics.append(diagnose("I08", span, message, help))


def has_braces(text: str) -> bool:
    """有没有要看的花括号。"""
    return "{" in text or "}" in text or "｛" in text or "｝" in text


def _fragment(text: str, start: int, mark: str) -> tuple[str, str]:
    """从记号起的一段，和它为什么不行：写全的引用没有理由。"""
    if mark != "{{":
        return _statement(text, start, mark), _why(mark)
    unclosed = "没有结束的 }}。"
    end = text.find("}}", start + 2)
    if end < 0:
        return text[start:], unclosed
    again = text.rfind("{{", start + 1, end)
    if again > start + 1:  # 前一个没有结束，后一个才写全
        if outer := _CLOSING.match(text, end + 2):
            return text[start : outer.end()], "花括号里不能再套花括号。"
        return text[start:again], unclosed
    return text[start : end + 2], ""


def _quoted_part(fragment: str, mark: str) -> str:
    """诊断里引的一段：没有结束的引用只引它的开头。"""
    return mark if mark == "{{" and not fragment.endswith("}}") else fragment


def _sentence(reason: str) -> str:
    """接在引用后面的一句：不是汉字开头的隔一个冒号，末尾有标点。"""
    lead = "" if reason[0] == "：" or re.match(HAN, reason) else "："
    return f"{lead}{reason}" if reason.endswith(("。", "？")) else f"{lead}{reason}。"


def _statement(text: str, start: int, mark: str) -> str:
    """控制语句和全角花括号的一段：到这一行里结束的记号，没有则只是记号自己。"""
    stop = text.find("\n", start)
    ending = _ENDINGS.get(mark)
    if ending is None:
        return mark
    end = text.find(ending, start + 2, stop if stop >= 0 else len(text))
    return text[start : end + 2] if end >= 0 else mark


def _why(mark: str) -> str:
    if mark == "}}":
        return "前面没有 {{，会原样印出来；真要印的，写 \\}\\}。"
    if mark[0] in "｛｝":
        return "是全角花括号，不会当作引用，请改成 {{ }}。"
    return "是模板的控制语句，叙述里只能写 {{ }}。"
