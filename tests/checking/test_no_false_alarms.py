"""没有误报：随意造出前后一致的输入（分值、资金、位数、单位都随意），核对一声不响；
改错其中一个数，正好是那个数碰到的代码响。
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.core.quantity import percent_of
from reportgen.corridor.pipeline import examine

HERE = Path(__file__).resolve().parent
BASE = HERE.parent / "formats" / "vocabulary" / "base"
SHARED = HERE.parents[1] / "templates" / "_shared"
EXAMPLES = 1000 if settings.default and settings.default.max_examples >= 200 else 60

NAMES = (
    "河段整治",
    "堤岸加固",
    "管网检测",
    "泵站检修",
    "绿地养护",
    "水样化验",
    "设备更新",
    "巡查值守",
)
UNITS = ("公里", "处", "米", "座", "亩", "份", "台", "天")
LEVELS = ("产出", "效益", "满意度")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """一个只有小格式的工程。"""
    home = tmp_path_factory.mktemp("quiet")
    shutil.copytree(BASE, home / "templates" / "base")
    shutil.copytree(SHARED, home / "templates" / "_shared")
    (home / "templates" / "base" / "sample.yaml").write_text(
        (BASE / "input.yaml").read_text("utf-8"), "utf-8"
    )
    outline = home / "templates" / "base" / "outline.yaml"
    nodes = "{heading: 情况, section: story}, {heading: 目标, section: goals.annual}, {text: conclusion.j2}"
    outline.write_text(f"title: 试验报告\nnumbering: [一、]\nbody: [{nodes}]\n", "utf-8")
    problems = "{% for f in findings %}{{ f.text }}{% endfor %}{% for s in suggestions %}{{ s.text }}{% endfor %}"
    (home / "templates" / "base" / "text" / "conclusion.j2").write_text(problems, "utf-8")
    (home / "inputs").mkdir()
    yield home


def consistent(number: random.Random) -> dict[str, Any]:
    """一份前后一致的输入。"""
    places = number.choice((0, 1, 2, 4))
    lines = []
    for name in ("财政拨款", "上年结转", "其他资金")[: number.randint(1, 3)]:
        budget = Decimal(number.randint(1_000, 10**5)).scaleb(-places)
        spent = (budget * number.randint(82, 100) / 100).quantize(Decimal(1).scaleb(-places))
        lines.append({"name": name, "adjusted": budget, "spent": min(spent, budget)})
    total = {key: sum(line[key] for line in lines) for key in ("adjusted", "spent")}
    rate = percent_of(total["spent"], total["adjusted"], 2)
    count = number.randint(3, len(NAMES))
    cuts = sorted(number.sample(range(1, 100), count - 1))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    indicators, goals = [], []
    for at, (name, unit, weight) in enumerate(zip(NAMES, UNITS, weights, strict=False)):
        target = number.randint(10, 9000)
        missed = number.random() < 0.3
        percent = number.randint(40, 99) if missed else number.randint(100, 125)
        actual = target * percent // 100
        entry: dict[str, Any] = {"level1": LEVELS[min(at, 2)] if at < 3 else number.choice(LEVELS)}
        entry |= {
            "level2": "其他",
            "name": name,
            "target": f"≥{target} {unit}",
            "actual": f"{actual} {unit}",
            "weight": weight,
        }
        if actual < target:
            entry |= {"deviation": f"第 {at + 1} 项受汛期影响，下年错开汛期。", "finding": "问题"}
        indicators.append(entry)
        goals.append(f"{name} {target} {unit}")
    year = number.randint(2024, 2030)
    story = [
        f"全年预算执行率为 {rate}。",
        f"{NAMES[0]} {indicators[0]['actual']}。",
        f"共设 {count} 个三级指标。",
    ]
    return {
        "format": "base",
        "year": year,
        "date": f"{year + 1}-03-20",
        "unit": {"name": "云河市水务局"},
        "funds": {"lines": lines, "total": total},
        "goals": {"annual": "；".join(goals) + "。"},
        "indicators": indicators,
        "findings": [{"id": "问题", "title": "进度偏慢", "text": "汛期施工安排不足。"}],
        "suggestions": [{"answers": ["问题"], "text": "错开汛期安排施工。"}],
        "sections": {"story": "\n".join(story)},
        "stated": {"counts": {"level3": count}},
    }


def codes(folder: Path, content: dict[str, Any]) -> list[str]:
    """核对一份输入，得到的代码，排好序，不重复。"""
    plain = yaml.safe_load(yaml.safe_dump(_texts(content), allow_unicode=True))
    path = folder / "inputs" / "x.yaml"
    path.write_text(
        yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=10_000), "utf-8"
    )
    found = {diagnostic.code for diagnostic in examine(path).diagnostics}
    return sorted(found - {"I06"})  # 这种格式只印一段叙述，别的都不印


def _texts(value: Any) -> Any:
    """Decimal 写成文字：YAML 里的数照原样。"""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return f"{value:f}" if isinstance(value, Decimal) else value


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_consistent_input_is_silent(folder: Path, seed: int) -> None:
    assert codes(folder, consistent(random.Random(seed))) == []


def _fund_line(content: dict[str, Any]) -> list[str]:
    line = content["funds"]["lines"][0]
    line["spent"] -= Decimal(50).scaleb(line["spent"].as_tuple().exponent)
    return ["C01"]


def _prose_rate(content: dict[str, Any]) -> list[str]:
    story = content["sections"]["story"]
    content["sections"]["story"] = story.replace("执行率为 ", "执行率为 1")
    return ["C04"]


def _prose_actual(content: dict[str, Any]) -> list[str]:
    content["sections"]["story"] = content["sections"]["story"].replace(
        f"{NAMES[0]} ", f"{NAMES[0]} 9"
    )
    return ["C04"]


def _prose_count(content: dict[str, Any]) -> list[str]:
    content["sections"]["story"] = content["sections"]["story"].replace("共设 ", "共设 1")
    return ["C04"]


def _goal(content: dict[str, Any]) -> list[str]:
    content["goals"]["annual"] = content["goals"]["annual"].replace(f"{NAMES[1]} ", f"{NAMES[1]} 7")
    return ["C05"]


def _weight(content: dict[str, Any]) -> list[str]:
    content["indicators"][0]["weight"] += 1
    return ["R03"]


def _stated_count(content: dict[str, Any]) -> list[str]:
    content["stated"]["counts"]["level3"] += 1
    return ["C03"]


def _stated_score(content: dict[str, Any]) -> list[str]:
    content["stated"]["score"] = "0.01"
    return ["C06"]


BREAKS = (
    _fund_line,
    _prose_rate,
    _prose_actual,
    _prose_count,
    _goal,
    _weight,
    _stated_count,
    _stated_score,
)


@settings(max_examples=EXAMPLES // 5, deadline=None)
@given(seed=st.integers(0, 2**32), break_one=st.sampled_from(BREAKS))
def test_one_wrong_number_rings_exactly_the_codes_it_touches(
    folder: Path, seed: int, break_one: Any
) -> None:
    content = consistent(random.Random(seed))
    expected = break_one(content)
    assert codes(folder, content) == expected
