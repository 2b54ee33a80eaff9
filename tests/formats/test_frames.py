"""Word 模板在哪里：共用的一份，或自己的一份；换了哪一份，指纹和样子都跟着变。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.pipeline import build, examine
from reportgen.door import cli
from reportgen.formats.frames import frame_named, frame_place
from reportgen.word.frame.blank import blank_frame
from reportgen.word.package import read_package

FORMAT = "zhengzhou-self-2022"


@pytest.fixture
def folder(project: Path) -> Path:
    return project / "templates" / FORMAT


def without_frame(folder: Path) -> None:
    """不再用共用的一份。"""
    path = folder / "format.yaml"
    path.write_text(path.read_text("utf-8").replace(f"frame: {frame_named(folder)}\n", ""), "utf-8")


def digest(folder: Path) -> str:
    target = folder.parents[1] / "inputs" / "x.yaml"
    shutil.copy(folder / "sample.yaml", target)
    examined = examine(target)
    assert examined.format is not None
    return examined.format.digest


def test_the_path_and_the_shown_name_of_either_kind(folder: Path) -> None:
    shared, own = frame_place(folder, "portrait"), frame_place(folder, "")
    assert shared.shown == "templates/_shared/frames/portrait.docx"
    assert own.shown == f"templates/{FORMAT}/report.docx"
    assert own.shadow.path == folder / "report.docx.txt"
    assert shared.path.is_file() and shared.shadow.path.is_file()


def test_a_format_with_a_frame_of_its_own_checks_and_builds(folder: Path) -> None:
    without_frame(folder)
    assert cli.run(["format", "frame", FORMAT, "--templates", str(folder.parent)]) == 0
    assert not [d for d in check_format(folder) if d.code.startswith(("F", "W"))]
    target = folder.parents[1] / "inputs" / "x.yaml"
    shutil.copy(folder / "sample.yaml", target)
    docx = build(target, pages=False).files[0]
    document = read_package(docx.read_bytes())["word/document.xml"]
    assert b'w:orient="landscape"' in document, "自己的一份附件是横的，共用的 portrait 是纵的"


def test_a_frame_is_not_written_beside_one_that_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["format", "frame", FORMAT, "--templates", str(folder.parent)]) == 2
    assert "frame: portrait" in capsys.readouterr().err
    assert not (folder / "report.docx").exists()


def test_the_digest_covers_the_frame_that_is_used_and_no_other(folder: Path) -> None:
    before = digest(folder)
    frames = folder.parent / "_shared" / "frames"
    (frames / "landscape.docx").write_bytes(blank_frame("portrait"))
    assert digest(folder) == before
    (frames / "portrait.docx").write_bytes(blank_frame("landscape"))
    assert digest(folder) != before


def test_write_tidies_the_shared_frame_and_its_shadow(folder: Path) -> None:
    place = frame_place(folder, "portrait")
    kept = place.shadow.path.read_text("utf-8")
    place.shadow.path.write_text("旧的\n", "utf-8")
    assert [d.code for d in check_format(folder) if d.code.startswith("W")] == ["W07"]
    check_format(folder, write=True)
    assert place.shadow.path.read_text("utf-8") == kept
    assert not (folder / "report.docx").exists()


def test_a_copied_format_names_the_same_frame(folder: Path) -> None:
    assert (
        cli.run(
            ["format", "new", "yunhe-2026", "--like", FORMAT, "--templates", str(folder.parent)]
        )
        == 0
    )
    fresh = folder.with_name("yunhe-2026")
    assert frame_named(fresh) == "portrait"
    assert not list(fresh.glob("*.docx"))


@pytest.mark.parametrize(
    "named", ["../frames/portrait", "portrait.docx", "", "~$portrait", "不存在"]
)
def test_a_frame_is_named_by_its_plain_name(folder: Path, named: str) -> None:
    path = folder / "format.yaml"
    path.write_text(
        path.read_text("utf-8").replace("frame: portrait", f'frame: "{named}"'), "utf-8"
    )
    assert any(d.severity == "error" for d in check_format(folder))
