"""问卷调查（Survey）：发放与回收，各题各选项的份数；占比和满意率由程序算（财预〔2021〕101号：问卷调查法）。"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from reportgen.core.declare import Many, declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ZERO, Quantity, percent_of
from reportgen.core.text import Text

PLACES = 2
"""占比印几位小数。"""


@frozen
class Option:
    """选项：题目、名称、份数、这道题的总份数、折算的满意程度（value，比例；可空）。

    group1、group2 是题目的序号，问卷表按它竖向合并题目一列。
    """

    question: Text
    name: Text
    count: Quantity
    answers: Decimal
    group1: int
    group2: int
    value: Decimal | None = None
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def group(self) -> tuple[int, int]:
        """第几题；问卷表按它竖向合并，评分表按一级、二级指标，用的是同一个词。"""
        return self.group1, self.group2

    @property
    def share(self) -> Quantity | None:
        """占比：份数 ÷ 这道题的总份数；没有人答则没有。"""
        return percent_of(self.count.number, self.answers, PLACES)


@frozen
class Choice:
    """输入里的一个选项：名称、份数、折算的满意程度。"""

    name: Text = declared("选项名称")
    count: Quantity = declared("份数", "count")
    value: Decimal | None = declared(
        "折算的满意程度",
        "share",
        hint="如满意 100%、基本满意 80%；写了才算得出满意率",
        default=None,
    )
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Question:
    """输入里的一题：题目、各选项。"""

    text: Text = declared("题目")
    choices: tuple[Choice, ...] = declared("选项", Many(Choice, "选项", least=1), key="options")


@frozen
class Survey:
    """问卷：名称、发放份数、回收份数、有效份数、各题。"""

    name: Text = declared("问卷名称", rollover="keep")
    questions: tuple[Question, ...] = declared("各题", Many(Question, "一题", least=1))
    issued: Quantity | None = declared("发放份数", "count", default=None)
    returned: Quantity | None = declared("回收份数", "count", default=None)
    valid: Quantity | None = declared("有效份数", "count", default=None)
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def options(self) -> tuple[Option, ...]:
        """各题的选项排成一列（按题的次序），各记着自己属于第几题。"""
        options: list[Option] = []
        for number, question in enumerate(self.questions):
            answers = sum((choice.count.number for choice in question.choices), ZERO)
            for choice in question.choices:
                option = Option(
                    question.text,
                    choice.name,
                    choice.count,
                    answers,
                    number,
                    number,
                    choice.value,
                    choice.span,
                )
                options.append(option)
        return tuple(options)

    @property
    def rate(self) -> Quantity | None:
        """满意率：各选项的份数 × 满意程度之和 ÷ 份数之和；只算写了 value 的题。没有则为 None。"""
        valued = [option for option in self.options if option.value is not None]
        answers = sum((option.count.number for option in valued), ZERO)
        points = sum((option.count.number * (option.value or ZERO) for option in valued), ZERO)
        return percent_of(points, answers, PLACES)

    @property
    def return_rate(self) -> Quantity | None:
        """回收率：回收份数 ÷ 发放份数。"""
        if self.issued is None or self.returned is None:
            return None
        return percent_of(self.returned.number, self.issued.number, PLACES)


@frozen
class DataTable:
    """数据表：从输入旁边的 CSV 或 xlsx 读来的表头和各行，格里的文字照原样。"""

    heads: tuple[str, ...]
    rows: tuple[object, ...]
    span: Span | None = field(default=None, compare=False, repr=False)
