"""别的程序：只从 PATH 里写明的文件夹取，不从当前的文件夹取。"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from reportgen.core.programs import program_at

NAME = "soffice.exe" if sys.platform == "win32" else "soffice"


def test_a_program_in_the_current_folder_is_never_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / NAME).write_bytes(b"")
        (folder / NAME).chmod(0o755)
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", "../there"]))
    assert program_at("soffice") is None
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(there)]))
    assert program_at("soffice") == str(there / NAME)


def test_a_folder_or_a_file_that_may_not_be_run_is_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program_at("soffice") is None
