"""资金读了以后的几步：写了单位的金额换算成格式的金额单位，记下执行率的算法，合计行的名称，“其中”的层次。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportgen.core.funds import Amounts, Carryover, FundLine, Funds, RateBasis
from reportgen.core.quantity import Quantity, plain
from reportgen.core.text import Text
from reportgen.core.units import MONEY

AMOUNTS = ("initial", "added", "adjusted", "arrived", "spent")


def settled_funds(funds: Funds, basis: RateBasis, money: str) -> Funds:
    """读来的资金 → 算得了的资金。basis 是执行率的算法，money 是格式的金额单位（空则不换算）。"""
    return replace(
        funds,
        lines=_settled_lines(funds.lines, basis, money),
        total=_total(funds.total, basis, money),
        carryover=_carryover(funds.carryover, money),
        projects=_settled_lines(funds.projects, basis, money),
        years=_settled_lines(funds.years, basis, money),
    )


def _settled_lines(
    lines: tuple[FundLine, ...], basis: RateBasis, money: str, depth: int = 0
) -> tuple[FundLine, ...]:
    return tuple(_settled(line, basis, money, depth) for line in lines)


def _settled(line: FundLine, basis: RateBasis, money: str, depth: int = 0) -> FundLine:
    amounts: dict[str, Any] = {name: in_unit(getattr(line, name), money) for name in AMOUNTS}
    includes = _settled_lines(line.includes, basis, money, depth + 1)
    previous = _previous(line.previous, money)
    return replace(line, **amounts, previous=previous, includes=includes, depth=depth, basis=basis)


def _previous(previous: Amounts, money: str) -> Amounts:
    return Amounts(
        in_unit(previous.initial, money),
        in_unit(previous.adjusted, money),
        in_unit(previous.arrived, money),
        in_unit(previous.spent, money),
    )


def _total(line: FundLine | None, basis: RateBasis, money: str) -> FundLine | None:
    """合计行可以不写名称。"""
    if line is None:
        return None
    return _settled(replace(line, name=line.name or Text("合计", line.span)), basis, money)


def _carryover(carryover: Carryover | None, money: str) -> Carryover | None:
    if carryover is None:
        return None
    return Carryover(in_unit(carryover.opening, money), in_unit(carryover.closing, money))


def in_unit(amount: Quantity | None, money: str) -> Quantity | None:
    """写了单位的金额 → 格式的金额单位；没写的就是格式的单位。换算只移小数点，不舍入。"""
    if amount is None:
        return None
    if not money or amount.unit in {"", money}:
        text = amount.text.removesuffix(amount.unit).strip()
        return Quantity(amount.number, "", text, amount.span)
    number = amount.number.scaleb(MONEY[amount.unit] - MONEY[money])
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    return Quantity(number, "", plain(number), amount.span)
