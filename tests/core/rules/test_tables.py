"""规则的用例表：写规则的人看得懂、改得动。表的形状就是格式文件夹里 cases/ 的形状，另许写 exact 和 code。"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.core.diagnostics import Source
from reportgen.core.judgement import Judgement
from reportgen.core.quantity import ONE, round_half_up, shown
from reportgen.core.rules.case import Case, Unscorable
from reportgen.core.rules.kinds import KINDS, RULE, score_rule
from reportgen.core.rules.tiers import Tier
from reportgen.core.shape import shape_of
from reportgen.source.reading import read as read_declared
from reportgen.source.scalars import READERS, tidy
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, parse

TABLES = Path(__file__).resolve().parent / "tables"
TIERS = (Tier("达成", ONE * 80 / 100), Tier("部分达成", ONE * 60 / 100), Tier("未达成", ONE * 0))


def groups() -> list[Any]:
    found = []
    for path in sorted(TABLES.glob("*.yaml")):
        for group in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader):
            for case in group["cases"]:
                found.append(pytest.param(group, case, id=f"{path.stem}-{case['why'][:24]}"))
    return found


def read(format: str, text: str | None) -> Any:
    return None if text is None else READERS[format](tidy(text, format), None)


@pytest.mark.parametrize(("group", "case"), groups())
def test_a_case_of_the_tables_scores_as_it_says(
    group: dict[str, Any], case: dict[str, Any]
) -> None:
    node, _ = parse(Source("rule.yaml", yaml.safe_dump(group["rule"], allow_unicode=True)))
    assert isinstance(node, Mapping)
    assert not check_shape(node, shape_of(RULE))
    points = case.get("key_points", [])
    text, actual = read("actual", case.get("actual")) or ("", None)
    judged = read("number", case.get("judged"))
    situation = Case(
        name="指标",
        weight=read("number", group["weight"]).number,
        target=read("target", group["target"]),
        actual=actual,
        actual_text=str(text),
        judgement=Judgement(
            points=tuple(read("share", each) for each in points)
            if isinstance(points, list)
            else (),
            all_points=points == "all",
            share=read("share", case.get("share")),
            score=judged.number if judged else None,
            finished=case.get("finished") == "true",
        ),
        tiers=TIERS,
    )
    try:
        outcome = score_rule(read_declared(node, RULE), situation)
    except Unscorable as reason:
        assert reason.doubt.code == case.get("code"), reason
        assert "score" not in case
        return
    assert [doubt.code for doubt in outcome.doubts] == ([case["code"]] if "code" in case else [])
    assert f"{round_half_up(outcome.exact, 2):f}" == case["score"]
    if "exact" in case:
        assert shown(outcome.exact) == case["exact"]
    assert outcome.steps
    assert all(re.search("[一-龥=]", step.text) for step in outcome.steps)


def test_every_kind_has_a_table_and_every_rule_of_the_catalogue_a_case() -> None:
    assert sorted(path.stem for path in TABLES.glob("*.yaml")) == sorted(KINDS)
    text = "".join(path.read_text("utf-8") for path in TABLES.glob("*.yaml"))
    for number in range(1, 17):
        assert re.search(rf"R{number}(?!\d)", text), f"R{number} 没有用例"
