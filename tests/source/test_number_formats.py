"""数字格式：每一种照 Excel 显示的样子，看不懂的说出理由；整格读来也是这样。"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.quantity import fixed
from reportgen.source.grid import BadTable
from reportgen.source.sheets import read_xlsx
from reportgen.source.styles import BUILT_IN
from tests.packages import packed, sheet_parts, text_cell

TABLE = Path(__file__).with_name("number_formats.yaml")
REFUSED = "看不懂 "


class _AsWritten(yaml.SafeLoader):
    """都是文字：格式 0.00 不读成数。"""


_AsWritten.yaml_implicit_resolvers = {}
FORMATS = yaml.load(TABLE.read_text("utf-8"), _AsWritten)
CASES = [(code, value, shown) for code, shows in FORMATS.items() for value, shown in shows.items()]


def shown(value: str, code: str) -> str:
    """一格存着 value、格式是 code，读来的文字。"""
    formats = f'<numFmts><numFmt numFmtId="164" formatCode={quoteattr(code)}/></numFmts>'
    styles = f'{formats}<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    head = f"<row>{text_cell('A1', '甲')}{text_cell('B1', '乙')}</row>"
    row = f'<row>{text_cell("A2", "一")}<c r="B2" s="1"><v>{value}</v></c></row>'
    return read_xlsx(packed(sheet_parts(head + row, styles=styles), 0)).grid[1][1]


@pytest.mark.parametrize(("code", "value", "expected"), CASES)
def test_a_cell_is_as_excel_shows_it_or_refused(code: str, value: str, expected: str) -> None:
    if not expected.startswith(REFUSED):
        assert shown(value, code) == expected
        return
    with pytest.raises(BadTable) as caught:
        shown(value, code)
    assert expected.removeprefix(REFUSED) in str(caught.value)
    assert f"这一格的值 {value} 照数字格式" in str(caught.value)
    assert caught.value.label == "表!B2"


@pytest.mark.parametrize("number", sorted(BUILT_IN))
def test_every_format_that_is_not_written_in_the_file_shows_something(number: int) -> None:
    assert shown("45717.5", BUILT_IN[number])


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4), st.booleans())
def test_the_usual_formats_round_half_up(value: Decimal, places: int, grouped: bool) -> None:
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    magnitude = fixed(abs(value), places, group=grouped)
    assert shown(f"{value:f}", code) == ("-" if value < 0 else "") + magnitude


@given(
    st.text('0#?.,%E+-/@;"\\!_*[]$ymdhsGeneral>=万', max_size=12), st.decimals(0, 10**6, places=2)
)
def test_any_format_shows_the_cell_or_names_it(code: str, value: Decimal) -> None:
    try:
        shown(f"{value:f}", code)
    except BadTable as reason:
        assert reason.label == "表!B2"
