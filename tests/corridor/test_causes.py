"""原因的分加得起来：随程序的每份输入、每个小格式，随便改几处，各行、各总分的变化正好是各原因之和。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reportgen.core.difference import Difference
from reportgen.corridor.difference import diff
from reportgen.corridor.facts import read_facts
from reportgen.corridor.project import project_of
from reportgen.corridor.whatif import what_if
from reportgen.source.changes import labels
from reportgen.source.normal import normal
from reportgen.source.setting import NoSuchPlace
from tests.formats.test_vocabulary import CASES, made

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = [*sorted(ROOT.glob("inputs/*/*.yaml")), *sorted(ROOT.glob("templates/*/sample.yaml"))]
MATTERS = ("actual", "target", "weight", "score", "share", "spent", "adjusted", "level2", "name")
VALUES = ("3", "7.5", "60", "120", "77%", "5 场", "≥10", "新的话，改过的。", "")
OUGHT = Decimal("0.01")
"""逐项舍入的格式，说不到哪一行的最多是舍入的一分。"""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """随程序的输入和样例，和格式的每个词的小格式的输入。"""
    small = [made(case, tmp_path_factory.mktemp(case)) for case in CASES]
    return SHIPPED + small


def paths_in(value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """与得分有关的各处的路径。"""
    if isinstance(value, str):
        if path[-1] in MATTERS:
            yield ".".join(path)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from paths_in(part, (*path, key))
    else:
        for name, row in zip(labels(value), value, strict=True):
            if isinstance(row, Mapping):
                yield from paths_in(row, (*path, name))


@given(st.data())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_the_causes_add_up_whatever_is_changed(inputs: list[Path], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(inputs))
    facts = read_facts(path, project_of(path))
    assert facts.tree is not None
    places = sorted(set(paths_in(normal(facts.tree, facts.shape))))
    assume(places)
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
    chosen.sort(key=lambda place: place.endswith("name"))
    try:
        difference = what_if(path, [f"{at}={data.draw(st.sampled_from(VALUES))}" for at in chosen])
    except NoSuchPlace:  # 前一处把名称改掉了
        return
    assume(isinstance(difference, Difference))  # 写法不对的，另有诊断
    assert isinstance(difference, Difference)
    for row in difference.rows:
        assert sum((cause.amount or Decimal(0) for cause in row.causes), Decimal(0)) == row.amount
    for total in difference.totals:
        if total.amount is not None and total.title == "总分":
            assert sum(amount for _, amount in total.terms) == total.amount
            assert _capped(path) or abs(dict(total.terms).get("rest", Decimal(0))) <= OUGHT
            assert "format" not in dict(total.terms)


def _capped(path: Path) -> bool:
    """加分扣分有上限的格式：上限以外的分是其余，可以多。"""
    return path.parent.name == "adjustments"


@pytest.mark.parametrize("case", CASES)
def test_a_small_format_does_not_differ_from_itself(case: str, tmp_path: Path) -> None:
    path = made(case, tmp_path)
    assert diff(path, path).equal


def test_several_projects_have_a_total_each_and_one_together(tmp_path: Path) -> None:
    """总分是各项目的平均：一个项目少 12.50 分，总分少一半。"""
    path = made("each_of_projects", tmp_path)
    difference = what_if(path, ["projects.绿地养护.indicators.养护绿地.actual=30公顷"])
    assert isinstance(difference, Difference)
    assert [(total.project, total.amount, total.terms) for total in difference.totals] == [
        ("", Decimal("-6.25"), (("fact", Decimal("-6.25")),)),
        ("绿地养护", Decimal("-12.50"), (("fact", Decimal("-12.50")),)),
    ]


def test_a_folded_level_counts_by_its_share(tmp_path: Path) -> None:
    """8 公里改为 6 公里：这一行 88.89 → 66.67，少 22.22；权重 60%，总分少 13.33，差的是舍入。"""
    path = made("folding", tmp_path)
    difference = what_if(path, ["indicators.整治河段.actual=6 公里"])
    assert isinstance(difference, Difference)
    (total,) = difference.totals
    (row,) = difference.rows
    assert (row.amount, total.amount) == (Decimal("-22.22"), Decimal("-13.33"))
    assert total.terms == (("fact", Decimal("-13.332")), ("rest", Decimal("0.002")))
