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
    """选项：题目、名称、份数、占比的分母、折算的满意程度（value，比例；可空）。

    分母（answers）：单选的是这道题各选项的份数之和，多选的是有效份数。

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
        """占比：份数 ÷ 分母；没有人答则没有。"""
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
    """输入里的一题：题目、各选项，一份答卷是不是可以选几项。"""

    text: Text = declared("题目")
    choices: tuple[Choice, ...] = declared("选项", Many(Choice, "选项", least=1), key="options")
    multiple: bool = declared(
        "是否多选",
        "flag",
        hint="一份答卷可以选几项的写 true，占比按有效份数算",
        default=False,
    )


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
            answers = self._answers(question)
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
    def respondents(self) -> Quantity | None:
        """答卷的份数：有效份数，没有写的是回收份数；多选题的占比以它为分母。"""
        return self.valid if self.valid is not None else self.returned

    def _answers(self, question: Question) -> Decimal:
        """一题的占比的分母。"""
        if question.multiple:
            return self.respondents.number if self.respondents is not None else ZERO
        return sum((choice.count.number for choice in question.choices), ZERO)

    @property
    def rate(self) -> Quantity | None:
        """满意率：各选项的份数 × 满意程度之和 ÷ 份数之和，只算写了 value 的单选题。"""
        answers = points = ZERO
        for question in self.questions:
            for choice in question.choices:
                if choice.value is not None and not question.multiple:
                    answers += choice.count.number
                    points += choice.count.number * choice.value
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
