"""“其中”各行、问卷的份数：合得上的不作声，合不上的正好说那一处。"""

from __future__ import annotations

import copy
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

from reportgen.core.survey import Survey
from reportgen.corridor.pipeline import examine

HERE = Path(__file__).resolve().parent
BASE = HERE.parent / "formats" / "vocabulary" / "base"
SHARED = HERE.parents[1] / "templates" / "_shared"
EXAMPLES = 1000 if settings.default and settings.default.max_examples >= 200 else 60


class _AsWritten(yaml.SafeLoader):
    """都是文字：180.00 不读成 180.0。"""


_AsWritten.yaml_implicit_resolvers = {}
CASES = yaml.load((HERE / "parts.yaml").read_text("utf-8"), _AsWritten)


NOT_PRINTED = ("I06", "C21", "C46", "C60")
"""小格式不印资金和问卷；各例的二级指标、样本都是随手写的。"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """一个只有小格式的工程。"""
    home = tmp_path_factory.mktemp("parts")
    shutil.copytree(BASE, home / "templates" / "base")
    shutil.copytree(SHARED, home / "templates" / "_shared")
    shutil.copy(BASE / "input.yaml", home / "templates" / "base" / "sample.yaml")
    (home / "inputs").mkdir()
    yield home


def written(content: dict[str, Any]) -> dict[str, Any]:
    """用例里改的几项，放进一份前后一致的输入。"""
    whole = copy.deepcopy(CASES["input"])
    for key, value in content.items():
        if key == "indicator":
            whole["indicators"][0] |= value
        else:
            whole[key] = value
    return whole


def examined(folder: Path, content: dict[str, Any]) -> Any:
    path = folder / "inputs" / "x.yaml"
    path.write_text(yaml.safe_dump(written(content), allow_unicode=True, sort_keys=False), "utf-8")
    return examine(path)


@pytest.mark.parametrize("name", CASES["cases"])
def test_parts_and_their_whole(folder: Path, name: str) -> None:
    case = dict(CASES["cases"][name])
    expected = case.pop("says", [])
    diagnostics = [
        f"{problem.code} {problem.message}"
        for problem in examined(folder, case).diagnostics
        if problem.code not in NOT_PRINTED
    ]
    assert diagnostics == expected


def survey(folder: Path, content: dict[str, Any]) -> Survey:
    evaluation = examined(folder, {"surveys": [content]}).evaluation
    answer = evaluation.surveys["问卷"]
    assert isinstance(answer, Survey)
    return answer


def test_shares_of_a_multiple_choice_are_of_the_sheets(folder: Path) -> None:
    """225 份答卷里选早餐、午餐、晚餐的各 90、180、135 份：40%、80%、60%。"""
    options = [
        {"name": name, "count": count} for name, count in zip("早中晚", (90, 180, 135), strict=True)
    ]
    question = {"text": "常来哪几餐", "multiple": "true", "options": options}
    read = survey(folder, {"name": "问卷", "valid": 225, "questions": [question]})
    assert [str(option.share) for option in read.options] == ["40.00%", "80.00%", "60.00%"]
    question = {"text": "常来哪一餐", "options": options}
    read = survey(folder, {"name": "问卷", "valid": 405, "questions": [question]})
    assert [str(option.share) for option in read.options] == ["22.22%", "44.44%", "33.33%"]


def test_a_multiple_choice_takes_no_part_in_satisfaction(folder: Path) -> None:
    good = [
        {"name": "满意", "count": 90, "value": "100%"},
        {"name": "不满意", "count": 10, "value": 0},
    ]
    questions = [
        {"text": "满意吗", "options": good},
        {"text": "常来哪几餐", "multiple": "true", "options": [{"name": "早", "count": 100}]},
    ]
    read = survey(folder, {"name": "问卷", "valid": 100, "questions": questions})
    assert str(read.rate) == "90.00%"


def split(number: random.Random, whole: int, pieces: int) -> list[int]:
    """一个数随意分成几份。"""
    cuts = sorted(number.randint(0, whole) for _ in range(pieces - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def consistent(number: random.Random) -> dict[str, Any]:
    """前后一致的资金、指标和问卷：先有各份，再相加。"""
    places = number.choice((0, 1, 2, 4))
    budget = number.randint(100, 10**8)
    arrived = number.randint(budget // 2, budget)
    amounts = {
        "adjusted": budget,
        "arrived": arrived,
        "spent": number.randint(arrived // 2, arrived),
    }
    pieces = number.randint(2, 4)
    parts: list[dict[str, Any]] = [{"name": f"第{at + 1}级资金"} for at in range(pieces)]
    for column, amount in amounts.items():
        # 各份的到位、执行照同样的比例分，哪一份都不比预算多
        shares = [amount * (at + 1) // (pieces * (pieces + 1) // 2) for at in range(pieces - 1)]
        for part, share in zip(parts, [*shares, amount - sum(shares)], strict=True):
            part[column] = str(Decimal(share).scaleb(-places))
    line = {"name": "上级资金", "includes": parts}
    line |= {column: str(Decimal(amount).scaleb(-places)) for column, amount in amounts.items()}
    target = number.randint(10, 900)
    targets = split(number, target, 2)
    extra = number.randint(0, target // 10)
    includes = [
        {"name": "新建", "target": f"≥{targets[0]} 个", "actual": f"{targets[0] + extra} 个"},
        {"name": "改造", "target": f"≥{targets[1]} 个", "actual": f"{targets[1]} 个"},
    ]
    valid = number.randint(10, 900)
    counts = split(number, valid, 3)
    single = [{"name": f"选项{at}", "count": str(count)} for at, count in enumerate(counts)]
    ticks = [number.randint(0, valid) for _ in range(3)]
    several = [{"name": f"选项{at}", "count": str(count)} for at, count in enumerate(ticks)]
    questions = [
        {"text": "满意吗", "options": single},
        {"text": "哪几餐", "multiple": "true", "options": several},
    ]
    return {
        "funds": {"lines": [line]},
        "indicator": {
            "target": f"≥{target} 个",
            "actual": f"{target + extra} 个",
            "includes": includes,
        },
        "surveys": [
            {"name": "问卷", "issued": str(valid + 9), "valid": str(valid), "questions": questions}
        ],
    }


def codes(folder: Path, content: dict[str, Any]) -> set[str]:
    return {problem.code for problem in examined(folder, content).diagnostics} - set(NOT_PRINTED)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_adds_up_is_silent(folder: Path, seed: int) -> None:
    assert codes(folder, consistent(random.Random(seed))) == set()


def _amount(content: dict[str, Any]) -> set[str]:
    part = content["funds"]["lines"][0]["includes"][0]
    number = Decimal(part["adjusted"])
    part["adjusted"] = str(number + Decimal(9).scaleb(number.as_tuple().exponent))
    return {"C01"}


def _actual(content: dict[str, Any]) -> set[str]:
    part = content["indicator"]["includes"][0]
    part["actual"] = f"{int(part['actual'].split()[0]) + 1} 个"
    return {"C01"}


def _ticks(content: dict[str, Any]) -> set[str]:
    option = content["surveys"][0]["questions"][0]["options"][0]
    option["count"] = str(int(option["count"]) + 1)
    return {"C03"}


def _unanswered(content: dict[str, Any]) -> set[str]:
    options = content["surveys"][0]["questions"][0]["options"]
    option = max(options, key=lambda option: int(option["count"]))
    option["count"] = str(int(option["count"]) - 1)
    return {"C38"}


def _several(content: dict[str, Any]) -> set[str]:
    survey = content["surveys"][0]
    survey["questions"][1]["options"][0]["count"] = str(int(survey["valid"]) + 1)
    return {"C03"}


def _issued(content: dict[str, Any]) -> set[str]:
    survey = content["surveys"][0]
    survey["issued"] = str(int(survey["valid"]) - 1)
    return {"C03"}


BREAKS = (_amount, _actual, _ticks, _unanswered, _several, _issued)


@settings(max_examples=EXAMPLES // 5, deadline=None)
@given(seed=st.integers(0, 2**32), break_one=st.sampled_from(BREAKS))
def test_one_wrong_number_rings_exactly_its_code(folder: Path, seed: int, break_one: Any) -> None:
    content = consistent(random.Random(seed))
    expected = break_one(content)
    assert codes(folder, content) == expected
