"""读叙述要认得的词：说的是哪一项（预算、支出、得分……），不改变意思的词，说计划的词，限定别处的词。

一小句里数前面的话，要能一个词一个词全认完，才算看懂这个数说的是什么；有一个字不认得就不猜。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from reportgen.core.frozen import frozen

Aspect = Literal[
    "initial",
    "adjusted",
    "budget",
    "arrived",
    "spent",
    "balance",
    "rate",
    "arrival_rate",
    "score_rate",
    "completion",
    "total",
    "score",
    "weight",
    "deducted",
    "grade",
    "level1",
    "level2",
    "level3",
    "met",
    "unmet",
    "",
]
"""说的是哪一项；空是没有说，只有名称和数。"""

Kind = Literal["aspect", "neutral", "whole", "plan", "part", "about", "least", "most", "other"]
"""词的种类：哪一项，不改变意思，说的是全体，计划，其中，约，至少，至多，另有所指。"""


@frozen
class Word:
    """认得的一个词：种类，和它说的是哪一项（没有则为空）。"""

    text: str
    kind: Kind
    aspect: Aspect = ""


_ASPECTS: dict[Aspect, str] = {
    "initial": "年初预算数 年初预算 年初预算安排 年初安排 年初预算资金 年初安排预算",
    "adjusted": "全年预算数 调整后预算数 调整后预算 调整预算数 调整后 调整后全年预算",
    "budget": "预算 预算数 预算资金 预算金额 预算总额 预算经费 预算安排 年度预算 全年预算 安排 "
    "安排预算 安排资金 批复预算 预算批复 资金总额 年度资金总额",
    "arrived": "到位 实际到位 到位资金 实际到位资金 资金到位 到位数 实际到位数 到位金额",
    "spent": "支出 实际支出 全年支出 执行 实际执行 执行数 全年执行数 实际执行数 决算 决算数 支出决算 "
    "使用 实际使用 支付 实际支付 支出数 实际支出数 支出资金 支出金额 总支出 共支出 资金支出",
    "balance": "结余 资金结余 结余资金 年末结余 年终结余 剩余 剩余资金 结余数 尚未使用 未使用 未支出 "
    "尚有 尚余 结余金额",
    "rate": "预算执行率 资金执行率 执行率 资金使用率 预算资金执行率 支出执行率 执行进度 支出进度 "
    "占预算 占预算的 占全年预算的 占年度预算的 占调整后预算的 占总预算的 占预算资金的",
    "arrival_rate": "资金到位率 到位率 预算资金到位率",
    "score_rate": "得分率",
    "completion": "完成率",
    "total": "总得分 总分 综合得分 最终得分 评价总分 自评总分 综合评分 评分结果 综合评价得分 得分合计 "
    "绩效得分 自评综合得分 整体得分",
    "score": "得分 得 实得 实际得分 得到 自评得分 自评价得分 评价得分 绩效评价得分 绩效自评得分",
    "weight": "满分 分值 权重 标准分",
    "deducted": "扣 扣分 扣减 扣除 扣掉 失分",
    "grade": "等级 等次 评价结果 自评结果 评价结论 自评结论 评价等级 属于 评为 评定为 定为 认定为 "
    "评价等次 结果为 结果是 绩效等级 绩效评价等级 自评等级 结论 评定等级 评级",
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标 绩效指标 绩效目标 三级绩效指标 评价指标",
    "met": "完成 达标 已完成 全部完成 实际完成",
    "unmet": "未完成 没有完成 未达标 没有达标 未达到 没有达到 尚未完成",
}
"""说哪一项的各种说法。“完成”在别的单位前面只是动词，到了“完成 18 个”才是一项。"""

_NEUTRAL = (
    "的 其 共 共计 计 合计 总计 累计 总共 总 一共 全部 实际 已 已经 均 都 达 达到 为 是 有 了 则 也 "
    "经 经自评 经评价 经评定 经综合评定 经综合评价 经核算 经统计 经测算 综合 绩效 评价 自评 自评价 "
    "评分 结果 最终 最后 本次 此次 本次评价 此次评价 项 指标 数 数为 金额 情况 数量 资金 经费 "
    "举办 组织 组织开展 开展 实施 实现 完成 进行 承办 实际完成 实际举办 共举办 开展了 举办了 完成了 "
    "设 设定 设置 设立 设有 共设 共设置 共设定 下设 包括 包含 由 指标体系 评价指标体系 体系 共有 "
    "一是 二是 三是 四是 五是 六是 七是 八是 （一） 从 看 来 并 且 而 财政局 使 到 下降到 上升到 提升到 "
    "提高到 增加到 控制在 比例 占 评价组 评价小组 认定 年度实际 目前"
)
_WHOLE = (
    "项目 本项目 该项目 专项 专项资金 专项经费 项目资金 项目经费 单位 本单位 部门 我局 我单位 我部门 "
    "我中心 本部门 整体 总体 年度 全年 本年度 本年 当年 今年 年内 年终 年末 年底 该专项 单位整体 "
    "部门整体 项目综合 全部资金 资金总体"
)
_PLAN = (
    "计划 目标 目标值 原定 原计划 拟 预计 力争 确保 应 应当 须 指标值 任务 任务数 预期 计划数 年度目标 "
    "要求 计划完成 目标为 设定目标 年度指标值"
)
_ABOUT = "约 近 大约 将近 接近 约为 约占"
_LEAST = "超过 不低于 不少于 至少 突破 高于 超 大于 多于"
_MOST = "不超过 不高于 不足 不到 低于 少于 小于 至多"
_PART = "其中 其中： 其中:"
_OTHER = (
    "三公经费 三公 “三公”经费 “三公经费” 基本支出 项目支出 人员经费 公用经费 平均 人均 上年 去年 同比 "
    "总投资 总产值 总数 占比"
)


def _words() -> Iterable[Word]:
    for aspect, texts in _ASPECTS.items():
        yield from (Word(text, "aspect", aspect) for text in texts.split())
    groups: tuple[tuple[Kind, str], ...] = (
        ("neutral", _NEUTRAL),
        ("whole", _WHOLE),
        ("plan", _PLAN),
        ("about", _ABOUT),
        ("least", _LEAST),
        ("most", _MOST),
        ("part", _PART),
        ("other", _OTHER),
    )
    for kind, group in groups:
        yield from (Word(text, kind) for text in group.split())


def by_first_letter(words: Iterable[Word]) -> Mapping[str, tuple[Word, ...]]:
    """照第一个字排好，长的在前；同样的字只留先说的。"""
    shelves: dict[str, dict[str, Word]] = {}
    for word in words:
        shelves.setdefault(word.text[0], {}).setdefault(word.text, word)
    ordered: dict[str, tuple[Word, ...]] = {}
    for letter, shelf in shelves.items():
        ordered[letter] = tuple(sorted(shelf.values(), key=_length, reverse=True))
    return ordered


def _length(word: Word) -> int:
    return len(word.text)


KNOWN = by_first_letter(_words())
"""通用的词。"""
