"""Markdown：整篇的样子。"""

from __future__ import annotations

from reportgen.core.document import Cell, Document, Heading, Paragraph, Row, Run, Table
from reportgen.papers.markdown import write_markdown

TABLE = Table(
    "表 1 资金",
    "单位：万元",
    (1, 1, 1),
    2,
    (
        Row((Cell(("指标",), 2, role="head"), Cell(("得分",), merge="start", role="head"))),
        Row(
            (
                Cell(("一级",), role="head"),
                Cell(("二级",), role="head"),
                Cell(merge="continue", role="head"),
            )
        ),
        Row(
            (
                Cell(("产出",), merge="start", role="label"),
                Cell(("甲|乙",)),
                Cell(("1.00",), role="number"),
            )
        ),
        Row(
            (
                Cell(merge="continue", role="label"),
                Cell(("丙", "丁")),
                Cell(("2.00",), role="number"),
            )
        ),
        Row((Cell(("合计",), 2), Cell(("3.00",), role="number"))),
    ),
)

EXPECTED = """# 某市报告

## 一、概况

1.处理*不当*。
""".replace("*", "\\*")


def test_a_document_is_one_paragraph_a_line_and_its_tables_are_tables() -> None:
    body = (Heading(1, "一、", "概况"), Paragraph((Run("1.处理*不当*。"),)))
    assert write_markdown(Document(("某市", "报告"), body)) == EXPECTED
    bold = Paragraph((Run("甲"), Run("乙", bold=True)))
    assert write_markdown(Document(("题",), (bold, TABLE))) == (
        "# 题\n\n甲**乙**\n\n**表 1 资金**\n\n单位：万元\n\n"
        "| 指标·一级 | 指标·二级 | 得分 |\n| --- | --- | --- |\n"
        "| 产出 | 甲\\|乙 | 1.00 |\n|  | 丙<br>丁 | 2.00 |\n| 合计 |  | 3.00 |\n"
    )
