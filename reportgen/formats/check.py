"""互查：格式文件夹里没有未定义的，没有没用到的，数都对得上。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.codes import CODES
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.core.format import CatalogueEntry, Format
from reportgen.core.outline import BlockSpec, Node
from reportgen.core.quantity import HUNDRED, ONE, ZERO, fixed, plain, round_half_up
from reportgen.core.spelling import did_you_mean
from reportgen.core.tablespec import ChartSpec, text_files
from reportgen.formats.forms import check_forms
from reportgen.formats.grids import check_tables
from reportgen.formats.paths import check_paths


def check_references(format: Format) -> tuple[Diagnostic, ...]:
    """一种格式的全部互查。"""
    written = (_texts, _tables, check_tables, check_paths, _styles, check_forms)
    counted = (_bounds, _silent, _weights, _places, _weightings, _levels, _vetoes, _rules)
    problems: list[Diagnostic] = []
    for check in (*written, *counted):
        problems += check(format)
    return tuple(problems)


def nodes_of(format: Format) -> Iterator[Node]:
    """提纲的各节和附件的各节，自上而下。"""
    stack: list[Node] = []
    for entry in reversed(format.outline.appendix):
        stack += reversed(entry.body)
    stack += reversed(format.outline.body)
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _blocks(format: Format) -> Iterator[BlockSpec]:
    yield from format.outline.cover
    for node in nodes_of(format):
        yield from node.blocks
    for entry in format.outline.appendix:
        yield from entry.blocks


def _file(format: Format, name: str) -> Span:
    folder = format.source.name.rpartition("/")[0]
    return whole(Source(f"{folder}/{name}"))


def _texts(format: Format) -> Iterator[Diagnostic]:
    known = dict(format.texts)
    used: dict[str, None] = {}
    asked = [(block.name, block.span) for block in _blocks(format) if block.kind == "text"]
    for spec in format.tables:
        asked += text_files(spec)
    for name, span in asked:
        used[name] = None
        if name not in known and span is not None:
            help = f"在 text/ 里写一个 {name}，或改成已有的：{'、'.join(known)}。"
            yield diagnose("F02", span, f"没有文字模板 text/{name}。", help)
    included = "\n".join(source.text for source in known.values())
    for name in known:
        if name not in used and f'"{name}"' not in included and f"'{name}'" not in included:
            yield diagnose(
                "F03",
                _file(format, f"text/{name}"),
                f"文字模板 {name} 没有用到。",
                "在提纲里用上，或删去。",
            )


def _tables(format: Format) -> Iterator[Diagnostic]:
    known = {spec.name: spec for spec in format.tables}
    used: dict[str, None] = {}
    for block in _blocks(format):
        if block.kind not in {"table", "chart"} or block.span is None:
            continue
        used[block.name] = None
        spec = known.get(block.name)
        if spec is None:
            help = f"tables.yaml 里有：{'、'.join(known) or '无'}。"
            yield diagnose(
                "F02",
                block.span,
                f"没有{'图' if block.kind == 'chart' else '表'} {block.name}。",
                help,
            )
        elif isinstance(spec, ChartSpec) != (block.kind == "chart"):
            right = "chart" if isinstance(spec, ChartSpec) else "table"
            message = f"{block.name} 在 tables.yaml 里是{'图' if right == 'chart' else '表'}。"
            yield diagnose("F05", block.span, message, f"写成 {right}: {block.name}。")
    for form in format.forms:
        for tag in form.tags:
            if tag.kind == "slot" and tag.reference is not None:
                used[str(tag.reference.path[0])] = None
    for name, spec in known.items():
        if name not in used and spec.span is not None:
            yield diagnose("F03", spec.span, f"表 {name} 没有用到。", "在提纲里用上，或删去。")


def _styles(format: Format) -> Iterator[Diagnostic]:
    for block in _blocks(format):
        if (
            block.role != "body"
            and block.kind not in {"text", "section"}
            and block.span is not None
        ):
            yield diagnose(
                "F05",
                block.span,
                "style 只用于文字模板和叙述。",
                "表和图的样子在 tables.yaml 里定。",
            )


def _bounds(format: Format) -> Iterator[Diagnostic]:
    span = whole(format.source)
    grades = [grade.lower for grade in format.manifest.grades]
    if grades != sorted(grades, reverse=True) or len(dict.fromkeys(grades)) != len(grades):
        yield diagnose(
            "F05", span, "等级的下限不是从高到低。", "按 优、良、中、差 的次序写，下限各不相同。"
        )
    elif grades[-1] != ZERO:
        yield diagnose(
            "F05",
            span,
            f"最低一等从 {plain(grades[-1])} 分起，更低的得分没有等级。",
            "最低一等的 from 写 0。",
        )
    tiers = [tier.lower for tier in format.manifest.tiers]
    if tiers and tiers[-1] != ZERO:
        yield diagnose("F05", span, "最低一档的下限不是 0。", "最低一档（如未达成）写 0%。")
    if len(dict.fromkeys(tiers)) != len(tiers):
        message = "档次（tiers）有两档的下限相同。"
        yield diagnose("F05", span, message, "各档的下限各不相同，如 80%、60%、0%。")


def _silent(format: Format) -> Iterator[Diagnostic]:
    """关掉的核对：认得的代码，只是提醒和说明，写了理由。"""
    for code, reason in format.manifest.silent:
        span = reason.span or whole(format.source)
        if code not in CODES:
            message = f"silent 里的“{code}”不是诊断代码。"
            yield diagnose("F05", span, message, did_you_mean(code, CODES))
        elif CODES[code][0] == "error":
            message = f"{code}（{CODES[code][1]}）是错误，关不掉。"
            help = "silent 只能关提醒和说明；某一份输入里明知不合的，在输入里写豁免。"
            yield diagnose("F05", span, message, help)


def _weights(format: Format) -> Iterator[Diagnostic]:
    total, open_ended = ZERO, False
    if any(level.fold is not None for level in format.catalogue.levels):
        yield from _folded_weights(format)
        return
    for entry in format.catalogue.entries:
        if not entry.counted:
            continue
        open_ended = open_ended or entry.weight is None
        total += entry.weight or ZERO
    full = format.manifest.full_marks
    if (total > full or (total < full and not open_ended)) and format.catalogue.span is not None:
        message = f"指标库的分值合计 {plain(total)}，满分 {plain(full)}，相差 {plain(abs(full - total))}。"
        yield diagnose(
            "F04", format.catalogue.span, message, "改指标的分值，或 format.yaml 的 full_marks。"
        )


def _folded_weights(format: Format) -> Iterator[Diagnostic]:
    """折算的格式：每个一级指标自己满分。"""
    full = format.manifest.full_marks
    for level in format.catalogue.levels:
        entries = [
            entry
            for entry in format.catalogue.entries
            if entry.level1 == level.level1 and entry.counted
        ]
        open_ended = any(entry.weight is None for entry in entries)
        total = sum((entry.weight or ZERO for entry in entries), ZERO)
        if level.fold is not None and not open_ended and total != full and level.span is not None:
            message = (
                f"“{level.level1}”写了折算权重，分值合计 {plain(total)}，应是满分 {plain(full)}。"
            )
            yield diagnose("F04", level.span, message, "折算前每个一级指标各自满分。")


def _weightings(format: Format) -> Iterator[Diagnostic]:
    """规定的几种权重：一级指标都认得，合计是满分。"""
    known = [level.level1 for level in format.catalogue.levels]
    full, span = format.manifest.full_marks, format.catalogue.span
    for weighting in format.catalogue.weightings:
        written = "、".join(f"{name} {plain(weight)}" for name, weight in weighting)
        total = sum((weight for _, weight in weighting), ZERO)
        if total != full and span is not None:
            message = f"规定的权重（{written}）合计 {plain(total)}，满分 {plain(full)}。"
            yield diagnose("F04", span, message, "核对 weightings。")
        for name, _ in weighting:
            if name not in known and span is not None:
                yield diagnose(
                    "F02", span, f"规定的权重里的“{name}”不是一级指标。", did_you_mean(name, known)
                )


def _levels(format: Format) -> Iterator[Diagnostic]:
    """一级指标的总分办法：折算权重合计 100%，各级自己满分；上限只用于加分项、扣分项。"""
    levels = format.catalogue.levels
    folds = [level.fold for level in levels if level.fold is not None]
    counted = [level for level in levels if not level.adds]
    span = format.catalogue.span
    if folds and span is not None and (sum(folds, ZERO) != ONE or len(folds) != len(counted)):
        message = f"各一级指标的折算权重合计 {plain(sum(folds, ZERO) * HUNDRED)}%，应是 100%，而且每个都要写。"
        yield diagnose("F05", span, message, "给每个一级指标写上 fold，合计 100%。")
    for level in levels:
        if level.cap is not None and not level.adds and level.span is not None:
            message = f"“{level.level1}”写了 cap，而不是加分项或扣分项。"
            yield diagnose(
                "F05", level.span, message, "加上 adds: bonus 或 deduction，或删去 cap。"
            )


def _vetoes(format: Format) -> Iterator[Diagnostic]:
    names = [
        str(entry.name) for entry in format.catalogue.entries if isinstance(entry, CatalogueEntry)
    ]
    grades = [grade.name for grade in format.manifest.grades]
    for veto in format.catalogue.vetoes:
        if veto.span is None:
            continue
        if bool(veto.row) == bool(veto.grade):
            yield diagnose(
                "F05",
                veto.span,
                f"一票否决“{veto.name}”要写 row 或 grade，且只写一个。",
                "写明结果。",
            )
        if bool(veto.measure) != (veto.below is not None):
            yield diagnose(
                "F05",
                veto.span,
                f"一票否决“{veto.name}”的 measure 和 below 要一起写。",
                "补上缺的一个。",
            )
        if veto.row and veto.row not in names:
            help = did_you_mean(veto.row, names)
            yield diagnose(
                "F02", veto.span, f"一票否决“{veto.name}”的指标“{veto.row}”不在指标库里。", help
            )
        if veto.grade and veto.grade not in grades:
            yield diagnose(
                "F02", veto.span, f"没有“{veto.grade}”这个等级。", did_you_mean(veto.grade, grades)
            )


def _places(format: Format) -> Iterator[Diagnostic]:
    """分值的小数位数不比得分的多：0.125 分的指标得满分，两位小数的得分是 0.13，比分值还高。"""
    places = format.manifest.rounding.score_places
    for entry in format.catalogue.entries:
        if entry.weight is None or entry.span is None:
            continue
        rounded = round_half_up(entry.weight, places)
        if rounded == entry.weight:
            continue
        name = entry.name if isinstance(entry, CatalogueEntry) else entry.level1
        message = f"“{name}”的分值是 {plain(entry.weight)}，得分却只有 {places} 位小数，"
        message += f"得满分会印成 {fixed(rounded, places)}。"
        help = f"分值最多写 {places} 位小数，或加大 format.yaml 里的 score_places。"
        yield diagnose("F05", entry.span, message, help)


def _rules(format: Format) -> Iterator[Diagnostic]:
    names: dict[str, None] = {}
    for entry in format.catalogue.entries:
        if isinstance(entry, CatalogueEntry) and entry.span is not None:
            if entry.name in names:
                yield diagnose(
                    "F05", entry.span, f"指标库里“{entry.name}”写了两次。", "删去其中一个，或改名。"
                )
            names[entry.name] = None
        if entry.rule is not None:
            yield from entry.rule.faults()
    for rule in (format.catalogue.quantitative, format.catalogue.qualitative):
        if rule is not None:
            yield from rule.faults()
