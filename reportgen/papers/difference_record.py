"""比对写成 JSON 的内容：给别的程序和页面读；数都是文字，与印出的一样。"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.core.difference import (
    KINDS,
    Cause,
    Comparison,
    Difference,
    FactChange,
    RowChange,
    SentenceChange,
    TotalChange,
)


def as_record(comparison: Comparison) -> dict[str, Any]:
    """一次比对。"""
    return {
        "equal": comparison.equal,
        "differences": [_difference(difference) for difference in comparison.differences],
        "only_old": list(comparison.only_old),
        "only_new": list(comparison.only_new),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    funds: list[dict[str, str | None]] = []
    for fund in difference.funds:
        funds.append(
            {
                "project": fund.project or None,
                "line": fund.line,
                "title": fund.title,
                "before": fund.before or None,
                "after": fund.after or None,
            }
        )
    return {
        "old": difference.old,
        "new": difference.new,
        "equal": difference.equal,
        "totals": [_total(total) for total in difference.totals],
        "rows": [_row(row) for row in difference.rows],
        "funds": funds,
        "facts": [_fact(fact) for fact in difference.facts],
        "sentences": [_sentence(change) for change in difference.sentences],
        "notes": list(difference.notes),
    }


def _total(total: TotalChange) -> dict[str, Any]:
    terms = []
    for kind, amount in total.terms:
        terms.append({"kind": kind, "title": KINDS[kind], "amount": f"{amount:f}"})
    return {
        "project": total.project or None,
        "title": total.title,
        "before": _number(total.before),
        "after": _number(total.after),
        "amount": _number(total.amount),
        "grade_before": total.grade_before or None,
        "grade_after": total.grade_after or None,
        "terms": terms,
    }


def _row(row: RowChange) -> dict[str, Any]:
    return {
        "project": row.project or None,
        "name": row.name,
        "old_name": row.old_name,
        "presence": row.presence or "both",
        "before": _number(row.before),
        "after": _number(row.after),
        "amount": f"{row.amount:f}",
        "group_before": list(row.group_before),
        "group_after": list(row.group_after),
        "causes": [_cause(cause) for cause in row.causes],
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "kind": cause.kind,
        "what": cause.what,
        "before": cause.before or None,
        "after": cause.after or None,
        "amount": _number(cause.amount),
        "words": cause.words,
    }


def _fact(fact: FactChange) -> dict[str, Any]:
    return {
        "path": list(fact.path),
        "titles": list(fact.titles),
        "before": fact.before,
        "after": fact.after,
        "told": fact.told or None,
    }


def _sentence(change: SentenceChange) -> dict[str, Any]:
    stretches = []
    for stretch in change.stretches:
        stretches.append({"kind": stretch.kind, "text": stretch.text})
    return {
        "place": change.place,
        "old_place": change.old_place,
        "before": change.before or None,
        "after": change.after or None,
        "stretches": stretches,
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
