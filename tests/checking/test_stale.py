"""留着上年的话：四十句旧话句句说出，四十句不必改的一句不拦。句子都在 stale.yaml 里。"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reportgen.checking.stale import LastText, check_stale, years_in
from reportgen.core.diagnostics import Diagnostic, Source, Span
from reportgen.core.text import Text

SENTENCES = yaml.safe_load(Path(__file__).with_name("stale.yaml").read_text("utf-8"))
OLD, NEW = {"单位名称": "云河市企业服务中心"}, {"单位名称": "云河市企业发展中心"}


def text(written: str, name: str = "今年.yaml") -> Text:
    source = Source(name, written)
    return Text(written, Span(source, 1, 1, 0, len(written)))


LAST = LastText(
    2024, (("sections.overview", text("\n".join(SENTENCES["last"]), "上年.yaml")),), OLD
)


def checked(
    written: str,
    last: LastText = LAST,
    confirmed: tuple[str, ...] = (),
) -> list[Diagnostic]:
    lines = (("sections.overview", tuple(text(line) for line in confirmed)),)
    return list(check_stale([("sections.overview", text(written))], last, 2025, NEW, lines))


def codes(found: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in found]


def test_there_are_forty_of_each() -> None:
    assert len(SENTENCES["stale"]) >= 40
    assert len(SENTENCES["fine"]) >= 40


@pytest.mark.parametrize("sentence", SENTENCES["stale"])
def test_a_stale_sentence_is_said(sentence: str) -> None:
    (found,) = checked(sentence)
    assert found.code == "L01"
    assert found.span.source.text[found.span.start : found.span.end] == sentence


@pytest.mark.parametrize("sentence", SENTENCES["fine"])
def test_a_sentence_that_may_stay_does_not_block(sentence: str) -> None:
    assert set(codes(checked(sentence))) <= {"L02"}


def test_the_equal_sentences_are_one_reminder_in_all() -> None:
    found = checked("工作机制不断健全。\n档案管理规范。项目由专人负责。")
    assert codes(found) == ["L02"]
    assert found[0].message.startswith("另有 3 句与上年一字不差")


def test_a_confirmed_passage_does_not_block_and_a_changed_one_voids_its_line() -> None:
    assert codes(checked("单位成立于二〇一六年。", confirmed=("单位成立于二〇一",))) == []
    changed = checked("单位成立于二〇一七年，属2024年机构。", confirmed=("单位成立于二〇一",))
    assert codes(changed) == ["L01", "L03"]
    # 不到八个字、写“全部”、星号，都不算
    for line in ("单位成立", "全部", "*", "all"):
        assert codes(checked("单位成立于二〇一六年。", confirmed=(line,))) == ["L01", "L03"]


def test_a_sentence_of_an_edited_passage_is_confirmed_by_its_own_beginning() -> None:
    written = "新写的一句。单位成立于二〇一六年。"
    assert codes(checked(written, confirmed=("新写的一句。单",))) == ["L01", "L03"]
    assert codes(checked(written, confirmed=("单位成立于二〇一",))) == []


def test_without_last_year_the_years_are_still_checked() -> None:
    missing = LastText(2024, known=False)
    assert codes(checked("2024年各期培训完成。二〇二三年也是。", missing)) == ["L01", "L01"]
    assert (
        codes(checked("全年组织培训 12 期。参训人数较 2024 年增加。2026 年 3 月评价。", missing))
        == []
    )


def test_years_are_told_from_counts() -> None:
    assert years_in("2024 家企业，2000 册，1999.5 万元，20245 件，3 月") == []
    assert years_in("〔2024〕3号，二〇二三年，2022-01-05，2021版") == [2024, 2022, 2021, 2023]


def test_a_long_passage_takes_no_longer_than_its_length() -> None:
    """同样的五千句：说到一百处为止，时间不随句数的平方走。"""
    written = "走访企业 95 家，解决问题 41 个。" * 5_000
    found = checked(written)
    assert len(found) == 101
    assert found[-1].help == "这一段里不止 100 处，改好这些再查一次。"
