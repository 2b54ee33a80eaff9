"""核实成稿：随便改一处都找得到，指得到；另存一次不算改；另存、改页码、有修订各有各的说法。"""

from __future__ import annotations

import io
import random
import zipfile
from functools import lru_cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reportgen.core.document import Paragraph, Run
from reportgen.corridor.pipeline import build, examine, render
from reportgen.corridor.verifying import Verified, verify
from reportgen.word.writing.docx import write_docx
from tests.office import resaved
from tests.word.test_roundtrip import DATE, frame, simple

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
SAMPLES = sorted(path.with_name("sample.yaml") for path in TEMPLATES.glob("*/outline.yaml"))
INPUTS = [*sorted((ROOT / "inputs").rglob("*.yaml")), *SAMPLES]
EDITS, SAVES = 300, 50
DIGITS = "0123456789"


def name_of(path: Path) -> str:
    return path.parent.name if path.stem == "sample" else path.stem


@lru_cache(maxsize=32)
def written(path: Path) -> bytes:
    """一份输入写出的 Word 文件；样例的提醒不妨碍出稿。"""
    examined = examine(path, templates=TEMPLATES, draft=True)
    contents, problems = render(examined, pages=False)
    assert contents, problems
    return dict(contents)[".docx"]


def verified(data: bytes, folder: Path, against: Path | None = None) -> Verified:
    path = folder / "成稿.docx"
    path.write_bytes(data)
    return verify(path, templates=TEMPLATES, against=against)


class Edit:
    """一处手改：改过的文件，和应当指着的地方。"""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.path = self.random.choice(INPUTS)
        self.document = docx.Document(io.BytesIO(written(self.path)))
        self.kinds = (self.retype, self.retype, self.retype, self.erase, self.add, self.drop_row)
        self.place = ""
        while not self.place:
            self.place = self.random.choice(self.kinds)()
        buffer = io.BytesIO()
        self.document.save(buffer)
        self.data = buffer.getvalue()

    def texts(self) -> list[etree._Element]:
        """正文里写着字的各处；目录的页码不算。"""
        found = []
        for text in self.document.element.body.iter(qn("w:t")):
            if (text.text or "").strip():
                found.append(text)
        return found

    def paragraphs(self) -> list[etree._Element]:
        """正文里写着字的各段，表里的不算。"""
        body = self.document.element.body
        found = []
        for paragraph in body.iterchildren(qn("w:p")):
            if "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip():
                found.append(paragraph)
        return found

    def place_of(self, element: etree._Element) -> str:
        """第几段，或第几张表第几行。"""
        row = next(element.iterancestors(qn("w:tr")), None)
        if row is None:
            inside = element.tag != qn("w:p")
            paragraph = next(element.iterancestors(qn("w:p"))) if inside else element
            return f"第 {self.paragraphs().index(paragraph) + 1} 段"
        table = row.getparent()
        tables = list(self.document.element.body.iterchildren(qn("w:tbl")))
        rows = list(table.iterchildren(qn("w:tr")))
        return f"第 {tables.index(table) + 1} 张表第 {rows.index(row) + 1} 行"

    def retype(self) -> str:
        """一个字换成另一个字；是数字的换成另一个数字。"""
        text = self.random.choice(self.texts())
        old = str(text.text)
        at = self.random.choice([at for at, char in enumerate(old) if not char.isspace()])
        other = DIGITS if old[at] in DIGITS else "甲乙丙丁"
        text.text = old[:at] + self.random.choice(other.replace(old[at], "")) + old[at + 1 :]
        return self.place_of(text)

    def erase(self) -> str:
        """删去一个字；一处只有这一个字的不删。"""
        text = self.random.choice(self.texts())
        old = str(text.text).strip()
        if len(old) < 2 or " " in old:
            return ""
        at = self.random.randrange(len(old))
        text.text = old[:at] + old[at + 1 :]
        return self.place_of(text)

    def add(self) -> str:
        """添一段。"""
        paragraph = self.random.choice(self.paragraphs())
        added = docx.oxml.parse_xml(
            f'<w:p xmlns:w="{docx.oxml.ns.nsmap["w"]}"><w:r><w:t>另有一段。</w:t></w:r></w:p>'
        )
        paragraph.addprevious(added)
        return self.place_of(added)

    def drop_row(self) -> str:
        """删去表的一行（不删头一行）。"""
        rows = list(self.document.element.body.iter(qn("w:tr")))
        row = self.random.choice(rows) if rows else None
        if row is None or row.getprevious() is None or row.getprevious().tag != qn("w:tr"):
            return ""
        place = self.place_of(row.getprevious()[-1])
        row.getparent().remove(row)
        return place


@pytest.mark.parametrize("first", range(0, EDITS, 50))
def test_every_single_edit_is_found_and_placed(first: int, tmp_path: Path) -> None:
    for number in range(first, first + 50):
        edit = Edit(number)
        found = verified(edit.data, tmp_path)
        places = [problem.span.label for problem in found.diagnostics]
        assert found.state == "changed", (number, edit.place)
        assert places == [edit.place], (number, name_of(edit.path))
        told = verified(edit.data, tmp_path, edit.path)
        assert told.state == "changed"
        assert {problem.code for problem in told.diagnostics} == {"V01"}
        assert all(p.span.label.startswith(edit.place) for p in told.diagnostics), number


@pytest.mark.office
def test_edits_saved_again_by_libreoffice_are_still_found(tmp_path: Path) -> None:
    edits = {f"e{number}": Edit(number) for number in range(0, EDITS, 2)}
    saved = resaved({name: edit.data for name, edit in edits.items()}, tmp_path)
    for name, data in saved.items():
        found = verified(data, tmp_path)
        places = [problem.span.label for problem in found.diagnostics]
        assert places == [edits[name].place], name


def noted(text: str, note: str) -> bytes:
    """有脚注的一份。"""
    body = (Paragraph((Run("甲"), Run("", note=note), Run(text), Run("", note="另有一注"))),)
    return write_docx(simple(body=body), frame(), DATE, (("input", "0"), ("format", "0")))


def test_footnotes_and_where_they_are_put_are_seen(tmp_path: Path) -> None:
    data = noted("见附件。", "数据来自年度决算。")
    assert verified(data, tmp_path) == Verified("same", ())
    changed = changed_part(data, "word/footnotes.xml", "年度决算", "年度预算")
    (problem,) = verified(changed, tmp_path).diagnostics
    assert problem.span.label == "脚注 1"
    mark = '<w:footnoteReference w:id="1"/>'
    moved = changed_part(data, "word/document.xml", mark, "")
    moved = changed_part(moved, "word/document.xml", "</w:r></w:p>", f"{mark}</w:r></w:p>")
    assert [problem.span.label for problem in verified(moved, tmp_path).diagnostics] != []


@pytest.mark.office
def test_saving_again_without_a_change_is_silent(tmp_path: Path) -> None:
    """LibreOffice 和 python-docx 另存，共五十次；两样接着存也是。"""
    once = {f"{name_of(path)}": written(path) for path in INPUTS}
    once["脚注"] = noted("见附件。", "数据来自年度决算。")
    by_office = resaved(once, tmp_path)
    by_docx = {}
    for name, data in (*once.items(), *((f"{key}.2", each) for key, each in by_office.items())):
        buffer = io.BytesIO()
        docx.Document(io.BytesIO(data)).save(buffer)
        by_docx[name] = buffer.getvalue()
    second = tmp_path / "second"
    second.mkdir()
    again = resaved(by_docx, second)
    saves = [*by_office.values(), *by_docx.values(), *again.values()]
    assert len(saves) >= SAVES
    for data in saves:
        found = verified(data, tmp_path)
        assert found.state == "same", [problem.message for problem in found.diagnostics]
    for path in INPUTS:
        assert verified(by_office[name_of(path)], tmp_path, path).state == "same"


@pytest.mark.parametrize("path", INPUTS, ids=name_of)
def test_as_built_is_the_same_alone_and_against_its_input(path: Path, tmp_path: Path) -> None:
    assert verified(written(path), tmp_path) == Verified("same", ())
    assert verified(written(path), tmp_path, path).state == "same"


def changed_part(data: bytes, part: str, old: str, new: str) -> bytes:
    """改包里的一个部件。"""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new, 1).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


EVALUATION = TEMPLATES / "mof-evaluation-2020" / "sample.yaml"


def test_headers_notes_and_charts_are_seen(tmp_path: Path) -> None:
    data = written(EVALUATION)
    chart = changed_part(data, "word/charts/chart1.xml", "<c:v>9", "<c:v>8")
    (problem,) = verified(chart, tmp_path, EVALUATION).diagnostics
    assert problem.span.label == "第 1 幅图" and "图上的一项" in problem.message
    header = changed_part(data, "word/header1.xml", "</w:p>", "<w:r><w:t>密</w:t></w:r></w:p>")
    (problem,) = verified(header, tmp_path).diagnostics
    assert problem.span.label == "页眉" and "添上" in problem.message
    footer = changed_part(data, "word/footer1.xml", "</w:p>", "<w:r><w:t>9</w:t></w:r></w:p>")
    assert verified(footer, tmp_path).state == "changed"


def test_page_numbers_are_no_change(tmp_path: Path) -> None:
    """目录排过页码的，和只印标题的，是同一份；页码改了也不算手改。"""
    built = build(EVALUATION, directory=tmp_path, templates=TEMPLATES, draft=True)
    (path,) = [file for file in built.files if file.suffix == ".docx"]
    assert verify(path, templates=TEMPLATES, against=EVALUATION).state == "same"


def test_the_record_beside_the_report_proves_it_too(tmp_path: Path) -> None:
    """改了字，又照着改了成稿自己的指纹：只凭成稿看不出，对照 .score.yaml 看得出。"""
    path = INPUTS[0]
    files = build(path, directory=tmp_path, templates=TEMPLATES, pages=False).files
    document, _, record = sorted(files, key=lambda file: len(file.name))
    document = next(file for file in files if file.suffix == ".docx")
    record = next(file for file in files if file.name.endswith(".score.yaml"))
    assert verify(document, against=record).state == "same"
    from reportgen.word.reading.digests import digest_words, words_of
    from reportgen.word.reading.printing import read_printed

    edit = docx.Document(str(document))
    edit.paragraphs[3].runs[0].text += "，另有一句。"
    edit.save(str(document))
    data = document.read_bytes()
    old, new = words_of(data), digest_words(read_printed(data).blocks)
    (item,) = [name for name in names(data) if name == "customXml/item1.xml"]
    document.write_bytes(changed_part(data, item, " ".join(old), " ".join(new)))
    assert verify(document).state == "same", "有意改写指纹的，只凭成稿看不出"
    assert verify(document, against=record).state == "changed"
    assert verify(document, templates=TEMPLATES, against=path).state == "changed"


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()


def test_a_table_of_thousands_of_equal_rows_takes_no_longer_than_its_size(tmp_path: Path) -> None:
    """三千行一样的，改了一头一尾和中间的一行。"""
    document = docx.Document(io.BytesIO(written(INPUTS[0])))
    table = document.element.body.find(qn("w:tbl"))
    row = table.findall(qn("w:tr"))[-1]
    for _ in range(3000):
        table.append(docx.oxml.parse_xml(etree.tostring(row)))
    buffer = io.BytesIO()
    document.save(buffer)
    assert verified(buffer.getvalue(), tmp_path).state == "changed"
