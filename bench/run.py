"""量速度和内存，一次运行里两边交替着量，只比比值：本程序 ÷ docxtpl 的通常用法。

python bench/run.py [--quick] [--only 名字]
"""

from __future__ import annotations

import argparse
import io
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import content
from baseline import render as ordinary

HERE = Path(__file__).resolve().parent
PEAK = """
def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1])
"""
"""新进程里量自己的内存峰值（KB）；ru_maxrss 会带上父进程的，不能用。"""
Row = tuple[str, str, str, str, str, str]


def once(action: Callable[[], object]) -> float:
    """一次的秒数。"""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def pair(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int
) -> tuple[float, float]:
    """交替着量 runs 次，各取中位数；先各跑一次预热。"""
    ours(), theirs()
    samples = [(once(ours), once(theirs)) for _ in range(runs)]
    return statistics.median(a for a, _ in samples), statistics.median(b for _, b in samples)


def row(
    name: str, ours: float, theirs: float, target: float, *, unit: str = "ms", scale: float = 1000
) -> Row:
    """表的一行：名目、两边、比值、目标、是否达到。"""
    ratio = ours / theirs
    shown = f"1/{1 / ratio:.1f}" if ratio < 0.2 else f"{ratio:.2f}"
    aim = f"1/{1 / target:.0f}" if target < 0.2 else f"{target:g}"
    return (
        name,
        f"{ours * scale:.1f} {unit}",
        f"{theirs * scale:.1f} {unit}",
        shown,
        aim,
        "达到" if ratio <= target else "未达到",
    )


def warm(folder: Path, runs: int) -> list[Row]:
    """一个进程里反复出同一份。"""
    from reportgen.formats.frames import frame_place
    from reportgen.word.frame.template import read_frame
    from reportgen.word.writing.docx import write_docx

    found = content.examined(content.INPUT)
    assert found.document and found.format and found.evaluation
    context = content.make_docxtpl(found, folder, "one")
    frame, _ = read_frame(
        frame_place(found.format.folder, found.format.manifest.frame).path.read_bytes(),
        "report.docx",
    )
    assert frame is not None
    document, date = found.document, found.evaluation.date

    theirs = partial(_render, folder / "one.docx", context)
    first = pair(lambda: write_docx(document, frame, date), theirs, runs)
    second = pair(partial(_whole, content.INPUT), theirs, runs)
    return [
        row("Document → docx，热", *first, 1 / 20),
        row("YAML → 核、评、docx+md+score.yaml，热", *second, 1 / 4),
    ]


def process(*command: str) -> Callable[[], object]:
    """一个新进程；两边都像装好的程序那样留着字节码。"""
    environment = {**os.environ, "PYTHONPATH": str(content.ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return lambda: subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, env=environment
    )


def cold(folder: Path, runs: int) -> list[Row]:
    """新进程出一份、查一份、看帮助，对同样是新进程的通常做法。"""
    found = content.examined(content.INPUT)
    content.make_docxtpl(found, folder, "one")
    theirs = process(
        str(HERE / "baseline.py"), str(content.INPUT), str(folder), "one", str(folder / "o.docx")
    )
    build = process("-m", "reportgen", "build", str(content.INPUT), "-o", str(folder / "out"))
    check = process("-m", "reportgen", "check", str(content.INPUT))
    help_ = process("-m", "reportgen", "--help")
    return [
        row("reportgen build 一份，冷", *pair(build, theirs, runs), 0.7),
        row("reportgen check 一份，冷", *pair(check, theirs, runs), 0.5),
        row("reportgen --help，冷", *pair(help_, theirs, runs), 0.2),
    ]


def _ordinary_job(job: tuple[Path, Path, str, Path]) -> None:
    ordinary(*job)


def batch(folder: Path, count: int) -> list[Row]:
    """许多份，两个进程。"""
    project = content.make_project(folder / "batch")
    paths = content.make_many(project, count)
    found = content.examined(paths[0])
    content.make_docxtpl(found, folder, "many")
    ours = once(
        process("-m", "reportgen", "build", *map(str, paths), "-o", str(folder / "out"), "-j", "2")
    )

    def theirs() -> None:
        jobs = [
            (path, folder, "many", folder / f"o{index}.docx") for index, path in enumerate(paths)
        ]
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(_ordinary_job, jobs, chunksize=8))

    seconds = once(theirs)
    return [row(f"{count} 份，2 个进程", ours / count, seconds / count, 1 / 5, unit="ms/份")]


def _whole(path: Path) -> None:
    from reportgen.corridor.pipeline import examine, render

    render(examine(path))


def _render(template: Path, context: dict[str, object]) -> None:
    from docxtpl import DocxTemplate

    rendered = DocxTemplate(str(template))
    rendered.render(context)
    rendered.save(io.BytesIO())


def rows(folder: Path, sizes: list[int]) -> list[Row]:
    """评分表越来越长：整条走廊的时间，和增长的指数。"""
    project = content.make_project(folder / "rows")
    table: list[Row] = []
    times: dict[int, float] = {}
    for size in sizes:
        path = content.make_rows(project, size)
        found = content.examined(path)
        context = content.make_docxtpl(found, folder, f"rows{size}")

        times[size] = statistics.median(once(partial(_whole, path)) for _ in range(3))
        other = once(partial(_render, folder / f"rows{size}.docx", context))
        name = f"评分表 {size} 行（docxtpl 只渲染）"
        ratio = f"{times[size] / other:.2f}"
        table.append(
            (name, f"{times[size] * 1000:.0f} ms", f"{other * 1000:.0f} ms", ratio, "—", "—")
        )
    if 400 in times and 4000 in times:
        exponent = math.log10(times[4000] / times[400])
        met = "达到" if exponent <= 1.1 else "未达到"
        table.append(("400 → 4,000 行，时间的增长指数", f"{exponent:.2f}", "—", "—", "1.1", met))
    return table


def checking(folder: Path, runs: int) -> list[Row]:
    """核对占整条走廊的几成：400 个指标、200 段叙述。"""
    from reportgen.checking.checks import check_facts, check_text

    path = content.make_rows(content.make_project(folder / "checking"), 400, paragraphs=200)
    found = content.examined(path)
    assert found.evaluation and found.scorecard and found.format and found.document

    def check() -> None:
        check_facts(found.evaluation, found.scorecard, found.format)
        check_text(found.document, found.evaluation, found.scorecard, found.format)

    ours, whole = pair(check, partial(_whole, path), runs)
    name, first, second, ratio, aim, met = row(
        "核对 ÷ 整条走廊（400 个指标、200 段）", ours, whole, 0.2
    )
    return [(name, first, f"{second}（本程序整条走廊）", ratio, aim, met)]


def memory(folder: Path) -> list[Row]:
    """4,000 行时的内存峰值（各在新进程里）；一个进程连出 200 份，内存不涨。"""
    project = content.make_project(folder / "memory")
    path = content.make_rows(project, 4000)
    found = content.examined(path)
    content.make_docxtpl(found, folder, "memory")
    whole = "from pathlib import Path\nfrom reportgen.corridor.pipeline import examine, render\n"
    ours = _peak(f"{whole}render(examine(Path({str(path)!r})))")
    arguments = (
        f"Path({str(path)!r}), Path({str(folder)!r}), 'memory', Path({str(folder / 'o.docx')!r})"
    )
    theirs = _peak(
        f"import sys\nsys.path.insert(0, {str(HERE)!r})\nfrom pathlib import Path\n"
        f"from baseline import render\nrender({arguments})"
    )
    flat = (
        f"{PEAK}from pathlib import Path\nfrom reportgen.corridor.pipeline import examine, render\n"
        f"paths = sorted(Path({str(folder / 'flat' / 'inputs')!r}).glob('*.yaml'))\n"
        "seen = []\nfor path in paths:\n    render(examine(path))\n"
        "    seen.append(peak())\n"
        "print(seen[len(seen) // 4], seen[-1])"
    )
    content.make_many(content.make_project(folder / "flat"), 200)
    quarter, end = map(int, _output(flat).split())
    met = "达到" if end <= quarter * 1.05 else "未达到"
    return [
        row("4,000 行的内存峰值", ours / 1024, theirs / 1024, 1.0, unit="MB", scale=1),
        (
            "连出 200 份：第 50 份与第 200 份的峰值",
            f"{end / 1024:.1f} MB",
            f"{quarter / 1024:.1f} MB",
            f"{end / quarter:.2f}",
            "1.05",
            met,
        ),
    ]


def _output(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(content.ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout


def _peak(code: str) -> float:
    return float(_output(f"{PEAK}{code}\nprint(peak())"))


def main() -> None:
    """量，印表。"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="少量几次，只看能不能跑")
    parser.add_argument("--only", choices=["warm", "cold", "batch", "rows", "checking", "memory"])
    options = parser.parse_args()
    quick = options.quick
    parts: dict[str, Callable[[Path], list[Row]]] = {
        "warm": lambda folder: warm(folder, 3 if quick else 21),
        "cold": lambda folder: cold(folder, 1 if quick else 11),
        "batch": lambda folder: batch(folder, 8 if quick else 200),
        "rows": lambda folder: rows(folder, [40, 400] if quick else [40, 400, 4000, 20000]),
        "checking": lambda folder: checking(folder, 3 if quick else 11),
        "memory": memory,
    }
    chosen = [options.only] if options.only else list(parts)
    print(
        "| 量什么 | 本程序 | docxtpl 通常用法 | 比值 | 目标 | 结果 |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name in chosen:
        with tempfile.TemporaryDirectory() as folder:
            for line in parts[name](Path(folder)):
                print("| " + " | ".join(line) + " |", flush=True)


if __name__ == "__main__":
    main()
