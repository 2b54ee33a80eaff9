"""规则的译码：`rule:` 一段 → 七种规则之一。输入里自设指标的规则和格式的 rules.yaml 用同一个函数。"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import cast

from reportgen.core.quantity import ONE, ZERO, Quantity
from reportgen.core.rules.bands import Band, Bands
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.kinds import Rule
from reportgen.core.rules.note import Note
from reportgen.core.rules.parts import Part, Parts
from reportgen.core.rules.ratio import Beyond, Inverse, Over, Ratio
from reportgen.core.rules.steps import Steps
from reportgen.core.rules.threshold import Threshold
from reportgen.core.units import in_unit
from reportgen.source.fields import Fields, read_scalar
from reportgen.source.tree import Node, Scalar


def decode_rule(node: Node, reference: str = "", place: str = "") -> Rule:
    """一段规则 → 规则。reference 是没有另写依据时的依据；place 是规则所在文件，行号由出处补上。"""
    fields = Fields(node)
    note = Note(
        reference=fields.words("reference", reference),
        place=f"{place}:{node.span.line}" if place else "",
        basis=str(fields.prose("basis") or ""),
        span=node.span,
    )
    return _KINDS[fields.words("kind")](fields, note)


def _ratio(fields: Fields, note: Note) -> Ratio:
    over = fields.mapping("over")
    return Ratio(
        cap=_decimal(fields, "cap", "multiple", ONE),
        pass_line=fields.decimal("pass_line", "share"),
        below=_decimal(fields, "below", "share", ZERO),
        rebase=fields.flag("rebase", False),
        less_is_better=cast(Inverse, fields.words("less_is_better", "linear")),
        exact=fields.flag("exact", False),
        over=_over(over) if "over" in fields else None,
        note=note,
    )


def _over(fields: Fields) -> Over:
    return Over(
        _decimal(fields, "free_to", "multiple", ONE),
        _decimal(fields, "floor", "share", ZERO),
        _decimal(fields, "floor_at", "multiple", ONE),
        cast(Beyond, fields.words("beyond", "hold")),
    )


def _threshold(fields: Fields, note: Note) -> Threshold:
    return Threshold(_decimal(fields, "otherwise", "share", ZERO), note)


def _bands(fields: Fields, note: Note) -> Bands:
    rows = [Fields(item) for item in fields.items("rows")]
    bands = [Band(_comparable(row, "from"), _decimal(row, "share", "share", ZERO)) for row in rows]
    on = fields.words("on", "actual")
    return Bands(
        tuple(sorted(bands, key=lambda band: -band.lower)),
        "deviation" if on == "deviation" else "actual",
        fields.decimal("finished", "share"),
        note,
        unit=next((lower.unit for row in rows if (lower := row.quantity("from", "quantity"))), None),
    )


def _steps(fields: Fields, note: Note) -> Steps:
    deduct = fields.quantity("deduct", "quantity") or Quantity(ZERO)
    per = fields.quantity("per", "quantity") or Quantity(ONE)
    count = fields.words("count", "continuous")
    return Steps(
        per=per.number,
        deduct=deduct.ratio,
        above=_bound(fields, "above", per.unit),
        below=_bound(fields, "below", per.unit),
        points=not deduct.percent,
        count="floor" if count == "floor" else "ceil" if count == "ceil" else "continuous",
        allowance=_bound(fields, "allowance", per.unit) or ZERO,
        unit=per.unit,
        note=note,
    )


def _judged(fields: Fields, note: Note) -> Judged:
    return Judged(_points(fields), _words(fields), note)


def _key_points(fields: Fields, note: Note) -> KeyPoints:
    shares = [read_scalar(item, "share") for item in fields.items("shares") if isinstance(item, Scalar)]
    return KeyPoints(_points(fields), tuple(shares), _words(fields), note)


def _parts(fields: Fields, note: Note) -> Parts:
    parts = []
    for item in fields.items("parts"):
        part = Fields(item)
        share = cast("tuple[Decimal, Decimal]", part.read("share", "fraction"))
        rule = decode_rule(part.nodes["rule"], note.reference, note.place.rpartition(":")[0])
        parts.append(Part(part.words("name"), share, rule, part.words("measure")))
    return Parts(tuple(parts), note)


_KINDS: dict[str, Callable[[Fields, Note], Rule]] = {
    "ratio": _ratio,
    "threshold": _threshold,
    "bands": _bands,
    "steps": _steps,
    "judged": _judged,
    "key_points": _key_points,
    "parts": _parts,
}


def _decimal(fields: Fields, key: str, format: str, default: Decimal) -> Decimal:
    value = fields.decimal(key, format)
    return default if value is None else value


def _optional(fields: Fields, key: str) -> Decimal | None:
    quantity = fields.quantity(key, "quantity")
    return None if quantity is None else quantity.number


def _bound(fields: Fields, key: str, unit: str) -> Decimal | None:
    """与 per 同单位的数；写成同类的别的单位的先换算。"""
    quantity = fields.quantity(key, "quantity")
    if quantity is None:
        return None
    return (in_unit(quantity, unit) or quantity).number


def _comparable(fields: Fields, key: str) -> Decimal:
    """与实际完成值同样印法的数：90% 就是 90，不是 0.9。"""
    return _optional(fields, key) or ZERO


def _points(fields: Fields) -> tuple[str, ...]:
    return tuple(str(text) for text in fields.texts("points"))


def _words(fields: Fields) -> tuple[tuple[str, Decimal], ...]:
    entries = fields.entries("words")
    return tuple((key.text, read_scalar(node, "share")) for key, node in entries if isinstance(node, Scalar))
