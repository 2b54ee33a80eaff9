"""超额调减：实际完成值比定得明显偏低的指标值多出很多，按偏离度适度少给分（ratio 规则的 over）。"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.core.declare import Words, declared
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE, ZERO
from reportgen.core.rules.case import Case, Step, clamp, unscorable
from reportgen.core.rules.figures import percent

Beyond = Literal["hold", "extend", "zero"]


@frozen
class Over:
    """超额调减：完成率到 free_to 为止满分，再往上直线降到 floor_at 时的 floor。

    超过 floor_at 如何看 beyond：hold 仍得 floor，extend 继续降，zero 不得分。
    """

    free_to: Decimal = declared("不扣分的完成率上限", "multiple")
    floor: Decimal = declared("最低份额", "share")
    floor_at: Decimal = declared("降到最低份额的完成率", "multiple")
    beyond: Beyond = declared(
        "再超额",
        Words(hold="保持最低份额（不写即是）", extend="照原来的斜率再降", zero="不得分"),
        default="hold",
    )

    def reduced(self, case: Case, rate: Decimal) -> tuple[Decimal, Step]:
        """超额的得分值的几成：从 free_to 的 100% 直线降到 floor_at 的 floor。"""
        start, end = percent(self.free_to), percent(self.floor_at)
        if self.floor_at <= self.free_to:
            message = f"“{case.name}”的超额调减从 {start} 起，到 {end} 止，没有可降的一段。"
            help = "floor_at 要大于 free_to，如 free_to: 130%，floor_at: 200%。"
            raise unscorable("R07", message, help)
        limit = f"{start} 起调减，到 {end} 降至 {percent(self.floor)}"
        if rate > self.floor_at and self.beyond != "extend":
            share = self.floor if self.beyond == "hold" else ZERO
            return share, Step(f"超额完成，{limit}，再超额得 {percent(share)}", share)
        reach = self.floor_at - self.free_to
        share = clamp(ONE - (ONE - self.floor) * (rate - self.free_to) / reach)
        drop = f"{percent(ONE - self.floor)} ×（{percent(rate)} − {start}）÷ {percent(reach)}"
        return share, Step(f"超额完成，{limit}：100% − {drop} = {percent(share)}", share)

    @property
    def words(self) -> str:
        """印成的话。"""
        words = f"超过{percent(self.free_to)}的，按偏离度调减，"
        words += f"达到{percent(self.floor_at)}时得分值的{percent(self.floor)}"
        # hold 是通常的意思，不另说；另两种不说就没有人知道。
        after = {"hold": "", "extend": "，再超过的继续调减，扣完为止", "zero": "，再超过的不得分"}
        return f"{words}{after[self.beyond]}。"
