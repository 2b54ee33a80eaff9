"""脚注：注的文字 → footnotes.xml。Word 存过的模板已有这个部件（里面是两条分隔线），报告的注接在后面。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from reportgen.word import roles
from reportgen.word.markup import HEAD, MAIN, MATH, W, escape, parse_xml, xml_bytes
from reportgen.word.register import FOOTNOTES, SETTINGS, Register

_RULES = (("-1", "separator"), ("0", "continuationSeparator"))
"""注与正文之间的两条分隔线：注不跨页的和跨页的；编号是 Word 惯用的。"""
_AFTER = (
    *(f"{W}{name}" for name in ("endnotePr", "compat", "docVars", "rsids")),
    f"{MATH}mathPr",
    *(f"{W}{name}" for name in ("attachedSchema", "themeFontLang", "clrSchemeMapping")),
    *(f"{W}{name}" for name in ("shapeDefaults", "decimalSymbol", "listSeparator")),
)
"""settings.xml 里各项的次序有规定，这些排在 footnotePr 之后。"""


def put_notes(
    register: Register,
    notes: Sequence[str],
    first: int,
    styles: Mapping[str, str],
) -> None:
    """各个脚注放进包里，从 first 编起；styles 是样式名到样式号。"""
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{styles[roles.NOTE_TEXT]}"/></w:pPr>'
    raised = f'<w:rPr><w:rStyle w:val="{styles[roles.NOTE_MARK]}"/></w:rPr>'
    mark = f"<w:r>{raised}<w:footnoteRef/></w:r>"
    written = []
    for number, text in enumerate(notes, first):
        run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        written.append(f'<w:footnote w:id="{number}">{paragraph}{mark}{run}</w:p></w:footnote>')
    existing = register.find(FOOTNOTES)
    if existing is not None:
        root = parse_xml(register.parts[existing.name])
        root.extend(list(parse_xml(_part(written))))
        register.parts[existing.name] = xml_bytes(root)
        return
    rules = []
    for id, kind in _RULES:
        rule = f"{paragraph}<w:r><w:{kind}/></w:r></w:p>"
        rules.append(f'<w:footnote w:type="{kind}" w:id="{id}">{rule}</w:footnote>')
    register.add(FOOTNOTES, _part([*rules, *written]))
    _name_rules(register)


def _part(notes: Sequence[str]) -> bytes:
    return f'{HEAD}<w:footnotes xmlns:w="{MAIN}">{"".join(notes)}</w:footnotes>'.encode()


def _name_rules(register: Register) -> None:
    """settings.xml 里指明哪两个是分隔线。"""
    if SETTINGS.part not in register.parts:
        return
    settings = parse_xml(register.parts[SETTINGS.part])
    if settings.find(f"{W}footnotePr") is not None:
        return
    named = etree.Element(f"{W}footnotePr")
    for id, _ in _RULES:
        etree.SubElement(named, f"{W}footnote", {f"{W}id": id})
    following = next(settings.iterchildren(*_AFTER), None)
    if following is None:
        settings.append(named)
    else:
        following.addprevious(named)
    register.parts[SETTINGS.part] = xml_bytes(settings)
