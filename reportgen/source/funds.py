"""资金与问卷的译码：资金行、合计、其中、历年；写了单位的金额换算成格式的金额单位。"""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from reportgen.core.funds import Carryover, FundLine, Funds, RateBasis
from reportgen.core.quantity import ZERO, Quantity, plain
from reportgen.core.survey import Option, Survey
from reportgen.core.text import Text
from reportgen.core.units import MONEY
from reportgen.source.fields import Fields
from reportgen.source.tree import Node


def decode_funds(fields: Fields, basis: RateBasis, money: str) -> Funds:
    """资金一段；没有写则各项为空。basis 是执行率的算法，money 是格式的金额单位（空则不换算）。"""

    def amount(own: Fields, key: str) -> Quantity | None:
        quantity = own.quantity(key, "money")
        return None if quantity is None else in_unit(quantity, money)

    def line(node: Node, name: str = "", depth: int = 0) -> FundLine:
        own = Fields(node)
        return FundLine(
            name=own.text("name") or Text(name, own.span),
            initial=amount(own, "initial"),
            added=amount(own, "added"),
            adjusted=amount(own, "adjusted"),
            arrived=amount(own, "arrived"),
            spent=amount(own, "spent"),
            includes=tuple(line(item, depth=depth + 1) for item in own.items("includes")),
            depth=depth,
            span=own.span,
            basis=basis,
        )

    carryover = fields.mapping("carryover")
    total = fields.nodes.get("total")
    return Funds(
        lines=tuple(line(item) for item in fields.items("lines")),
        total=line(total, "合计") if total is not None else None,
        carryover=Carryover(amount(carryover, "opening"), amount(carryover, "closing"))
        if "carryover" in fields
        else None,
        projects=tuple(line(item) for item in fields.items("projects")),
        years=tuple(line(item) for item in fields.items("years")),
        span=fields.span,
    )


def in_unit(amount: Quantity, money: str) -> Quantity:
    """写了单位的金额 → 格式的金额单位；没写的就是格式的单位。换算只移小数点，不舍入。"""
    if not money or amount.unit in {"", money}:
        return Quantity(amount.number, "", amount.text.removesuffix(amount.unit).strip(), amount.span)
    number = amount.number.scaleb(MONEY[amount.unit] - MONEY[money])
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    return Quantity(number, "", plain(number), amount.span)


def decode_survey(node: Node) -> Survey:
    """一份问卷：各题的选项排成一列，记着自己属于第几题。"""
    fields = Fields(node)
    options: list[Option] = []
    for number, question in enumerate(Fields(item) for item in fields.items("questions")):
        counted = [Fields(item) for item in question.items("options")]
        counts = [cast(Quantity, own.quantity("count", "count")) for own in counted]
        answers = sum((each.number for each in counts), ZERO)
        text = cast(Text, question.text("text"))
        options += [
            Option(
                text,
                cast(Text, own.text("name")),
                each,
                answers,
                number,
                number,
                own.decimal("value", "share"),
                own.span,
            )
            for own, each in zip(counted, counts, strict=True)
        ]
    return Survey(
        name=cast(Text, fields.text("name")),
        issued=fields.quantity("issued", "count"),
        returned=fields.quantity("returned", "count"),
        valid=fields.quantity("valid", "count"),
        options=tuple(options),
        span=fields.span,
    )
