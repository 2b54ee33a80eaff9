"""格式文件夹：里面的文件也是外来的；管道、指到没有的文件的链接、大得不像话的文件，都只是一条诊断。"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.pipeline import examine
from reportgen.formats.copying import copied_format
from reportgen.formats.load import load_format
from reportgen.formats.start import default_format
from reportgen.source.files import LARGEST_FILE

FORMAT = "zhengzhou-self-2022"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这个系统没有命名管道")
PIPE = "这是设备或管道，不是普通的文件"


@needs_pipes
@pytest.mark.parametrize(
    "name",
    [
        "format.yaml",
        "fields.yaml",
        "../_shared/frames/portrait.docx",
        "text/甲.j2",
        "../_shared/乙.j2",
        "../_shared/丙.txt",
    ],
)
def test_a_pipe_in_a_format_is_told_by_its_name(project: Path, name: str) -> None:
    path = project / "templates" / FORMAT / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    format, diagnostics = load_format(project / "templates" / FORMAT)
    assert format is None
    told = [diagnostic for diagnostic in diagnostics if PIPE in diagnostic.message]
    assert told and {diagnostic.code for diagnostic in told} == {"S05"}
    assert path.name in told[0].span.source.name
    assert check_format(project / "templates" / FORMAT)


@needs_pipes
def test_looking_for_the_default_format_waits_for_no_pipe(project: Path) -> None:
    (project / "templates" / "aaa").mkdir()
    os.mkfifo(project / "templates" / "aaa" / "format.yaml")
    assert default_format(project / "templates")


def test_a_large_file_in_a_format_is_told(project: Path) -> None:
    path = project / "templates" / "_shared" / "大.txt"
    with open(path, "wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    _, diagnostics = load_format(project / "templates" / FORMAT)
    assert [(d.code, d.message) for d in diagnostics] == [("S07", "文件有 16.1 MB，最多 16 MB。")]


def test_a_link_that_leads_nowhere_is_no_reason_to_stop(project: Path) -> None:
    folder = project / "templates" / FORMAT
    (folder / "旧").symlink_to("没有")
    (folder / "圈").symlink_to("圈")
    examined = examine(folder / "sample.yaml", templates=folder.parent)
    assert examined.document is not None


def test_names_beyond_what_a_disk_can_hold_are_formats_nobody_has(project: Path) -> None:
    name = "a" * 300
    _, diagnostics = load_format(project / "templates" / name)
    assert [d.code for d in diagnostics] == ["F01"]
    files, diagnostics = copied_format(project / "templates", name, "new-format")
    assert not files and [d.code for d in diagnostics] == ["F01"]


def test_bytes_that_are_no_text_are_copied_as_they_are(project: Path) -> None:
    (project / "templates" / FORMAT / "甲.txt").write_bytes(b"\xff\xfe\x00")
    files, diagnostics = copied_format(project / "templates", FORMAT, "new-format")
    assert not diagnostics
    assert dict(files)[project / "templates" / "new-format" / "甲.txt"] == b"\xff\xfe\x00"
