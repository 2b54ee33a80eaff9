"""汇总：一份一份地读、评、核，记下一行。一份有错不妨碍别的。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, count
from reportgen.core.examined import Examined
from reportgen.core.funds import FundLine, Funds
from reportgen.core.quantity import Quantity
from reportgen.core.summary import WAN, ReportRow, rate_of
from reportgen.corridor.batch import each_alone


def report_rows(
    inputs: Sequence[Path],
    templates: Path | None,
    jobs: int,
) -> Iterator[ReportRow]:
    """依次给出各份的一行。"""
    work = partial(row_of, templates=templates)
    for path, row in zip(inputs, each_alone(work, inputs, jobs), strict=True):
        if isinstance(row, Diagnostic):
            yield ReportRow(path.as_posix(), errors=1, read=False)
        else:
            yield row


def row_of(path: Path, templates: Path | None = None) -> ReportRow:
    """一份输入的一行。"""
    from reportgen.corridor.pipeline import examine

    examined = examine(path, templates=templates)
    errors = count(examined.diagnostics, "error")
    warnings = count(examined.diagnostics, "warning")
    evaluation = examined.evaluation
    if evaluation is None:
        read = examined.format is not None
        return ReportRow(path.as_posix(), errors=errors, warnings=warnings, read=read)
    budget, spent, rate = _funds(examined)
    card = examined.scorecard
    scored = card is not None and card.complete and card.scoring != "none"
    return ReportRow(
        path.as_posix(),
        str(evaluation.unit.name),
        str(evaluation.project.name) if evaluation.project is not None else "",
        str(evaluation.year),
        budget,
        spent,
        rate,
        card.total if card is not None and scored else None,
        card.grade if card is not None and scored else "",
        errors,
        warnings,
    )


def _funds(examined: Examined) -> tuple[Decimal | None, Decimal | None, str]:
    """预算数、执行数（万元）和执行率；没有合计的，各行相加。执行率照格式的分母。"""
    assert examined.evaluation is not None and examined.format is not None
    times = WAN[examined.format.manifest.unit_of_money]
    parts = [part.funds for part in examined.evaluation.projects] or [examined.evaluation.funds]
    lines = [line for funds in parts for line in _counted(funds)]
    bases = _sum([line.base for line in lines])
    spent = _sum([line.spent for line in lines])
    rate = rate_of(spent, bases)
    scaled = [None if amount is None else amount * times for amount in (bases, spent)]
    return scaled[0], scaled[1], rate


def _counted(funds: Funds) -> tuple[FundLine, ...]:
    return (funds.total,) if funds.total is not None else funds.lines


def _sum(amounts: Sequence[Quantity | None]) -> Decimal | None:
    """几个数的和；一个也没有写的没有。"""
    known = [amount.number for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
