"""SARIF 2.1.0：诊断的通用格式，代码托管平台和编辑器认得。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.core.codes import CODES, Severity
from reportgen.core.diagnostics import Diagnostic, Span

LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "note"}


def as_sarif(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """一次核对的结果。已豁免的列在其中，注明理由（suppressions）。"""
    codes = sorted(dict.fromkeys(diagnostic.code for diagnostic in diagnostics))
    rules = [
        {
            "id": code,
            "shortDescription": {"text": CODES[code][1]},
            "defaultConfiguration": {"level": LEVELS[CODES[code][0]]},
        }
        for code in codes
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "reportgen", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(diagnostic, codes) for diagnostic in diagnostics],
            }
        ],
    }


def _result(diagnostic: Diagnostic, codes: list[str]) -> dict[str, Any]:
    help = f"改法：{diagnostic.help}" if diagnostic.help else ""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": LEVELS[diagnostic.severity],
        "message": {"text": f"{diagnostic.message}{help}"},
        "locations": [_location(diagnostic.span)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {**_location(related.span), "id": at, "message": {"text": related.label}}
            for at, related in enumerate(diagnostic.related)
        ]
    if diagnostic.waived:
        result["suppressions"] = [{"kind": "inSource", "justification": diagnostic.waived}]
    return result


def _location(span: Span) -> dict[str, Any]:
    artifact = {"artifactLocation": {"uri": span.source.name}}
    if span.label:
        return {
            "physicalLocation": artifact,
            "logicalLocations": [{"fullyQualifiedName": span.label}],
        }
    region: dict[str, Any] = {"startLine": span.line, "startColumn": span.column}
    text = span.source.text[span.start : span.end]
    if text and "\n" not in text:
        region["endColumn"] = span.column + len(text)
    return {"physicalLocation": {**artifact, "region": region}}
