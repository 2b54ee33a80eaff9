"""印出的文字：从一个元素取字的唯一一种取法。读成稿、查 Word 模板、做影子都用它。

取的是读者在纸上看得见的：制表符、换行、不断行的连字符都算；修订里删掉的、移走的、隐藏的、注音和
域的指令不算。`2020‑2021` 中间的连字符在 Word 里是一个元素，漏了它，两个年份就成了一个八位数。
"""

from __future__ import annotations

import re

from lxml import etree

from reportgen.word.markup import MAIN, MATH, MC, W, value_of

_SYMBOL, _INSTRUCTION = f"{W}sym", f"{W}instrText"
_RAISED = f"{W}rPr/{W}vertAlign"
_RUN, _PARAGRAPH = f"{W}r", f"{W}p"
_CELL = f"{W}tcPr"
_PROPERTIES, _VANISH = f"{W}rPr", f"{W}vanish"
_TEXT = f"{W}t"
_TEXTS = frozenset((_TEXT, f"{MATH}t"))
_POWER = re.compile(r"[A-Za-z²³)）]$|[×xX*]\s?10$")
_CODE = re.compile(r"[0-9A-F]{2,5}")
_MARKS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_UNPRINTED = frozenset(
    (
        *(f"{W}{name}" for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr")),
        *(f"{W}{name}" for name in ("del", "moveFrom", "delText", "rt")),
        f"{MC}Fallback",  # 给旧程序备用的另一份文本框
    )
)
_ODD = (
    *_MARKS,
    _SYMBOL,
    f"{MATH}t",
    *(f"{W}{name}" for name in ("del", "moveFrom", "rt", "vanish", "vertAlign", "txbxContent")),
    *(f"{W}{name}" for name in ("sdt", "customXml", "tbl")),  # 里面可以不止一段
    f"{MC}Fallback",
)
"""有了它们，印出的就不只是各个 w:t 的字。"""
_WORDS = etree.XPath(".//w:t/text()", namespaces={"w": MAIN}, smart_strings=False)
_SPACES = re.compile(r"[ \t\r\n\u00a0\u2028\u3000]+")
_SYMBOLS = {
    "Symbol": {
        "B3": "≥",
        "A3": "≤",
        "B9": "≠",
        "A5": "∞",
        "B4": "×",
        "B8": "÷",
        "B1": "±",
        "B0": "°",
    },
    "Wingdings": {
        "FE": "☑",
        "A8": "□",
        "6F": "□",
        "FC": "√",
        "FD": "☒",
        "FB": "×",
        "6E": "■",
    },
    "Wingdings 2": {"52": "☑", "50": "√", "A3": "□", "53": "☒", "54": "☒", "51": "×", "2A": "□"},
}
"""用符号字体插入的常用符号：字体和字码的后两位 → 字。指标值里的 ≥ 常是这样来的。"""


def printed_text(element: etree._Element, *, fields: bool = False, marks: bool = True) -> str:
    """一个元素里印得出的文字；里面各段之间是换行。fields 为真则域的指令也写出来，如 {PAGE}。

    marks 为假则注的上标（30¹、57.60注）不算：它不是数的一部分。m² 一类单位里的照算。
    """
    pieces: list[str] = []
    _gather(element, pieces, fields, marks)
    return "".join(pieces)


_BREAK = f"{W}br"
_WRAP = "\u2028"
"""段里的换行，并成一行以前。"""
_WRAPPED = re.compile(f"(?<=[\u4e00-\u9fff]){_WRAP}(?=[\u4e00-\u9fff（])")


def line_text(element: etree._Element) -> str:
    """一个元素里印得出的文字；各段、换行都并成一行。"""
    return _one_line(printed_text(element, marks=False))


def _one_line(text: str) -> str:
    """空白并成一个。多数的字里没有空白：先看一眼，比都换一遍快得多。

    段里换行的两边都是汉字，是排不下才换的（如表头“年初⏎指标值”），直接连起来。
    """
    if " " in text or not text.isprintable():
        return _SPACES.sub(" ", _WRAPPED.sub("", text)).strip()
    return text


class Lines:
    """一个部件里各段、各格印成一行的文字，同 line_text，只是读得快：绝大多数只有一段，里面只有 w:t。

    哪些不止，先一趟找出来；树要是改了，得重新找。
    """

    def __init__(self, root: etree._Element) -> None:
        self._odd: set[etree._Element] = set()
        for element in root.iter(*_ODD):
            self._odd.update(element.iterancestors())

    def line(self, element: etree._Element) -> str:
        """一段或一格的一行文字。"""
        if element in self._odd:
            return line_text(element)
        if element.tag == _PARAGRAPH or (len(element) == 2 and element[0].tag == _CELL):
            return _one_line("".join(_WORDS(element)))
        words = ["".join(_WORDS(inner)) for inner in element.iter(_PARAGRAPH)]
        return _one_line("\n".join(words))


def _gather(element: etree._Element, pieces: list[str], fields: bool, marks: bool) -> None:
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            pieces.append(str(child.text or ""))
        elif tag in _MARKS:
            pieces.append(_MARKS[tag] if marks or tag != _BREAK else _WRAP)
        elif tag == _SYMBOL:
            pieces.append(_symbol(child))
        elif tag == _INSTRUCTION:
            if fields:
                pieces.append("{" + str(child.text or "").strip() + "}")
        elif tag in _UNPRINTED or (tag == _RUN and len(child) and _hidden(child)):
            continue
        elif marks or not _is_mark(child, pieces):
            _gather(child, pieces, fields, marks)
            if tag == _PARAGRAPH:
                pieces.append("\n")


def _hidden(run: etree._Element) -> bool:
    """设成隐藏文字的一段字；样子（rPr）总在最前。"""
    properties = run[0]
    if properties.tag != _PROPERTIES:
        return False
    mark = properties.find(_VANISH)
    return mark is not None and value_of(mark) not in {"0", "false", "off"}


def _is_mark(element: etree._Element, pieces: list[str]) -> bool:
    """注的上标：跟在拉丁字母和“×10”后面的是单位和幂，不是注。"""
    if element.tag != _RUN:
        return False
    place = element.find(_RAISED)
    if place is None or value_of(place) != "superscript":
        return False
    before = "".join(pieces[-4:]).rstrip()
    return _POWER.search(before) is None


def _symbol(element: etree._Element) -> str:
    """符号字体里的一个符号；认不得的当作空格，免得两边的字连成一个词。"""
    font, code = value_of(element, "font"), value_of(element, "char").upper()
    known = _SYMBOLS.get(font, {}).get(code[-2:])
    if known is not None:
        return known
    number = int(code, 16) if _CODE.fullmatch(code) else 0
    in_font = 0xE000 <= number <= 0xF8FF or number < 0x100  # 只在那种字体里才是那个字
    return " " if in_font or 0xD800 <= number <= 0xDFFF else chr(number)
