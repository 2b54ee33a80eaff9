"""各做各的：许多输入分给几个进程，一份出意外、一个进程死掉，都只算那一份的。

结果按输入的次序给出，与几个进程无关。

标准库的进程池有一个进程死掉就整池作废，说不出是哪一份害的。
这里一个进程手上只有一份，死了就知道是哪一份；
它再做一次（也许是别的程序占满了内存，或有人停掉了进程），又死才算它的。
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeVar

from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.fault import TRACEBACK, attempt, death, fault

AHEAD = 16
"""每个进程最多比正等着的那一份多做多少份：做得快的不致把结果堆在内存里。"""

Result = TypeVar("Result")


def each_apart(
    work: Callable[[Path], Result],
    paths: Sequence[Path],
    workers: int,
) -> Iterator[Result | Diagnostic]:
    """依次给出各份的结果；没有做成的，是一条 X01。work 和结果要能在进程之间传。"""
    crew = _Crew(work, paths, workers)
    try:
        for position in range(len(paths)):
            yield crew.answer(position)
    finally:
        crew.dismiss()


class _Worker(Generic[Result]):
    """一个进程和通它的管道的两头：main_end 留在主进程，worker_end 给它；position 是它手上的那一份。"""

    def __init__(self, work: Callable[[Path], Result]) -> None:
        self.main_end, self.worker_end = multiprocessing.Pipe()
        ends = (self.main_end, self.worker_end)
        self.process = multiprocessing.Process(target=_serve, args=(*ends, work), daemon=True)
        self.position = -1

    def start(self) -> None:
        """开进程；开的时候不收中断，新的进程到学会不理它之前也不收。"""
        with _uninterrupted():
            self.process.start()
        self.worker_end.close()  # 只留进程自己的一头，它死了这边才读得到结尾

    def give(self, position: int, path: Path) -> None:
        """交给它一份；它已经死了也不要紧，收结果时会知道。"""
        self.position = position
        with contextlib.suppress(OSError):
            self.main_end.send(path)

    def ending(self) -> str:
        """死掉的进程是怎样结束的。"""
        self.main_end.close()
        self.process.join()
        code = self.process.exitcode or 0
        if code >= 0:
            return f"退出码 {code}"
        names = {int(known): known.name for known in signal.Signals}
        return f"信号 {names.get(-code, -code)}"


class _Crew(Generic[Result]):
    """几个进程：没有交出去的、做好而还没轮到的、死过一次的。"""

    def __init__(self, work: Callable[[Path], Result], paths: Sequence[Path], workers: int) -> None:
        self.work, self.paths, self.workers = work, paths, workers
        self.waiting = deque(range(len(paths)))
        self.answers: dict[int, Result | Diagnostic] = {}
        self.died_once: set[int] = set()
        self.busy: list[_Worker[Result]] = []
        self.idle: list[_Worker[Result]] = []
        self.hired: list[_Worker[Result]] = []

    def answer(self, position: int) -> Result | Diagnostic:
        """这一份的结果；等它的时候收下别的。"""
        self._hand_out(position)
        while position not in self.answers:
            for ready in wait([worker.main_end for worker in self.busy]):
                worker = next(worker for worker in self.busy if worker.main_end is ready)
                self._take(worker)
            self._hand_out(position)
        return self.answers.pop(position)

    def dismiss(self) -> None:
        """散工：管道一断，各进程做完手上的一份就结束。

        不靠 idle 和 busy：中断可以落在任何两步之间，那时正有一个进程两边都不在。
        漏了一个不断，它手里还有先开的各进程的管道，谁也等不到结尾。
        """
        for worker in self.hired:
            worker.main_end.close()
        started = [worker.process for worker in self.hired if worker.process.pid]
        for process in started:
            process.join()

    def _hand_out(self, position: int) -> None:
        """有空的进程各得一份，但不比正等着的那一份远出太多。"""
        furthest = position + AHEAD * self.workers
        while self.waiting and self.waiting[0] < furthest and len(self.busy) < self.workers:
            worker = self._free()
            if worker is None and self.busy:
                return
            following = self.waiting.popleft()
            if worker is None:
                self.answers[following] = attempt(self.work, self.paths[following])
                return
            worker.give(following, self.paths[following])
            self.busy.append(worker)

    def _free(self) -> _Worker[Result] | None:
        """一个有空的进程；系统不给新的进程时没有，那就少几个，一个也没有时在本进程里做。"""
        if self.idle:
            return self.idle.pop()
        try:
            return self._hire()
        except BrokenPipeError:  # 开进程之前先印完积下的字，读的人已经走了
            raise
        except OSError:
            return None

    def _hire(self) -> _Worker[Result]:
        """新开一个进程；先记下再开，此后何时中断，散工都断得了它的管道。"""
        worker = _Worker(self.work)
        self.hired.append(worker)
        worker.start()
        return worker

    def _take(self, worker: _Worker[Result]) -> None:
        """收下一份结果；进程死了，那一份再做一次，又死就是一条诊断。"""
        self.busy.remove(worker)
        position = worker.position
        try:
            self.answers[position] = worker.main_end.recv()
        except (EOFError, OSError):
            ending = worker.ending()
            if position in self.died_once:
                self.answers[position] = death(self.paths[position], ending)
            else:
                self.died_once.add(position)
                self.waiting.appendleft(position)
        else:
            self.idle.append(worker)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """这里面来的 Ctrl-C 等出去了再算；Windows 没有信号的屏蔽。"""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(main_end: Connection, worker_end: Connection, work: Callable[[Path], Result]) -> None:
    """进程里：收一份，做一份，交回；管道断了就结束。"""
    main_end.close()  # fork 时连主进程的那一头也带了过来，不关就永远读不到结尾
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # 中断由主进程来说，一次，一行
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if os.environ.get(TRACEBACK):
        faulthandler.enable()
    while True:
        try:
            path = worker_end.recv()
        except (EOFError, OSError):
            return
        answer = attempt(work, path)
        try:
            worker_end.send(answer)
        except OSError:
            return
        except Exception as error:  # 结果传不回去
            worker_end.send(fault(path, error))
