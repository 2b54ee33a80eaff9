"""核对成稿：用公开报告里的数和短句写成 Word（python-docx），各种矛盾都找得到，改对了就不作声，看不懂的说看不懂。"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest

from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.review import review

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"

FUNDS = [
    ["资金", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["基本支出", "1317.08", "1453.23", "1412.33", "97.19%"],
    ["项目支出", "347.00", "3000.20", "2958.86", "98.62%"],
    ["合计", "1664.08", "4453.43", "4371.19", "98.15%"],
]
SCORES = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["项目决策（20分）", "项目立项", "立项依据充分性", "全部符合", "全部符合", "10", "10"],
    ["项目决策（20分）", "绩效目标", "绩效目标合理性", "全部符合", "基本符合", "10", "6"],
    ["项目产出（50分）", "产出数量", "走访慰问困难企业数", "≥20家", "20家", "20", "20"],
    ["项目产出（50分）", "产出质量", "企业对营商政策知晓率", "≥80%", "90%", "30", "30"],
    ["项目效益（30分）", "满意度", "被慰问企业满意度", "≥95%", "96%", "30", "30"],
    ["总分", "总分", "总分", "", "", "100", "96"],
]
PROSE = [
    "一、基本情况",
    "全年预算执行率为98.15%，实际支出4371.19万元。",
    "评价下设3个一级指标、5个二级指标、5个三级指标。",
    "被慰问企业满意度96%。",
    "项目评价得分96分，绩效评价等级为“优”。",
]


def write(path: Path, prose: list[str], *tables: list[list[str]], merge: bool = False) -> Path:
    """段落和表写成 Word；merge 为真则首列相同的格子竖向合并。"""
    document = docx.Document()
    for text in prose:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
        if merge:
            for at in range(2, len(rows) - 1):
                if rows[at][0] == rows[at - 1][0]:
                    table.cell(at, 0).text = ""
                    table.cell(at - 1, 0).merge(table.cell(at, 0))
        document.add_paragraph("")
    buffer = BytesIO()
    document.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def replaced(rows: list[list[str]], old: str, new: str) -> list[list[str]]:
    assert any(old in row for row in rows)
    return [[new if cell == old else cell for cell in row] for row in rows]


def found(
    tmp_path: Path, prose: list[str], *tables: list[list[str]], merge: bool = False
) -> tuple[Diagnostic, ...]:
    return review(
        write(tmp_path / "报告.docx", prose, *tables, merge=merge),
        name="报告.docx",
        templates=TEMPLATES,
    )


@pytest.mark.parametrize("merge", [False, True])
def test_a_consistent_report_is_silent(tmp_path: Path, merge: bool) -> None:
    assert found(tmp_path, PROSE, FUNDS, SCORES, merge=merge) == ()


PLANTED = [  # 说明、改哪里（funds、scores 或 prose）、原来的、改成的、应得的代码和地址
    ("合计与各行之和不符", "scores", "96", "95", {"C06"}, "第 2 张表第 7 行第 7 列"),
    ("分值合计与各行之和不符", "scores", "100", "110", {"C01"}, "第 2 张表第 7 行第 6 列"),
    ("资金合计不符", "funds", "4371.19", "4371.91", {"C01"}, "第 1 张表第 4 行第 4 列"),
    ("执行率与算式不符", "funds", "97.19%", "79.19%", {"C02"}, "第 1 张表第 2 行第 5 列"),
    (
        "一级指标后面的分值不符",
        "scores",
        "项目产出（50分）",
        "项目产出（40分）",
        {"C01"},
        "第 2 张表第 4 行第 1 列",
    ),
    ("文中二级指标的个数不符", "prose", "5个二级指标", "11个二级指标", {"C03"}, "第 3 段"),
    ("文中的执行率与表不符", "prose", "98.15%", "69.71%", {"C04"}, "第 2 段"),
    ("文中的支出与表不符", "prose", "4371.19万元", "4731.19万元", {"C04"}, "第 2 段"),
    ("文中的实绩与表不符", "prose", "满意度96%", "满意度90%", {"C04"}, "第 4 段"),
    ("文中的总得分与表不符", "prose", "得分96分", "得分93分", {"C06"}, "第 5 段"),
    ("文中的等级与总分不合", "prose", "“优”", "“良”", {"C06"}, "第 5 段"),
    ("得分大于分值", "scores", "6", "16", {"C06"}, "第 2 张表第 3 行第 7 列"),
    ("没有达到而得满分", "scores", "90%", "70%", {"C15"}, "第 2 张表第 5 行第 7 列"),
]


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant[0])
def test_a_planted_contradiction_is_found_at_its_place(
    tmp_path: Path, plant: tuple[str, ...]
) -> None:
    _, where, old, new, codes, place = plant
    prose, funds, scores = PROSE, FUNDS, SCORES
    if where == "prose":
        assert any(old in text for text in PROSE)
        prose = [text.replace(old, new) for text in PROSE]
    elif where == "funds":
        funds = replaced(FUNDS, old, new)
    else:
        scores = replaced(SCORES, old, new)
    diagnostics = found(tmp_path, prose, funds, scores)
    assert {d.code for d in diagnostics} >= set(codes)
    assert any(place in d.span.place for d in diagnostics if d.code in codes), [
        d.span.place for d in diagnostics
    ]


def test_an_average_that_is_only_rounded_is_not_a_contradiction(tmp_path: Path) -> None:
    funds = [
        FUNDS[0],
        ["甲", "100.00", "100.00", "33.33", "33.33%"],
        ["合计", "100.00", "100.00", "33.33", "33.33%"],
    ]
    assert not [d for d in found(tmp_path, ["一、概述"], funds) if d.severity == "error"]


def test_what_is_qualified_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    prose = [
        *PROSE,
        "基本支出预算执行率97.19%。",
        "上年预算执行率为90.00%。",
        "预算执行率达到95%以上。",
    ]
    assert found(tmp_path, prose, FUNDS, SCORES) == ()


def test_a_report_without_tables_says_what_it_could_not_check(tmp_path: Path) -> None:
    diagnostics = found(tmp_path, PROSE)
    assert [(d.code, d.severity) for d in diagnostics] == [("C35", "note"), ("C35", "note")]
    assert "没有认出评分表" in diagnostics[0].message


def test_two_score_tables_are_each_checked_but_not_compared_with_the_prose(tmp_path: Path) -> None:
    prose = [*PROSE[:4], "被慰问企业满意度90%。"]
    diagnostics = found(tmp_path, prose, FUNDS, SCORES, replaced(SCORES, "96", "95"))
    assert sorted({d.code for d in diagnostics}) == ["C06", "C35"]


def test_the_diagnostic_shows_the_line_it_is_about(tmp_path: Path) -> None:
    (found_one,) = found(tmp_path, PROSE, replaced(FUNDS, "97.19%", "79.19%"), SCORES)
    assert (
        found_one.span.source.line(found_one.span.line)
        == "基本支出 │ 1317.08 │ 1453.23 │ 1412.33 │ 79.19%"
    )
    assert found_one.span.source.text[found_one.span.start : found_one.span.end] == "79.19%"


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_not_word_is_a_message(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    (diagnostic,) = review(path, templates=TEMPLATES)
    assert diagnostic.code == "S05"


def test_a_missing_file_is_a_message(tmp_path: Path) -> None:
    (diagnostic,) = review(tmp_path / "没有.docx", templates=TEMPLATES)
    assert diagnostic.code == "S05"


SELF_FUNDS = [  # 财预〔2020〕10号 附件1 的样子：表头带代号和单位，“其中”之下还有一层，分值 10 在这张表里
    [
        "项目资金（万元）",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A）",
        "得分",
    ],
    ["年度资金总额", "1,200.00", "１２００", "1080", "10", "90%", "9"],
    ["其中：当年财政拨款", "1000", "1000", "900", "—", "90.0%", "—"],
    ["其中：中央补助", "600", "600", "500", "—", "83.33%", "—"],
    ["上年结转资金", "200", "200", "180", "—", "90%", "—"],
    ["其他资金", "0", "0", "0", "—", "—", "—"],
]
SELF_SCORES = [
    ["一级指标", "分值", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "50", "培训人数", "≥100人次", "120人次", "25", "25"],
    ["产出指标", "50", "完成及时率", "100%", "90%", "25", "22.5"],
    ["效益指标", "40", "带动就业", "吸纳返乡人员就业", "吸纳38名返乡人员", "40", "39"],
    ["总分", "", "", "", "", "100", "95.5"],
]
SELF_PROSE = [
    "评价等级：90分以上为优，80（含）-90分为良，60-80分为中，60分以下为差。",
    "全年预算1200万元，执行1080万元，预算执行率90%，上年执行率85%，全市平均执行率92.3%。",
    "本项目总分100分，自评得分95.5分，评价等级为“优”。",
]
OUTLAYS = [
    ["科目", "年初预算", "调整预算", "决算数", "执行率"],
    ["基本支出", "100.00", "110.00", "108.9", "99%"],
    ["其中：人员经费", "80", "85", "84", "98.82%"],
    ["公用经费", "20", "25", "24.9", "99.6%"],
    ["项目支出", "50", "60", "30", "50%"],
    ["合计", "150", "170", "138.9", "81.71%"],
]


def test_the_national_form_and_nested_outlays_are_understood_and_silent(tmp_path: Path) -> None:
    assert found(tmp_path, SELF_PROSE, SELF_FUNDS, SELF_SCORES) == ()
    assert {d.code for d in found(tmp_path, [], OUTLAYS)} == {"C35"}  # 没有评分表


NESTED = [  # 说明、表、原来的、改成的、代码、地址
    ("其中之下的合计不符", SELF_FUNDS, "1080", "1090", {"C01", "C02"}, "第 1 张表第 2 行第 4 列"),
    ("其中之下一行的率不符", SELF_FUNDS, "83.33%", "88.33%", {"C02"}, "第 1 张表第 4 行第 6 列"),
    ("科目的合计不符", OUTLAYS, "150", "155", {"C01"}, "第 1 张表第 6 行第 2 列"),
]


@pytest.mark.parametrize("plant", NESTED, ids=lambda plant: plant[0])
def test_a_contradiction_in_a_nested_fund_table_is_found(
    tmp_path: Path, plant: tuple[str, ...]
) -> None:
    _, table, old, new, codes, place = plant
    diagnostics = [d for d in found(tmp_path, [], replaced(table, old, new)) if d.code != "C35"]
    assert {d.code for d in diagnostics} == codes
    assert any(place in d.span.place for d in diagnostics)


def test_rows_that_list_only_a_part_of_the_total_are_not_added_up(tmp_path: Path) -> None:
    part = [
        OUTLAYS[0],
        OUTLAYS[5],
        ["其中：中央资金", "60", "70", "50", "71.43%"],
        ["省级资金", "30", "40", "20", "50%"],
    ]
    assert {d.code for d in found(tmp_path, [], part)} == {"C35"}


SILENT = {  # 合得上的评分表：说明 → （文中的话，表）
    "自评和复核两个总分": (
        ["单位自评得分100分；经复核，综合得分94分，等级为优。"],
        [
            ["一级指标", "三级指标", "分值", "自评得分", "复核得分"],
            ["决策", "依据充分性", "10", "10", "9"],
            ["产出", "培训人数", "90", "90", "85"],
            ["合计", "", "100", "100", "94"],
        ],
    ),
    "各组有小计": (
        ["评价得分95分。"],
        [
            ["一级指标", "三级指标", "分值", "得分"],
            ["决策（20分）", "依据", "20", "20"],
            ["", "小计", "20", "20"],
            ["产出（80分）", "培训", "80", "75"],
            ["", "小计", "80", "75"],
            ["总计", "", "100", "95"],
        ],
    ),
    "附加分不占分值": (
        ["评价得分21.5分。"],
        [
            ["三级指标", "分值", "得分"],
            ["培训", "10", "9.5分"],
            ["宣讲", "10分", "10"],
            ["附加分", "", "2"],
            ["总得分", "20", "21.5"],
        ],
    ),
    "合计少一位小数": (
        ["评价得分19.1分。"],
        [
            ["三级指标", "分值", "得分"],
            ["培训", "10", "9.51"],
            ["宣讲", "10", "9.56"],
            ["合计", "20", "19.1"],
        ],
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_a_consistent_score_table_of_another_shape_is_silent(tmp_path: Path, name: str) -> None:
    prose, scores = SILENT[name]
    assert {d.code for d in found(tmp_path, prose, scores)} == {"C35"}  # 没有资金表


@pytest.mark.parametrize("name", ["自评和复核两个总分", "各组有小计", "合计少一位小数"])
def test_the_same_table_with_a_wrong_total_is_not(tmp_path: Path, name: str) -> None:
    _, scores = SILENT[name]
    score = scores[0].index("自评得分") if "自评得分" in scores[0] else scores[0].index("得分")
    total = [*scores[-1][:score], "17", *scores[-1][score + 1 :]]
    assert "C06" in {d.code for d in found(tmp_path, [], [*scores[:-1], total])}


PROJECTS = [  # 有追加预算的一列，也有一列全是零
    ["项目", "年初预算数", "追加预算数", "全年预算数", "实际到位数", "全年执行数", "执行率"],
    ["企业服务", "66.70", "3.30", "70.00", "0", "48.00", "69%"],
    ["走访慰问", "66.70", "0.00", "66.70", "0", "40.00", "60%"],
    ["合计", "133.40", "3.30", "136.70", "0.00", "88.00", "64%"],
]
ADDED = {  # 说明 → （原来的，改成的，代码，地址）
    "年初加追加不等于调整后": ("70.00", "70.04", {"C01"}, "第 1 张表第 2 行第 4 列"),
    "追加的合计不符": ("3.30", "3.03", {"C01"}, "第 1 张表第 2 行第 4 列"),
    "到位的合计不符": ("0.00", "8.00", {"C01", "C07"}, "第 1 张表第 4 行第 5 列"),
    "整数的率不是舍入得来的": ("69%", "68%", {"C02"}, "第 1 张表第 2 行第 7 列"),
}


def test_added_money_and_whole_per_cents_are_understood_and_silent(tmp_path: Path) -> None:
    assert {d.code for d in found(tmp_path, [], PROJECTS)} == {"C35"}
    heads = [*PROJECTS[0][:-1], "执行率（%）"]
    in_head = [heads, *([*row[:-1], row[-1].rstrip("%")] for row in PROJECTS[1:])]
    assert {d.code for d in found(tmp_path, [], in_head)} == {"C35"}


@pytest.mark.parametrize("name", ADDED)
def test_a_contradiction_in_added_money_is_found(tmp_path: Path, name: str) -> None:
    old, new, codes, place = ADDED[name]
    diagnostics = [d for d in found(tmp_path, [], replaced(PROJECTS, old, new)) if d.code != "C35"]
    assert {d.code for d in diagnostics} == codes
    assert any(place in d.span.place for d in diagnostics), [d.span.place for d in diagnostics]


def test_a_budget_that_was_also_cut_is_not_added_up(tmp_path: Path) -> None:
    cut = [[*row[:3], "调减" if at == 0 else "1.00", *row[3:]] for at, row in enumerate(PROJECTS)]
    assert {d.code for d in found(tmp_path, [], replaced(cut, "3.30", "4.30"))} == {"C35"}


ELSEWHERE = [  # 说的不是这一年、不是全年、不是全体的话
    "截至2023年6月底，预算执行率45%。",
    "2022年自评得分90分，等级为良。",
    "第一批项目支出600万元，预算执行率75%。",
    "上半年预算执行率40%。",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_is_said_of_another_time_is_not_compared(tmp_path: Path, text: str) -> None:
    prose = ["2023年，" + SELF_PROSE[1], "2023年度" + SELF_PROSE[2], text]
    assert found(tmp_path, prose, SELF_FUNDS, SELF_SCORES) == ()


TARGETS = [  # 指标值、实际完成值、名称，得满分而没有达到的为真
    ("≧14亩", "12亩", "改造面积", True),
    ("=100%", "93%", "验收合格率", True),
    ("≤3天", "5天", "平均办理时间", True),
    ("不超过1.8万元", "2.1万元", "单位造价", True),
    ("260户", "231户", "惠民户数", True),
    ("不低于88%", "85%", "群众满意度", True),
    ("<12件", "12件", "投诉件数", True),
    ("95%-100%", "93%", "达标率", True),
    ("12月底前", "2025年1月10日", "完成时间", True),
    ("≤2万元", "21000元", "单位造价", True),
    ("≧14亩", "1公顷", "改造面积", False),
    ("不超过1.8万元", "17500元", "单位造价", False),
    ("20万元", "18万元", "培训成本", False),  # 没有写符号的成本，多半是越少越好
    ("260户", "260户", "惠民户数", False),
    ("300天左右", "290天", "开放天数", False),
    ("第三季度", "2024年8月", "完成时间", False),
    ("≥10场", "300人", "培训场次", False),  # 单位不同，看不出
    ("三级以上医院", "二级医院", "医院等级", False),
]


@pytest.mark.parametrize(
    ("target", "actual", "name", "missed"), TARGETS, ids=[f"{t[0]}-{t[1]}" for t in TARGETS]
)
def test_full_marks_for_a_target_that_was_missed(
    tmp_path: Path, target: str, actual: str, name: str, missed: bool
) -> None:
    rows = [
        SCORES[0],
        ["项目产出", "产出数量", name, target, actual, "100", "100"],
        [*SCORES[-1][:5], "100", "100"],
    ]
    diagnostics = [d for d in found(tmp_path, ["2024年度绩效评价报告。"], rows) if d.code != "C35"]
    assert [(d.code, name in d.message) for d in diagnostics] == ([("C15", True)] if missed else [])


def test_a_target_in_three_columns_is_read_as_one(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(4, 8)
    rows = [
        ["绩效指标", "绩效指标", "年度指标值", "", "", "实际完成值", "分值", "得分"],
        ["一级指标", "三级指标", "符号", "值", "单位", "实际完成值", "分值", "得分"],
        ["产出", "修缮校舍", "≥", "3300", "平方米", "3180平方米", "50", "50"],
        ["产出", "受益学生", "≥", "1450", "人", "1450人", "50", "50"],
    ]
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(0, 2).merge(table.cell(0, 4))
    path = tmp_path / "x.docx"
    document.save(str(path))
    diagnostics = [d for d in review(path, templates=TEMPLATES) if d.code != "C35"]
    assert [(d.code, d.subject) for d in diagnostics] == [("C15", "修缮校舍")]
    assert "≥3300平方米" in diagnostics[0].message


OWN_BANDS = (
    "95分（含）以上为优秀，85分（含）至95分为良好，70分（含）至85分为合格，70分以下为不合格。"
)
BANDS = {  # 说等级的话，印的等级 → 应得的诊断
    ("", "优秀"): [],
    ("", "良好"): ["等级写“良好”，总分 92，应是“优”。"],
    ("", "合格"): [],  # 财预〔2020〕10号没有这个叫法
    (OWN_BANDS, "良好"): [],
    (OWN_BANDS, "良"): [],
    (OWN_BANDS, "优"): ["等级写“优”，总分 92，应是“良好”。"],
    (OWN_BANDS, "合格"): ["等级写“合格”，总分 92，应是“良好”。"],
    ("95分以上为优，85分至95分为良，70分以上为中。", "差"): [],  # 没有说全，凭哪一套看不出
    (OWN_BANDS + "（市本级90分以上为优秀，80-90分为良好，80分以下为合格。）", "优秀"): [],
}


@pytest.mark.parametrize("case", BANDS, ids=lambda case: "、".join(case) if case[0] else case[1])
def test_the_grade_is_that_of_the_reports_own_bands(tmp_path: Path, case: tuple[str, str]) -> None:
    bands, grade = case
    scores = replaced(replaced(SCORES, "96", "92"), "6", "2")
    result = f"项目综合得分92分，评价等级为“{grade}”。"
    told = [d for d in found(tmp_path, [bands, result], scores) if d.code != "C35"]
    assert [d.message for d in told] == BANDS[case]


LIKE_AN_INPUT = {  # 只凭表就查得了的：改评分表的哪里、应得的代码、地方
    "说不出怎样算完成的指标值": ("≥20家", "有所提升", "C18", "第 1 张表第 4 行第 3 列"),
    "实绩同指标值一字不差而扣分": ("基本符合", "全部符合", "C15", "第 1 张表第 3 行第 3 列"),
    "超出很多而没有说原因": ("20家", "60家", "C17", "第 1 张表第 4 行第 3 列"),
}


@pytest.mark.parametrize("name", LIKE_AN_INPUT)
def test_a_score_table_is_checked_as_that_of_an_input(tmp_path: Path, name: str) -> None:
    old, new, code, place = LIKE_AN_INPUT[name]
    reasons = ["偏差原因分析及改进措施", *[""] * 6]
    scores = [[*row, reason] for row, reason in zip(SCORES, reasons, strict=True)]
    scores = replaced(replaced(scores, old, new), "项目产出（50分）", "产出（50分）")
    told = [d for d in found(tmp_path, [], scores) if d.code != "C35"]
    assert [(d.code, d.severity) for d in told] == [(code, "warning")]
    assert place in told[0].span.place


def test_what_the_table_has_no_column_for_is_not_asked_for(tmp_path: Path) -> None:
    """没有偏差原因一栏的，超出很多也不说没有写原因；没有二级指标一栏的，不说有零个。"""
    scores = replaced(SCORES, "20家", "60家")
    assert {d.code for d in found(tmp_path, [], scores)} == {"C35"}
    without = [[row[0], *row[2:]] for row in SCORES]
    prose = ["评价下设3个一级指标、5个二级指标、5个三级指标。"]
    assert {d.code for d in found(tmp_path, prose, without)} == {"C35"}


def test_spending_above_the_budget_is_told_but_not_of_money_taken_back(tmp_path: Path) -> None:
    rows = [FUNDS[0], ["甲", "100", "90", "99", "110%"], ["收回", "-4", "-4", "-3.2", "80%"]]
    told = [d for d in found(tmp_path, [], rows) if d.code != "C35"]
    assert [(d.code, d.span.label) for d in told] == [("C07", "第 1 张表第 2 行第 4 列")]


NOT_NUMBERS = {  # 改哪里 → C35 说的话
    "4371.19": "资金合计的全年执行数写“约4371万多”，读不成数，与它有关的合计没有核对。",
    "6": "“绩效目标合理性”的得分写“约4371万多”，读不成数，与它有关的合计没有核对。",
}


@pytest.mark.parametrize("old", NOT_NUMBERS)
def test_a_figure_that_is_not_read_is_told_at_its_cell(tmp_path: Path, old: str) -> None:
    tables = [
        [["约4371万多" if cell == old else cell for cell in row] for row in rows]
        for rows in (FUNDS, SCORES)
    ]
    told = [d for d in found(tmp_path, [], *tables) if d.code == "C35"]
    assert [d.message for d in told] == [NOT_NUMBERS[old]]
    assert "张表第" in told[0].span.label


@pytest.mark.parametrize("blank", ["—", "", "/", "——", "无"])
def test_a_cell_that_says_there_is_none_is_not_a_figure_unread(tmp_path: Path, blank: str) -> None:
    assert not [
        d for d in found(tmp_path, [], replaced(FUNDS, "4371.19", blank), SCORES) if d.code == "C35"
    ]
