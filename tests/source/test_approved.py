"""批复的绩效目标表：各种表头都认得，前面有别的行，符号、单位另成一栏；没有这样的表说出来。"""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest

from reportgen.source.approved import read_approved
from reportgen.source.grid import BadTable

HEADS = [
    (["一级指标", "二级指标", "三级指标", "指标值"], ["产出", "数量", "培训人数", "≥400 人"]),
    (["序号", "指标名称 *", "年度指标值", "分值（权重）"], ["1", "培训人数", "≥400 人", "15"]),
    (["绩效指标", "指标性质", "指标值", "计量单位"], ["培训人数", "≥", "400", "人"]),
    (["三级指标", "符号", "目标值", "单位"], ["培训人数", "大于等于", "400", "人"]),
]


def book(*rows: Sequence[str]) -> bytes:
    """一本工作簿。"""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("head", "row"), HEADS)
def test_the_rows_are_found_under_their_head(head: list[str], row: list[str]) -> None:
    data = book(["绩效目标表"], [], ["项目名称", "人才服务"], head, row, head, ["说明", "无"])
    (found,) = read_approved(data, "批复.xlsx")
    assert found.name == "培训人数"
    assert str(found.target).replace(" ", "") == "≥400人"
    assert found.span is not None
    assert found.span.place == f"批复.xlsx Sheet!{'ABCD'[row.index('培训人数')]}5"


def test_an_input_is_read_by_its_indicators() -> None:
    text = "indicators:\n- {name: 培训人数, target: ≥400 人, weight: 15}\n- {target: 无名}\n"
    (found,) = read_approved(text.encode(), "x.yaml")
    assert (found.name, str(found.target), str(found.weight)) == ("培训人数", "≥400 人", "15")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (book(["名称", "数"], ["甲", "1"]), "x.xlsx"),
        (b"unit: 1\n", "x.yaml"),
        (b"a: [\n", "x.yaml"),
        (b"PK", "x.xlsx"),
    ],
)
def test_what_is_not_such_a_table_is_told(data: bytes, name: str) -> None:
    with pytest.raises(BadTable):
        read_approved(data, name)
