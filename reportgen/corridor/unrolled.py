"""没有转年度的：年度是手改的，上年的那一份还放在旁边，话和数原样留着。

转年度来的（写着 last）由 lastyear.py 逐句地查；这里只凭位置和名字找上年的一份（转年度放到哪里，就从哪里往回找），
同一种格式、同一个单位和项目的才算。除了年度、日期一处也没有改的是错误；改过一些的，两年本来就可以有一样的话，只提醒。
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.core.codes import Severity
from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.shape import Shape
from reportgen.corridor.facts import Facts, format_for
from reportgen.corridor.project import Project
from reportgen.source.normal import normal
from reportgen.source.tree import Mapping, Scalar, read_tree

CODE = "L08"
EACH_YEAR = ("year", "date", "waivers")
"""手改年度的人也改的；别的都一样，就是没有改。"""
MOST_LINES = 6
"""最多说出几行。"""


def check_last_year(facts: Facts, path: Path, project: Project) -> Iterator[Diagnostic]:
    """留着的上年的话：转年度来的逐句地查，年度是手改的同旁边上年的一份比。"""
    if isinstance(facts.tree, Mapping) and facts.tree.get("last") is not None:
        from reportgen.corridor.lastyear import check_rolled

        yield from check_rolled(facts.tree, facts.shape, path, project, format_for)
        return
    yield from check_unrolled(facts, path, project)


def check_unrolled(facts: Facts, path: Path, project: Project) -> Iterator[Diagnostic]:
    """L08 与旁边上年的一份一样的话；旁边没有的，一句也没有。"""
    tree, year = facts.tree, _year_in(facts)
    former = None if year is None else former_path(path, int(year.text))
    if former is None or year is None or not isinstance(tree, Mapping):
        return
    last, _, problems = read_tree(former, former.as_posix())
    if problems or not isinstance(last, Mapping):
        return
    format, shape, _ = format_for(last, project)
    if format is None or not _is_last_year(tree, last, format, facts.format):
        return
    if _unchanged(tree, facts.shape, last, shape):
        message = f"除了年度和日期，与上年的 {former.as_posix()} 一处不差。"
        yield _told(year.span, message, former, "error")
        return
    lines = _stale_lines(tree, facts.shape, last, shape)
    if lines:
        shown = "、".join(map(str, lines[:MOST_LINES])) + ("……" if lines[MOST_LINES:] else "")
        message = f"有 {len(lines)} 句话与上年的 {former.as_posix()} 一样，"
        message += f"里面有数或年度（第 {shown} 行），没有转过年度。"
        yield _told(year.span, message, former, "warning")


def former_path(path: Path, year: int) -> Path | None:
    """上年的一份该在哪里（rollover.next_path 的反面）；没有那个文件的没有。"""
    this, last = str(year), str(year - 1)
    places: list[Path] = []
    if path.parent.name == this:
        places.append(path.parent.with_name(last) / path.name.replace(this, last))
    elif this in path.stem:
        places.append(path.with_name(path.name.replace(this, last)))
        if path.stem.endswith(f"-{this}"):
            places.append(path.with_name(path.stem.removesuffix(f"-{this}") + path.suffix))
    return next((place for place in places if place.is_file()), None)


def _year_in(facts: Facts) -> Scalar | None:
    """写明的年度；照规定写成四位数的才算，别的另有诊断。"""
    written = facts.tree.get("year") if isinstance(facts.tree, Mapping) else None
    if isinstance(written, Scalar) and written.text.isascii() and written.text.isdigit():
        return written
    return None


def _is_last_year(tree: Mapping, last: Mapping, format: Format, this: Format | None) -> bool:
    """旁边的一份是不是同一个单位、项目上年的；各年各写的（名称不同）不算。"""
    from reportgen.corridor.lastyear import names_in, year_of

    before, after = year_of(last), year_of(tree)
    if this is None or format.id != this.id or before is None or after is None:
        return False
    return before < after and names_in(tree) == names_in(last)


def _unchanged(tree: Mapping, shape: Shape, last: Mapping, before: Shape) -> bool:
    return normal(_of_the_year(tree), shape) == normal(_of_the_year(last), before)


def _of_the_year(tree: Mapping) -> Mapping:
    kept = [(key, value) for key, value in tree.entries if key.text not in EACH_YEAR]
    return Mapping(tuple(kept), tree.span)


def _stale_lines(tree: Mapping, shape: Shape, last: Mapping, before: Shape) -> list[int]:
    """有数、有年度而与上年一样的各句，所在的行。"""
    from reportgen.checking.stale import LastText, check_stale
    from reportgen.corridor.lastyear import names_in, year_of
    from reportgen.source.passages import passages

    year, earlier = year_of(tree), year_of(last)
    assert year is not None and earlier is not None
    said = LastText(earlier, passages(last, before), names_in(last))
    found = check_stale(passages(tree, shape), said, year, names_in(tree), ())
    return [problem.span.line for problem in found if problem.code == "L01" and problem.related]


def _told(span: Span, message: str, former: Path, severity: Severity) -> Diagnostic:
    help = f"逐句改好；或不用这一份，运行 reportgen rollover {former.as_posix()} 重新起，"
    help += "哪些没有改，check 一句一句地说。"
    return diagnose(CODE, span, message, help, severity=severity, subject="年度")
