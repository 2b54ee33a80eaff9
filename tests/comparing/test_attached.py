"""附带的表改了一格：说是哪张表、哪一行、哪一栏；只另存一次的，没有不同。复核文件改了，说是哪个指标。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.difference import diff
from reportgen.papers.difference import in_lines

ROOT = Path(__file__).resolve().parents[2]
INPUT = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
TABLE = """序号,企业名称,补助金额
1,甲厂,30.00
2,乙厂,25.00
3,丙厂,12.50
"""
EDITS = {
    "一格": (
        ("乙厂,25.00", "乙厂,26.00"),
        ["附带的表·名单·乙厂·补助金额：25.00 → 26.00"],
    ),
    "添一行，序号顺延": (
        ("2,乙厂,25.00\n3,", "2,丁社,8.00\n3,乙厂,25.00\n4,"),
        ["附带的表·名单·丁社：新增，8.00"],
    ),
    "去掉一行": (
        ("2,乙厂,25.00\n3,", "2,"),
        ["附带的表·名单·乙厂：去掉，25.00"],
    ),
    "改一栏的名字": (
        ("补助金额", "补助（万元）"),
        ["附带的表·名单·栏目：去掉，补助金额", "附带的表·名单·栏目：新增，补助（万元）"],
    ),
    "次序": (
        ("1,甲厂,30.00\n2,乙厂,25.00\n", "1,乙厂,25.00\n2,甲厂,30.00\n"),
        [],
    ),
    "另存成别的换行": (("\n", "\r\n"), []),
}


def written(folder: Path, table: str, review: str = "") -> Path:
    """一份附了表的输入；另写复核文件的，放在它旁边。"""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "名单.csv").write_bytes(table.encode())
    text = INPUT.read_text("utf-8") + "files:\n  名单: data/名单.csv\n"
    if review:
        (folder / "复核.yaml").write_text(review, "utf-8")
        text += "review: 复核.yaml\n"
    path = folder / "x.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", EDITS)
def test_what_changed_in_an_attached_table_is_told_by_the_cell(name: str, tmp_path: Path) -> None:
    (before, after), expected = EDITS[name]
    old = written(tmp_path / "old", TABLE)
    new = written(tmp_path / "new", TABLE.replace(before, after))
    comparison = diff(old, new)
    lines = [line.strip() for line in in_lines(comparison)]
    assert [line for line in lines if "附带" in line] == expected
    assert comparison.equal == (not expected)


REVIEWS = {
    "得分": (
        ("6.5", "6.2"),
        "培训和参加论坛人数（人） 7.09（没有变）：复核得分由 6.50 改为 6.20",
    ),
    "备注": (
        ("一场没有签到", "签到表不全"),
        "政策宣讲场次（场） 4.80（没有变）：复核备注由一场没有签到改为签到表不全",
    ),
    "去掉一行": (
        ("培训和参加论坛人数（人）: 6.5\n", ""),
        "培训和参加论坛人数（人） 7.09（没有变）：复核得分去掉了 6.50",
    ),
    "只添一行注释": (("政策", "# 现场核对过\n政策"), ""),
}
REVIEW = """政策宣讲场次（场）: {actual: 5场, remark: 一场没有签到}
培训和参加论坛人数（人）: 6.5
"""


@pytest.mark.parametrize("name", REVIEWS)
def test_the_reviewers_own_file_is_compared_by_indicator(name: str, tmp_path: Path) -> None:
    (before, after), expected = REVIEWS[name]
    old = written(tmp_path / "old", TABLE, REVIEW)
    new = written(tmp_path / "new", TABLE, REVIEW.replace(before, after, 1))
    comparison = diff(old, new)
    lines = [line.strip() for line in in_lines(comparison)]
    assert not [line for line in lines if "附带" in line]
    assert comparison.equal == (not expected)
    if expected:
        assert expected in lines
        changes = comparison.differences[0].facts
        assert {change.path[0] for change in changes} == {"indicators"}
