"""读之前的两步：页码的域抹掉结果（随排版变，不是谁改的），脚注的注号印成〔1〕。"""

from __future__ import annotations

import re

from lxml import etree

from reportgen.word.markup import W, value_of

_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
"""域的结果是页码的：随排版变，不是谁改的。"""


def print_note_marks(root: etree._Element) -> None:
    """注号印成〔1〕，照先后编：注移到别处，看得出来。"""
    for number, mark in enumerate(list(root.iter(f"{W}footnoteReference")), 1):
        printed = etree.Element(f"{W}t")
        printed.text = f"〔{number}〕"
        mark.addnext(printed)


def blank_page_numbers(root: etree._Element) -> None:
    """页码的域，结果抹掉。"""
    for simple in root.iter(f"{W}fldSimple"):
        if _names_page(value_of(simple, "instr")):
            for text in simple.iter(f"{W}t"):
                text.text = ""
    opened: list[list[str]] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if element.tag == f"{W}fldChar":
            kind = value_of(element, "fldCharType")
            if kind == "begin":
                opened.append([""])
            elif kind == "separate" and opened:
                opened[-1].append("")
            elif kind == "end" and opened:
                opened.pop()
        elif element.tag == f"{W}instrText":
            if opened:
                opened[-1][0] += str(element.text or "")
        elif _shows_page(opened) and _PAGE.fullmatch(str(element.text or "")):
            element.text = ""


_PAGE = re.compile(r"[\s\d—–\-ivxlcIVXLC]*")
"""像页码的字。LibreOffice 另存时，目录里是链接的一行整个写成页码的域，行里的字不是页码。"""


def _shows_page(opened: list[list[str]]) -> bool:
    """现在在一个页码的域的结果里。"""
    return bool(opened) and len(opened[-1]) > 1 and _names_page(opened[-1][0])


def _names_page(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _PAGES
