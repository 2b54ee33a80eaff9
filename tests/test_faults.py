"""一份输入的失败只是它自己的：程序出了意外、做它的进程死掉，得一条 X01，别的照出，退出码 70。

意外由测试造：在某个房间的门口换上一个会出错的函数，只对点了名的输入出错；进程用 fork 起，所以也带着它。
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest

import reportgen
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.document import Document
from reportgen.core.model import Evaluation
from reportgen.core.plain import PlainDocument
from reportgen.core.recognised import Recognised
from reportgen.corridor import apart, batch, pipeline
from reportgen.door import build as door_build
from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parent.parent
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
NAMES = [f"{number}.yaml" for number in range(9)]
FIRST, MIDDLE, LAST = "0.yaml", "4.yaml", "8.yaml"

ROOMS = {
    "读": "reportgen.corridor.facts.read_tree",
    "评": "reportgen.corridor.pipeline.score_card",
    "写": "reportgen.corridor.pipeline.compose",
    "出": "reportgen.word.writing.docx.write_report",
    "换文件": "reportgen.corridor.files.replace_files",
}

Fault = Callable[..., None]


def error(kind: type[BaseException]) -> Callable[[], None]:
    def act() -> None:
        raise kind("坏了")

    return act


def endless() -> None:
    endless()


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def left() -> None:
    os._exit(3)


def crashed() -> None:
    faulthandler.disable()  # 这里的段错误是故意的，不必印出栈
    ctypes.string_at(0)


@pytest.fixture
def fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """进程用 fork 起。"""
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("这个系统不能 fork")
    monkeypatch.setattr(multiprocessing, "Process", multiprocessing.get_context("fork").Process)


@pytest.fixture
def fault(fork: None, monkeypatch: pytest.MonkeyPatch) -> Fault:
    """fault("评", act, "4.yaml")：做到这几份时，在这个房间的门口出事。"""
    doing = [""]
    examine = pipeline.examine

    def noted(path: Path, **options: Any) -> pipeline.Examined:
        doing[0] = path.name
        return examine(path, **options)

    def install(room: str, act: Callable[[], None], *names: str) -> None:
        module, _, function = ROOMS[room].rpartition(".")
        real = getattr(sys.modules.get(module) or __import__(module, fromlist=["x"]), function)

        def broken(*arguments: Any, **options: Any) -> Any:
            if doing[0] in names:
                act()
            return real(*arguments, **options)

        monkeypatch.setattr(ROOMS[room], broken)

    monkeypatch.setattr(pipeline, "examine", noted)
    return install


@pytest.fixture
def nine(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """九份同样的输入，够分给两个进程。"""
    for name in NAMES:
        shutil.copy(ZHENGZHOU, project / "inputs" / name)
    monkeypatch.chdir(project)
    return [f"inputs/{name}" for name in NAMES]


def results(text: str) -> dict[str, str]:
    """印出的各行：输入 → 它的稿子，按印的次序；末尾的合计不算。"""
    rows = [line.split("  ")[0].split(" → ") for line in text.splitlines()[:-1]]
    return {Path(given).name: target for given, target in rows}


def assert_only_these_fail(shown: Any, *bad: str) -> None:
    """九份都有一行，次序不变；坏的没有出稿，各有一条 X01，不留回溯；别的三个文件与好的一份逐字节相同。"""
    printed = results(shown.out)
    assert list(printed) == NAMES
    assert [name for name in NAMES if printed[name] == "没有出稿"] == list(bad)
    told = [line.split(":")[0] for line in shown.err.splitlines() if "X01" in line]
    assert told == [f"inputs/{name}" for name in bad]
    assert "Traceback" not in shown.err
    good = [name for name in NAMES if name not in bad]
    for suffix in (".docx", ".md", ".score.yaml"):
        contents = {Path("build", name).with_suffix(suffix).read_bytes() for name in good}
        assert len(contents) == 1
        assert not any(Path("build", name).with_suffix(suffix).exists() for name in bad)


@pytest.mark.parametrize(
    ("room", "act", "bad", "jobs", "said"),
    [
        (
            "读",
            error(RuntimeError),
            [FIRST],
            "1",
            "RuntimeError: 坏了（reportgen/corridor/facts.py:",
        ),
        ("读", error(OSError), [LAST], "2", "OSError: 坏了（reportgen/corridor/facts.py:"),
        ("评", error(MemoryError), [MIDDLE], "2", "MemoryError: 坏了"),
        ("评", endless, [FIRST], "2", "RecursionError: maximum recursion depth exceeded"),
        ("写", error(SystemExit), [LAST], "1", "SystemExit: 坏了"),
        ("写", error(KeyError), [FIRST, MIDDLE, LAST], "2", "KeyError: '坏了'"),
        (
            "出",
            error(BrokenPipeError),
            [MIDDLE],
            "1",
            "BrokenPipeError: 坏了（reportgen/corridor/rendering.py:",
        ),
        ("换文件", error(AssertionError), [MIDDLE, LAST], "2", "AssertionError: 坏了"),
    ],
)
def test_an_exception_of_ours_is_told_for_its_input_and_the_others_are_built(
    room: str,
    act: Callable[[], None],
    bad: list[str],
    jobs: str,
    said: str,
    nine: list[str],
    fault: Fault,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fault(room, act, *bad)
    assert door.run(["build", "--no-pages", "-j", jobs, *nine]) == 70
    shown = capsys.readouterr()
    assert_only_these_fail(shown, *bad)
    assert shown.err.count(f"程序自己出错了，不是输入的错：{said}") == len(bad)


@pytest.mark.parametrize(
    ("act", "bad", "jobs", "ending"),
    [
        (killed, [FIRST], "2", "信号 SIGKILL"),
        (killed, [MIDDLE], "2", "信号 SIGKILL"),
        (killed, [LAST], "2", "信号 SIGKILL"),
        (killed, [FIRST, "1.yaml"], "2", "信号 SIGKILL"),
        (killed, [MIDDLE, LAST], "1", "信号 SIGKILL"),
        (killed, NAMES, "2", "信号 SIGKILL"),
        (left, [FIRST, LAST], "1", "退出码 3"),
        (crashed, [MIDDLE], "2", "信号 SIGSEGV"),
    ],
)
def test_a_process_that_dies_takes_only_the_input_that_killed_it(
    act: Callable[[], None],
    bad: list[str],
    jobs: str,
    ending: str,
    nine: list[str],
    fault: Fault,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fault("评", act, *bad)
    assert door.run(["build", "--no-pages", "-j", jobs, *nine]) == 70
    shown = capsys.readouterr()
    if bad != NAMES:
        assert_only_these_fail(shown, *bad)
    assert shown.err.count(f"两次都中途停掉（{ending}）") == len(bad)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_input_whose_process_was_killed_once_is_built_the_second_time(
    jobs: str, nine: list[str], fault: Fault, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = Path("killed")

    def kill_once() -> None:
        if not mark.exists():
            mark.touch()
            killed()

    fault("评", kill_once, MIDDLE)
    assert door.run(["build", "--no-pages", "-j", jobs, *nine]) == 0
    assert_only_these_fail(capsys.readouterr())


def test_without_another_process_the_inputs_are_built_in_this_one(
    nine: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(multiprocessing, "Process", refused)
    assert door.run(["build", "--no-pages", "-j", "2", *nine]) == 0
    assert_only_these_fail(capsys.readouterr())


@pytest.mark.parametrize("act", [error(RuntimeError), killed])
def test_check_of_several_inputs_goes_on_after_a_fault(
    act: Callable[[], None], project: Path, fault: Fault, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = project / "inputs"
    for name in ("a.yaml", "b.yaml"):
        shutil.copy(ZHENGZHOU, inputs / name)
    fault("评", act, "a.yaml")
    paths = [str(inputs / name) for name in ("a.yaml", "b.yaml", "没有.yaml")]
    assert door.run(["check", "--concise", "--select", "S,I", *paths]) == 70
    shown = capsys.readouterr()
    codes = [line.split(" ")[2] for line in shown.out.splitlines()[:-1]]
    assert codes == ["X01", "S05"], "挑别的代码时，没有查成的一份也要说"
    assert shown.out.splitlines()[-1] == "2 个错误，0 个提醒"
    assert shown.err == ""


def test_check_of_several_word_files_goes_on_after_a_fault(
    project: Path, fork: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reportgen.corridor import review

    real = review.recognise
    for name in ("a.docx", "b.docx", "c.docx"):
        document = docx.Document()
        document.add_paragraph("一、项目概况")
        document.save(str(project / name))

    def broken(document: PlainDocument, name: str) -> Recognised:
        if name.endswith("a.docx"):
            raise ZeroDivisionError("坏了")
        if name.endswith("b.docx"):
            killed()
        return real(document, name)

    monkeypatch.setattr(review, "recognise", broken)
    monkeypatch.chdir(project)
    assert door.run(["check", "--concise", "a.docx", "b.docx", "c.docx"]) == 70
    told = [line.split(" ")[:3:2] for line in capsys.readouterr().out.splitlines()[:-1]]
    assert told[:2] == [["a.docx:1:1:", "X01"], ["b.docx:1:1:", "X01"]]
    assert ["c.docx", "说明"] in told


def test_a_single_input_is_told_the_same_way_by_every_command(
    project: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ZHENGZHOU, project / "inputs" / "a.yaml")
    monkeypatch.chdir(project)
    fault("评", error(RuntimeError), "a.yaml")
    for command in ("build", "check", "score"):
        assert door.run([command, "inputs/a.yaml"]) == 70
        shown = capsys.readouterr()
        assert "inputs/a.yaml:1:1: 错误 X01" in shown.out + shown.err
        assert "Traceback" not in shown.out + shown.err


def test_the_traceback_is_there_for_who_asks(
    project: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ZHENGZHOU, project / "inputs" / "a.yaml")
    fault("评", error(RuntimeError), "a.yaml")
    monkeypatch.setenv("REPORTGEN_TRACEBACK", "1")
    assert door.run(["check", str(project / "inputs" / "a.yaml")]) == 70
    assert "Traceback (most recent call last)" in capsys.readouterr().out


def test_only_reportgen_errors_leave_the_library(tmp_path: Path, fault: Fault) -> None:
    path = Path(shutil.copy(ZHENGZHOU, tmp_path / "a.yaml"))
    for kind in (RuntimeError, MemoryError, SystemExit):
        fault("评", error(kind), "a.yaml")
        build = partial(reportgen.build, directory=tmp_path)
        for call in (reportgen.check, reportgen.score, build):
            with pytest.raises(reportgen.ReportgenError, match="X01") as caught:
                call(path)
            assert isinstance(caught.value.__cause__, kind)
            assert caught.value.diagnostics[0].span.source.name == path.as_posix()
    fault("评", error(KeyboardInterrupt), "a.yaml")
    with pytest.raises(KeyboardInterrupt):
        reportgen.check(path)


def test_a_path_that_cannot_be_looked_at_is_told_and_the_others_are_built(
    nine: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("loop.yaml").symlink_to("loop.yaml")
    long = "长" * 300 + ".yaml"
    assert door.run(["build", "--no-pages", long, "loop.yaml", "loop.yaml", nine[0]]) == 1
    printed = capsys.readouterr()
    assert list(results(printed.out).values()) == ["没有出稿", "没有出稿", "build/0.docx"]
    assert printed.err.count("S05") == 2
    assert "X01" not in printed.err


def test_a_table_with_a_length_of_time_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    case = ROOT / "tests" / "cases" / "duration-cell" / "input.yaml"
    assert door.run(["check", str(case)]) == 0
    evaluation = pipeline.examine(case).evaluation
    assert evaluation is not None
    assert "41:00" in {str(row[head]) for row in evaluation.files["明细"].rows for head in row}


# 分给几个进程的那一层，自己的用例：work 由测试给，fork 和 spawn 都走一遍


def measured(path: Path) -> object:
    """照名字行事的一份活。"""
    if path.name == "die":
        killed()
    if path.name == "strange":
        return lambda: None  # 传不回去
    if path.name == "wrong":
        raise ValueError("坏了")
    return path.name


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
def test_answers_come_in_order_however_processes_start(
    start: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(multiprocessing, "Process", multiprocessing.get_context(start).Process)
    names = ["die", "a", "wrong", "b", "strange", "c", "die"]
    answers = apart.each_apart(measured, [Path(name) for name in names], 2)
    shown = [answer.code if isinstance(answer, Diagnostic) else answer for answer in answers]
    assert shown == ["X01", "a", "X01", "b", "X01", "c", "X01"]


def test_an_abandoned_batch_leaves_no_process_behind(fork: None) -> None:
    answers = apart.each_apart(measured, [Path(f"{number}") for number in range(100)], 2)
    assert next(answers) == "0"
    assert isinstance(answers, Iterator)
    answers.close()
    assert not multiprocessing.active_children()


class Interrupting:
    """读它的人在读的那一刻被中断。"""

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return interrupted, ()


def interrupted() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("at", [0, 1])
def test_an_interrupt_while_an_answer_is_taken_leaves_no_process_behind(
    at: int, fork: None
) -> None:
    def work(path: Path) -> object:
        return Interrupting() if path.name == str(at) else path.name

    paths = [Path(f"{number}") for number in range(100)]
    with pytest.raises(KeyboardInterrupt):
        list(apart.each_apart(work, paths, 2))
    assert not multiprocessing.active_children()


def test_fast_answers_do_not_pile_up_behind_a_slow_one(
    tmp_path: Path, fork: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "AHEAD", 3)

    def work(path: Path) -> int:
        (tmp_path / path).touch()
        if path.name == "0":
            time.sleep(0.5)
        return len(list(tmp_path.iterdir()))

    paths = [Path(f"{number}") for number in range(60)]
    begun_before_the_first_ended = next(apart.each_apart(work, paths, 2))
    assert begun_before_the_first_ended == 2 * 3


@pytest.mark.skipif(sys.platform == "win32", reason="没有进程组的信号")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_is_one_line_and_130(jobs: str, project: Path) -> None:
    for number in range(400):
        shutil.copy(ZHENGZHOU, project / "inputs" / f"{number}.yaml")
    command = [sys.executable, "-m", "reportgen", "build", "--no-pages", "-j", jobs]
    running = subprocess.Popen(
        command,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        encoding="utf-8",
    )
    assert running.stdout is not None
    running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert said.splitlines()[-1] == "已中断。"
    assert said.count("已中断。") == 1
    assert "Traceback" not in said
    assert running.returncode == 130


# 出过的报告不留在内存里：数的是对象，不是秒，也不是字节


def alive(*kinds: type) -> int:
    gc.collect()
    return sum(type(each) in kinds for each in gc.get_objects())


def count_after_building(path: Path, order: batch.Order) -> int:
    """出一份，再数这个进程里还留着几份报告和它们的事实。"""
    batch._build_one(path, order, {})
    return alive(Document, Evaluation)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_process_keeps_no_report_it_has_finished(
    workers: int,
    nine: list[str],
    fork: None,
) -> None:
    work = partial(count_after_building, order=batch.Order(pages=False))
    few = list(apart.each_apart(work, [Path(path) for path in nine[:3]], workers))
    many = list(apart.each_apart(work, [Path(path) for path in nine], workers))
    assert max(many) == max(few) == alive(Document, Evaluation)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_build_keeps_no_result_it_has_printed(
    jobs: str, nine: list[str], fork: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    report = door_build.report

    def counted(outcome: batch.Outcome, **how: bool) -> int:
        kept.append(alive(batch.Outcome))
        return report(outcome, **how)

    monkeypatch.setattr(apart, "AHEAD", 1)
    monkeypatch.setattr(door_build, "report", counted)
    assert door.run(["build", "--no-pages", "-j", jobs, *nine]) == 0
    assert len(kept) == len(nine)
    assert max(kept) <= 1 + int(jobs) * apart.AHEAD
