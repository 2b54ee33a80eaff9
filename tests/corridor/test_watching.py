"""看着文件：变没变只看内容。"""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.corridor.watching import GONE, Watch


def test_a_file_is_changed_by_its_content_not_by_its_time(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("甲", "utf-8")
    watch = Watch()
    assert watch.changed([file]) == [file]
    assert watch.changed([file]) == []
    os.utime(file, (1, 1))
    assert watch.changed([file]) == []
    file.write_text("乙", "utf-8")
    assert watch.changed([file]) == [file]


def test_editors_that_replace_the_file_are_seen(tmp_path: Path) -> None:
    file, fresh = tmp_path / "x.yaml", tmp_path / "fresh"
    file.write_text("甲", "utf-8")
    watch = Watch()
    watch.changed([file])
    fresh.write_text("乙", "utf-8")
    os.replace(fresh, file)
    assert watch.changed([file]) == [file]


def test_a_file_that_is_gone_is_a_change_once(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("甲", "utf-8")
    watch = Watch()
    watch.changed([file])
    file.unlink()
    assert watch.changed([file]) == [file]
    assert watch.digest(file) == GONE
    assert watch.changed([file]) == []
