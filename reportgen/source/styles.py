"""格子的样式：序号 → 数字格式的写法。不写在文件里的几十种照简体中文的 Excel。"""

from __future__ import annotations

from reportgen.source.cellformat import DEFAULT
from reportgen.source.sheetxml import BadWorkbook, Handler, whole_number

LONGEST_FORMAT = 255
"""Excel 的数字格式最长的字数。"""
LAST_NUMBER = 65_535

_ACCOUNT = '_ * #,##0{0}_ ;_ * -#,##0{0}_ ;_ * "-"{1}_ ;_ @_ '
_MONEY = '_ "¥"* #,##0{0}_ ;_ "¥"* -#,##0{0}_ ;_ "¥"* "-"{1}_ ;_ @_ '
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HALF_DAY = '上午/下午h"时"mm"分"'
BUILT_IN = {
    0: DEFAULT,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH,
    28: _MONTH_DAY,
    29: _MONTH_DAY,
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: _HALF_DAY,
    35: f'{_HALF_DAY}ss"秒"',
    36: _YEAR_MONTH,
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: _ACCOUNT.format("", ""),
    42: _MONEY.format("", ""),
    43: _ACCOUNT.format(".00", "??"),
    44: _MONEY.format(".00", "??"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: _YEAR_MONTH,
    51: _MONTH_DAY,
    52: _YEAR_MONTH,
    53: _MONTH_DAY,
    54: _MONTH_DAY,
    55: _HALF_DAY,
    56: f'{_HALF_DAY}ss"秒"',
    57: _YEAR_MONTH,
    58: _MONTH_DAY,
}
"""编号 → 写法（ECMA-376 第一部分 18.8.30，简体中文的一列）。"""


class Styles(Handler):
    """格子的样式。编号不对的，用到它的那一格才说。"""

    def __init__(self) -> None:
        self._custom: dict[str, str] = {}
        self._numbers: list[str] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._numbers.append(attributes.get("numFmtId", "0"))
        elif name == "numFmt":
            code = attributes.get("formatCode", "")
            self._custom[attributes.get("numFmtId", "")] = code[: LONGEST_FORMAT + 1]

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def code(self, style: str) -> str:
        """样式的序号 → 数字格式，如 0.00%；没有样式的是“常规”。"""
        if not style or not self._numbers:
            return DEFAULT
        at = whole_number(style, len(self._numbers) - 1, "这一格的样式序号")
        written = self._numbers[at]
        if written in self._custom:
            return self._custom[written] or DEFAULT
        number = whole_number(written, LAST_NUMBER, "这一格的数字格式编号")
        if number not in BUILT_IN:
            raise BadWorkbook(f"这一格的数字格式编号是 {number}，文件里没有写是什么样子")
        return BUILT_IN[number]
