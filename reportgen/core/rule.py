"""评分规则：七种，以及它们共有的说明。

规则是数据：参数写在格式的 rules.yaml（或输入里自设指标的 rule），算法在 scoring/rules/ 的同名文件。
share、pass_line 等一律是比例（0.6 即 60%）。
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen

Inverse = Literal["linear", "quotient", "zero"]
Beyond = Literal["hold", "extend", "zero"]
Count = Literal["continuous", "floor", "ceil"]
Basis = Literal["actual", "deviation"]


@frozen
class Note:
    """规则的说明：依据文件、在格式里的位置、印在评分依据栏的原文（没有就由规则生成）。"""

    reference: str = ""
    place: str = ""
    basis: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Over:
    """超额调减：完成率到 free_to 为止满分，再往上直线降到 floor_at 时的 floor；超过 floor_at 如何看 beyond。"""

    free_to: Decimal
    floor: Decimal
    floor_at: Decimal
    beyond: Beyond = "hold"


@frozen
class Ratio:
    """按完成率（R2–R7）：min(实际÷目标, cap) × 分值。

    pass_line 以下得 below（默认 0）；rebase 为真时及格线处从 0 算起（财预〔2021〕101号）。
    ≤ 目标由 less_is_better 定：linear 超一倍得 0，quotient 目标÷实际，zero 超过即 0。
    exact 只用于 = 目标：不等即 0。
    """

    cap: Decimal = Decimal(1)
    pass_line: Decimal | None = None
    below: Decimal = Decimal(0)
    rebase: bool = False
    less_is_better: Inverse = "linear"
    exact: bool = False
    over: Over | None = None
    note: Note = Note()
    kind: Literal["ratio"] = "ratio"


@frozen
class Threshold:
    """达标得满分，否则得 otherwise（默认 0）（R1）。比较方式取自目标的 ≥ ≤ = 等。"""

    otherwise: Decimal = Decimal(0)
    note: Note = Note()
    kind: Literal["threshold"] = "threshold"


@frozen
class Band:
    """一档：从 lower 起（含），得分值的 share。"""

    lower: Decimal
    share: Decimal


@frozen
class Bands:
    """按区间分档（R8、R9）：看实际完成值（on=actual）或它与目标之差（on=deviation），含下限。

    rows 由高到低；低于最低一档得 0。finished 是“按期完成且未超预算”时的份额（R8），没有则不认。
    unit 是各档下限的单位，与实际完成值不同则不能比；None 是没有交代，不核对。
    """

    rows: tuple[Band, ...]
    on: Basis = "actual"
    finished: Decimal | None = None
    note: Note = Note()
    unit: str | None = None
    kind: Literal["bands"] = "bands"


@frozen
class Steps:
    """每偏离 per 扣 deduct，扣完为止（R10、R13）。

    above、below 是不扣分的上下界（与实际完成值同单位），至少有一个；deduct 是分值的比例（points 为假）
    或分数（points 为真）；count 定不满一个 per 时怎么算；allowance 是允许的偏离，先从偏离里减去。
    """

    per: Decimal
    deduct: Decimal
    above: Decimal | None = None
    below: Decimal | None = None
    points: bool = False
    count: Count = "continuous"
    allowance: Decimal = Decimal(0)
    unit: str = ""
    note: Note = Note()
    kind: Literal["steps"] = "steps"


@frozen
class Judged:
    """整项认定（R12、R16）：评价人给份额或分数；words 把用词定为固定份额。"""

    points: tuple[str, ...] = ()
    words: tuple[tuple[str, Decimal], ...] = ()
    note: Note = Note()
    kind: Literal["judged"] = "judged"


@frozen
class KeyPoints:
    """要点（R11、R14）：各要点占 shares（默认各 1/n），逐点认定份额。"""

    points: tuple[str, ...]
    shares: tuple[Decimal, ...] = ()
    words: tuple[tuple[str, Decimal], ...] = ()
    note: Note = Note()
    kind: Literal["key_points"] = "key_points"


@frozen
class Part:
    """分项：名称、占比（分子、分母，1/3 不先化成小数）、自己的规则；measure 是实际值的来处，target 空则用指标的。"""

    name: str
    share: tuple[Decimal, Decimal]
    rule: Rule
    measure: str = ""


@frozen
class Parts:
    """分项组合（R7 多个率、R15）：各分项按占比分别计分后相加。"""

    parts: tuple[Part, ...]
    note: Note = Note()
    kind: Literal["parts"] = "parts"


Rule = Ratio | Threshold | Bands | Steps | Judged | KeyPoints | Parts
KINDS = ("ratio", "threshold", "bands", "steps", "judged", "key_points", "parts")
