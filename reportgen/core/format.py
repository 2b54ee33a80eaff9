"""报告格式（Format）：一个格式文件夹读进来以后的全部内容。只有值；读取和互查在 formats/。"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from reportgen.core.claim import Claim
from reportgen.core.codes import Severity
from reportgen.core.declare import Many, Open, Words, bare_number, declared
from reportgen.core.diagnostics import Source, Span
from reportgen.core.form import OUTPUTS, REPORT, Form, Output, in_order
from reportgen.core.frozen import frozen
from reportgen.core.funds import RateBasis, Stage
from reportgen.core.grading import GRADES, Grade, Numbers, Rounding
from reportgen.core.model import SCORING, Scoring
from reportgen.core.outline import Outline
from reportgen.core.quantity import HUNDRED, Quantity
from reportgen.core.rules.kinds import RULE, Rule
from reportgen.core.rules.tiers import Tier
from reportgen.core.shape import Shape
from reportgen.core.tablespec import ChartSpec, FormSpec, TableSpec
from reportgen.core.target import Target
from reportgen.core.text import Text


def _tiers(written: tuple[tuple[str, Decimal], ...]) -> tuple[Tier, ...]:
    """由高到低。"""
    tiers = [Tier(str(name), lower) for name, lower in written]
    return tuple(sorted(tiers, key=lambda tier: -tier.lower))


Kind = Literal["whole", "project", "department"]
"""报告种类：部门整体、项目支出、部门评价。"""

REASONS: dict[str, Severity] = {"advised": "warning", "required": "error"}
"""扣分而没有写原因：提醒，或者是错误。"""
EVIDENCE: dict[str, Severity | None] = {
    "optional": None,
    "advised": "warning",
    "required": "error",
}
"""实绩没有写佐证：不要求，提醒，或者是错误。"""


def _percent(share: Decimal) -> Decimal:
    """份额 → 百分数：80% 是 80。"""
    return share * HUNDRED


@frozen
class Manifest:
    """format.yaml：谁发布、适用哪些年度、数字与舍入、档次、等级、满分。

    scoring 是没有另写时的计分方式；rate_of 是执行率的分母；over_full 为真则加分后总分可以超过满分；
    explain_over 是超过指标值多少倍要说明原因，low_rate 是执行率低于百分之几要说明，evidence 是实绩要不要佐证；
    silent 是不查的核对（代码、理由）；limits 是指标值里没有写含不含的“以上”“以下”含不含那个数；
    frame 是共用的 Word 模板，没有写则用格式自己的 report.docx。
    """

    id: str = declared("格式代号")
    title: str = declared("名称")
    authority: str = declared("发布者")
    kind: Kind = declared(
        "报告种类", Words(whole="部门整体", project="项目支出", department="部门评价")
    )
    editions: str = declared("适用年度")
    unit_of_money: str = declared("金额单位", Words.of("元", "万元", "亿元"))
    numbers: Numbers = declared("数字的印法", Numbers, default=Numbers())
    rounding: Rounding = declared("舍入", Rounding, default=Rounding())
    score_from: Literal["rounded", "exact"] = declared(
        "以哪个率计分",
        Words(rounded="以印出来的率，读者可以照着复算（不写即是）", exact="以没有舍入的率"),
        default="rounded",
    )
    tiers: tuple[Tier, ...] = declared("档次", Open("share", "下限（含）"), then=_tiers, default=())
    grades: tuple[Grade, ...] = declared(
        "等级",
        Many(Grade, "等级", least=1),
        hint="不写即是优 90、良 80、中 60、差 0",
        default=GRADES,
    )
    full_marks: Decimal = declared("满分", "number", then=bare_number, default=HUNDRED)
    reasons: Severity = declared(
        "扣分须写原因",
        Words(advised="没有写的只提醒（不写即是）", required="没有写的是错误"),
        then=REASONS.__getitem__,
        default="warning",
    )
    met: Literal["target", "full_score"] = declared(
        "何为完成",
        Words(target="达到指标值（不写即是）", full_score="得满分"),
        default="target",
    )
    scoring: Scoring = declared(
        "计分方式", SCORING, hint="输入里没有写 scoring 时用哪一种", default="rules"
    )
    rate_of: Stage = declared(
        "执行率的分母",
        Words(adjusted="全年（调整后）预算数", initial="年初预算数", arrived="实际到位数"),
        default="adjusted",
    )
    over_full: bool = declared("总分可否超过满分", "flag", default=False)
    default: bool = declared(
        "新建时默认的格式",
        "flag",
        hint="reportgen new 没有写格式名时用它；全部格式里最多一个",
        default=False,
    )
    explain_over: Decimal = declared(
        "超额多少要说明",
        "multiple",
        hint="实绩是指标值的多少倍以上要说明原因，不写即 130%",
        default=Decimal("1.3"),
    )
    limits: Literal["included", "excluded"] = declared(
        "以上、以下含不含本数",
        Words(included="含（不写即是）", excluded="不含"),
        hint="指标值里没有写含不含的“以上”“以下”",
        default="included",
    )
    evidence: Severity | None = declared(
        "实绩要写佐证",
        Words(optional="不要求（不写即是）", advised="没有写的提醒", required="没有写的是错误"),
        then=EVIDENCE.__getitem__,
        default=None,
    )
    low_rate: Decimal = declared(
        "执行率低于多少要说明",
        "share",
        hint="不写即 80%（财预〔2020〕10号第二十六条没有给数）",
        then=_percent,
        default=Decimal(80),
    )
    silent: tuple[tuple[str, Text], ...] = declared(
        "不查的核对",
        Open("text", "理由"),
        hint="代码: 理由。只能关掉提醒和说明；合计、率、总分、等级一类的错误关不掉",
        default=(),
    )
    frame: str = declared(
        "Word 模板", hint="_shared/frames/ 里的一份；不写则用格式自己的 report.docx", default=""
    )
    output: tuple[Output, ...] = declared(
        "出哪些文件",
        Many(Words(**OUTPUTS), "一种文件", least=1),
        then=in_order,
        hint="不写则只出报告；表样放在格式文件夹里，就叫 form.docx、form.xlsx",
        default=(REPORT,),
    )

    @property
    def basis(self) -> RateBasis:
        """执行率的算法。"""
        return RateBasis(self.rate_of, self.numbers.rate_places)


@frozen
class CatalogueEntry:
    """指标库的一个三级指标：分值、年度指标值、解释、规则、实绩的来处（measure）。

    weight 为 None 的，分值由单位定：输入里用到的写上分值，没有用到的不评。level1、level2 是它所在的两级，
    counted、printed 是计不计入总分、印不印入评分表。
    """

    name: Text = declared("指标名称")
    level1: str = ""
    level2: str = ""
    weight: Decimal | None = declared(
        "分值", "number", hint="不写则由单位定，输入里用到的才评", then=bare_number, default=None
    )
    target: Target | None = declared("年度指标值", "target", default=None)
    rule: Rule | None = declared("规则", RULE, default=None)
    definition: str = declared("指标解释", "prose", default="")
    measure: str = declared("实绩的来处", "path", default="")
    counted: bool = True
    printed: bool = True
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class OpenGroup:
    """开放的一级指标：单位自设其下的二、三级指标。weight 是规定的合计分值（可空），rule 是默认规则。"""

    level1: str = ""
    weight: Decimal | None = declared("合计分值", "number", then=bare_number, default=None)
    rule: Rule | None = declared("规则", RULE, default=None)
    counted: bool = True
    printed: bool = True
    span: Span | None = field(default=None, compare=False, repr=False)


Adds = Literal["", "bonus", "deduction"]
"""一级指标怎样进总分：照常；加分项；扣分项。"""


@frozen
class LevelRule:
    """一级指标的总分办法：加分项加上得分，扣分项减去扣掉的分，各以 cap 为限（R17）；fold 是折算权重
    （得分 × 权重 → 折算得分，这一级自己满分）。"""

    level1: str = declared("一级指标")
    adds: Adds = declared(
        "加分项或扣分项",
        Words(bonus="加上得分", deduction="减去扣掉的分"),
        hint="都不算在满分里",
        default="",
    )
    cap: Decimal | None = declared("加分或扣分的上限", "number", then=bare_number, default=None)
    fold: Decimal | None = declared(
        "折算权重",
        "share",
        hint="这一级自己满分，总分里按得分 × 权重折算",
        default=None,
    )
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Veto:
    """一票否决（R18）：情形的名称；row 是得 0 分的指标，grade 是最高只能评的等级，两者写一个。

    measure 和 below 是程序自己判断的条件（如执行率低于 50%）；没有则由输入的 vetoes 写明。
    """

    name: Text = declared("情形")
    row: str = declared("得 0 分的指标", default="")
    grade: str = declared("最高等级", default="")
    measure: str = declared("判断所用的数", "path", default="")
    below: Quantity | None = declared("低于多少", "quantity", default=None)
    reference: str = declared("依据", default="")
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Catalogue:
    """指标库：按附表次序的条目，定量、定性指标的默认规则，一级指标的总分办法，一票否决。

    weightings 是规定的几种权重（一级指标到分值合计），各报告须合其中一种；空则不限。
    """

    entries: tuple[CatalogueEntry | OpenGroup, ...]
    quantitative: Rule | None = None
    qualitative: Rule | None = None
    reference: str = ""
    levels: tuple[LevelRule, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    weightings: tuple[tuple[tuple[str, Decimal], ...], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    def level(self, level1: str) -> LevelRule:
        """一级指标的总分办法；没有写的照常。"""
        return next((level for level in self.levels if level.level1 == level1), LevelRule(level1))


@frozen
class Format:
    """报告格式：manifest、指标库、提纲、表、文字模板、输入的形状（shape）和 Word 模板所在的文件夹。"""

    manifest: Manifest
    catalogue: Catalogue
    outline: Outline
    tables: tuple[TableSpec | FormSpec | ChartSpec, ...]
    texts: tuple[tuple[str, Source], ...]
    shared: tuple[tuple[str, Source], ...]
    shape: Shape
    folder: Path
    digest: str
    source: Source
    claims: tuple[Claim, ...] = ()
    forms: tuple[Form, ...] = ()

    @property
    def reports(self) -> bool:
        """出不出照提纲写的报告。"""
        return REPORT in self.manifest.output

    @property
    def id(self) -> str:
        """格式代号，即文件夹名。"""
        return self.manifest.id

    def table(self, name: str) -> TableSpec | FormSpec | ChartSpec:
        """按名字取一张表（或图）的规定；没有则 KeyError（formats.check 已先查过）。"""
        for spec in self.tables:
            if spec.name == name:
                return spec
        raise KeyError(name)
