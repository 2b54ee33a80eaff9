"""什么是输入：写出的文件照收；文件夹里是写着 format: 的 .yaml，核对时还有成稿；别的数一数。"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.corridor.inputs import gather, is_input

INPUT = "format: x\nyear: 2024\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """一个办公室的文件夹：输入、附带的表、成稿、程序写出的、临时文件和格式。"""
    for name, text in {
        "2023/a.yaml": INPUT,
        "2024/a.yaml": INPUT,
        "2024/b.YAML": INPUT,
        "2024/data/明细.xlsx": "PK",
        "2024/data/明细.csv": "甲,乙",
        "2024/说明.yaml": "title: 不是输入\n",
        "2024/旧.yml": INPUT,
        "2024/去年的报告.docx": "PK",
        "2024/~$去年的报告.docx": "PK",
        "2024/.hidden.yaml": INPUT,
        "2024/README": "说明",
        ".git/config.yaml": INPUT,
        ".reportgen/x.yaml": INPUT,
        "build/2024/a.docx": "PK",
        "build/2024/a.yaml": INPUT,
        "templates/x/format.yaml": "id: x\n",
        "templates/x/sample.yaml": INPUT,
        "templates/x/report.docx": "PK",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_gives_its_inputs_and_counts_the_rest(office: Path) -> None:
    gathered = gather([Path()])
    assert [path.as_posix() for path in gathered.paths] == [
        "2023/a.yaml",
        "2024/a.yaml",
        "2024/b.YAML",
        "2024/旧.yml",
    ]
    assert gathered.problems == ()
    assert dict(gathered.skipped) == {
        ".csv": 1,
        ".docx": 1,
        ".xlsx": 1,
        ".yaml": 1,
        "没有扩展名的": 1,
    }


def test_checking_takes_the_reports_too_outside_build(office: Path) -> None:
    gathered = gather([Path("2024")], reports=True)
    names = [path.as_posix() for path in gathered.paths]
    assert names == ["2024/a.yaml", "2024/b.YAML", "2024/去年的报告.docx", "2024/旧.yml"]
    assert ".docx" not in dict(gathered.skipped)


def test_a_format_given_as_the_folder_gives_its_sample(office: Path) -> None:
    assert [path.name for path in gather([Path("templates/x")]).paths] == ["sample.yaml"]


def test_a_file_given_is_taken_whatever_it_is_and_only_once(office: Path) -> None:
    given = [Path("2024/说明.yaml"), Path("没有.yaml"), Path("2024/a.yaml"), Path("2024")]
    paths = [path.as_posix() for path in gather(given).paths]
    assert paths == ["2024/说明.yaml", "没有.yaml", "2024/a.yaml", "2024/b.YAML", "2024/旧.yml"]


def test_a_folder_without_inputs_is_told_and_the_others_are_done(office: Path) -> None:
    gathered = gather([Path("2024/data"), Path("2023")])
    assert [path.as_posix() for path in gathered.paths] == ["2023/a.yaml"]
    (problem,) = gathered.problems
    assert (problem.code, problem.span.place) == ("S05", "2024/data:1:1")
    assert problem.message == "data 是文件夹，里面没有输入（写着 format: 的 .yaml）。"


def test_two_of_one_stem_in_one_folder_are_an_error_that_names_both(office: Path) -> None:
    Path("2024/a.YAML").write_text(INPUT, "utf-8")
    if len(list(Path("2024").glob("a.*"))) < 2:
        pytest.skip("这个文件系统不分大小写")
    gathered = gather([Path("2024"), Path("2023")])
    assert [path.name for path in gathered.paths] == ["a.YAML", "b.YAML", "旧.yml", "a.yaml"]
    (problem,) = gathered.problems
    assert problem.code == "O02"
    assert problem.message == "a.yaml 与 2024/a.YAML 在同一个文件夹里同名，分不清哪一份算数。"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="管理员进得去")
def test_a_folder_that_cannot_be_read_is_told(office: Path) -> None:
    Path("2023").chmod(0)
    try:
        gathered = gather([Path("2023"), Path("2024")])
    finally:
        Path("2023").chmod(0o755)
    assert "读不了这个文件夹：没有权限" in gathered.problems[0].message
    assert [path.name for path in gathered.paths] == ["a.yaml", "b.YAML", "旧.yml"]


@pytest.mark.parametrize(
    ("data", "taken"),
    [
        (b"format: x", True),
        (b"# \xe8\xaf\xb4\xe6\x98\x8e\n\nyear: 2024\nformat: x\n", True),
        (b"\xef\xbb\xbfformat: x", True),
        ("format：x".encode(), True),
        (b'{"format": "x"}', True),
        ("单位: 甲\nformat: x\n".encode("gb18030"), True),
        ("format: x".encode("utf-16"), True),
        (b"jobs:\n  format: x\n", False),
        (b"formats: x\n", False),
        (b"# format: x\n", False),
        (b"", False),
    ],
)
def test_an_input_says_its_format_in_a_line_of_its_own(
    data: bytes, taken: bool, tmp_path: Path
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    assert is_input(path) is taken
