"""评分规则：七种，以及它们共有的说明。

规则是数据：参数写在格式的 rules.yaml（或输入里自设指标的 rule），算法在 scoring/rules/ 的同名文件。
share、pass_line 等一律是比例（0.6 即 60%）。
"""

from __future__ import annotations

from dataclasses import field, replace
from decimal import Decimal
from operator import attrgetter
from typing import Literal

from reportgen.core.declare import Kinds, Many, Open, Turned, Words, also, bare_number, declared, spread
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity

Inverse = Literal["linear", "quotient", "zero"]
Beyond = Literal["hold", "extend", "zero"]
Count = Literal["continuous", "floor", "ceil"]
Basis = Literal["actual", "deviation"]


@frozen
class Note:
    """规则的说明：依据文件、在格式里的位置、印在评分依据栏的原文（没有就由规则生成）。"""

    reference: str = declared("依据", default="")
    place: str = ""
    basis: str = declared("评分规则原文", "prose", default="")
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Over:
    """超额调减：完成率到 free_to 为止满分，再往上直线降到 floor_at 时的 floor；超过 floor_at 如何看 beyond。"""

    free_to: Decimal = declared("不扣分的完成率上限", "multiple")
    floor: Decimal = declared("最低份额", "share")
    floor_at: Decimal = declared("降到最低份额的完成率", "multiple")
    beyond: Beyond = declared(
        "再超额", Words(hold="保持最低份额（不写即是）", extend="照原来的斜率再降", zero="不得分"), default="hold"
    )


@frozen
class Ratio:
    """按完成率（R2–R7）：min(实际÷目标, cap) × 分值。

    pass_line 以下得 below（默认 0）；rebase 为真时及格线处从 0 算起（财预〔2021〕101号）。
    ≤ 目标由 less_is_better 定：linear 超一倍得 0，quotient 目标÷实际，zero 超过即 0。
    exact 只用于 = 目标：不等即 0。
    """

    cap: Decimal = declared("上限", "multiple", default=Decimal(1))
    pass_line: Decimal | None = declared("及格线", "share", default=None)
    below: Decimal = declared("及格线以下的份额", "share", default=Decimal(0))
    rebase: bool = declared("及格线处从零算起", "flag", default=False)
    less_is_better: Inverse = declared(
        "越低越好时的算法",
        Words(linear="直线降，超一倍得 0（不写即是）", quotient="目标 ÷ 实际", zero="超过即 0"),
        default="linear",
    )
    exact: bool = declared("须恰好相等", "flag", default=False)
    over: Over | None = declared("超额调减", Over, default=None)
    note: Note = spread(Note, default=Note())
    kind: Literal["ratio"] = "ratio"


@frozen
class Threshold:
    """达标得满分，否则得 otherwise（默认 0）（R1）。比较方式取自目标的 ≥ ≤ = 等。"""

    otherwise: Decimal = declared("未达标的份额", "share", default=Decimal(0))
    note: Note = spread(Note, default=Note())
    kind: Literal["threshold"] = "threshold"


@frozen
class Band:
    """一档：从 lower 起（含），得分值的 share；unit 是下限的单位。"""

    lower: Decimal = declared("下限（含）", "quantity", key="from", then=bare_number)
    share: Decimal = declared("份额", "share")
    unit: str = also("from", attrgetter("unit"), default="")


def _from_high_to_low(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    return tuple(sorted(bands, key=lambda band: -band.lower))


def _first_unit(bands: tuple[Band, ...]) -> str:
    return bands[0].unit


@frozen
class Bands:
    """按区间分档（R8、R9）：看实际完成值（on=actual）或它与目标之差（on=deviation），含下限。

    rows 由高到低；低于最低一档得 0。finished 是“按期完成且未超预算”时的份额（R8），没有则不认。
    unit 是各档下限的单位，与实际完成值不同则不能比；None 是没有交代，不核对。
    """

    rows: tuple[Band, ...] = declared("各档", Many(Band, "一档", least=1), then=_from_high_to_low)
    on: Basis = declared("看什么", Words(actual="实际完成值（不写即是）", deviation="它与目标之差"), default="actual")
    finished: Decimal | None = declared("按期完成时的份额", "share", default=None)
    note: Note = spread(Note, default=Note())
    unit: str | None = also("rows", _first_unit, default=None)
    kind: Literal["bands"] = "bands"


def _in_points(deduct: Quantity) -> bool:
    return not deduct.percent


@frozen
class Steps:
    """每偏离 per 扣 deduct，扣完为止（R10、R13）。

    above、below 是不扣分的上下界（与实际完成值同单位），至少有一个；deduct 是分值的比例（points 为假）
    或分数（points 为真）；count 定不满一个 per 时怎么算；allowance 是允许的偏离，先从偏离里减去。
    """

    per: Decimal = declared("每偏离多少", "quantity", then=bare_number)
    deduct: Decimal = declared("扣多少", "quantity", hint="5% 指分值的 5%；2 分 指 2 分", then=attrgetter("ratio"))
    above: Decimal | None = declared("不扣分的上界", "quantity", then=bare_number, default=None)
    below: Decimal | None = declared("不扣分的下界", "quantity", then=bare_number, default=None)
    points: bool = also("deduct", _in_points, default=False)
    count: Count = declared(
        "不满一档怎么算", Words(continuous="按比例（不写即是）", floor="不扣", ceil="按一档扣"), default="continuous"
    )
    allowance: Decimal = declared("允许的偏离", "quantity", then=bare_number, default=Decimal(0))
    unit: str = also("per", attrgetter("unit"), default="")
    note: Note = spread(Note, default=Note())
    kind: Literal["steps"] = "steps"


POINTS = Many(Turned("prose", str), "要点", least=1)
WORDS = Open("share", "份额")


@frozen
class Judged:
    """整项认定（R12、R16）：评价人给份额或分数；words 把用词定为固定份额。"""

    points: tuple[str, ...] = declared("评价要点", POINTS, default=())
    words: tuple[tuple[str, Decimal], ...] = declared("用词与份额", WORDS, default=())
    note: Note = spread(Note, default=Note())
    kind: Literal["judged"] = "judged"


@frozen
class KeyPoints:
    """要点（R11、R14）：各要点占 shares（默认各 1/n），逐点认定份额。"""

    points: tuple[str, ...] = declared("评价要点", POINTS)
    shares: tuple[Decimal, ...] = declared("各要点占比", Many("share", "占比"), default=())
    words: tuple[tuple[str, Decimal], ...] = declared("用词与份额", WORDS, default=())
    note: Note = spread(Note, default=Note())
    kind: Literal["key_points"] = "key_points"


@frozen
class Part:
    """分项：名称、占比（分子、分母，1/3 不先化成小数）、自己的规则；measure 是实际值的来处，target 空则用指标的。"""

    name: str = declared("分项名称")
    share: tuple[Decimal, Decimal] = declared("占比", "fraction")
    rule: Rule = declared("规则", lambda: RULE)
    measure: str = declared("实际值的来处", "path", default="")


@frozen
class Parts:
    """分项组合（R7 多个率、R15）：各分项按占比分别计分后相加。"""

    parts: tuple[Part, ...] = declared("分项", Many(Part, "分项", least=1))
    note: Note = spread(Note, default=Note())
    kind: Literal["parts"] = "parts"


Rule = Ratio | Threshold | Bands | Steps | Judged | KeyPoints | Parts
KINDS: dict[str, type] = {
    "ratio": Ratio,
    "threshold": Threshold,
    "bands": Bands,
    "steps": Steps,
    "judged": Judged,
    "key_points": KeyPoints,
    "parts": Parts,
}
RULE: Kinds = Kinds(
    "Rule",
    "kind",
    "规则种类",
    KINDS,
    labels={
        "ratio": "按完成率",
        "threshold": "达标得满分，否则不得分",
        "bands": "按区间分档",
        "steps": "每偏离多少扣多少，扣完为止",
        "judged": "整项认定",
        "key_points": "要点，各自认定",
        "parts": "分项组合",
    },
)


def grounded(rule: Rule, reference: str, place: str = "") -> Rule:
    """补上依据：没有另写依据的用 reference，分项没有写的用整条规则的；place 是规则所在的文件，行号由出处补上。"""
    note = rule.note
    line = note.span.line if note.span is not None else 0
    note = replace(note, reference=note.reference or reference, place=f"{place}:{line}" if place else "")
    if not isinstance(rule, Parts):
        return replace(rule, note=note)
    parts = tuple(replace(part, rule=grounded(part.rule, note.reference, place)) for part in rule.parts)
    return replace(rule, note=note, parts=parts)
