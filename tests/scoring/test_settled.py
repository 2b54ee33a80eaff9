"""分值合计不等于满分（R03）：有指标没有归处、分值没有写的，那里已经说了，不再说；别的错不使它不作声。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.pipeline import examine

SAMPLE = "templates/zhengzhou-self-2022/sample.yaml"
INDICATORS = "\nindicators:\n"

CASES = {
    "少一分": ("", "", ["R03"]),
    "另有一票否决的名称写错": ("\nvetoes: [{name: 没有这一种, reason: 查实}]", "", ["I09", "R03"]),
    "另有指标没有归处": ("", "  - {name: 没有归处的, actual: 好}\n", ["I09"]),
    "另有自设的指标没有写分值": (
        "",
        "  - {level1: 产出指标, level2: 数量指标, name: 没有分值的, target: ≥1 个, actual: 1 个}\n",
        ["I01"],
    ),
}


@pytest.mark.parametrize(("before", "first", "codes"), CASES.values(), ids=CASES)
def test_what_unsettles_the_weights_is_said_where_it_is(
    project: Path, before: str, first: str, codes: list[str]
) -> None:
    text = (project / SAMPLE).read_text("utf-8")
    assert text.count(INDICATORS) == 1 and "    weight: 15  #" in text
    text = text.replace("    weight: 15  #", "    weight: 14  #", 1)
    path = project / "inputs" / "x.yaml"
    path.write_text(text.replace(INDICATORS, f"{before}{INDICATORS}{first}"), "utf-8")
    problems = examine(path).diagnostics
    assert sorted(problem.code for problem in problems if problem.severity == "error") == codes
