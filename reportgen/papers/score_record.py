"""得分说明：评分表 → JSON 的内容、score.yaml 的文字、一个指标的解释。

三者取自同一份记录，不会互相矛盾。
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from reportgen.core.change import change_steps
from reportgen.core.format import Format
from reportgen.core.quantity import ZERO, fixed, plain, shown
from reportgen.core.rules.note import Note
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")
_PLAIN = re.compile(r"[一-龥A-Za-z（“≥≤][^\n:#\"'\[\]{}&*!|>%@`\\]*")
_WORDS = 9
"""各块的指纹一行几个。"""
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
        **_second_total(scorecard, places),
        "full_marks": plain(scorecard.full_marks),
        "levels": [
            {
                "level1": level.level1,
                "weight": plain(level.full),
                "score": fixed(level.earned, places),
            }
            for level in scorecard.level1
        ],
        "lines": [_line(line, places) for line in scorecard.lines],
    }
    if scorecard.vetoed:
        vetoes = []
        for veto in scorecard.vetoed:
            vetoes.append({"name": veto.name, "reason": veto.reason, "effect": veto.effect})
        record["vetoed"] = vetoes
    if scorecard.projects:
        parts = []
        for part in scorecard.projects:
            parts.append({"name": part.project, **as_record(part, format)})
        record["projects"] = parts
    return record


def _second_total(scorecard: Scorecard, places: int) -> dict[str, str]:
    """复核总分、等级；没有复核的没有。"""
    if scorecard.reviewed is None:
        return {}
    total = fixed(scorecard.reviewed, places)
    return {"review_total": total, "review_grade": scorecard.review_grade}


def _line(line: ScoreLine, places: int) -> dict[str, Any]:
    """一行的记录；印的不是规则算得的，另记规则算得的、印的是哪一个；写了认定理由的，记理由。"""
    return {
        "name": str(line.name),
        "level1": line.level1,
        "level2": line.level2,
        "weight": plain(line.full),
        "target": str(line.target or ""),
        "actual": line.actual,
        "score": None if line.score is None else fixed(line.score, places),
        "exact": None if line.exact is None else shown(line.exact),
        **_apart(line, places),
        **_last_year(line),
        **_second(line, places),
        "counted": line.counted,
        "printed": line.printed,
        "rule": line.rule.kind if line.rule else None,
        "steps": [step.text for step in line.steps],
        "reference": _reference(line),
    }


def _apart(line: ScoreLine, places: int) -> dict[str, str]:
    """与规则不同的得分：规则算得的、印的是哪一个、理由。"""
    apart: dict[str, str] = {}
    reason = line.indicator.reason
    if line.by_rule is not None:
        apart["by_rule"] = fixed(line.by_rule, places)
        apart["stands"] = f"印 {fixed(line.earned, places)}，不是规则算得的 {apart['by_rule']}"
    if reason is not None:
        apart["reason"] = str(reason)
    return apart


def _second(line: ScoreLine, places: int) -> dict[str, str]:
    """复核：完成值、得分、与自评相差多少、怎么算的；没有复核的没有。"""
    if line.reviewed is None:
        return {}
    record: dict[str, str] = {}
    if line.review_actual is not None:
        record["review_actual"] = str(line.review_actual)
    record["review"] = fixed(line.reviewed, places)
    if line.review_change is not None:
        record["review_change"] = fixed(line.review_change, places)
    record["review_steps"] = "；".join(step.text for step in line.review_steps)
    if line.review_remark is not None:
        record["review_remark"] = str(line.review_remark)
    return record


def _last_year(line: ScoreLine) -> dict[str, str]:
    """上年完成值和与它相比的增减；没有写的没有。"""
    if line.previous is None:
        return {}
    record = {"previous": str(line.previous)}
    steps = change_steps(line.actual_value, line.indicator.previous)
    if steps:
        record["change"] = "；".join(steps)
    return record


def _reference(line: ScoreLine) -> str | None:
    """依据：文件名，和是格式里的哪一条规则。不说行号：格式里加一行注释，得分说明不变。"""
    return None if line.rule is None else _grounds(line.rule.note, line.rule.note.name)


def _grounds(note: Note, rule: str) -> str:
    rule = rule or "输入中自设的规则"
    return f"{note.reference}（{rule}）" if note.reference else rule


def explain(line: ScoreLine, format: Format) -> str:
    """一个指标的得分是怎么来的。"""
    places = format.manifest.rounding.score_places
    result = "算不出" if line.score is None else fixed(line.score, places)
    rows = [f"{line.name}  {result} / {plain(line.full)}"]
    rows += [f"  {step.text}" for step in line.steps]
    if line.previous is not None:
        rows.append(f"  上年完成值 {line.previous}")
        steps = change_steps(line.actual_value, line.indicator.previous)
        rows += [f"  {step}" for step in steps]
    if line.reviewed is not None:
        change = fixed(line.review_change or ZERO, places)
        rows.append(f"  复核得分 {fixed(line.reviewed, places)}，与自评相差 {change}")
        rows += [f"    {step.text}" for step in line.review_steps]
    apart = _apart(line, places)
    if "by_rule" in apart:
        rows.append(f"  {apart['stands']}")
    if "reason" in apart:
        rows.append(f"  认定理由：{' '.join(apart['reason'].split())}")
    note = line.rule.note if line.rule is not None else None
    rows.append(f"  依据：{_grounds(note, note.place) if note is not None else '没有规则'}")
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
                pairs = [f"{name}: {_scalar(inner)}" for name, inner in item.items()]
                yield "  - {" + ", ".join(pairs) + "}"


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
    if _NUMBER.fullmatch(text) or _needs_no_quotes(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _needs_no_quotes(text: str) -> bool:
    """不加引号读回来也还是这几个字。"""
    if not _PLAIN.fullmatch(text) or _RESERVED.fullmatch(text):
        return False
    return text == text.strip() and ", " not in text


def write_printed(words: Sequence[str]) -> str:
    """score.yaml 的末尾：成稿各块的指纹，留在成稿之外；核实成稿时可以拿它对照。"""
    if not words:
        return ""
    rows = [" ".join(words[at : at + _WORDS]) for at in range(0, len(words), _WORDS)]
    return "printed:\n" + "".join(f"  - {row}\n" for row in rows)


def printed_in(text: str) -> tuple[str, ...]:
    """score.yaml 里记着的各块的指纹；没有则为空。"""
    _, _, rest = text.partition("\nprinted:\n")
    words: list[str] = []
    for row in rest.split("\n"):
        if not row.startswith("  - "):
            break
        words += row.removeprefix("  - ").split()
    return tuple(words)
