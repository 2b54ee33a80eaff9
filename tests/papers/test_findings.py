"""问题清单：整篇放在这里，读得出每一栏写什么。"""

from __future__ import annotations

from reportgen.core.diagnostics import Diagnostic, Related, Source, Span
from reportgen.papers.findings import findings_list

INPUT = Source("inputs/x.yaml", "总分: 90\n分项: 91\n")
RULES = Source("templates/y/rules.yaml", "a\n")
REPORT = Source("去年.docx")

SUM = Diagnostic(
    "C01",
    "error",
    Span(INPUT, 1, 5, 4, 6),
    "合计写的是 90|各项相加 91。",
    "改其中一处。",
    related=(Related(Span(INPUT, 2, 5, 11, 13), "各项在这里"),),
)
RULE = Diagnostic("R08", "warning", Span(RULES, 1, 1, 0, 1), "规则待证实。", "写明文件。")
WAIVED = Diagnostic(
    "C03", "error", Span(INPUT, 2, 1, 8, 10), "18 个。", "改。", waived="照录原件。"
)
CELL = Diagnostic("C02", "error", Span(REPORT, 1, 1, 0, 0, "第 1 张表第 3 行第 4 列"), "率不对。")


def test_the_whole_list() -> None:
    findings = [("inputs/x.yaml", [WAIVED, SUM, RULE]), ("去年.docx", [CELL]), ("好.yaml", [])]
    assert (
        findings_list(findings)
        == """\
# 问题清单

## 一、合计

| 文件 | 错误 | 提醒 | 说明 | 已豁免 |
| --- | --- | --- | --- | --- |
| inputs/x.yaml | 1 | 1 | 0 | 1 |
| 去年.docx | 1 | 0 | 0 | 0 |
| 好.yaml | 0 | 0 | 0 | 0 |
| 合计 3 份 | 2 | 1 | 0 | 1 |

## 二、逐条

| 文件 | 等级 | 位置 | 事实 | 依据 | 建议 |
| --- | --- | --- | --- | --- | --- |
| inputs/x.yaml | 错误 | 第 1 行第 5 列 | 合计写的是 90\\|各项相加 91。 | \
C01 合计不符<br>inputs/x.yaml:2:5 各项在这里 | 改其中一处。 |
| inputs/x.yaml | 提醒 | templates/y/rules.yaml:1:1 | 规则待证实。 | R08 规则待证实 | 写明文件。 |
| inputs/x.yaml | 错误（已豁免） | 第 2 行第 1 列 | 18 个。 | C03 个数不符 | 豁免的理由：照录原件。 |
| 去年.docx | 错误 | 第 1 张表第 3 行第 4 列 | 率不对。 | C02 率与算式不符 |  |
"""
    )


def test_one_clean_file_has_no_totals_row_and_no_table() -> None:
    text = findings_list([("好.yaml", [])])
    assert "合计 1 份" not in text
    assert text.endswith("## 二、逐条\n\n没有发现问题。\n")
