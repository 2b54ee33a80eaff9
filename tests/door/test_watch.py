"""看着一份输入：存一次出一次。"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not hasattr(signal, "SIGINT"), reason="没有中断")
def test_every_saving_builds_and_says_what_changed(tmp_path: Path) -> None:
    input = tmp_path / "inputs" / "x.yaml"
    input.parent.mkdir()
    shutil.copy(ROOT / "inputs/2022/zhengzhou-gxj-qyfw.yaml", input)
    command = [sys.executable, "-m", "reportgen", "watch", "inputs/x.yaml"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout is not None
    try:
        lines = [running.stdout.readline().rstrip() for _ in range(2)]
        assert lines == ["看着 inputs/x.yaml，按 Ctrl+C 结束。", "build/x.docx  93.36 优"]
        text = input.read_text("utf-8")
        time.sleep(1)
        input.write_text(f"{text}# 只添了注释\n", "utf-8")
        assert running.stdout.readline().rstrip() == "build/x.docx  93.36 优  报告没有变"
        input.write_text(text.replace("企业服务活动专项经费", "企业服务经费"), "utf-8")
        assert running.stdout.readline().rstrip() == "build/x.docx  93.36 优"
        assert running.stdout.readline().startswith("  - ")
        broken = text.replace("year: 2022", "year: 今年")
        input.write_text(broken, "utf-8")
        line = ""
        while "没有出稿" not in line:
            line = running.stdout.readline()
            assert line, "结束了也没有说"
        assert line == "inputs/x.yaml：1 个错误，没有出稿，旧的没有动。\n"
        assert (tmp_path / "build" / "x.docx").is_file()
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 130
    finally:
        running.kill()
        running.stdout.close()
        running.wait()


def test_a_file_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["watch", "没有.yaml"]) == 2
    assert "没有 没有.yaml 这个文件" in capsys.readouterr().err
