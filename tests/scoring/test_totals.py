"""总分的用例表：加分扣分、上限、一票否决、折算（totals.yaml），由规则人读得懂的小评分表一例例算。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.core.diagnostics import Source
from reportgen.core.format import Catalogue, Format
from reportgen.core.funds import FundLine, Funds
from reportgen.core.indicator import Indicator
from reportgen.core.judgement import Judgement
from reportgen.core.model import Evaluation, Vetoed
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine
from reportgen.formats.decode import decode_catalogue
from reportgen.scoring.card import score
from reportgen.source.tree import parse

ROOT = Path(__file__).resolve().parents[2]
CASES = yaml.load(
    (Path(__file__).parent / "totals.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)


def base() -> tuple[Evaluation, Format]:
    """随程序的一份输入和它的格式，借它们的架子。"""
    found = examine(ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml")
    assert found.evaluation is not None and found.format is not None
    return found.evaluation, found.format


def catalogue_of(case: dict[str, Any]) -> Catalogue:
    """用例的指标库：每个一级指标下，各行由评价人给分。"""
    levels: dict[str, list[dict[str, str]]] = {}
    for number, (level1, weight, _) in enumerate(case["lines"], 1):
        levels.setdefault(level1, []).append(
            {"name": f"指标{number}", "weight": weight, "target": "好"}
        )
    groups = [
        {
            "level1": level1,
            **case.get("levels", {}).get(level1, {}),
            "groups": [{"level2": level1, "indicators": own}],
        }
        for level1, own in levels.items()
    ]
    rules = {
        "reference": "用例",
        "defaults": {"qualitative": {"kind": "judged"}},
        "indicators": groups,
    }
    node, problems = parse(
        Source(
            "rules.yaml",
            yaml.safe_dump({**rules, "vetoes": case.get("vetoes", [])}, allow_unicode=True),
        )
    )
    assert node is not None, problems
    return decode_catalogue(node, "rules.yaml")


def evaluation_of(case: dict[str, Any], like: Evaluation) -> Evaluation:
    """用例的输入：各行的认定得分、出现的情形、资金。"""
    indicators = tuple(
        Indicator(
            Text(f"指标{number}"),
            judgement=Judgement(score=Decimal(points)),
            deviation=Text("原因"),
        )
        for number, (_, _, points) in enumerate(case["lines"], 1)
    )
    total = FundLine(
        Text("合计"),
        adjusted=Quantity(Decimal(100)),
        spent=Quantity(Decimal(case.get("spent", "100"))),
    )
    vetoes = tuple(Vetoed(Text(name), Text("事由")) for name in case.get("occurred", []))
    return replace(like, indicators=indicators, funds=Funds(total=total), vetoes=vetoes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_scorecard_totals_as_the_table_says(case: dict[str, Any]) -> None:
    evaluation, format = base()
    manifest = replace(format.manifest, over_full=case.get("over_full") == "true")
    card, found = score(
        evaluation_of(case, evaluation),
        replace(format, manifest=manifest, catalogue=catalogue_of(case)),
    )
    assert not [d for d in found if d.severity == "error" and d.code not in {"R03", "R04"}]
    assert (f"{card.total:f}", card.grade) == (case["total"], case["grade"])


def test_a_vetoed_row_says_so_in_its_last_step() -> None:
    case = next(case for case in CASES if case["why"] == "R18 一票否决使一行得 0 分")
    evaluation, format = base()
    card, _ = score(evaluation_of(case, evaluation), replace(format, catalogue=catalogue_of(case)))
    assert card.lines[0].steps[-1].text == "一票否决：弄虚作假（事由），得 0 分"
    assert [(each.name, each.effect) for each in card.vetoed] == [("弄虚作假", "“指标1”得 0 分")]


def test_a_deduction_row_shows_what_was_taken_off() -> None:
    case = next(case for case in CASES if case["why"] == "R17 扣分项减去扣掉的分")
    evaluation, format = base()
    card, _ = score(evaluation_of(case, evaluation), replace(format, catalogue=catalogue_of(case)))
    assert f"{card.lines[1].score:f}" == "-4.00"
    assert card.lines[1].lost and not card.lines[1].counted
