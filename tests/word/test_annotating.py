"""批注：挂在说的那一格、那一段，别的部件原样；已有的批注留着；严格的包、正文另有名字的也行。"""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest

from reportgen.word.annotating import Remark, annotated
from reportgen.word.package import BadPackage
from tests.recognising.offices import report_of, word_of

FORM = """存盘：{office}
资金表：无
评分表：无
---
一、结果
| 甲 | 乙 |
-| 删去 | 的行 |
| ^ | 丙 |
二、结论
"""
REMARKS = (
    Remark("第 1 张表第 2 行第 2 列", ("错误 C01 合计不符", "印 3，应是 2。")),
    Remark("第 2 段", ("提醒 C15",)),
    Remark("", ("说明 C35",)),
)
OFFICES = ("word", "wps", "libreoffice", "strict", "online")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def form(office: str) -> bytes:
    return word_of(report_of("报告", FORM.format(office=office)))


@pytest.mark.parametrize("office", OFFICES)
def test_a_comment_is_at_its_cell_or_paragraph(office: str) -> None:
    before = form(office)
    after = parts(annotated(before, REMARKS))
    name = "word/document2.xml" if office == "online" else "word/document.xml"
    text = after[name].decode()
    for number, near in ((0, "丙"), (1, "结论"), (2, "一、结")):
        start = text.index(f'commentRangeStart w:id="{number}"')
        end = text.index(f'commentRangeEnd w:id="{number}"')
        inside = text[start:end]
        assert any(char in inside for char in near), inside
    comments = after["word/comments.xml"].decode()
    assert comments.count("<w:comment ") == 3 and "应是 2。" in comments
    untouched = {"[Content_Types].xml", name, "word/comments.xml"}
    for part, content in parts(before).items():
        assert part in untouched or part.startswith("word/_rels") or after[part] == content


def test_the_comments_already_there_are_kept_and_word_libraries_read_them() -> None:
    document = docx.Document()
    run = document.add_paragraph("自评得分 98 分。").runs[0]
    document.add_comment(run, text="请核对", author="某人", initials="某")
    buffer = BytesIO()
    document.save(buffer)
    data = annotated(buffer.getvalue(), [Remark("第 1 段", ("错误 C06", "印 98。"))])
    comments = list(docx.Document(BytesIO(data)).comments)
    assert [comment.text for comment in comments] == ["请核对", "错误 C06\n印 98。"]
    assert [comment.author for comment in comments] == ["某人", "核对"]
    assert annotated(buffer.getvalue(), []) == annotated(buffer.getvalue(), [])


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text"])
def test_what_is_not_word_cannot_be_annotated(data: bytes) -> None:
    with pytest.raises(BadPackage):
        annotated(data, REMARKS)
