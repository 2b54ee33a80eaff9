"""量：一个例子用了多少处理器时间、多用了多少内存、怎样结束的；太久的叫停。"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SLOWEST, LARGEST = 2.0, 300
"""处理器时间（秒）和多用的内存（MB）的限度。"""
LONGEST_WAIT = 30
"""到这么多秒还没有完的，叫停。"""
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_OURS = re.compile(r"程序自己出错了[^\n]*|Traceback \(most recent call last\)[\s\S]*")


class Stopped(BaseException):
    """太久了。"""


@dataclass
class Verdict:
    """一个例子的结果；fault 是不许有的那件事，没有则为空。"""

    seconds: float
    megabytes: float
    fault: str
    said: str


def measure(work: Callable[[], int]) -> Verdict:
    """做一遍；work 返回退出码。"""
    before = _memory("VmRSS")
    _forget_peak()
    said = io.StringIO()
    started = time.process_time()
    with _stopping(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = work()
            fault = "" if code in {0, 1, 2, 3} else f"退出码 {code}"
        except Stopped:
            fault = f"{LONGEST_WAIT} 秒没有完"
        except BaseException as error:
            fault = f"漏出来的 {type(error).__name__}: {error}"
    seconds = time.process_time() - started
    megabytes = max(0.0, (_memory("VmHWM") - before) / 1024)
    ours = _OURS.search(said.getvalue())
    if ours:
        fault = f"{fault}：{ours[0][:300]}"
    if not fault and seconds > SLOWEST:
        fault = f"用了 {seconds:.1f} 秒"
    if not fault and megabytes > LARGEST:
        fault = f"多用了 {megabytes:.0f} MB"
    return Verdict(seconds, megabytes, fault, said.getvalue())


def _memory(name: str) -> int:
    """这个进程的内存，KB；不是 Linux 的没有这个数，当作 0。"""
    if not _STATUS.exists():
        return 0
    text = _STATUS.read_text()
    return int(re.search(rf"{name}:\s+(\d+)", text)[1])  # type: ignore[index]


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        _RESET.write_text("5")


@contextlib.contextmanager
def _stopping() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Stopped

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_WAIT)
    faulthandler.dump_traceback_later(3 * LONGEST_WAIT, exit=True)  # 停在 C 里面的，叫不停
    try:
        yield
    finally:
        signal.alarm(0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)
