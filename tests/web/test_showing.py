"""给人看的：表单、预览、引用的事实、放进来核对的；输入里写什么都只是字。"""

from __future__ import annotations

import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.core.document import Document
from reportgen.corridor.facts import format_for
from reportgen.corridor.pipeline import examine
from reportgen.corridor.project import formats_in, project_of, shipped_templates
from reportgen.source.cells import NO_ROWS, cells
from reportgen.source.plan import plan_of
from reportgen.source.tree import Mapping, Scalar, read_tree
from reportgen.web.opened import open_input
from reportgen.web.places import Places, address_at, node_at
from reportgen.web.preview import preview_page
from reportgen.web.texts import text_of, value_from
from tests.web.conftest import ROOT, SELF, Page

INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
SCRIPT = "<script>alert(1)</script>"
SAMPLES = sorted(ROOT.glob("templates/*/sample.yaml"))


@pytest.mark.parametrize("path", [*INPUTS, *SAMPLES], ids=lambda path: f"{path.parent.name}")
def test_every_cell_is_found_by_its_address_and_keeps_its_value(path: Path) -> None:
    """地址 → 格 → 字 → 值：没有改的一格，存回去还是原来的。"""
    from reportgen.source.normal import normal

    tree, _, _ = read_tree(path)
    assert isinstance(tree, Mapping)
    _, shape, _ = format_for(tree, project_of(path))
    plan = plan_of(shape)
    places = Places(plan)
    for cell in cells(plan, tree):
        if cell.field is NO_ROWS:
            continue
        assert places.at(cell.address) == (cell.block, cell.field)
        assert node_at(tree, cell.address) is cell.node
        assert address_at(tree, cell.node.span.start)[: len(cell.address)] == cell.address
        text = text_of(cell.field, cell.node)
        from reportgen.source.normal import node_of

        again = normal(node_of(value_from(cell.field, text)), cell.field.shape)
        assert again == normal(cell.node, cell.field.shape), cell.address


class Tags(HTMLParser):
    """页面里有哪些标签和属性。"""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_a_tag_in_any_text_of_any_format_is_text(path: Path, tmp_path: Path) -> None:
    """每种格式样例里的每一段文字都写成标签：预览里还是字。"""
    format = path.parent.name
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    folder = tmp_path / "inputs"
    folder.mkdir()
    tree, source, _ = read_tree(path)
    assert isinstance(tree, Mapping)
    _, shape, _ = format_for(tree, project_of(path))
    text, added = source.text, 0
    cellular = [cell for cell in cells(plan_of(shape), tree) if isinstance(cell.node, Scalar)]
    for cell in sorted(cellular, key=lambda cell: -cell.node.span.start):
        span = cell.node.span
        plain = isinstance(cell.node, Scalar) and cell.node.plain
        if cell.field.way in {"text", "prose"} and plain and not cell.field.words:
            if cell.address[0] in {"format", "scoring"} or "{" in cell.node.text:
                continue
            text = f"{text[: span.end]}{SCRIPT}{text[span.end :]}"
            added += 1
    assert added > 3
    input = folder / "x.yaml"
    input.write_text(text, "utf-8")
    document = examine(input, draft=True).document
    assert isinstance(document, Document), format
    page = preview_page(document)
    tags = Tags(page)
    assert "&lt;script&gt;" in page
    assert "script" not in tags.tags
    assert not {name for name in tags.attributes if name.startswith("on") or name == "style"}


def test_the_preview_shows_every_paragraph_and_cell() -> None:
    for path in INPUTS:
        document = examine(path).document
        assert document is not None
        page = re.sub(r"<[^>]+>", "", preview_page(document))
        for block in document.body:
            text = getattr(block, "text", "")
            if text and "&" not in text and "\n" not in text and '"' not in text:
                assert text.replace("'", "&#x27;") in page, path.name


def test_without_a_document_the_preview_says_what_is_missing(page: Page) -> None:
    page.send("new", format="mof-self-2021", name="新")
    answer = page.client.get("/preview", params={"file": "新.yaml"})
    assert answer.status_code == 200 and "填好必填的" in answer.text


def test_facts_are_offered_as_they_will_print(page: Page) -> None:
    offered = {fact["title"]: fact for fact in page.read("/api/facts", file=SELF)}
    assert offered["总得分"]["text"] == "93.36"
    assert offered["单位·单位名称"]["reference"] == "{{ unit.name }}"
    for fact in offered.values():
        _, printed = page.send("sentence", text=f"共{fact['reference']}。")
        assert printed == {"text": f"共{fact['text']}。", "problem": ""}


def test_a_wrong_reference_is_said_and_nothing_runs(page: Page) -> None:
    for text in ("{{ 没有 }}", "{{ unit.__class__ }}", "{{ 7*7 }}", "{% for x in y %}"):
        _, printed = page.send("sentence", text=text)
        assert printed["problem"] and "49" not in printed["text"]


def test_the_form_says_what_to_fill_with_an_example(page: Page) -> None:
    page.send("new", format="mof-self-2021", name="新")
    answer = page.read("/api/form", file="新.yaml")
    assert answer["form"]["hints"]["/year"] == "评价年度，例 2024"
    state = answer["state"]
    assert state["filled"] < state["asked"] and "/year" in state["unfilled"]
    assert not [one for one in state["problems"] if one["code"] == "I10"]


def test_a_rolled_over_report_shows_last_years_figures(page: Page) -> None:
    status, answer = page.send("rollover")
    assert status == 200 and answer["file"] == SELF.replace("2022", "2023")
    form = page.read("/api/form", file=answer["file"])
    assert any(hint.startswith("上年 ") for hint in form["form"]["hints"].values())
    assert page.send("rollover")[0] == 409
    assert page.send("rollover")[1]["file"] == answer["file"]


def test_a_new_report_does_not_cover_an_old_one(page: Page) -> None:
    assert page.send("new", format="mof-self-2021", name="新")[0] == 200
    status, answer = page.send("new", format="mof-self-2021", name="新")
    assert status == 409 and "没有覆盖" in answer["message"]
    for name in ("", "../外", "/外", ".外"):
        assert page.send("new", format="mof-self-2021", name=name)[0] in {404, 422}
    assert page.send("new", format="没有", name="乙")[0] == 422


@pytest.mark.parametrize("kind", ["docx", "md", "score.yaml", "yaml", "检查单.md", "填报表.xlsx"])
def test_downloads_come_from_the_file_as_it_is(page: Page, kind: str) -> None:
    answer = page.client.get("/download", params={"file": SELF, "kind": kind})
    assert answer.status_code == 200 and len(answer.content) > 100
    assert "attachment" in answer.headers["content-disposition"]
    assert not list(page.root.rglob("*.docx"))


def test_a_report_with_errors_is_a_draft_only(page: Page) -> None:
    page.change(
        ["funds", "lines", 0, "spent"], "999999", page.state()["cells"]["/funds/lines/0/spent"]
    )
    answer = page.client.get("/download", params={"file": SELF, "kind": "docx"})
    assert answer.status_code == 409 and "个错误" in answer.json()["message"]
    draft = {"file": SELF, "kind": "docx", "draft": "yes"}
    assert page.client.get("/download", params=draft).status_code == 200


def check(page: Page, name: str, data: bytes) -> Any:
    answer = page.client.post(
        "/api/check", params={"name": name}, content=data, headers=page.headers
    )
    return answer.status_code, answer.json()


def test_a_foreign_report_is_checked_and_not_kept(page: Page) -> None:
    data = page.client.get("/download", params={"file": SELF, "kind": "docx"}).content
    status, answer = check(page, "成稿.docx", data)
    assert status == 200
    assert not list(page.root.rglob("*.docx"))
    status, answer = check(page, "坏.docx", b"PK\x03\x04 not a package")
    assert status == 200 and answer["problems"][0]["code"] == "S05"
    assert check(page, "旧.doc", b"x")[0] == 422


def test_five_hundred_inputs_are_listed_at_once(folder: Path) -> None:
    text = (folder / SELF).read_text("utf-8")
    for number in range(500):
        (folder / f"项目{number:03}.yaml").write_text(text, "utf-8")
    page = Page(folder)
    assert len(page.read("/api/inputs")["files"]) == 506
    summary = page.read("/api/summary", file="项目007.yaml")
    assert (summary["total"], summary["grade"]) == ("93.36", "优")


def test_an_unreadable_input_is_listed_with_its_reason(page: Page) -> None:
    (page.root / "坏.yaml").write_bytes("format: mof-self-2021\n单位：甲".encode("gb18030"))
    assert "GBK" in page.read("/api/summary", file="坏.yaml")["broken"]
    assert page.state("坏.yaml")["broken"]


def test_every_shipped_format_opens_as_a_form(folder: Path) -> None:
    page = Page(folder)
    for format in formats_in(shipped_templates()):
        assert page.send("new", format=format, name=format)[0] == 200
        answer = page.read("/api/form", file=f"{format}.yaml")
        assert answer["state"]["unfilled"], format
        assert open_input(folder / f"{format}.yaml", "x").editable


def fill_sheet(data: bytes, old: str, new: str) -> bytes:
    """填报表里的一格换成别的字，像有人填过。"""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def test_a_filled_sheet_comes_back_as_one_step(page: Page) -> None:
    before = page.text()
    data = page.client.get("/download", params={"file": SELF, "kind": "填报表.xlsx"}).content
    filled = fill_sheet(data, "1200 人", "1100 人")
    query = {"name": "填报表.xlsx"}
    answer = page.client.post("/api/sheet", params=query, content=filled, headers=page.headers)
    assert answer.json()["file"] == SELF and answer.json()["changes"] == 1, answer.json()
    assert page.text() == before.replace("actual: 1200 人", "actual: 1100 人")
    page.send("undo")
    assert page.text() == before


def test_a_sheet_that_disagrees_with_the_page_is_listed_and_changes_nothing(page: Page) -> None:
    data = page.client.get("/download", params={"file": SELF, "kind": "填报表.xlsx"}).content
    filled = fill_sheet(data, "1200 人", "1100 人")
    page.change(["indicators", 5, "actual"], "1300 人", "1200 人")
    before = page.text()
    query = {"name": "填报表.xlsx"}
    answer = page.client.post("/api/sheet", params=query, content=filled, headers=page.headers)
    assert answer.json()["problems"] and "file" not in answer.json()
    assert page.text() == before


def test_a_sheet_is_checked_without_being_kept(page: Page) -> None:
    data = page.client.get("/download", params={"file": SELF, "kind": "填报表.xlsx"}).content
    status, answer = check(page, "填报表.xlsx", fill_sheet(data, "144.10", "144.1O"))
    assert status == 200
    assert any("144.1O" in problem["message"] for problem in answer["problems"])
    assert check(page, "别的.xlsx", b"PK\x03\x04")[1]["problems"]


def test_two_inputs_are_compared_in_the_words_of_the_field(page: Page) -> None:
    text = (
        page.text().replace("actual: 6 场", "actual: 3 场").replace("企业服务活动", "<b>服务</b>")
    )
    (page.root / "inputs" / "2022" / "y.yaml").write_text(text, "utf-8")
    query = {"a": SELF, "b": "inputs/2022/y.yaml"}
    answer = page.client.get("/compare", params=query)
    assert answer.status_code == 200
    assert "政策宣讲场次" in answer.text and "实际完成值由 6 场改为 3 场" in answer.text
    assert "<b>服务</b>" not in answer.text and "&lt;b&gt;服务" in answer.text
    same = page.client.get("/compare", params={"a": SELF, "b": SELF})
    assert "得分也相同" in same.text
    assert page.client.get("/compare", params={"a": "../x.yaml", "b": SELF}).status_code == 404


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_the_printed_pages_are_a_pdf_made_once_for_one_state(page: Page) -> None:
    first = page.client.get("/pdf", params={"file": SELF})
    assert first.headers["content-type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert "unsafe" not in first.headers["content-security-policy"]
    assert page.client.get("/pdf", params={"file": SELF}).content == first.content
    assert not list(page.root.rglob("*.pdf"))
