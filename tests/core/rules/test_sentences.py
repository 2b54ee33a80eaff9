"""规则印成的话：sentences.yaml 里左边是写的规则，右边是印的评分规则。"""

from __future__ import annotations

import typing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.core.diagnostics import Source
from reportgen.core.rules.kinds import KINDS, RULE, Rule, wording
from reportgen.core.rules.setting import Setting
from reportgen.core.rules.tiers import Tier
from reportgen.core.shape import shape_of
from reportgen.core.target import Target
from reportgen.source.reading import read
from reportgen.source.scalars import read_share, read_target
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, parse

TABLE = Path(__file__).resolve().parent / "sentences.yaml"
RULES = yaml.load(TABLE.read_text("utf-8"), Loader=yaml.BaseLoader)
SHAPE = shape_of(RULE)
THREE_TIERS = {"达成": "80%", "部分达成": "60%", "未达成": "0%"}


def cases() -> list[Any]:
    named = []
    for kind, rules in RULES.items():
        for number, case in enumerate(rules, 1):
            named.append(pytest.param(case, id=f"{kind}-{number}"))
    return named


@pytest.mark.parametrize("case", cases())
def test_a_rule_is_printed_as_the_table_says(case: dict[str, Any]) -> None:
    source = Source("rule.yaml", yaml.safe_dump(case["rule"], allow_unicode=True, sort_keys=False))
    node, _ = parse(source)
    assert isinstance(node, Mapping)
    assert not check_shape(node, SHAPE)
    rule: Rule = read(node, RULE)
    assert not list(rule.faults())
    lowers = case.get("tiers", THREE_TIERS)
    setting = Setting(
        name="样例",
        weight=Decimal(case.get("weight", "10")),
        target=_settled(read_target(case.get("target", "完成"), None)),
        definition=case.get("definition", ""),
        tiers=tuple(Tier(name, read_share(lower, None)) for name, lower in lowers.items()),
    )
    assert wording(rule, setting) == case["sentence"]


def _settled(target: Target) -> Target:
    if target.deadline is None:
        return target
    return replace(target, deadline=target.deadline.on_calendar(2024, {}))


def test_every_kind_has_sentences() -> None:
    assert list(RULES) == list(KINDS)


def test_every_kind_is_named_in_chinese_and_taught() -> None:
    """种类写在一张表里：类、中文说明、格式教程里的一行，一个也不缺。"""
    taught = (Path(__file__).resolve().parents[3] / "templates" / "README.md").read_text("utf-8")
    assert set(typing.get_args(Rule)) == set(KINDS.values())
    assert list(RULE.labels) == list(KINDS)
    for kind in KINDS:
        assert f"`{kind}`" in taught
