"""汇总：许多份报告，一份一行，和它们的合计、分布。金额一律换成万元。"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.quantity import ZERO, divide, fixed, percent_of, plain

PLACES = 2
WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
"""金额单位换成万元，乘几。"""
NO_GRADE = "没有等级"


@frozen
class ReportRow:
    """一份报告：文件、单位、项目、年度，预算数和执行数（万元，没有则为 None）、执行率，得分、等级，错误和提醒的条数。

    read 为假的没有读成，只有文件和错误。
    """

    file: str
    unit: str = ""
    project: str = ""
    year: str = ""
    budget: Decimal | None = None
    spent: Decimal | None = None
    rate: str = ""
    score: Decimal | None = None
    grade: str = ""
    errors: int = 0
    warnings: int = 0
    read: bool = True


@frozen
class Group:
    """一组报告（一个单位、一个项目，或全部）：名称、几份、预算数、执行数、执行率、平均得分、错误和提醒。"""

    name: str
    count: int
    budget: Decimal
    spent: Decimal
    rate: str
    average: Decimal | None
    errors: int
    warnings: int


@frozen
class Summary:
    """汇总：各行、合计、各等级几份、按单位、按项目。"""

    rows: tuple[ReportRow, ...]
    total: Group
    grades: tuple[tuple[str, int], ...]
    units: tuple[Group, ...]
    projects: tuple[Group, ...]


def summed(rows: Iterable[ReportRow]) -> Summary:
    """各行 → 汇总。"""
    every = tuple(rows)
    counts: dict[str, int] = {}
    for row in every:
        if row.read:
            grade = row.grade or NO_GRADE
            counts[grade] = counts.get(grade, 0) + 1
    return Summary(
        every,
        group_of(f"合计 {len(every)} 份", every),
        tuple(counts.items()),
        _grouped(every, lambda row: row.unit),
        _grouped(every, lambda row: row.project),
    )


def _grouped(rows: tuple[ReportRow, ...], name: Callable[[ReportRow], str]) -> tuple[Group, ...]:
    """照名称分组，先见到的在前；没有名称的不成组。"""
    groups: dict[str, list[ReportRow]] = {}
    for row in rows:
        if name(row):
            groups.setdefault(name(row), []).append(row)
    return tuple(group_of(key, members) for key, members in groups.items())


def group_of(name: str, rows: Iterable[ReportRow]) -> Group:
    """一组的合计；执行率只算预算、执行都有的。"""
    members = tuple(rows)
    whole = [row for row in members if row.budget is not None and row.spent is not None]
    budget = sum((row.budget or ZERO for row in whole), ZERO)
    spent = sum((row.spent or ZERO for row in whole), ZERO)
    scores = [row.score for row in members if row.score is not None]
    average = divide(sum(scores, ZERO), Decimal(len(scores))) if scores else None
    return Group(
        name,
        len(members),
        budget,
        spent,
        rate_of(spent, budget),
        average,
        sum(row.errors for row in members),
        sum(row.warnings for row in members),
    )


def rate_of(spent: Decimal | None, budget: Decimal | None) -> str:
    """执行率，印两位；没有的为空。"""
    if spent is None or not budget:
        return ""
    rate = percent_of(spent, budget, PLACES)
    return f"{fixed(rate.number, PLACES)}%" if rate is not None else ""


def money(amount: Decimal | None) -> str:
    """万元，至少两位小数；没有的印“—”。"""
    if amount is None:
        return "—"
    written = fixed(amount, PLACES)
    return written if Decimal(written) == amount else plain(amount)


def mark_of(score: Decimal | None) -> str:
    """得分，印两位；没有的印“—”。"""
    return "—" if score is None else fixed(score, PLACES)


HEADS = (
    *("单位", "项目", "年度", "预算数（万元）", "执行数（万元）", "执行率"),
    *("得分", "等级", "错误", "提醒", "文件"),
)
GROUP_HEADS = (
    "名称",
    "份数",
    "预算数（万元）",
    "执行数（万元）",
    "执行率",
    "平均得分",
    "错误",
    "提醒",
)


def texts_of(row: ReportRow) -> tuple[str, ...]:
    """一行的各栏。"""
    return (
        row.unit or ("没有读成" if not row.read else "—"),
        row.project or "—",
        row.year or "—",
        money(row.budget),
        money(row.spent),
        row.rate or "—",
        mark_of(row.score),
        row.grade or "—",
        str(row.errors),
        str(row.warnings),
        row.file,
    )


def texts_of_group(group: Group) -> tuple[str, ...]:
    """一组的各栏。"""
    return (
        group.name,
        str(group.count),
        money(group.budget),
        money(group.spent),
        group.rate or "—",
        mark_of(group.average),
        str(group.errors),
        str(group.warnings),
    )
