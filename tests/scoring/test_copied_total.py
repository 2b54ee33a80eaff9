"""照抄的报告要抄总得分：没有抄会印成 0 分，大于满分是抄错了。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.pipeline import examine

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "templates" / "zhengzhou-self-2022" / "sample.yaml"


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        ("", [("I01", "没有抄总得分")]),
        ("stated: {grade: 优}\n", [("I01", "没有抄总得分")]),
        ("stated: {score: 105, grade: 优}\n", [("C06", "大于满分 100")]),
        ("stated: {score: 98.75, grade: 优}\n", []),
        ("stated: {score: 100, grade: 优}\n", []),
    ],
)
def test_a_copied_report_copies_its_total(
    project: Path, stated: str, wanted: list[tuple[str, str]]
) -> None:
    path = project / "inputs" / "x.yaml"
    path.write_text(SAMPLE.read_text("utf-8") + f"scoring: stated\n{stated}", "utf-8")
    messages = [(each.code, each.message) for each in examine(path).diagnostics]
    for code, words in wanted:
        assert any(known == code and words in message for known, message in messages), messages
    if not wanted:
        assert not [message for _, message in messages if "总得分" in message]
