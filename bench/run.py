"""量速度和内存，只比处理器时间的比值：本程序 ÷ 通常的脚本（baseline.py）、用心写的脚本（sensible.py）。

python bench/run.py [--quick] [--only 名字]
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import content
from measure import FEWEST, ROOT, Clocks, clocked, exponent, medians, process
from sensible import Script

HERE = Path(__file__).resolve().parent
PEAK = """
def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1])
"""
"""新进程里量自己的内存峰值（KB）；ru_maxrss 会带上父进程的，不能用。"""
Row = tuple[str, str, str, str, str, str]
STEEPEST = 1.1
"""时间随大小增长的指数最多是多少。"""


def row(
    name: str, ours: float, theirs: float, target: float, *, unit: str = "ms", scale: float = 1000
) -> Row:
    """表的一行：名目、两边、比值、目标、是否达到。"""
    ratio = ours / theirs
    return (
        name,
        f"{ours * scale:.1f} {unit}",
        f"{theirs * scale:.1f} {unit}",
        _as_ratio(ratio),
        _as_ratio(target),
        "达到" if ratio <= target else "未达到",
    )


def _as_ratio(number: float) -> str:
    """很小的写成几分之一。"""
    return f"{number:.2f}" if number >= 0.15 else f"1/{1 / number:.1f}"


def warm(folder: Path, quick: bool) -> Iterator[Row]:
    """一个进程里反复出同一份，对 docxtpl 只渲染同样的内容。"""
    from reportgen.formats.frames import frame_place
    from reportgen.word.frame.template import read_frame
    from reportgen.word.writing.docx import write_docx

    examined = content.examined(content.INPUT)
    assert examined.document and examined.format and examined.evaluation
    place = frame_place(examined.format.folder, examined.format.manifest.frame)
    frame, _ = read_frame(place.path.read_bytes(), "report.docx")
    assert frame is not None
    context = content.make_docxtpl(examined, folder, "one")
    write = partial(write_docx, examined.document, frame, examined.evaluation.date)
    render = partial(_render, folder / "one.docx", context)
    runs = FEWEST if quick else 21
    word, whole, theirs = medians((write, partial(_whole, content.INPUT), render), runs)
    yield row("Document → docx，热", word, theirs, 1 / 20)
    yield row("整条走廊，热（40 行）", whole, theirs, 0.22)
    project = content.make_project(folder / "warm")
    for rows, target in () if quick else ((400, 0.5), (4000, 0.6)):
        path = content.make_rows(project, rows)
        context = content.make_docxtpl(content.examined(path), folder, f"rows{rows}")
        render = partial(_render, folder / f"rows{rows}.docx", context)
        whole, theirs = medians((partial(_whole, path), render), FEWEST)
        yield row(f"整条走廊，热（{rows} 行）", whole, theirs, target)


def cold(folder: Path, quick: bool) -> Iterator[Row]:
    """新进程出一份、查一份、看帮助，对同样是新进程的两种脚本；改一处到说出诊断，对查一份。"""
    content.make_docxtpl(content.examined(content.INPUT), folder, "one")
    source, target = str(content.INPUT), str(folder / "o.docx")
    script = (source, str(folder), "one", target)
    ordinary, sensible, build, check, usage, change = medians(
        (
            process(str(HERE / "baseline.py"), *script),
            process(str(HERE / "sensible.py"), *script),
            process("-m", "reportgen", "build", source, "-o", str(folder / "out")),
            process("-m", "reportgen", "check", source),
            process("-m", "reportgen", "--help"),
            partial(content.examined, content.INPUT),
        ),
        FEWEST if quick else 11,
    )
    yield row("build 一份，冷 ÷ 通常的脚本", build, ordinary, 0.47)
    yield row("check 一份，冷 ÷ 通常的脚本", check, ordinary, 0.42)
    yield row("build 一份，冷 ÷ 用心写的脚本", build, sensible, 0.62)
    yield row("--help，冷 ÷ 通常的脚本", usage, ordinary, 1 / 12)
    yield row("改一处到说出诊断，热 ÷ check 一份，冷", change, check, 0.1)


def batch(folder: Path, quick: bool) -> Iterator[Row]:
    """许多份：一个 build（两个进程），对用心写的脚本一份接一份。"""
    count = 8 if quick else 200
    project = content.make_project(folder / "batch")
    paths = content.make_many(project, count)
    context = content.make_docxtpl(content.examined(paths[0]), folder, "many")
    (folder / "many.json").write_text(json.dumps(context, ensure_ascii=False), "utf-8")
    inputs = [str(path) for path in paths]
    build = process("-m", "reportgen", "build", *inputs, "-o", str(folder / "out"), "-j", "2")

    def sensible() -> None:
        script = Script(folder, "many")
        for path in paths:
            script.render(path, folder / "many.json", folder / "o.docx")

    ours, theirs = medians((build, sensible), 1 if quick else FEWEST)
    yield row(f"{count} 份 ÷ 用心写的脚本", ours / count, theirs / count, 0.2, unit="ms/份")


def _whole(path: Path) -> None:
    from reportgen.corridor.pipeline import examine, render

    render(examine(path), pages=False)


def _render(template: Path, context: dict[str, object]) -> None:
    from docxtpl import DocxTemplate

    rendered = DocxTemplate(str(template))
    rendered.render(context)
    rendered.save(io.BytesIO())


def growth(folder: Path, quick: bool) -> Iterator[Row]:
    """评分表的行、叙述的段、评价的项目、诊断越来越多：整条走廊和最陡的一段随之增长的指数。"""
    project = content.make_project(folder / "growth")
    makers: Mapping[str, tuple[Callable[[int], Path], Sequence[int]]] = {
        "评分表的行": (partial(content.make_rows, project), (40, 400, 4000, 20000)),
        "叙述的段": (partial(content.make_rows, project, 40), (100, 1000, 10000)),
        "一份报告评的项目": (partial(content.make_projects, folder / "projects"), (10, 100, 1000)),
        "诊断": (partial(content.make_faulty, project), (30, 300, 3000)),
    }
    for what, (make, sizes) in makers.items():
        chosen = sizes[:2] if quick else sizes
        clocks = {size: _stages(make(size)) for size in chosen}
        span = f"{what}，{chosen[0]:,}–{chosen[-1]:,}"
        yield _growth(
            f"{span}：整条走廊", {size: sum(times.values()) for size, times in clocks.items()}
        )
        slopes = {
            stage: exponent({size: times[stage] for size, times in clocks.items()})
            for stage in clocks[chosen[0]]
        }
        steepest = max(slopes, key=lambda stage: slopes[stage] or 0)
        yield _growth(
            f"{span}：最陡的一段（{steepest}）",
            {size: times[steepest] for size, times in clocks.items()},
        )


def _growth(name: str, times: Mapping[int, float]) -> Row:
    slope = exponent(times)
    first, *_, last = times.values()
    met = "达到" if slope is None or slope <= STEEPEST else "未达到"
    shown = "—" if slope is None else f"{slope:.2f}"
    return (name, f"{last * 1000:.0f} ms", f"{first * 1000:.1f} ms", shown, f"{STEEPEST}", met)


def _stages(path: Path) -> Clocks:
    """一份输入走一遍走廊，各段用的时间；跑三遍，各取最短的。"""
    from reportgen.corridor import facts, pipeline
    from reportgen.papers import markdown, score_record
    from reportgen.word.writing import docx

    stages: dict[tuple[Any, str], str] = {
        (pipeline, "read_facts"): "读",
        (facts, "check_shape"): "核形状",
        (pipeline, "decode"): "译码",
        (pipeline, "score_card"): "评",
        (pipeline, "fill"): "换引用",
        (pipeline, "check_facts"): "核",
        (pipeline, "compose"): "写",
        (pipeline, "check_text"): "核文",
        (pipeline, "recognise_composed"): "认将要印的表",
        (pipeline, "check_beforehand"): "核将要印的数",
        (pipeline, "check_braces"): "核花括号",
        (pipeline, "waive"): "豁免",
        (docx, "write_report"): "出 Word",
        (markdown, "write_markdown"): "出 Markdown",
        (score_record, "write_score_yaml"): "出得分说明",
    }
    fastest: Clocks = {}
    for _ in range(3):
        gc.collect()
        with clocked(stages) as clocks:
            _drafted(path)
        fastest = {stage: min(spent, fastest.get(stage, spent)) for stage, spent in clocks.items()}
    return fastest


def _drafted(path: Path) -> None:
    """查一份，有错也出草稿。"""
    from reportgen.corridor.pipeline import examine, render

    examined = examine(path, draft=True)
    assert examined.document is not None
    render(examined, pages=False)


def checking(folder: Path, quick: bool) -> Iterator[Row]:
    """核对占整条走廊的几成：400 个指标、200 段叙述。"""
    from reportgen.checking.checks import check_facts, check_text

    path = content.make_rows(content.make_project(folder / "checking"), 400, paragraphs=200)
    examined = content.examined(path)
    evaluation, scorecard, format = examined.evaluation, examined.scorecard, examined.format
    document = examined.document
    assert evaluation and scorecard and format and document

    def check() -> None:
        check_facts(evaluation, scorecard, format)
        check_text(document, evaluation, scorecard, format)

    ours, whole = medians((check, partial(_whole, path)), FEWEST)
    yield row("核对 ÷ 整条走廊（400 个指标、200 段）", ours, whole, 0.2)


def memory(folder: Path, quick: bool) -> Iterator[Row]:
    """4,000 行时的内存峰值（各在新进程里）；一个进程接连出许多份，内存不涨。"""
    project = content.make_project(folder / "memory")
    path = content.make_rows(project, 4000)
    content.make_docxtpl(content.examined(path), folder, "memory")
    corridor = "from reportgen.corridor.pipeline import examine, render\n"
    ours = _peak(f"{corridor}render(examine(Path({str(path)!r})), pages=False)")
    arguments = (
        f"Path({str(path)!r}), Path({str(folder)!r}), 'memory', Path({str(folder / 'o.docx')!r})"
    )
    ordinary = f"sys.path.insert(0, {str(HERE)!r})\nfrom baseline import render\n"
    theirs = _peak(f"{ordinary}render({arguments})")
    yield row("4,000 行的内存峰值", ours / 1024, theirs / 1024, 1.0, unit="MB", scale=1)
    count = 20 if quick else 400
    content.make_many(content.make_project(folder / "flat"), count)
    inputs = str(folder / "flat" / "inputs")
    code = (
        f"{PEAK}from pathlib import Path\n{corridor}"
        f"paths = sorted(Path({inputs!r}).glob('*.yaml'))\nseen = []\n"
        "for path in paths:\n    render(examine(path), pages=False)\n    seen.append(peak())\n"
        "print(seen[len(seen) // 4], seen[-1])"
    )
    quarter, end = map(int, _output(code).split())
    name = f"接连出 {count} 份：末一份 ÷ 第 {count // 4} 份的峰值"
    yield row(name, end / 1024, quarter / 1024, 1.05, unit="MB", scale=1)


def _output(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout


def _peak(code: str) -> float:
    return float(_output(f"{PEAK}import sys\nfrom pathlib import Path\n{code}\nprint(peak())"))


PARTS: dict[str, Callable[[Path, bool], Iterator[Row]]] = {
    "warm": warm,
    "cold": cold,
    "batch": batch,
    "growth": growth,
    "checking": checking,
    "memory": memory,
}


def main() -> None:
    """量，印表。"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="少量几次，只看能不能跑")
    parser.add_argument("--only", choices=list(PARTS))
    options = parser.parse_args()
    gc.set_threshold(200_000)  # 同命令行一样；两边在同一个进程里，都是这样
    print("| 量什么 | 本程序 | 对照 | 比值或指数 | 目标 | 结果 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in [options.only] if options.only else list(PARTS):
        with tempfile.TemporaryDirectory() as folder:
            for line in PARTS[name](Path(folder), options.quick):
                print("| " + " | ".join(line) + " |", flush=True)


if __name__ == "__main__":
    main()
