"""引用的路径：从名字走到值（core/paths），印成字；每一步都记在预算里，预算随输入的大小而定。

走的只有字段、算出来的属性和条目名，没有方法；走不通的说出走到哪里、那里有什么。
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from reportgen.composing.filters import Unprintable, described, printed
from reportgen.core.fieldspec import how_to_declare
from reportgen.core.paths import renamed_in, rows_of, step, words_in
from reportgen.core.quantity import shorten
from reportgen.core.reference import written
from reportgen.core.spelling import did_you_mean, nearest
from reportgen.core.text import Record

ONLY_IN_TEMPLATES = ("item", "topic", "title", "r", "n")
"""只在格式的模板里才有的名字。"""
MOST_WORDS = 200
"""找相近的词时最多看这么多个：几千行的表也不会一个一个比。"""
MOST_LISTED = 12
"""没有相近的词时最多列出这么多个。"""
ALLOWANCE = 100_000
"""再小的输入也有这么多步、这么多字可用。"""
PER_LETTER = 1
"""输入里每个字另添的步数和字数；随程序的输入用到的不足百分之二。"""


class Budget:
    """一份输入的引用一共能走多少步、换来多少字。"""

    def __init__(self, letters: int) -> None:
        self.limit = self.steps = self.letters = ALLOWANCE + PER_LETTER * letters

    @property
    def spent(self) -> bool:
        """用完了没有。"""
        return self.steps < 0 or self.letters < 0

    def walk(self, steps: int) -> None:
        """走了这么多步。"""
        self.steps -= steps
        if self.steps < 0:
            raise Unprintable(f"：这份输入的引用要看的内容太多（超过 {self.limit} 条）")

    def print(self, letters: int) -> None:
        """换来了这么多字。"""
        self.letters -= letters
        if self.letters < 0:
            raise Unprintable(f"：这份输入的引用换来的文字太多（超过 {self.limit} 字）")


class Reader:
    """一套名字里的值。settled 把叙述自己的引用先换好（引用引用的叙述）。"""

    def __init__(
        self, names: Mapping[str, Any], budget: Budget, settled: Callable[[str], str]
    ) -> None:
        self.names, self.budget, self.settled = names, budget, settled
        self.reached: dict[tuple[str | int, ...], Any] = {}

    def reach(self, path: tuple[str | int, ...]) -> Any:
        """沿路径走到的值；走过的一段记着，`scorecard.line` 不必每次重排。"""
        if path in self.reached:
            return self.reached[path]
        word, before = path[-1], path[:-1]
        if before:
            value = self._stepped(self.reach(before), word, before)
        elif word in self.names:
            value = self.names[str(word)]
        else:
            raise Unprintable(self._no_such_name(str(word)))
        self.reached[path] = value
        return value

    def _stepped(self, value: Any, word: str | int, path: tuple[str | int, ...]) -> Any:
        """从 path 走到的值再走一步。"""
        self.budget.walk(1 + len(value) // 16 if isinstance(value, Record) else 1)
        if value is None:
            raise Unprintable(f"“{word}”的上一级没有填写")
        if isinstance(word, int):
            rows = rows_of(value)
            if rows is not None and word < len(rows):
                return rows[word]
            before = written(path)
            if rows is None:
                raise Unprintable(f"{before} 不是列表，后面不能写 [{word}]")
            raise Unprintable(f"{before} 只有 {len(rows)} 条，没有 [{word}]（从 0 数起）")
        try:
            return step(value, word)
        except KeyError:
            raise Unprintable(_no_such_word(value, word, written(path))) from None

    def _no_such_name(self, name: str) -> str:
        if name in ONLY_IN_TEMPLATES:
            return f"“{name}”只在报告格式的模板里有，叙述里不能用"
        return f"没有“{name}”这个名字，{did_you_mean(name, self.names)}"

    def attribute(self, row: Any, path: str) -> Any:
        """一条的一项；path 可以有几级，没有填的为空。"""
        value = row
        for word in path.split("."):
            if value is None:
                return None
            self.budget.walk(1 + len(value) // 16 if isinstance(value, Record) else 1)
            try:
                value = step(value, word)
            except KeyError:
                raise Unprintable(_no_such_word(value, word, "各条")) from None
        return self.settled(value) if isinstance(value, str) else value

    def printed(self, value: object, path: tuple[str | int, ...] = ()) -> str:
        """印出一个值；列表和一组内容说出接着写什么。path 是它的路径，用过过滤器的没有。"""
        if isinstance(value, str):
            return self.settled(value)
        rows = None if value is None else rows_of(value)
        if rows is not None:
            raise Unprintable(_list_reason(len(rows), written(path)))
        words = words_in(value)
        if words and not isinstance(value, datetime.date):
            try:
                return printed(value)
            except Unprintable:
                listed = "、".join(words[:MOST_LISTED])
                raise Unprintable(f"是一组内容，请接着写出其中的一项：{listed}") from None
        return printed(value)


def _list_reason(count: int, where: str) -> str:
    """列表印不出来，该怎么写。"""
    reason = f"是 {count} 条的列表，不是一个值"
    if not where:
        return f'{reason}；接着写 | join("、") 相连，| first 取一条，或 | length 取条数'
    names = f'{where} | map(attribute="name") | join("、")'
    return f"{reason}；取一条写 {where}[0]，条数写 {where} | length，各条的名称写 {names}"


def _no_such_word(value: Any, word: str, before: str) -> str:
    """before 走到的值里没有 word：改了名的说新名，列表说先取一条，别的说相近的词。"""
    message = f"没有“{shorten(word)}”这个名字"
    renamed = renamed_in(value, word)
    if renamed:
        return f"{message}，现在写作“{renamed}”"
    rows = rows_of(value)
    if rows is not None:
        taken = f'取一条写 {before}[0].{word}，取各条的写 {before} | map(attribute="{word}")'
        return f"：{before} 是 {len(rows)} 条的列表，{taken}"
    words = words_in(value)
    declare = f"。{how_to_declare(word)}" if isinstance(value, Record) else ""
    if not words and declare:
        return f"{message}{declare.removesuffix('。')}"
    if not words:
        return f"：{before} 是{described(value)}，后面没有“{shorten(word)}”"
    close = nearest(word, words[:MOST_WORDS])
    if close:
        return f"{message}，是不是想写“{close[0]}”？"
    return f"{message}，现有的：{'、'.join(words[:MOST_LISTED])}{declare or '。'}"
