"""半句话：与“切开来读”的定义一致；一段话再长，每句只读一遍。"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.checking import goals, phrase_reader, phrases, printout, wording
from reportgen.checking.phrase_reader import Reader
from reportgen.checking.phrases import Phrase, phrases_of
from reportgen.checking.written import MOST_ALIKE, at_most
from reportgen.composing import tidy
from reportgen.core import sentences
from reportgen.core.claim import Claim
from reportgen.core.diagnostics import Source, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity
from reportgen.core.sentences import OTHER_YEARS, PART_OF_YEAR, Sentences
from reportgen.core.text import without_brackets

WORDS = "上年 同比 2023年 2024年 2024年度 度目标 目标 截至 12月 第二批 年中 项目 基本支出 三公 得分90分 3 年 个 第 批"
PIECES = st.sampled_from((*WORDS.split(), "。", "；", "\n", "，"))


def before(passage: str, at: int) -> str:
    """定义：这一处之前、同一句里的话。"""
    return re.split(r"[。；\n]", passage[:at])[-1]


def of_another_time(sentence: str, year: int | None) -> bool:
    """定义：先说到的一年不是报告的年度，或说到年度里的一段。"""
    other = OTHER_YEARS.search(sentence)
    if other is not None and (other[1] is None or (year is not None and other[1] != str(year))):
        return True
    return PART_OF_YEAR.search(sentence) is not None


@given(st.lists(PIECES, max_size=10).map("".join), st.sampled_from([2024, None]), st.data())
def test_half_a_sentence_says_what_its_definition_says(
    passage: str, year: int | None, data: st.DataObject
) -> None:
    names = ("基本支出", "三公")
    read = Sentences(passage, year, names)
    for _ in range(3):
        at = data.draw(st.integers(0, len(passage)))
        sentence = before(passage, at)
        assert passage[read.start(at) : at] == sentence
        assert read.of_another_time(at) == of_another_time(sentence, year)
        assert read.names_another(at) == any(name in sentence for name in names)


class Counting:
    """数着字数的正则：每次查找，算上它能看到的字。"""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.characters = 0

    def search(self, passage: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """查找；找到的，只算到那里为止。"""
        stop = len(passage) if end is None else end
        match = self.pattern.search(passage, start, stop)
        self.characters += (match.end() if match else stop) - start
        return match


def characters_read(passage: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """核对一段话，四个正则一共看了多少字。"""
    counters = {
        (sentences, "OTHER_YEARS"): Counting(sentences.OTHER_YEARS),
        (sentences, "PART_OF_YEAR"): Counting(sentences.PART_OF_YEAR),
        (phrase_reader, "BEFORE"): Counting(phrase_reader.BEFORE),
    }
    for (module, name), counter in counters.items():
        monkeypatch.setattr(module, name, counter)
    say = Claim(("总得分~{score}分",), "total")
    compiled = tuple(phrases_of((say,), {"total": Decimal(90)}))
    found = list(Reader(compiled, 2024, "万元", ("基本支出",)).contradictions(passage))
    assert not found
    monkeypatch.undo()
    return sum(counter.characters for counter in counters.values())


@pytest.mark.parametrize("piece", ["总得分90分，", "总得分90分，全年", "项目总得分90分；"])
def test_a_paragraph_ten_times_as_long_takes_ten_times_the_reading(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = characters_read(piece * 300, monkeypatch)
    many = characters_read(piece * 3_000, monkeypatch)
    assert 0 < many <= 11 * few


def starts_tried(pattern: str, passage: str) -> int:
    """一个正则在一段话里，从多少处试得下去。"""
    lookahead = re.compile(f"(?={pattern})")
    return sum(1 for _ in lookahead.finditer(passage))


@pytest.mark.parametrize("run", ["1", "1,", "1,,", "1,,,", ",1"])
def test_a_long_run_of_digits_is_tried_from_its_start_only(run: str) -> None:
    """说法以数起头（{count}个一级指标）的：一串数字只从开头试，不从中间试。"""
    assert starts_tried(phrases.RUN_START + r"\d", run * 1_000) <= 2


def phrase(say: str, fact: object) -> Phrase:
    return next(iter(phrases_of((Claim((say,), "fact"),), {"fact": fact})))


@pytest.mark.parametrize(
    ("passage", "message"),
    [
        (
            "总得分1000000000000000000分",
            "文中写“总得分1000000000000000000分”，有 19 位数字，最多 18 位。",
        ),
        ("总得分1,2,3分", ""),
        ("总得分91分", "文中写“总得分91分”，“fact”的实际完成值是 90。"),
        ("总得分90分", ""),
    ],
)
def test_a_number_that_cannot_be_one_is_told_and_a_list_of_numbers_is_none(
    passage: str, message: str
) -> None:
    found = list(
        Reader((phrase("总得分~{score}分", Decimal(90)),), 2024, "万元").contradictions(passage)
    )
    assert [contradiction.message for contradiction in found] == ([message] if message else [])


PATHS: dict[str, tuple[Any, str]] = {
    "没有配对的括号": (wording._HALF, "(汉"),
    "一个括号": (wording._HALF, "汉"),
    "空格": (tidy._SPACES, " "),
    "省略号": (wording._UNFINISHED, "（"),
}


@pytest.mark.parametrize("name", PATHS)
def test_patterns_over_prose_read_a_hundred_thousand_characters_at_once(name: str) -> None:
    """平方的读法要一百亿步，做不完；这里读得完就是读得完，不看钟。"""
    pattern, piece = PATHS[name]
    passage = "(" + piece * (100_000 // len(piece))
    assert pattern.sub("", passage) is not None


def test_marks_without_an_end_are_left_as_they_are() -> None:
    assert [run.text for run in tidy.runs("^[" * 50_000)] == ["^[" * 50_000]
    assert printout.bare("甲^[注]乙" + "^[" * 50_000) == "甲乙" + "^[" * 50_000
    runs = tidy.runs("甲^[注]乙**丙**丁^[")
    assert [(run.text, run.bold, run.note) for run in runs] == [
        ("甲", False, ""),
        ("", False, "注"),
        ("乙", False, ""),
        ("丙", True, ""),
        ("丁^[", False, ""),
    ]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("其他资金（自筹）", "其他资金"),
        ("甲（乙）丙（丁）", "甲丙"),
        ("（甲", "（甲"),
        ("甲）", "甲）"),
        ("（（）", ""),
        ("", ""),
    ],
)
def test_brackets_and_what_is_in_them_are_taken_off(name: str, bare: str) -> None:
    assert without_brackets(name) == bare == re.sub("（.*?）", "", name)
    assert without_brackets("（" * 100_000) == "（" * 100_000


def test_of_many_alike_the_first_hundred_are_told_and_that_there_are_more() -> None:
    place = whole(Source("x.yaml"))
    made = [diagnose("C30", place, str(number), "改。") for number in range(300)]
    assert list(at_most(made[:MOST_ALIKE])) == made[:MOST_ALIKE]
    told = list(at_most(iter(made)))
    assert told[:MOST_ALIKE] == made[:MOST_ALIKE]
    assert [diagnostic.help for diagnostic in told[MOST_ALIKE:]] == [
        "这一段里不止 100 处，改好这些再查一次。"
    ]


@frozen
class Aim:
    """指标值里，与目标比要用到的。"""

    quantity: Quantity


@frozen
class Line:
    """评分表的一行里，与目标比要用到的。"""

    name: str
    target: Aim


@frozen
class Card:
    """评分表里，与目标比要用到的。"""

    printed: tuple[Line, ...]


def words_looked_at(size: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """size 个指标和 size 个数的目标：拆了几次词，看了几个指标。"""
    looked = 0
    words = goals._words

    def counted(passage: str) -> frozenset[str]:
        nonlocal looked
        looked += 1
        return words(passage)

    monkeypatch.setattr(goals, "_words", counted)
    lines = tuple(
        Line(f"第{number}项走访", Aim(Quantity.parse(f"{number}家"))) for number in range(size)
    )
    targets = goals.Targets(cast(Any, Card(lines)))
    for _ in range(size):
        targets.same_thing("没有相同的词", Quantity.parse("3家"))
    monkeypatch.undo()
    return looked


def test_each_number_of_a_goal_is_compared_with_the_lines_that_share_a_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few, many = words_looked_at(20, monkeypatch), words_looked_at(200, monkeypatch)
    assert (few, many) == (40, 400)
