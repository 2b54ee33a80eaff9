"""脚注：注的文字 → footnotes.xml。Word 存过的模板已有这个部件（里面是两条分隔线），报告的注接在后面。"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportgen.word.escaping import escape
from reportgen.word.relations import KIND, override, relate
from reportgen.word.writing.chart import HEAD

NOTES, SETTINGS = "word/footnotes.xml", "word/settings.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RULES = (("-1", "separator"), ("0", "continuationSeparator"))
_AFTER = re.compile(
    rb"<(?:w:(?:endnotePr|compat|docVars|rsids|attachedSchema|themeFontLang|clrSchemeMapping|shapeDefaults|"
    rb"decimalSymbol|listSeparator)|m:mathPr)\b|</w:settings>"
)
"""settings.xml 里排在 footnotePr 之后的，取最先的一个。"""


def put_notes(parts: dict[str, bytes], notes: Sequence[str], first: int, styles: tuple[str, str]) -> None:
    """各个脚注放进包里，从 first 编起；styles 是脚注文字和注号的样式号。"""
    text_style, mark_style = styles
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
    bodies = "".join(
        f'<w:footnote w:id="{number}">{paragraph}<w:r><w:rPr><w:rStyle w:val="{mark_style}"/></w:rPr>'
        f'<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, first)
    )
    if NOTES in parts:
        parts[NOTES] = parts[NOTES].replace(b"</w:footnotes>", f"{bodies}</w:footnotes>".encode())
        return
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{id}">{paragraph}<w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for id, kind in _RULES
    )
    parts[NOTES] = f'{HEAD}<w:footnotes xmlns:w="{_W}">{rules}{bodies}</w:footnotes>'.encode()
    override(parts, NOTES, f"{KIND}.wordprocessingml.footnotes+xml")
    relate(parts, "rIdNotes", "footnotes", "footnotes.xml")
    _name_rules(parts)


def _name_rules(parts: dict[str, bytes]) -> None:
    """settings.xml 里指明哪两个是分隔线。"""
    settings = parts.get(SETTINGS, b"")
    following = _AFTER.search(settings)
    if following is not None and b"<w:footnotePr" not in settings:
        named = "".join(f'<w:footnote w:id="{id}"/>' for id, _ in _RULES)
        entry = f"<w:footnotePr>{named}</w:footnotePr>".encode()
        parts[SETTINGS] = settings[: following.start()] + entry + settings[following.start() :]
