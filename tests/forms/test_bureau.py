"""两张机关画法的表：Word 的横跨竖跨、方框、签章、文本框、图片；Excel 的几张工作表、合计和打印设置。连同插槽。"""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import docx
from docx.oxml import parse_xml
from openpyxl.styles import Alignment, Border, Font, Side

from reportgen.core.diagnostics import count
from reportgen.core.model import PictureFile
from reportgen.core.text import Text
from reportgen.corridor.pipeline import build
from reportgen.word.package import read_package
from reportgen.word.reading.foreign import read_foreign
from tests.forms.drawn import (
    faults,
    filled_sheet,
    filled_word,
    names,
    printed_word,
    sheet_form,
    told,
    values,
    word_form,
)
from tests.forms.test_word import lines_of, sound
from tests.word.documents import png

SPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
BOX = (
    f"<w:p {SPACE}><w:r><w:pict><v:shape style='width:200pt;height:40pt'><v:textbox><w:txbxContent>"
    "<w:p><w:r><w:t>编号：{{ yea</w:t></w:r><w:r><w:t>r }}-001</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def bureau_form() -> bytes:
    """项目支出绩效自评表：左边一格竖跨，表头横跨，等级方框，签章栏。"""
    document = docx.Document()
    document.add_paragraph("项目支出绩效自评表（{{ year }}年度）")
    table = document.add_table(9, 4)
    table.style = "Table Grid"
    texts = (
        ("项目名称", "{{ project.name }}", "", ""),
        ("绩效指标", "指标", "", "完成情况"),
        ("", "二级指标", "三级指标", "完成值和得分"),
        ("", "{%tr for r in scorecard.printed %}", "", ""),
        ("", "{{ r.level2 | merge }}", "{{ r.name }}", "{{ r.actual }}（{{ r.score | plain }}分）"),
        ("", "{%tr endfor %}", "", ""),
        (
            "评价等级",
            "{{ scorecard.grade | grade_boxes }}",
            "",
            "总分 {{ scorecard.total | plain }}",
        ),
        ("佐证", "{{ pictures[0] | picture }}", "", ""),
        ("单位意见", "负责人（签字）：　　　　　　{{ date | date }}", "", "（盖章）"),
    )
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].add_run(text)
    for across in (0, 1, 6, 7, 8):
        last = 3 if across in (0, 7) else 2
        table.cell(across, 1).merge(table.cell(across, last))
    table.cell(1, 0).merge(table.cell(5, 0))
    for row in table.rows:  # 合并时 python-docx 把空段并进来，去掉
        for cell in row.cells:
            for paragraph in [p for p in cell.paragraphs[1:] if not p.text]:
                paragraph._p.getparent().remove(paragraph._p)
    document.element.body.insert(1, parse_xml(BOX))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def picture() -> PictureFile:
    """一张小图。"""
    return PictureFile(Text("a.png"), Text("活动现场"), None, png(40, 30), 40, 30, "png")


def test_a_form_as_a_bureau_draws_it_in_word() -> None:
    told_names = names(pictures=(picture(),))
    data = filled_word(bureau_form(), told_names)
    assert sound(data)
    (table,) = read_foreign(data, "x").tables
    rows = [[str(cell.text) for cell in row] for row in table.rows]
    assert rows[0] == ["项目名称", *["公共图书馆免费开放补助"] * 3]
    assert rows[3] == ["绩效指标", "经济成本指标", "每场活动平均支出", "0.75万元（20分）"]
    assert rows[4][1] == rows[5][1] == "数量指标" and rows[5][3] == "38场（8.75分）"
    assert rows[-3][1] == "优☑良□中□差□" and rows[-3][3] == "总分 98.75"
    assert "2025年2月20日" in rows[-1][1]
    parts = read_package(data)
    assert "编号：2024-001" in re.sub("<[^>]*>", "", parts["word/document.xml"].decode())
    assert any(name.startswith("word/media/") for name in parts)


def test_a_fault_in_a_text_box_is_placed() -> None:
    document = docx.Document(io.BytesIO(bureau_form()))
    for text in document.element.iter(f"{{{document.element.nsmap['w']}}}t"):
        text.text = (text.text or "").replace("r }}-001", "r | monye }}")
    stream = io.BytesIO()
    document.save(stream)
    assert faults(stream.getvalue())[0].startswith(
        "form.docx 第 2 段的文本框 F11 “{{ year | monye }}”"
    )


def test_a_form_as_a_bureau_draws_it_in_excel() -> None:
    rows = [
        ["项目资金表（{{ year }}年）"],
        ["单位", "{{ unit.name }}", None, None],
        ["资金", "预算", "执行", "执行率"],
        ["{{ r.name }}", "{{ r.initial | money }}", "{{ r.spent | money }}", "=IF(B4=0,0,C4/B4)"],
        ["合计", "=SUM(B4:B4)", "=SUM(C4:C4)", "=C5/B5"],
        ["填表人：", None, "日期：{{ date | date }}", None],
    ]
    form = sheet_form(rows, {"rg_行_funds.lines": "$A$4:$D$4"})
    sheet, thin = form["表"], Side(style="thin")
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B2:D2")
    sheet.merge_cells("C6:D6")
    for row in sheet.iter_rows(min_row=2, max_row=5):
        for cell in row:
            cell.border, cell.font = Border(top=thin, bottom=thin), Font(name="仿宋", size=12)
            cell.alignment = Alignment(horizontal="center")
    sheet.print_area, sheet.print_title_rows = "A1:D6", "1:3"
    cover = form.create_sheet("汇总")
    cover["A1"], cover["B1"] = "全部执行", "=SUM(表!C4:C4)"
    book = filled_sheet(form, names(funds=lines_of("1", "2", "3")))
    assert [row[0] for row in values(book)] == [
        "项目资金表（2024年）",
        *("单位", "资金", "第1笔", "第2笔", "第3笔", "合计", "填表人："),
    ]
    assert [row[3] for row in values(book)[3:6]] == [f"=IF(B{n}=0,0,C{n}/B{n})" for n in (4, 5, 6)]
    assert values(book)[6][1:] == ["=SUM(B4:B6)", "=SUM(C4:C6)", "=C7/B7"]
    assert book["汇总"]["B1"].value == "=SUM(表!C4:C6)"
    assert book["表"].print_area == "'表'!$A$1:$D$8" and book["表"].print_title_rows == "$1:$3"
    merged = sorted(str(area) for area in book["表"].merged_cells.ranges)
    assert merged == ["A1:D1", "B2:D2", "C8:D8"]
    assert all(book["表"].cell(row, 2).font.name == "仿宋" for row in (4, 5, 6, 7))


def test_a_slot_takes_the_chapters_and_a_table(project: Path) -> None:
    folder = project / "templates" / "mof-self-2021"
    manifest = (folder / "format.yaml").read_text("utf-8") + "output: [form.docx]\n"
    (folder / "format.yaml").write_text(manifest, "utf-8")
    (folder / "form.docx").write_bytes(word_form("报：{{ unit.authority }}", "{{p body }}", "完"))
    target = project / "inputs" / "x.yaml"
    shutil.copy(folder / "sample.yaml", target)
    built = build(target)
    assert count(built.diagnostics, "error") == 0, told(built.diagnostics)
    data = built.files[0].read_bytes()
    assert sound(data)
    document = read_foreign(data, "x")
    assert [str(paragraph.text) for paragraph in document.paragraphs] == [
        "报：云河市文化和旅游局",
        "完",
    ]
    assert str(document.tables[0].rows[0][2].text) == "公共图书馆免费开放补助"


def test_a_slot_in_a_table_or_without_styles_to_borrow_is_refused() -> None:
    slots = frozenset(("body",))
    assert any(
        "插槽写的地方不对" in problem for problem in faults(word_form([["{{p body }}"]]), slots)
    )
    assert printed_word(word_form("甲")) == ["甲"]
