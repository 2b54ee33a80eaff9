"""打开成稿：是哪一种看字节，改了名的照样认得；读不了的说是什么、怎么办，从不当作 YAML。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.core.kinds import OLE, kind_of
from reportgen.corridor import opening
from reportgen.corridor.inputs import gather, is_report
from reportgen.corridor.review import review
from reportgen.word.package import read_package, write_package
from reportgen.word.register import DOCUMENT
from tests.packages import packed, sheet_parts
from tests.recognising.offices import report_of, word_of
from tests.word.documents import png

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FORM = """存盘：word
资金表：有
评分表：有
---
| 项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| ^ | 年度资金总额 | 72.00 | 72.00 | 57.60 | 10 | 80.00% | 8.00 |
| ^ | 其中：当年财政拨款 | 72.00 | 72.00 | 57.60 | — |  | — |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注 |
| 产出指标 | 数量指标 | 维修路灯 | ≥900盏 | 930盏 | 60 | 60 |  |
| 效益指标 | 社会效益指标 | 夜间投诉 | ≤12件 | 11件 | 30 | 30 |  |
| 总分 | < | < | < | < | 100 | 99.00 |  |
"""
WRONG = "得分合计印 99.00，各行之和 60 + 30 + 8.00 是 98.00。"
OLD = OLE.ljust(512, b"\0") + "WordDocument".encode("utf-16-le")
LOCKED = OLE.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le")
UNREADABLE = {  # 字节 → 说的话里有
    "加了密码的": (LOCKED, "加了密码", "去掉密码"),
    "照片": (png(4, 3), "是图片", "文字识别"),
    "空的": (b"", "是空的", "重新"),
    "文字": ("单位：某局".encode(), "不是 Word 的 .docx 文件", "另存为 .docx"),
    "演示文稿": (packed({"ppt/presentation.xml": "<p/>"}), "演示文稿", "Word"),
    "版式文件": (packed({"OFD.xml": "<o/>"}), "OFD", ".docx"),
}


def form() -> bytes:
    return word_of(report_of("自评表", FORM))


def ruled(data: bytes) -> bytes:
    """各张表画上框线：PDF 里的表凭线认。"""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    parts = read_package(data)
    text = parts[DOCUMENT].decode()
    framed = f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"
    ruled = text.replace("<w:tblPr/>", framed)
    assert ruled != text
    return write_package({**parts, DOCUMENT: ruled.encode()})


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("suffix", [".docx", ".doc", ".pdf"])
def test_what_cannot_be_read_is_named_whatever_its_suffix(
    tmp_path: Path, name: str, suffix: str
) -> None:
    data, said, help = UNREADABLE[name]
    path = tmp_path / f"报告{suffix}"
    path.write_bytes(data)
    (problem,) = review(path, templates=TEMPLATES)
    assert problem.code == "S05"
    assert said in problem.message and help in problem.help
    assert "记事本" not in problem.help


def test_an_old_file_without_libreoffice_says_how_to_convert_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.word.writing.office.program_at", lambda name: None)
    path = tmp_path / "报告.docx"
    path.write_bytes(OLD)
    (problem,) = review(path, templates=TEMPLATES)
    assert "旧的 Word 文件" in problem.message and "没有" in problem.message
    assert problem.help == "在 Word 或 WPS 里打开，另存为 .docx。"


def test_a_macro_document_and_a_renamed_one_are_read(tmp_path: Path) -> None:
    for name in ("报告.docm", "报告.dat"):
        path = tmp_path / name
        path.write_bytes(form())
        assert is_report(path)
        (problem,) = review(path, templates=TEMPLATES)
        assert problem.message == WRONG


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt", "pdf"])
def test_other_kinds_are_read_like_the_word_file(tmp_path: Path, suffix: str) -> None:
    from reportgen.word.reading.conversion import converted_to

    data = converted_to(ruled(form()), "docx", suffix)
    assert data is not None and kind_of(data) == suffix
    path = tmp_path / ("报告.wps" if suffix == "doc" else f"报告.{suffix}")
    path.write_bytes(data)
    told = [problem for problem in review(path, templates=TEMPLATES) if problem.code != "C35"]
    assert [problem.message for problem in told] == [WRONG]
    assert "第 1 张表第 7 行第 7 列" in told[0].span.label


def sheet(rows: list[list[str]]) -> str:
    pieces = []
    for at, row in enumerate(rows, 1):
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row)
        pieces.append(f'<row r="{at}">{cells}</row>')
    return "".join(pieces)


def test_a_filled_form_in_a_workbook_is_read_as_a_table(tmp_path: Path) -> None:
    rows = [
        ["某局项目支出情况表"],
        ["单位：万元"],
        ["项目", "预算数", "支出数", "执行率"],
        ["路灯", "72.00", "57.60", "80.00%"],
        ["公厕", "28.00", "28.00", "99.00%"],
        ["合计", "100.00", "85.00", "85.00%"],
    ]
    path = tmp_path / "附表.xlsx"
    path.write_bytes(packed(sheet_parts(sheet(rows))))
    told = [problem for problem in review(path, templates=TEMPLATES) if problem.code != "C35"]
    assert [(problem.code, problem.span.label) for problem in told] == [
        ("C01", "表!C6"),
        ("C02", "表!D5"),
    ]
    assert "57.60 + 28.00 是 85.60" in told[0].message


def test_a_folder_takes_every_kind_but_not_the_data_beside_an_input(tmp_path: Path) -> None:
    names = ("a.docx", "b.doc", "c.pdf", "d.wps", "e.rtf", "f.odt", "g.xlsx", "h.png", "i.txt")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    home = tmp_path / "工程"
    (home / "data").mkdir(parents=True)
    shutil.copy(TEMPLATES / "mof-self-2020" / "sample.yaml", home / "input.yaml")
    (home / "data" / "明细.xlsx").write_bytes(b"x")
    gathered = gather([tmp_path], reports=True)
    assert [path.name for path in gathered.paths] == [*names[:7], "input.yaml"]
    assert dict(gathered.skipped) == {".png": 1, ".txt": 1, ".xlsx": 1}
    assert opening.kind_of(form()) == "docx"
