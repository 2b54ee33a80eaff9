"""由机关的空表起一种格式：表样放进去，拿得准的写上标签；规则、字段、样例先照最像的一种格式。"""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.core.archive import BadArchive
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.form import FORMS
from reportgen.core.format import CatalogueEntry, Format
from reportgen.core.frozen import frozen
from reportgen.corridor.project import formats_in
from reportgen.formats.copying import Files, copied_format
from reportgen.formats.load import load_format
from reportgen.formats.start import default_format
from reportgen.forms.proposing import Proposal
from reportgen.source.files import read_bytes
from reportgen.source.tree import Mapping, Scalar, Sequence, parse
from reportgen.word.package import BadPackage

KEPT = re.compile(r"(?:format|fields|rules|sample|checks)\.yaml|schema\.json|cases/.*")
"""照来的各文件；提纲、表、措辞、Word 模板不要，表样自己就是全部。"""
_LINE = re.compile(r'funds\["([^"]+)"\]')
_GONE = re.compile(r"^(?:frame|output|default):.*\n", re.MULTILINE)


@frozen
class Started:
    """起好的格式：要写的各文件、照哪一种、各处空着的、诊断。"""

    files: Files
    like: str
    proposals: tuple[Proposal, ...]
    diagnostics: tuple[Diagnostic, ...]


def start_format(templates: Path, id: str, form: Path, like: str = "") -> Started:
    """空表 form → 新格式 id 的各文件；like 是照哪一种，不写则看表里写着哪一种的指标。"""
    place = whole(Source(form.as_posix()))
    name = f"form{form.suffix.lower()}"
    if name not in FORMS:
        message = f"{form.name} 不是 .docx 或 .xlsx。"
        problem = diagnose("F01", place, message, "旧的 .doc、.xls、.wps 先另存为 .docx、.xlsx。")
        return Started((), like, (), (problem,))
    data, problems = read_bytes(form, form.as_posix())
    if problems:
        return Started((), like, (), problems)
    try:
        drawn, proposals = _proposed(name, data)
    except (BadPackage, BadArchive, ValueError) as error:
        problem = diagnose("F09", place, f"{form.name} 打不开：{error}。", "另存一次再试。")
        return Started((), like, (), (problem,))
    like = like or _alike(templates, proposals, data, name)
    files, problems = copied_format(templates, like, id)
    if not files:
        return Started((), like, (), problems)
    home = templates / id
    kept = [(path, content) for path, content in files if _kept(path, home)]
    lines = dict.fromkeys(_LINE.findall("\n".join(entry.tag for entry in proposals)))
    written = [(path, _changed(path, content, name, tuple(lines))) for path, content in kept]
    written.append((home / name, drawn))
    return Started(tuple(written), like, proposals, ())


def _proposed(name: str, data: bytes) -> tuple[bytes, tuple[Proposal, ...]]:
    if name == "form.docx":
        from reportgen.forms.wordproposing import propose_word

        return propose_word(data)
    from reportgen.forms.sheetproposing import propose_sheet
    from reportgen.forms.sheetreading import read_sheet_form

    _, problems = read_sheet_form(data, name)
    if blocking(problems):
        raise ValueError(problems[0].message.rstrip("。"))
    return propose_sheet(data)


def _kept(path: Path, home: Path) -> bool:
    return KEPT.fullmatch(path.relative_to(home).as_posix()) is not None


def _changed(path: Path, content: bytes, name: str, lines: tuple[str, ...]) -> bytes:
    """format.yaml 换成只出表样；样例里的资金行照表里的叫。"""
    if path.name == "sample.yaml":
        return _with_lines(content.decode(), lines).encode()
    if path.name != "format.yaml":
        return content
    text = _GONE.sub("", content.decode())
    return f"{text.rstrip()}\noutput: [{name}]\n".encode()


def _with_lines(text: str, lines: tuple[str, ...]) -> str:
    """样例的资金行依次换成表里的名称；多出来的不管，核对时会说。"""
    tree, _ = parse(Source("sample.yaml", text))
    funds = tree.get("funds") if isinstance(tree, Mapping) else None
    rows = funds.get("lines") if isinstance(funds, Mapping) else None
    named: list[Scalar] = []
    for row in rows.items if isinstance(rows, Sequence) else ():
        name = row.get("name") if isinstance(row, Mapping) else None
        if isinstance(name, Scalar):
            named.append(name)
    for scalar, line in reversed(list(zip(named, lines, strict=False))):
        text = text[: scalar.span.start] + line + text[scalar.span.end :]
    return text


def _alike(templates: Path, proposals: tuple[Proposal, ...], data: bytes, name: str) -> str:
    """最像的一种：指标库里的名称在表里写着最多的；一样多的取默认的。"""
    text = _text(data, name)
    usual = default_format(templates)
    best, most = usual, 0
    for other in formats_in(templates):
        format, _ = load_format(templates / other)
        if format is None:
            continue
        count = sum(word in text for word in _words(format))
        if count > most or (count == most and most and other == usual):
            best, most = other, count
    return best or next(iter(formats_in(templates)), "")


def _words(format: Format) -> frozenset[str]:
    words = {entry.level1 for entry in format.catalogue.entries}
    named = [e for e in format.catalogue.entries if isinstance(e, CatalogueEntry)]
    words.update(str(entry.name) for entry in named)
    return frozenset(words)


def _text(data: bytes, name: str) -> str:
    """空表里的全部字。"""
    if name == "form.docx":
        from reportgen.word.reading.foreign import read_foreign

        document = read_foreign(data, name)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row]
        return "\n".join([*(str(p.text) for p in document.paragraphs), *map(str, cells)])
    from reportgen.forms.sheetreading import load_form, text_of

    book = load_form(data)
    texts = [text_of(cell.value) for s in book.worksheets for row in s.iter_rows() for cell in row]
    return "\n".join(texts)
