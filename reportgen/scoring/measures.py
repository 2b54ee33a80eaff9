"""实绩的来处：`funds.total.rate` 这样的路径 → 数量。以印出的率计分，读者可以拿计算器照着复算。"""

from __future__ import annotations

from reportgen.core.funds import FundLine
from reportgen.core.model import Evaluation
from reportgen.core.paths import NoSuchPath, follow
from reportgen.core.quantity import Quantity, percent_of

EXACT_PLACES = 30
"""以未舍入的率计分（score_from: exact）时，率算到多少位小数。"""


def measure(evaluation: Evaluation, path: str, *, exact: bool) -> Quantity | None:
    """路径所指的数量；没有填则为 None，走不通则抛 NoSuchPath。

    exact 为真时执行率的 number 是未舍入的商，text 仍是印出来的样子。
    """
    owner_path, _, last = path.rpartition(".")
    if exact and last == "rate":
        owner = follow(evaluation, owner_path)
        if isinstance(owner, FundLine) and owner.spent is not None and owner.base is not None:
            rate = percent_of(owner.spent.number, owner.base.number, EXACT_PLACES)
            return rate and Quantity(rate.number, rate.unit, str(owner.rate))
    value = follow(evaluation, path)
    if value is None or isinstance(value, Quantity):
        return value
    raise NoSuchPath(owner_path, last, ())
