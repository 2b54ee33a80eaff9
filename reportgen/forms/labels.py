"""标签的字 → 该填的名字：机关的表格里常见的叫法。拿得准的才写，拿不准的列出来，由人写。"""

from __future__ import annotations

import re

from reportgen.core.spelling import nearest

LABELS: dict[str, str] = {
    **dict.fromkeys(("项目名称", "专项名称", "项目（专项）名称"), "{{ project.name }}"),
    **dict.fromkeys(
        ("主管部门", "主管单位", "主管部门及代码", "主管预算部门"), "{{ unit.authority }}"
    ),
    **dict.fromkeys(
        ("实施单位", "项目单位", "填报单位", "单位名称", "项目实施单位", "预算单位", "被评价单位"),
        "{{ unit.name }}",
    ),
    **dict.fromkeys(("评价年度", "年度", "预算年度"), "{{ year }}"),
    **dict.fromkeys(("填表日期", "填报日期", "报告日期", "日期", "评价日期"), "{{ date | date }}"),
    **dict.fromkeys(
        ("总分", "总得分", "得分合计", "评价得分", "自评得分"), "{{ scorecard.total | plain }}"
    ),
    **dict.fromkeys(("等级", "评价等级", "自评等级", "绩效等级"), "{{ scorecard.grade }}"),
    **dict.fromkeys(("预期目标", "年度目标", "年度总体目标", "年度绩效目标"), "{{ goals.annual }}"),
    **dict.fromkeys(("实际完成情况", "目标完成情况", "全年实际完成情况"), "{{ goals.achieved }}"),
    **dict.fromkeys(("中长期目标", "总体目标", "实施期目标"), "{{ goals.long_term }}"),
    **dict.fromkeys(("项目概况", "项目基本情况"), "{{ project.summary }}"),
}
"""一格的标签 → 右边（或下面）一格的标签。"""
INDICATORS: dict[str, str] = {
    "一级指标": "{{ r.level1 | merge }}",
    "二级指标": "{{ r.level2 | merge }}",
    **dict.fromkeys(("三级指标", "指标名称", "绩效指标名称"), "{{ r.name }}"),
    **dict.fromkeys(("年度指标值", "指标值", "目标值", "年初指标值"), "{{ r.target }}"),
    **dict.fromkeys(("实际完成值", "完成值", "全年完成值", "实际完成情况"), "{{ r.actual }}"),
    **dict.fromkeys(("分值", "权重", "分值（权重）"), "{{ r.weight | plain }}"),
    **dict.fromkeys(("得分", "自评得分"), "{{ r.score | plain }}"),
    **dict.fromkeys(
        ("偏差原因分析及改进措施", "偏差原因", "未完成原因", "未完成原因分析", "扣分原因"),
        "{{ r.indicator.deviation }}",
    ),
}
"""评分表的表头 → 一行里的标签。"""
FUNDS: dict[str, str] = {
    **dict.fromkeys(("年初预算数", "年初预算", "预算数"), "initial | money"),
    **dict.fromkeys(("全年预算数", "全年预算", "调整后预算数"), "adjusted | money"),
    **dict.fromkeys(("实际到位数", "到位数", "到位资金"), "arrived | money"),
    **dict.fromkeys(("全年执行数", "执行数", "实际支出数", "支出数"), "spent | money"),
    "执行率": "rate | rate(none='—')",
}
"""资金一块的表头 → 一行里的标签；行的名称在左边。"""
TOTALS = ("年度资金总额", "资金总额", "合计", "总计", "项目资金总额")
BOXES = re.compile(r"优\s*□\s*良\s*□\s*中\s*□\s*差\s*□")
BLANK = re.compile(r"(?P<label>[一-龥（）]{2,12})[：:]\s*(?:_{2,}|＿{2,}|\s*$)")
"""“填报单位：____”：冒号后面是下划线，或什么也没有。"""
FEWEST = 3
"""表头里认得这么多个，才当作评分表、资金表。"""


def plain_label(text: str) -> str:
    """标签的字：不计空格、换行、冒号、单位和序号。"""
    bare = re.sub(r"[\s：:]", "", text)
    bare = re.sub(r"[（(](?:万元|元|亿元|%|分|\d+分?)[）)]", "", bare)
    return re.sub(r"^(?:\d+[.、]|[一二三四五六七八九十]+、)", "", bare)


def tag_for(label: str) -> str:
    """标签的字该填什么；拿不准为空。"""
    return LABELS.get(plain_label(label), "")


def likely(label: str) -> str:
    """拿不准的，最像的一个；没有像的为空。"""
    close = nearest(plain_label(label), tuple(LABELS))
    return LABELS[close[0]] if close else ""
