"""要点：各占 1/n（或写明占比），逐点认定份额（R11）；“具备一项得几分”即每点非 0 即 100%（R14）。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from reportgen.core.declare import Many, declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import EXACT, ONE, ZERO, settle
from reportgen.core.rules.case import Case, Outcome, Step, earn, unscorable
from reportgen.core.rules.figures import percent
from reportgen.core.rules.judged import POINTS, SHARES_OF_WORDS, Words, share_of, word_shares
from reportgen.core.rules.note import Note
from reportgen.core.rules.setting import Setting
from reportgen.core.rules.tiers import tier_words


@frozen
class KeyPoints:
    """要点的参数：各要点占 shares（没有写的各占 1/n）；words 把用词定为每个要点的份额。"""

    points: tuple[str, ...] = declared("评价要点", POINTS)
    shares: tuple[Decimal, ...] = declared("各要点占比", Many("share", "占比"), default=())
    words: Words = declared("用词与份额", SHARES_OF_WORDS, default=())
    note: Note = spread(Note, default=Note())
    kind: Literal["key_points"] = "key_points"

    def faults(self) -> Iterator[Diagnostic]:
        """写了占比的，一个要点一个，合计不超过 100%。"""
        if not self.shares:
            return
        points, shares = len(self.points), len(self.shares)
        if points != shares:
            message = f"key_points 规则有 {points} 个要点，shares 有 {shares} 个。"
            yield self.note.fault(message, "一个要点一个占比，或不写 shares（各占一样）。")
        elif self._sum_of_shares() > ONE:
            message = "key_points 规则的占比之和大于 100%。"
            yield self.note.fault(message, "占比之和应是 100%。")

    def _sum_of_shares(self) -> Decimal:
        """占比之和；三个三分之一正好是 1。"""
        total = ZERO
        for share in self.shares:
            total = EXACT.add(total, share)
        return settle(total)

    def score(self, case: Case) -> Outcome:
        """得分 = 分值 × Σ（占比 × 份额）；各占 1/n 时先加后除，不先把 1/n 化成小数。"""
        self._check_usable(case)
        number = len(self.points)
        shares = self._judged(case)
        if self.shares:
            pairs = zip(self.shares, shares, strict=True)
            total = sum((size * share for size, share in pairs), ZERO)
            sizes = [percent(size) for size in self.shares]
        else:
            total = sum(shares, ZERO) / number
            sizes = [f"1/{number}"] * number
        steps = []
        for index, text in enumerate(self.points):
            judged = f"认定 {percent(shares[index])}：{text}"
            steps.append(Step(f"要点{index + 1}占 {sizes[index]}，{judged}", shares[index]))
        return earn(case, total, *steps)

    def _check_usable(self, case: Case) -> None:
        """占比能不能用；自设指标的规则没有经过格式的核对。"""
        points, shares = len(self.points), len(self.shares)
        if not shares or (points == shares and self._sum_of_shares() <= ONE):
            return
        message = f"“{case.name}”的规则有 {points} 个要点、{shares} 个占比，"
        message += "占比与要点不合或合计大于 100%。"
        raise unscorable("R07", message, "一个要点一个占比，合计 100%；各占一样的不写 shares。")

    def _judged(self, case: Case) -> tuple[Decimal, ...]:
        """各要点的认定份额。"""
        asked, given = len(self.points), case.judgement.points
        if case.judgement.all_points:
            return (ONE,) * asked
        if given and len(given) != asked:
            message = f"“{case.name}”有 {asked} 个要点，认定写了 {len(given)} 个份额。"
            sample = ", ".join(["100%"] * asked)
            raise unscorable("R09", message, f"key_points 里写 {asked} 个份额，如 [{sample}]。")
        if given:
            return given
        fixed = share_of(self.words, case.actual_text)
        if fixed is not None:
            return (fixed,) * asked
        message = f"“{case.name}”有 {asked} 个要点，没有写认定。"
        help = "全部达成写 key_points: all，否则逐点写份额，如 [80%, 60%]。"
        raise unscorable("R02", message, help)

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则：各要点占多少，用词的份额，再说档次。"""
        sizes, point = self._size_words()
        words = f"{sizes}{word_shares(self.words)}"
        tiers = tier_words(setting.tiers)
        if tiers is None:
            return f"{words}{point}按执行情况合理确定分值。"
        return f"{words}{point}执行情况分为{tiers.names}，分别按分值的{tiers.ranges}合理确定分值。"

    def _size_words(self) -> tuple[str, str]:
        """各要点占多少；后面怎么称呼要点。"""
        if self.shares:
            sizes = "、".join(percent(share) for share in self.shares)
            return f"以上评价要点依次占分值的{sizes}，", "每个要点"
        if len(self.points) == 1:
            return "", "评价要点"
        return f"以上评价要点各占1/{len(self.points)}分值，", "每个要点"
