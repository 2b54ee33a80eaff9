"""豁免：没有豁免的说出要写的对象，照着写就对得上；说明、豁免不了的、已豁免的不说。"""

from __future__ import annotations

import pytest

from reportgen.checking.waivers import waive
from reportgen.core.codes import CODES
from reportgen.core.diagnostics import Source, diagnose, whole
from reportgen.core.model import Waiver
from reportgen.core.text import Text

PLACE = whole(Source("x.yaml", "总分: 90\n"))


@pytest.mark.parametrize(
    ("code", "help", "subject", "told"),
    [
        ("C01", "核对后改其中一处。", "总分", "核对后改其中一处。豁免写 at: 总分。"),
        ("R05", "加上 deviation: …", "预算执行率", "加上 deviation: …。豁免写 at: 预算执行率。"),
        ("I06", "是不是想写“背景”？", "background", "是不是想写“背景”？豁免写 at: background。"),
        ("C03", "", "三级指标", "豁免写 at: 三级指标。"),
        ("C11", "不必改。", "总分", "不必改。"),
        ("I01", "加上一行 year: …", "year", "加上一行 year: …"),
        ("C01", "核对后改其中一处。", "", "核对后改其中一处。"),
    ],
)
def test_the_help_ends_with_the_word_a_waiver_needs(
    code: str, help: str, subject: str, told: str
) -> None:
    (problem,) = waive([diagnose(code, PLACE, CODES[code][1], help, subject=subject)], ())
    assert problem.help == told


def test_a_waiver_with_this_word_matches_and_the_help_is_as_it_was() -> None:
    problem = diagnose("C01", PLACE, "合计不符。", "改其中一处。", subject="总分")
    waiver = Waiver(Text("C01"), Text("总分"), Text("照录原件。"), PLACE)
    (waived,) = waive([problem], (waiver,))
    assert (waived.waived, waived.help) == ("照录原件。", "改其中一处。")
