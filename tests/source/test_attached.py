"""附带的文件：CSV、xlsx、图片照原样读进来；读不了的各有一句中文，不越出输入所在的文件夹。"""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source, Span
from reportgen.core.image import BadImage, image_size
from reportgen.core.model import PictureFile
from reportgen.core.survey import DataTable
from reportgen.core.text import Record, Text
from reportgen.corridor.pipeline import examine
from reportgen.source.attached import LARGEST, attach
from reportgen.source.csvfile import read_csv
from reportgen.source.grid import BadTable, cell_label
from reportgen.source.sheets import read_xlsx
from tests.word.documents import png

ROOT = Path(__file__).resolve().parents[2]
SPAN = Span(Source("x.yaml", "花名册"), 1, 1, 0, 3)


def workbook(*rows: list[object], formats: dict[tuple[int, int], str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for (at, column), style in (formats or {}).items():
        book.active.cell(at, column).number_format = style
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def attached(
    tmp_path: Path, written: str, data: bytes | None, name: str = "表.csv"
) -> tuple[DataTable, list[str]]:
    """输入旁边放一个文件，读进来：数据表，和诊断的代码与说明。"""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    base = examine(ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml").evaluation
    assert base is not None
    given_files = Record((("表", Text(written, SPAN)),))
    evaluation, found, _ = attach(replace(base, files=given_files), tmp_path)
    table = evaluation.files["表"]
    assert isinstance(table, DataTable)
    return table, [f"{d.code} {d.message}" for d in found]


def test_csv_text_stays_as_it_is_written() -> None:
    grid, encoding, _ = read_csv('编号,金额\n007,1.10\n"甲,乙","1,000"\n'.encode())
    assert grid == (("编号", "金额"), ("007", "1.10"), ("甲,乙", "1,000"))
    assert encoding == "UTF-8"


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030"])
def test_csv_from_excel_is_read_in_both_its_encodings(codec: str) -> None:
    assert read_csv("姓名\n王𠮷\n".encode(codec))[0] == (("姓名",), ("王𠮷",))


def test_a_csv_that_is_not_utf8_is_read_and_said_so(tmp_path: Path) -> None:
    table, found = attached(tmp_path, "表.csv", "姓名\n王一\n".encode("gb18030"))
    assert [str(row["姓名"]) for row in table.rows] == ["王一"]  # type: ignore[index]
    assert found == ["I05 表.csv 不是 UTF-8，按 GB18030 读入。"]


@pytest.mark.parametrize(
    ("text", "label", "reason"),
    [
        ("", "", "是空的"),
        ("甲,甲\n1,2\n", "第 1 行第 2 列", "表头“甲”有两列"),
        (",乙\n一,2\n", "第 1 行第 1 列", "这一列没有表头"),
        ("甲,\n1,2\n", "第 2 行", "有 2 格，表头只有 1 格"),
        ("甲,乙\n1,2,3\n", "第 2 行", "有 3 格，表头只有 2 格"),
        ('甲\n"没有配对\n', "第 2 行", "引号不配对"),
        ("甲\n\x07\n", "第 2 行第 1 列", "控制字符"),
        ("甲\n" * 20_002, "第 20002 行", "这是第 20002 行，最多 20000 行（表头不算）"),
        ("甲\n" + "\n" * 20_001 + "乙\n", "第 20003 行", "这是第 20003 行，最多 20000 行"),
        (",".join(map(str, range(61))) + "\n", "第 1 行", "这一行有 61 列，最多 60 列"),
        ("甲\n" + '"' + "长" * 9_000 + '"\n', "第 2 行", "一格太长"),
        ("甲\n" + "长" * 2001 + "\n", "第 2 行第 1 列", "有 2001 字，最多 2000 字"),
    ],
)
def test_a_bad_csv_says_why_and_where(text: str, label: str, reason: str) -> None:
    with pytest.raises(BadTable, match=reason) as caught:
        read_csv(text.encode())
    assert caught.value.label == label


@pytest.mark.parametrize(
    ("sheet", "row", "column", "label"),
    [
        ("资金", 5, 3, "资金!C5"),
        ("表", 1, 26, "表!Z1"),
        ("表", 2, 27, "表!AA2"),
        ("", 2, 27, "第 2 行第 27 列"),
    ],
)
def test_a_cell_is_named_as_the_program_names_it(
    sheet: str, row: int, column: int, label: str
) -> None:
    assert cell_label(sheet, row, column) == label


def test_excel_numbers_look_as_they_do_in_excel() -> None:
    data = workbook(
        ["整数", "两位", "分节", "百分", "日期", "文字", "浮点", "空"],
        [12, 3.5, 1234567.891, 0.9815, datetime.date(2024, 3, 5), "007", 0.1 + 0.2, None],
        formats={(2, 2): "0.00", (2, 3): "#,##0.00", (2, 4): "0.00%"},
    )
    shown = ("12", "3.50", "1,234,567.89", "98.15%", "2024-03-05", "007")
    assert read_xlsx(data).grid[1][:6] == shown


@pytest.mark.parametrize(
    ("length", "style", "shown"),
    [
        (datetime.timedelta(hours=41), "[h]:mm", "41:00"),
        (datetime.timedelta(hours=1, minutes=5, seconds=59), "[h]:mm", "1:05"),
        (datetime.timedelta(hours=41), "[hh]:mm:ss", "41:00:00"),
        (datetime.timedelta(minutes=125, seconds=3), "[mm]:ss", "125:03"),
        (1.5, "[h]:mm;@", "36:00"),
        (datetime.timedelta(minutes=2), "[s]", "120"),
    ],
)
def test_a_length_of_time_looks_as_it_does_in_excel(length: object, style: str, shown: str) -> None:
    assert read_xlsx(workbook(["时长"], [length], formats={(2, 1): style})).grid[1] == (shown,)


@pytest.mark.parametrize(
    ("value", "style"),
    [
        (41, "[DBNum2]0"),
        (datetime.timedelta(hours=-3), "[h]:mm"),
        (1e300, "0.00"),
    ],
)
def test_a_value_that_cannot_be_shown_is_refused_by_its_cell(value: object, style: str) -> None:
    with pytest.raises(BadTable, match="这一格的值") as caught:
        read_xlsx(workbook(["甲", "乙"], ["一", value], formats={(2, 2): style}))
    assert caught.value.label == "Sheet!B2"


def test_a_formula_without_a_stored_result_is_not_printed_blank() -> None:
    with pytest.raises(BadTable, match="这一格是公式") as caught:
        read_xlsx(workbook(["甲", "乙"], [1, "=A2*2"]))
    assert caught.value.label == "Sheet!B2"


def test_a_sheet_is_chosen_by_name() -> None:
    with pytest.raises(BadTable, match="没有工作表“不在”，有：Sheet"):
        read_xlsx(workbook(["甲"], [1]), "不在")


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all", workbook(["甲"])[:200]])
def test_what_is_not_a_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(BadTable):
        read_xlsx(data)


@given(st.binary(max_size=400))
def test_the_limits_of_a_csv_leave_other_readers_as_they_were(data: bytes) -> None:
    before = csv.field_size_limit()
    with contextlib.suppress(BadTable):
        read_csv(data)
    assert csv.field_size_limit() == before


def test_blank_lines_and_cells_at_the_end_are_no_rows_and_no_columns() -> None:
    text = "甲,乙" + "," * 100 + "\n1,2\n" + "\n" * 30_000 + "," * 50 + "\n"
    assert read_csv(text.encode())[0] == (("甲", "乙"), ("1", "2"))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_reason(data: bytes) -> None:
    for read in (read_csv, read_xlsx):
        try:
            read(data)
        except BadTable as reason:
            assert str(reason)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("没有.csv", "没有这个文件"),
        ("../表.csv", "不在输入所在的文件夹里"),
        ("/etc/passwd", "不在输入所在的文件夹里"),
        ("表.xls", "只认 CSV 和 xlsx"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_message(
    tmp_path: Path, written: str, message: str
) -> None:
    (tmp_path / "表.xls").write_bytes(b"x")
    _, found = attached(tmp_path, written, None)
    assert len(found) == 1
    assert found[0].startswith("I11") and message in found[0]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with open(tmp_path / "表.csv", "wb") as file:
        file.truncate(LARGEST + 1)
    _, found = attached(tmp_path, "表.csv", None)
    assert "有 10.1 MB，最多 10 MB" in found[0]


def test_a_long_table_keeps_every_row(tmp_path: Path) -> None:
    rows = "".join(f"{number},{number}.50\n" for number in range(500))
    table, found = attached(tmp_path, "表.csv", f"序号,金额\n{rows}".encode())
    assert not found
    assert len(table.rows) == 500
    assert str(table.rows[-1]["金额"]) == "499.50"  # type: ignore[index]


def test_the_size_of_a_picture_is_read_from_its_head() -> None:
    assert image_size(png(320, 20)) == ("png", 320, 20)


def test_the_segments_before_the_size_of_a_picture_are_limited() -> None:
    segment, size = b"\xff\xe0\x00\x04ab", b"\xff\xc0\x00\x11\x08\x00\x02\x00\x03"
    assert image_size(b"\xff\xd8" + segment * 900 + size) == ("jpeg", 3, 2)
    with pytest.raises(BadImage):
        image_size(b"\xff\xd8" + segment * 1_000 + size)
    with pytest.raises(BadImage):
        image_size(b"\xff\xd8\xff\xe0\x00\x00" * 10 + size)
    with pytest.raises(
        BadImage, match="宽高是 60000 × 60000 像素，宽高都要有，相乘最多 60,000,000"
    ):
        image_size(b"\xff\xd8\xff\xc0\x00\x11\x08" + b"\xea\x60" * 2)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00", png(1, 1)[:20]]
)
def test_what_is_not_a_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadImage):
        image_size(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_a_reason(data: bytes) -> None:
    for head in (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        try:
            image_size(head + data)
        except BadImage as reason:
            assert str(reason)


def test_a_picture_that_cannot_be_read_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"not a picture")
    base = examine(ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml").evaluation
    assert base is not None
    picture = PictureFile(Text("x.png", SPAN), Text("图题"))
    evaluation, found, _ = attach(replace(base, pictures=(picture,)), tmp_path)
    assert [d.code for d in found] == ["I11"]
    assert evaluation.pictures[0].data == b""
