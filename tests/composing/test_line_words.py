"""评分表一行的词：改了名的说出新的；各级小计、没有评的指标、“其中”各行，同样的词都印得出来。"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from reportgen.composing.cells import same_group
from reportgen.composing.environment import environment_of, expression
from reportgen.composing.filters import Unprintable
from reportgen.core.format import Format
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import RENAMED, ScoreLine
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "templates" / "mof-evaluation-2020" / "sample.yaml"


def scored() -> tuple[Scorecard, Format]:
    examined = examine(SAMPLE, templates=ROOT / "templates")
    assert examined.scorecard is not None and examined.format is not None
    return examined.scorecard, examined.format


def printed(template: str, line: ScoreLine) -> str:
    _, format = scored()
    return expression(environment_of(format), template).render({"r": line})


def rows() -> dict[str, ScoreLine]:
    card, _ = scored()
    parent = next(line for line in card.printed if line.children)
    return {
        "一级指标的小计": card.level1[0],
        "二级指标的小计": card.level2[0],
        "三级指标": parent,
        "其中的一行": parent.children[0],
        "没有评的指标": ScoreLine(Text("没有评的")),
    }


@pytest.mark.parametrize("word", RENAMED)
def test_the_message_for_an_old_word_names_the_new_one(word: str) -> None:
    expected = f"没有“{word}”这个名字，现在写作“{RENAMED[word]}”"
    with pytest.raises(UndefinedError, match=expected):
        printed("{{ r." + word + " }}", rows()["三级指标"])


@pytest.mark.parametrize("kind", rows())
def test_the_new_words_print_on_every_kind_of_line(kind: str) -> None:
    line = rows()[kind]
    for word in set(RENAMED.values()) - {"children", "indicator.facts", "indicator.core"}:
        printed("{{ r." + word + " }}", line)
    assert printed("{{ '核心' if r.indicator.core else '一般' }}", line) in {"核心", "一般"}


def test_a_flag_and_a_group_do_not_print_as_python_text() -> None:
    line = rows()["三级指标"]
    for words in ("{{ r.lost }}", "{{ r.indicator }}", "{{ r | string }}", "{{ [r] | join }}"):
        with pytest.raises(Unprintable, match="不是"):
            printed(words, line)
    assert printed("{{ '甲' ~ none ~ r.name }}", line) == f"甲{line.name}"


def test_only_the_rows_below_an_indicator_are_indented() -> None:
    depths = {kind: line.depth for kind, line in rows().items()}
    assert [kind for kind, depth in depths.items() if depth] == ["其中的一行"]


def test_second_levels_of_one_first_level_merge_and_others_do_not() -> None:
    card, _ = scored()
    seconds = card.level2
    assert len({second.level1 for second in seconds}) < len(seconds)
    for above, second in pairwise(seconds):
        assert same_group(second, above, 1) == (second.level1 == above.level1)
        assert not same_group(second, above, 2)


def test_rows_without_a_weight_print_blank_not_zero() -> None:
    words = (
        "{{ r.weight | plain }}|{{ r.score | score }}|{{ r.rate }}|{{ r | rule }}|{{ r.nature }}"
    )
    assert printed(words, rows()["其中的一行"]) == "||||"
    assert printed(words, rows()["没有评的指标"]) == "||||"
