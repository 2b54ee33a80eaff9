"""得分说明：评分表 → JSON 的内容、score.yaml 的文字、一个指标的解释。三者取自同一份记录，不会互相矛盾。"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reportgen.core.format import Format
from reportgen.core.quantity import fixed, plain, shown
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")
_PLAIN = re.compile(r"[一-龥A-Za-z（“≥≤][^\n:#\"'\[\]{}&*!|>%@`\\]*")
_RESERVED = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)")


def as_record(scorecard: Scorecard, format: Format) -> dict[str, Any]:
    """评分表的记录；数都是文字，与印出的一样，算不出的为 None。"""
    places = format.manifest.rounding.score_places
    record: dict[str, Any] = {"format": format.id}
    if scorecard.scoring != "rules":
        record["scoring"] = scorecard.scoring
    record |= {
        "total": fixed(scorecard.total, places) if scorecard.complete else None,
        "grade": scorecard.grade if scorecard.complete else None,
        "full_marks": plain(scorecard.full_marks),
        "levels": [
            {"level1": level.level1, "weight": plain(level.full), "score": fixed(level.earned, places)}
            for level in scorecard.level1
        ],
        "lines": [_line(line, places) for line in scorecard.lines],
    }
    if scorecard.vetoed:
        record["vetoed"] = [{"name": v.name, "reason": v.reason, "effect": v.effect} for v in scorecard.vetoed]
    if scorecard.projects:
        record["projects"] = [{"name": own.project, **as_record(own, format)} for own in scorecard.projects]
    return record


def _line(line: ScoreLine, places: int) -> dict[str, Any]:
    return {
        "name": str(line.name),
        "level1": line.level1,
        "level2": line.level2,
        "weight": plain(line.full),
        "target": str(line.target or ""),
        "actual": line.actual,
        "score": None if line.score is None else fixed(line.score, places),
        "exact": None if line.exact is None else shown(line.exact),
        "counted": line.counted,
        "printed": line.printed,
        "rule": line.rule.kind if line.rule else None,
        "steps": [step.text for step in line.steps],
        "reference": _reference(line),
    }


def _reference(line: ScoreLine) -> str | None:
    """依据：文件名，和规则写在哪里（指标库的行，或输入里自设）。"""
    if line.rule is None:
        return None
    note = line.rule.note
    place = note.place or "输入中自设的规则"
    return f"{note.reference}（{place}）" if note.reference else place


def explain(line: ScoreLine, format: Format) -> str:
    """一个指标的得分是怎么来的。"""
    places = format.manifest.rounding.score_places
    result = "算不出" if line.score is None else fixed(line.score, places)
    rows = [f"{line.name}  {result} / {plain(line.full)}"]
    rows += [f"  {step.text}" for step in line.steps]
    rows.append(f"  依据：{_reference(line) or '没有规则'}")
    return "\n".join(rows)


def write_score_yaml(scorecard: Scorecard, format: Format) -> str:
    """score.yaml 的全文：人看得懂，也读得回来。"""
    return "\n".join(_rows(as_record(scorecard, format))) + "\n"


def _rows(record: dict[str, Any]) -> Iterator[str]:
    """一张评分表的各行；几个项目的，各项目缩进在 projects 之下。"""
    for key, value in record.items():
        if not isinstance(value, list):
            yield f"{key}: {_scalar(value)}"
            continue
        yield f"{key}:{'' if value else ' []'}"
        for item in value:
            if key == "lines":
                yield from _entry(item)
            elif key == "projects":
                first, *rest = _rows(item)
                yield f"  - {first}"
                yield from (f"    {row}" for row in rest)
            else:
                yield "  - {" + ", ".join(f"{name}: {_scalar(each)}" for name, each in item.items()) + "}"


def _entry(line: dict[str, Any]) -> Iterator[str]:
    lead = "  - "
    for key, value in line.items():
        if key == "steps":
            yield f"    steps:{'' if value else ' []'}"
            yield from (f"      - {_scalar(step)}" for step in value)
        else:
            yield f"{lead}{key}: {_scalar(value)}"
        lead = "    "


def _scalar(value: object) -> str:
    """一个值的 YAML 写法：能不加引号就不加。"""
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    plainly = _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text) and text == text.strip() and ", " not in text
    if plainly or _NUMBER.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)
