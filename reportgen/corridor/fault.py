"""程序自己的错：一份输入里出的意外，变成这份输入的一条诊断（X01），不让整批停下，也不怪输入。

诊断里写异常的种类和出错的那一行，维护者凭它就能找到；
回溯只在设了环境变量 REPORTGEN_TRACEBACK 时接在后面。
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from reportgen.core.codes import FAULT
from reportgen.core.diagnostics import Diagnostic, ReportgenError, Source, diagnose, whole
from reportgen.core.quantity import shorten

TRACEBACK = "REPORTGEN_TRACEBACK"
"""设了这个环境变量（如 1）的，诊断里带整篇回溯。"""

_OURS = "程序自己出错了，不是输入的错"
_OTHERS = "别的输入不受影响。"
_SEND = "请把这几行和这份输入发给维护者"
_HELP = f"{_SEND}，输入不必改。{_OTHERS}"
_SHORT_OF_MEMORY = f"先关掉占内存的程序，再做这一份；还是这样，{_SEND}。{_OTHERS}"
_PACKAGE = Path(__file__).resolve().parents[1]

Result = TypeVar("Result")


def attempt(work: Callable[[Path], Result], path: Path) -> Result | Diagnostic:
    """做一份；出了意外，得到的是一条诊断。用户按下的中断不算意外。"""
    try:
        return work(path)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return fault(path, error)


@contextmanager
def only_reportgen_errors(path: Path) -> Iterator[None]:
    """库的门口：出去的异常只有 ReportgenError 和用户按下的中断；意外的那个在 __cause__ 里。"""
    try:
        yield
    except (ReportgenError, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise ReportgenError((fault(path, error),)) from error


def fault(path: Path, error: BaseException) -> Diagnostic:
    """意外的异常 → 诊断。"""
    help = _SHORT_OF_MEMORY if isinstance(error, MemoryError) else _HELP
    return _about(path, explained(error), help)


def death(path: Path, ending: str) -> Diagnostic:
    """做这份输入的进程死掉了两次 → 诊断；ending 是它怎样结束的。"""
    said = f"做这一份的进程两次都中途停掉（{ending}），可能是内存不够。"
    message = f"{_OURS}：{said}"
    return _about(path, message, _SHORT_OF_MEMORY)


def explained(error: BaseException) -> str:
    """意外的异常，一行：种类、它说的话、程序里出错的那一行；要回溯的接在下面。"""
    message = f"{_OURS}：{type(error).__name__}{_said(error)}{_place(error)}。"
    if not os.environ.get(TRACEBACK):
        return message
    import traceback

    return f"{message}\n{''.join(traceback.format_exception(error)).rstrip()}"


def _said(error: BaseException) -> str:
    try:
        said = shorten(" ".join(str(error).split()), 120)
    except Exception:  # 异常的话也印不出，有种类和行号就够了
        return ""
    return f": {said}" if said else ""


def _place(error: BaseException) -> str:
    """`（reportgen/scoring/card.py:88 score）`：最里面的、属于本程序的一层，第三方库里面的不说。"""
    import traceback

    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            name = file.relative_to(_PACKAGE.parent).as_posix()
            place = f"（{name}:{line} {frame.f_code.co_name}）"
    return place


def _about(path: Path, message: str, help: str) -> Diagnostic:
    name = path.as_posix() if isinstance(path, Path) else str(path)
    return diagnose(FAULT, whole(Source(name)), message, help)
