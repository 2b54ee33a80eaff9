"""算好给人看的几栏：执行率、结余、得分、分值合计。只给填的人看，从不读回；报告里的由程序另算。"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reportgen.core.format import Manifest
from reportgen.core.frozen import frozen
from reportgen.core.plan import Field, Path
from reportgen.core.quantity import NotANumber, Quantity, fixed, percent_of, plain
from reportgen.workbook.drawing import Box, letter

SPENT = ("spent",)
BUDGETS = (("adjusted",), ("initial",))
SCORED_BY = (("target",), ("adjusted",), ("actual",), ("weight",))
"""得分凭这几栏：改了一个，存着的得分就不作数。"""


@frozen
class Preview:
    """一栏算好的：名字，和一行里的格。"""

    title: str
    kind: str


RATE, BALANCE, SCORE = (
    Preview("执行率", "rate"),
    Preview("结余", "balance"),
    Preview("得分", "score"),
)


def previews_of(columns: tuple[Field, ...], manifest: Manifest) -> tuple[Preview, ...]:
    """一张表后面添哪几栏：有预算和执行的，添执行率和结余。"""
    ways = {field.keys: field.way for field in columns}
    if ways.get(SPENT) != "money":
        return ()
    rate = (RATE,) if (manifest.rate_of,) in ways else ()
    return (*rate, BALANCE) if any(keys in ways for keys in BUDGETS) else rate


def preview_box(
    preview: Preview,
    row: int,
    at: Mapping[Path, int],
    texts: Mapping[Path, str],
    manifest: Manifest,
) -> Box:
    """一行里算好的一格；row 从 1 数，at 是各栏的列。"""
    if preview is RATE:
        return _rate(row, at, texts, manifest)
    return _balance(row, at, texts)


def _rate(
    row: int,
    at: Mapping[Path, int],
    texts: Mapping[Path, str],
    manifest: Manifest,
) -> Box:
    base = (manifest.rate_of,)
    places = manifest.numbers.rate_places
    picture = "0." + "0" * places if places else "0"
    quotient = f"{_number(at[SPENT], row)}/{_number(at[base], row)}"
    formula = f'=IFERROR(TEXT(ROUND({quotient},{places + 2}),"{picture}%"),"")'
    spent, whole = _amount(texts.get(SPENT, "")), _amount(texts.get(base, ""))
    text = ""
    if spent is not None and whole:
        rate = percent_of(spent, whole, places)
        text = f"{fixed(rate.number, places)}%" if rate is not None else ""
    return Box(text, "preview", formula)


def _balance(row: int, at: Mapping[Path, int], texts: Mapping[Path, str]) -> Box:
    present = [keys for keys in BUDGETS if keys in at]
    first = _cell(at[present[0]], row)
    source = f'IF({first}="",{_cell(at[present[-1]], row)},{first})' if present[1:] else first
    spent = _cell(at[SPENT], row)
    difference = f"VALUE({_plain(source)})-VALUE({_plain(spent)})"
    formula = f'=IFERROR(TEXT(ROUND({difference},6),"0.00####"),"")'
    budget = next((texts[keys] for keys in present if texts.get(keys)), "")
    whole, out = _amount(budget), _amount(texts.get(SPENT, ""))
    if whole is None or out is None:
        return Box("", "preview", formula)
    left = whole - out
    places = max(2, -int(left.normalize().as_tuple().exponent))
    return Box(fixed(left, places), "preview", formula)


def score_box(row: int, at: Mapping[Path, int], texts: Mapping[Path, str], score: str) -> Box:
    """存着的得分：凭它算的几栏没有动过才显示。"""
    keys = [each for each in SCORED_BY if each in at]
    joined = '&"|"&'.join(_cell(at[each], row) for each in keys)
    written = "|".join(texts.get(each, "") for each in keys).replace('"', '""')
    formula = f'=IF({joined}="{written}","{score}","待核对")'
    return Box(score, "preview", formula) if _storable(written) else Box(score, "preview")


def sum_box(column: int, first: int, last: int, texts: list[str]) -> Box:
    """一栏的合计；有一格不是数的，空着。"""
    area = f"{letter(column)}{first}:{letter(column)}{last}"
    formula = f'=IFERROR(SUMPRODUCT(--("0"&SUBSTITUTE({area},",",""))),"")'
    amounts = [_amount(text) for text in texts if text]
    known = [amount for amount in amounts if amount is not None]
    total = plain(sum(known, Decimal(0))) if len(known) == len(amounts) else ""
    return Box(total, "preview", formula)


def _storable(written: str) -> bool:
    """公式里的一段文字，Excel 最多 255 个字。"""
    return len(written) <= 200 and "\n" not in written


def _amount(text: str) -> Decimal | None:
    try:
        return Quantity.parse(text.replace(",", "")).number if text else None
    except NotANumber:
        return None


def _cell(column: int, row: int) -> str:
    return f"{letter(column)}{row}"


def _plain(cell: str) -> str:
    return f'SUBSTITUTE({cell},",","")'


def _number(column: int, row: int) -> str:
    return f"VALUE({_plain(_cell(column, row))})"
