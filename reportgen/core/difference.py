"""比出的不同（Difference）：总分、各行得分和原因、资金、事实、句子，各是不可变的值。

只说不同，不管怎样印；印在终端、写成 Markdown 和 JSON 的在 papers/。次序、序号、目录、印的日期不算不同。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ZERO

Written = str | Mapping[str, "Written"] | Sequence["Written"]
"""输入里写的一处：文字、键到值、列表。"""

Kind = Literal["fact", "rule", "format", "rest"]
"""原因的种类：事实、规则（输入里自设的）、格式（它的指标库和算法），和说不到哪一行的其余（舍入、封顶）。"""

KINDS: dict[Kind, str] = {"fact": "事实", "rule": "规则", "format": "格式", "rest": "其余"}
"""原因的种类的中文，按算的次序：先换事实，再换规则，再换格式。"""

Presence = Literal["", "added", "removed"]
"""两边都有；新增的；删去的。"""


@frozen
class Stretch:
    """句子里的一段字：两边相同、旧的有、新的有。"""

    kind: Literal["same", "removed", "added"]
    text: str


@frozen
class Cause:
    """一行的一个原因：什么（实际完成值、年度指标值、分值、认定、评分规则……）由什么改为什么，得分因此多少。

    amount 为 None 的是分不出各占多少（只有成稿，没有规则可以重算）。stretches 是一句话改了哪几个字（评分规则、
    算法的话长），短的没有。
    """

    kind: Kind
    what: str
    before: str = ""
    after: str = ""
    amount: Decimal | None = None
    stretches: tuple[Stretch, ...] = ()

    @property
    def words(self) -> str:
        """“实际完成值由 6 场改为 3 场”。"""
        if self.before and self.after:
            return f"{self.what}由{_apart(self.before)}改为{_apart(self.after).rstrip()}"
        if self.after:
            return f"{self.what}填了{_apart(self.after).rstrip()}"
        if self.before:
            return f"{self.what}去掉了{_apart(self.before).rstrip()}"
        return self.what


def _apart(text: str) -> str:
    """数字、字母同汉字之间空一格。"""
    head = " " if text[0].isascii() else ""
    return head + text + (" " if text[-1].isascii() else "")


@frozen
class RowChange:
    """评分表的一行：得分前后、原因；改了名的另有旧名，换了一级、二级指标的前后不同。

    得分为 None 的是没有得分（不计分、算不出，或这一边没有这一行）。
    """

    name: str
    before: Decimal | None
    after: Decimal | None
    causes: tuple[Cause, ...] = ()
    presence: Presence = ""
    old_name: str = ""
    group_before: tuple[str, str] = ("", "")
    group_after: tuple[str, str] = ("", "")
    project: str = ""
    contribution: tuple[tuple[Kind, Decimal], ...] = ()

    @property
    def amount(self) -> Decimal:
        """得分变了多少；没有得分的按零。"""
        return (self.after or ZERO) - (self.before or ZERO)

    @property
    def renamed(self) -> bool:
        """有没有改名。"""
        return not self.presence and self.old_name != self.name

    @property
    def moved(self) -> bool:
        """有没有换一级、二级指标。"""
        return not self.presence and self.group_before != self.group_after


@frozen
class TotalChange:
    """总分和等级：前后，和各种原因的分（相加正好是总分的变化）。算不出总分的为 None。

    title 是“总分”或“复核总分”；复核总分的变化不分原因。
    """

    before: Decimal | None
    after: Decimal | None
    grade_before: str = ""
    grade_after: str = ""
    terms: tuple[tuple[Kind, Decimal], ...] = ()
    project: str = ""
    title: str = "总分"

    @property
    def amount(self) -> Decimal | None:
        """总分变了多少；有一边没有总分的没有。"""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@frozen
class FundChange:
    """资金的一个数：哪一行、哪一列（执行率、到位率、结余是算出来的），前后照写的。没有的是空。"""

    line: str
    title: str
    before: str
    after: str
    project: str = ""


Told = Literal["", "rows", "funds", "prose"]
"""一处事实已在哪里说了：各行得分、资金、句子；空是还没有说，要单独列。"""


@frozen
class FactChange:
    """输入里的一处：路径（列表的一条用它的名称）、各段的中文名、前后写的；没有写的为 None。

    全部各处合起来，由旧的得到新的。way 是这一处怎么写（money、prose……）。
    """

    path: tuple[str, ...]
    titles: tuple[str, ...]
    before: Written | None
    after: Written | None
    way: str = ""
    told: Told = ""

    @property
    def presence(self) -> Presence:
        """整条新增的、删去的，还是改了的。"""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else ""


@frozen
class SentenceChange:
    """报告里的一句：在哪一节（或哪张表的哪一行）、前后的话、一段一段的字。

    新增的没有 before，删去的没有 after；话没有变的是从 old_place 移来的。
    """

    place: str
    before: str
    after: str
    stretches: tuple[Stretch, ...]
    old_place: str = ""

    @property
    def moved(self) -> bool:
        """话没有变，换了地方：完成的指标移到没有完成的名单里。"""
        return self.before == self.after


@frozen
class Difference:
    """两份的不同。old、new 是它们的名字；notes 是没有比的，problems 是比的时候两边各有的诊断。"""

    old: str
    new: str
    totals: tuple[TotalChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    funds: tuple[FundChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def equal(self) -> bool:
        """一处不同也没有。"""
        parts = (self.totals, self.rows, self.funds, self.facts, self.sentences)
        return not any(parts)

    @property
    def untold(self) -> tuple[FactChange, ...]:
        """没有在得分、资金、句子里说过的事实。"""
        return tuple(change for change in self.facts if not change.told)


@frozen
class Comparison:
    """一次比对：一对或许多对。only_old、only_new 是只在一边的；problems 是比不成的。"""

    differences: tuple[Difference, ...] = ()
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def equal(self) -> bool:
        """两边一样：各对都没有不同，没有只在一边的，没有比不成的。"""
        if self.only_old or self.only_new or self.problems:
            return False
        return all(difference.equal for difference in self.differences)
