"""读叙述：一句话读出哪些说法，列在 reading_prose.yaml；一段话再长，时间只随长度走。"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.prose.reader import Reader
from reportgen.core.prose.saying import Saying
from reportgen.core.prose.words import KNOWN

TABLE = yaml.safe_load(Path(__file__).with_name("reading_prose.yaml").read_text("utf-8"))
CASES = [(sentence, said) for case in TABLE for sentence, said in case.items()]
BOUNDS = {"": "", "about": "约", "least": "至少", "most": "至多"}
NAMES = ("培训费", "走访企业", "预算执行率", "产出指标")
READER = Reader({name: (name,) for name in NAMES}, 2024)
WORDS = sorted(word.text for shelf in KNOWN.values() for word in shelf)


def shown(saying: Saying) -> str:
    who = "".join(saying.topics) or "".join(f"（承）{name}" for name in saying.inherited)
    number = f"{saying.number.text}{saying.number.unit}"
    return " ".join(each for each in (who, saying.aspect, BOUNDS[saying.bound], number) if each)


@pytest.mark.parametrize(("sentence", "said"), CASES, ids=[case[0] for case in CASES])
def test_a_sentence_says(sentence: str, said: list[str]) -> None:
    assert [shown(saying) for saying in READER.read(sentence.replace(" ", ""))] == said


@given(st.lists(st.sampled_from([*WORDS, *NAMES, *"，。；（）“”《》：7分%个余约 \n"])).map("".join))
def test_any_text_is_read_and_what_is_said_stands_there(passage: str) -> None:
    for saying in READER.read(passage):
        assert saying.number.text in passage[saying.at : saying.end]


@pytest.mark.parametrize(
    "piece", ["培训费支出7万元，", "全年支出7万元。", "（产出指标得", "约7、", "《"]
)
def test_a_long_passage_takes_no_longer_than_its_length(piece: str) -> None:
    started = time.process_time()
    list(READER.read(piece * 20_000))
    assert time.process_time() - started < 5
