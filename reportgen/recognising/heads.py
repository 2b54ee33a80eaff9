"""认表头：各地的叫法 → 是哪一种列。凭词的组成（“全年”“实际”加“执行”“支出”加“数”“金额”），不凭一张名单。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainCell
from reportgen.core.quantity import half_width

Row = Sequence[PlainCell]

_WHO = (
    "自评|自我|复核|核定|审核|评估|评审|评价|考核|考评|单位|部门|主管|财政|第三方|最终|实际|综合|专家"
    "|项目|指标|复评|初评|终评|绩效|抽查|核查|全年|年度|本项|分项|标准|预算|整体|调整后|各项|机构"
)
_WHEN = (
    "全年|年度|本年度?|当年|年初|年中|年末|年底|截[至止][^，]{0,10}|累计|实际|计划|预期|预计|绩效"
    "|设定|目标|指标|项目|自评|调整后?|上报|批复|申报|本级|全部|最终|年"
)
_MONEY = "数额?|金额|额度?|资金额?|总额|经费|情况|规模"


def _any_of(heads: Mapping[str, str]) -> str:
    """各种列的写法并成一个式子，认出的是哪一种看 lastgroup：一格只套一次，都像的取写在前面的。"""
    return "|".join(f"(?P<{role}>{pattern})" for role, pattern in heads.items())


_WEIGHT = rf"(?:{_WHO})*(?:分值|权重|标准分|满分|权数|权值|赋分|配分|应得分|标准分数|基准分)(?:分值|分数|比例|占比|值)*"
_SCORE = (
    rf"(?:{_WHO})*(?:得分|评分|打分|核分|评定分|实得分)(?:情况|结果|数|值)?"
    r"|(?:自评|复核|评价|审核|抽评|复评|初评|终评|核定|核查|抽查|专家评)(?:分|分数|分值)"
)
SCORE_HEADS = _any_of(
    {
        "level1": "一级指标(?:名称|分值)?|一级",
        "level2": "二级指标(?:名称|分值)?|二级",
        "level3": "三级指标(?:名称|内容)?|三级",
        "level4": "四级指标(?:名称|内容)?",
        "name": "(?:绩效|评价|考核|具体|评分|评估|自评|细化|项目)?指标(?:名称|内容)?|(?:评价|考核|评分|评估)(?:内容|项目|事项)",
        "rate": "得分(?:率|比例|占比)",
        "weight": _WEIGHT,
        "score": _SCORE,
        "sign": "(?:指标|比较|计算|运算)?(?:性质|符号|方向|运算符)",
        "unit": "(?:度量|计量|指标|数量)?单位",
        "target": rf"(?:{_WHEN})*(?:指标值|目标值|预期值|计划值|标准值|目标|指标标准|目标数)"
        r"|(?:年初|年度|全年|本年)?(?:计划|预期|预计|目标)(?:完成|实现|达成)?(?:值|数|指标值|情况)",
        "actual": rf"(?:{_WHEN})*(?:完成|实现|达成)(?:指标)?(?:值|情况|数|结果|程度|实际值)?(?:说明)?"
        rf"|(?:{_WHEN})*实际(?:指标)?(?:值|数|情况)|实绩",
        "deviation": "(?=.*(?:原因|扣分说明|扣分情况|偏差|改进措施)).{2,30}",
    }
)
_BUDGET = "预算(?:安排|批复|下达|编制|申请|拨付)?"
FUND_HEADS = _any_of(
    {
        "arrival_rate": "(?:预算|资金|实际|财政)*到位(?:率|比例)",
        "rate": "(?:预算|资金|支出|全年|项目|实际|年度|经费|总体|总|本年|指标)*"
        "(?:执行|支出|使用|支付|开支|完成|支出完成|预算完成|支出执行)(?:率|进度|比例|比率|百分比)|占预算(?:比例|比重)?",
        "balance": "(?:年末|年终|资金|预算|实际|期末|本年|累计)*(?:结余|结转|剩余|未支出|未使用|结转结余|结转和结余|未执行)"
        rf"(?:{_MONEY})*",
        "added": rf"(?:年中|预算|中期)*追加(?:预算)?(?:{_MONEY})*",
        "adjusted": rf"(?:全年|调整以?后的?|调整|变动后|最终|年末|调剂后)(?:年度|部门|全年|的)?预算(?:{_MONEY}|安排数?)*"
        rf"|预算调整后(?:{_MONEY})*",
        "arrived": rf"(?:全年|实际|资金|财政|当年|累计|本年|已|预算|专项|年度)*(?:到位|到账|拨付|下拨|拨款|拨付到位)(?:{_MONEY})*",
        "spent": rf"(?:{_WHEN}|预算|资金|财政|已|支出)*(?:执行|支出|使用|支付|开支|列支|决算|完成支出|实支|支出决算)"
        rf"(?:{_MONEY})*",
        "initial": "(?:年初|批复|当年|本年度?|年度|项目|财政|部门|安排|申请|计划|总|专项|下达|单位|全部|资金)*"
        rf"(?:{_BUDGET})(?:{_MONEY}|收入|总计)*|(?:计划)?(?:安排|下达|批复|投资)(?:{_MONEY})+"
        rf"|(?:资金|计划)(?:安排|下达|投资|批复)(?:{_MONEY})*|计划(?:{_MONEY})",
        "weight": _WEIGHT,
        "score": _SCORE,
    }
)
SURVEY_HEADS = _any_of(
    {
        "share": "(?:所占|选择)?(?:占比|比例|百分比|比重|比率|占有效问卷比例?|占比例)",
        "count": "(?:选择|回答|答题|有效|填写|样本|评价|选项)*(?:人数|人次|份数|票数|频数|问卷数|数量|小计|次数|答卷数)",
        "option": "(?:调查|评价|回答|满意|问卷|满意度)*(?:选项|答案|满意程度|满意度|等次|态度|结果|程度|意见|评价)",
    }
)
_BESIDES = re.compile(
    r"\s|[（(\[【][^（）()\[\]【】]*[）)\]】]|[:：*＊]|^\d{1,2}[.、]|(?<!\w)[%％]"
)
_CODE_AT_END = re.compile(r"[A-FＡ-Ｆ](?:[/÷=].*)?$|[①-⑩]$|[,，].{1,4}元$|/?万?元$")
_PERCENT = re.compile(r"[%％]")
_UNIT = re.compile(r"亿元|万元|千元|元")
_LONGEST_HEAD = 40


@frozen
class Column:
    """表头里的一列：是哪一种，在第几列（从 0 数），表头的字。"""

    role: str
    at: int
    title: str

    @property
    def percent(self) -> bool:
        """表头写明是百分数。"""
        return _PERCENT.search(self.title) is not None


def title_of(written: str) -> str:
    """表头里算名称的字：空格、括号里的单位和算式、末尾的代号去掉。"""
    text = half_width(written)
    if len(text) > _LONGEST_HEAD:
        return ""
    return _CODE_AT_END.sub("", _BESIDES.sub("", text))


def role_of(cell: PlainCell, heads: str) -> str:
    """一格表头是哪一种列；都不是的为空。heads 是各种列的写法，如 SCORE_HEADS。"""
    return role_in(str(cell.text), heads)


def head_key(text: str) -> str:
    """表头的字说的是评分表或资金表的哪一项：name、target、spent……；认不得的为空。"""
    return role_in(text, SCORE_HEADS) or role_in(text, FUND_HEADS)


@lru_cache(maxsize=4096)
def role_in(text: str, heads: str) -> str:
    """表头的字是哪一种列；都不是的为空。同一格要认许多次：照原样、转过来、各行看是不是又一行表头。"""
    if text.isascii():  # 只有数的，不是表头
        return ""
    title = title_of(text)
    head = re.fullmatch(heads, title) if title else None
    if head is None or head.lastgroup is None:
        return ""
    if head.lastgroup == "spent" and _PERCENT.search(text):
        return "rate"  # “预算执行（%）”说的是率
    return head.lastgroup


def columns_of(row: Row, above: Row, heads: str) -> tuple[Column, ...]:
    """表头一行的各列，横跨的一格算它的第一列；空着的格子看上一行。"""
    columns: list[Column] = []
    last: PlainCell | None = None
    for at, cell in enumerate(row):
        if not cell.text and at < len(above):
            cell = above[at]
        if cell is last:
            continue
        last = cell
        role = role_of(cell, heads)
        if role:
            columns.append(Column(role, at, str(cell.text)))
    return tuple(columns)


def unit_in(texts: Sequence[str]) -> str:
    """几处文字里说的金额单位：“项目资金（元）”“单位：万元”；没有说、说得不一的为空。"""
    units = dict.fromkeys(_units(texts))
    return next(iter(units)) if len(units) == 1 else ""


def _units(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for match in re.finditer(r"[（(]([^（）()]{1,12})[）)]|单位[:：]\s*(\S{1,4})", text):
            unit = _UNIT.search(match[1] or match[2])
            if unit is not None:
                yield unit[0]


_TOTAL_WORDS = "总额|总计|合计|共计|总和|总数|总量|总投资|总支出|总预算"
TOTAL = re.compile(
    rf"(?:年度|全年|本年|项目|资金|预算|经费|支出|收入|投资|财政|各项|专项|部门|单位|得分|分值|分数|指标)*"
    rf"(?:{_TOTAL_WORDS}|总分值?|总得分|得分合计|综合得分|总评分|自评总分|自评得分|评价得分|最终得分|合计得分|合计总分)"
    r"(?:金额|数|分|得分)?"
)
SUBTOTAL = re.compile(r".{0,12}小计|(?:一级|二级)指标(?:得分)?合计|.{1,8}指标合计")
NESTED = re.compile(r"其中|\s*[（(]?\d+[）).、]|#")
OTHER_SOURCE = re.compile(r"(?:其中[:：]?)?(?:其他|其它|单位|自筹|自有|社会)")


@lru_cache(maxsize=4096)
def label_of(text: str) -> str:
    """行名里算名称的字：空格、括号、冒号去掉。"""
    return re.sub(r"\s|[（(][^（）()]*[）)]|[:：]", "", text)


@lru_cache(maxsize=4096)
def is_total(text: str) -> bool:
    """是不是合计的行名：年度资金总额、合计、总分；“其中：……合计”不是。"""
    return TOTAL.fullmatch(label_of(text)) is not None


@lru_cache(maxsize=4096)
def is_subtotal(text: str) -> bool:
    """是不是小计的行名。"""
    return SUBTOTAL.fullmatch(label_of(text)) is not None
