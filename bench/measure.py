"""量：处理器时间（用户态加内核态），几边交替着量，取中位数；时间随大小增长的指数用最小二乘拟合。"""

from __future__ import annotations

import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FEWEST = 5
"""中位数最少取自这么多次。"""
SHORTEST = 0.002
"""短于这么多秒的量不准，拟合时不算。"""

Action = Callable[[], object]


def seconds(action: Action) -> float:
    """一次用的处理器秒数：本进程的，和等到它结束的子进程的。"""
    before = _spent()
    action()
    return _spent() - before


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def medians(actions: Sequence[Action], runs: int) -> list[float]:
    """各边轮流各跑一次，轮 runs 遍；各取中位数。先各跑一次预热。"""
    for action in actions:
        action()
    samples: list[list[float]] = [[] for _ in actions]
    for _ in range(runs):
        for action, sample in zip(actions, samples, strict=True):
            sample.append(seconds(action))
    return [statistics.median(sample) for sample in samples]


def process(*command: str) -> Action:
    """一个新进程；几边都像装好的程序那样留着字节码。"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return lambda: subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, env=environment
    )


def exponent(times: Mapping[int, float]) -> float | None:
    """时间 = 常数 × 大小的几次方：对数的直线的斜率；量得准的不到两个，没有。"""
    points = [
        (math.log(size), math.log(spent)) for size, spent in times.items() if spent >= SHORTEST
    ]
    if len(points) < 2:
        return None
    across = statistics.mean(x for x, _ in points)
    up = statistics.mean(y for _, y in points)
    slope = sum((x - across) * (y - up) for x, y in points)
    return slope / sum((x - across) ** 2 for x, _ in points)


Clocks = dict[str, float]
"""各段的名称 → 用的处理器秒数。"""


@contextmanager
def clocked(stages: Mapping[tuple[Any, str], str]) -> Iterator[Clocks]:
    """其间各段各用多少时间。stages 是（模块，函数名）→ 段的名称；出完把函数放回去。"""
    clocks: Clocks = dict.fromkeys(stages.values(), 0.0)
    kept = {(module, name): getattr(module, name) for module, name in stages}
    for (module, name), stage in stages.items():
        setattr(module, name, _timed(kept[module, name], stage, clocks))
    try:
        yield clocks
    finally:
        for (module, name), function in kept.items():
            setattr(module, name, function)


def _timed(function: Callable[..., Any], stage: str, clocks: Clocks) -> Callable[..., Any]:
    """同样的函数，用的时间记在 stage 上；一边走一边给的，走完再给。"""

    def timed(*values: Any, **named: Any) -> Any:
        start = time.process_time()
        result = function(*values, **named)
        if isinstance(result, Iterator):
            result = tuple(result)
        clocks[stage] += time.process_time() - start
        return result

    return timed
