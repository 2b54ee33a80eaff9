"""整项认定（R12、R16）：评价人给分数或份额；定性指标也可由用词或百分数得到份额。

依次看：score 认定得分；share 认定份额；规则 words 里的用词；实际完成值写成百分数；实际完成值与年度指标值
文字相同（满分）。

用词与档次：规则 words 里的词，份额要与它所定的份额同档；档次（如 达成 100–80%、部分达成 80–60%、
未达成 60–0%）的名字要落在那一档；“较×”“基本×”表示至少部分达成，份额不应落在最低一档。“欠×”“不×”不作要求。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from reportgen.core.comparison import comparisons, partial_percents
from reportgen.core.declare import Many, Open, Turned, declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE, ZERO, shown
from reportgen.core.rules.case import Case, Doubt, Outcome, Step, earn, unscorable
from reportgen.core.rules.figures import percent
from reportgen.core.rules.note import Note
from reportgen.core.rules.setting import Setting
from reportgen.core.rules.tiers import tier_at, tier_words
from reportgen.core.target import Target

HALFWAY = ("较", "基本")
"""表示“至少部分达成”的词头。"""

Words = tuple[tuple[str, Decimal], ...]
"""用词和它定为分值的几成。"""

POINTS = Many(Turned("prose", str), "要点", least=1)
SHARES_OF_WORDS = Open("share", "份额")
"""要点和用词怎么写；要点规则（key_points）也用。"""


@frozen
class Judged:
    """整项认定的参数：points 是印出的评价要点，words 把用词定为固定份额。"""

    points: tuple[str, ...] = declared("评价要点", POINTS, default=())
    words: Words = declared("用词与份额", SHARES_OF_WORDS, default=())
    note: Note = spread(Note, default=Note())
    kind: Literal["judged"] = "judged"

    def faults(self) -> Iterator[Diagnostic]:
        """没有：份额读进来时已限在 0 与 100% 之间。"""
        return iter(())

    def score(self, case: Case) -> Outcome:
        """按认定计分；得分超出 0 与分值之间的算不了（R09）。"""
        facts = []
        if case.actual_text:
            facts.append(Step(f"实际完成值 {case.actual_text}，年度指标值 {case.target}"))
        given = case.judgement.score
        if given is None:
            share, how = self._share(case)
            doubts = self._doubts(case, share)
            return earn(case, share, *facts, Step(how, share), doubts=doubts)
        if not ZERO <= given <= case.weight:
            range_words = f"超出 0 与分值 {shown(case.weight)} 之间"
            message = f"“{case.name}”认定得 {shown(given)} 分，{range_words}。"
            raise unscorable("R09", message, "核对认定的分数。")
        share = given / case.weight if case.weight else ZERO
        step = Step(f"评价人认定 {shown(given)} 分，是分值的 {percent(share)}", given)
        return Outcome(given, (*facts, step), self._doubts(case, share))

    def _share(self, case: Case) -> tuple[Decimal, str]:
        """分值的几成，和凭什么。"""
        share = case.judgement.share
        if share is not None:
            return share, f"评价人认定分值的 {percent(share)}"
        fixed = share_of(self.words, case.actual_text)
        if fixed is not None:
            return fixed, f"用词“{case.actual_text}”定为分值的 {percent(fixed)}"
        if case.actual is not None and case.actual.percent and _no_number(case.target):
            if not ZERO <= case.actual.ratio <= ONE:
                message = f"“{case.name}”的完成程度 {case.actual} 超出 0 与 100% 之间。"
                raise unscorable("R09", message, "核对实际完成值。")
            return case.actual.ratio, f"定性指标的完成程度 {case.actual}"
        if case.target is not None and case.actual_text == case.target.text:
            return ONE, "与年度指标值相同，得满分"
        message = f"“{case.name}”要由评价人认定，没有写认定得分或份额。"
        help = "加上 score: 分数（或 share: 80%），扣分的在 deviation 写理由。"
        raise unscorable("R02", message, help)

    def _doubts(self, case: Case, share: Decimal) -> tuple[Doubt, ...]:
        """用词与档次相不相符（R04）。"""
        tiers, word = case.tiers, case.actual_text
        if len(tiers) < 2:
            return ()
        actual = tier_at(tiers, share)
        named = next((tier for tier in tiers if tier.name == word), None)
        fixed = share_of(self.words, word)
        if fixed is not None:
            named = tier_at(tiers, fixed)
        halfway_at_bottom = word.startswith(HALFWAY) and actual == tiers[-1]
        if named == actual or (named is None and not halfway_at_bottom):
            return ()
        bands = "，".join(f"{tier.name} {percent(tier.lower)} 起" for tier in tiers)
        belongs = f"属“{actual.name}”一档，用词却是“{word}”"
        message = f"“{case.name}”的认定是分值的 {percent(share)}，{belongs}。"
        return (Doubt("R04", message, f"改认定或改用词；本格式的档次：{bands}。"),)

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则：各用词的份额，再说档次；格式没有档次的，说由人认定。"""
        tiers = tier_words(setting.tiers)
        if tiers is None:
            return f"{word_shares(self.words)}按指标完成情况合理确定分值。"
        return f"{word_shares(self.words)}指标完成情况分为{tiers.names}，分别按指标分值的{tiers.ranges}合理确定分值。"


def _no_number(target: Target | None) -> bool:
    """指标值里没有要比的数，实绩写的百分数才是完成了多少；“不低于上年的95%”旁边的 96% 不是完成了 96%。"""
    if target is None:
        return True
    return target.number is None and not (
        target.vague or comparisons(target.text) or partial_percents(target.text)
    )


def share_of(words: Words, actual: str) -> Decimal | None:
    """实际完成值是其中一个用词的，它定的份额。"""
    for word, share in words:
        if word == actual:
            return share
    return None


def word_shares(words: Sequence[tuple[str, Decimal]]) -> str:
    """“显著的，得分值的100%；一般的，得分值的60%；”"""
    return "".join(f"{word}的，得分值的{percent(share)}；" for word, share in words)
