"""条形图：tables.yaml 里 kind: chart 的规定 → Chart。每条的名称和数值由模板渲染，数值照印的数。"""

from __future__ import annotations

from reportgen.composing.cells import (
    Wording,
    fault,
    items_at,
    resolved,
    text_of,
    texts_of,
    with_row,
)
from reportgen.composing.environment import Environment
from reportgen.composing.tidy import tidy
from reportgen.core.document import Chart
from reportgen.core.paths import Names
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.core.tablespec import ChartSpec


def compose_chart(spec: ChartSpec, environment: Environment, names: Names, number: int) -> Chart:
    """一张条形图；number 是它在报告里的图号。写不成则抛 TableFault。"""
    owner = f"图 {spec.name}："
    title = text_of(environment, Wording(spec.title, owner, spec.span), names)
    wordings = (Wording(spec.label, owner, spec.span), Wording(spec.value, owner, spec.span))
    categories: list[str] = []
    values: list[Quantity] = []
    for at, item in enumerate(items_at(names, spec.rows, spec.span, f"图 {spec.name} 的 rows"), 1):
        label, value = texts_of(environment, wordings, with_row(names, item, at))
        categories.append(tidy(label))
        try:
            values.append(Quantity.parse(value))
        except NotANumber as error:
            raise fault(spec.span, f"{owner}“{tidy(label)}”的数值{error}。") from None
    return Chart(
        caption=title.strip().replace("{n}", str(number)),
        series=resolved(environment, Wording(spec.series, owner, spec.span), names),
        categories=tuple(categories),
        values=tuple(value.number for value in values),
        unit=values[0].unit if values else "",
        origin=spec.span,
    )
