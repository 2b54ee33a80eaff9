"""读叙述：一百二十句写好判断的话，错的句句响，对的和判不出来的没有一句报错；没有一句程序自己的错。"""

from __future__ import annotations

import pytest

from tests.sentences.meter import measured, read

LEAST_RECALL = 0.95


NAMES = ("first.yaml", "second.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_the_sentences_are_half_true_and_half_false(name: str) -> None:
    sentences = [sentence for group in read(name) for sentence in group["sentences"]]
    false = sum(sentence["is"] == "contradiction" for sentence in sentences)
    assert len(sentences) == 120
    assert 55 <= false <= 65
    assert len({sentence["says"] for sentence in sentences}) == 120


@pytest.mark.parametrize("name", NAMES)
def test_false_sentences_ring_and_no_other_is_an_error(name: str) -> None:
    figures = measured(read(name))
    assert figures.false_errors == []
    assert figures.false_reminders == []
    assert figures.recall >= LEAST_RECALL, figures.missed


@pytest.mark.parametrize("name", NAMES)
def test_in_finished_reports_no_true_sentence_is_an_error(name: str) -> None:
    figures = measured(read(name), reports=True)
    assert figures.false_errors == []
    assert figures.recall >= 0.55, figures.missed
