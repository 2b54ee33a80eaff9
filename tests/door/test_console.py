"""打印：太长的一行只印标记前后一段，也只量那一段。"""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from reportgen.core.diagnostics import Source, Span, diagnose
from reportgen.door import console


def characters_measured(length: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """印一条诊断，指着 length 个字的一行的中间，量了多少个字的宽窄。"""
    measured = 0

    def counted(char: str) -> str:
        nonlocal measured
        measured += 1
        return east_asian_width(char)

    monkeypatch.setattr("unicodedata.east_asian_width", counted)
    middle = length // 2
    span = Span(Source("x.yaml", "字" * length), 1, middle + 1, middle, middle + 4)
    assert "^^^^^^^^" in console.render(diagnose("C30", span, "“字字字字”重复了。"))
    monkeypatch.undo()
    return measured


def test_a_line_ten_times_as_long_is_not_measured_ten_times_as_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (
        characters_measured(10_000, monkeypatch) == characters_measured(100_000, monkeypatch) < 200
    )
