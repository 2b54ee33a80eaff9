"""互查：格式文件夹里没有未定义的，没有没用到的，数都对得上。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.core.format import CatalogueEntry, Column, Format, Node, OpenGroup, TableSpec
from reportgen.core.paths import ROOTS
from reportgen.core.quantity import ONE, ZERO, divide, plain
from reportgen.core.rule import Bands, KeyPoints, Parts, Rule, Steps


def check_references(format: Format) -> tuple[Diagnostic, ...]:
    """一种格式的全部互查。"""
    checks = (_texts, _tables, _columns, _paths, _bounds, _weights, _rules)
    return tuple(diagnostic for check in checks for diagnostic in check(format))


def nodes_of(format: Format) -> Iterator[Node]:
    """提纲的各节，自上而下。"""
    stack = list(reversed(format.outline.body))
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _blocks(format: Format) -> Iterator[tuple[str, str, Span | None]]:
    for node in nodes_of(format):
        for kind, name in node.blocks:
            yield kind, name, node.span
    for entry in format.outline.appendix:
        for kind, name in entry.blocks:
            yield kind, name, entry.span


def _file(format: Format, name: str) -> Span:
    folder = format.source.name.rpartition("/")[0]
    return whole(Source(f"{folder}/{name}"))


def _texts(format: Format) -> Iterator[Diagnostic]:
    known = dict(format.texts)
    used: dict[str, None] = {}
    asked = [(name, span) for kind, name, span in _blocks(format) if kind == "text"]
    asked += [(column.text, column.span) for spec in format.tables for column in spec.columns if column.text]
    for name, span in asked:
        used[name] = None
        if name not in known and span is not None:
            help = f"在 text/ 里写一个 {name}，或改成已有的：{'、'.join(known)}。"
            yield diagnose("F02", span, f"没有文字模板 text/{name}。", help)
    included = "\n".join(source.text for source in known.values())
    for name in known:
        if name not in used and f'"{name}"' not in included and f"'{name}'" not in included:
            yield diagnose(
                "F03", _file(format, f"text/{name}"), f"文字模板 {name} 没有用到。", "在提纲里用上，或删去。"
            )


def _tables(format: Format) -> Iterator[Diagnostic]:
    known = {spec.name: spec for spec in format.tables}
    used: dict[str, None] = {}
    for kind, name, span in _blocks(format):
        if kind != "table":
            continue
        used[name] = None
        if name not in known and span is not None:
            yield diagnose("F02", span, f"没有表 {name}。", f"tables.yaml 里有：{'、'.join(known) or '无'}。")
    for name, spec in known.items():
        if name not in used and spec.span is not None:
            yield diagnose("F03", spec.span, f"表 {name} 没有用到。", "在提纲里用上，或删去。")


def _columns(format: Format) -> Iterator[Diagnostic]:
    for spec in format.tables:
        heads = [column.head[-1] for column in spec.columns]
        for column in spec.columns:
            yield from _column(spec, column)
        if spec.total is not None and spec.total.span is not None:
            for head in (*spec.total.sum, *(name for name, _ in spec.total.cells)):
                if head not in heads:
                    message = f"表 {spec.name} 的合计提到“{head}”，没有这一列。"
                    yield diagnose("F02", spec.total.span, message, f"这张表的列：{'、'.join(filter(None, heads))}。")


def _column(spec: TableSpec, column: Column) -> Iterator[Diagnostic]:
    if column.span is None:
        return
    head = column.head[-1] or "第一列"
    if bool(column.value) == bool(column.text):
        message = f"表 {spec.name} 的“{head}”一列，value 和 text 要写一个，且只写一个。"
        yield diagnose("F05", column.span, message, "短的写 value，长的写成 text/ 里的模板。")
    if column.merge and not spec.rows.startswith("scorecard."):
        message = f"表 {spec.name} 的“{head}”一列写了 merge，而行不是评分表。"
        yield diagnose("F05", column.span, message, "merge 按指标层级合并，只用于 rows: scorecard.…。")
    if len(column.head) > 2:
        yield diagnose("F05", column.span, f"表 {spec.name} 的表头超过两层。", "表头写一层或两层。")


def _paths(format: Format) -> Iterator[Diagnostic]:
    for node in nodes_of(format):
        sections = [name for kind, name in node.blocks if kind == "section"]
        for path in (node.each, node.when, *sections):
            first = path.split(".")[0]
            if path and "." in path and first not in ROOTS and node.span is not None:
                message = f"提纲里的“{path}”不是输入的内容。"
                yield diagnose("F02", node.span, message, f"第一个词应是：{'、'.join(ROOTS)}。")


def _bounds(format: Format) -> Iterator[Diagnostic]:
    span = whole(format.source)
    grades = [grade.lower for grade in format.manifest.grades]
    if grades != sorted(grades, reverse=True) or len(dict.fromkeys(grades)) != len(grades):
        yield diagnose("F05", span, "等级的下限不是从高到低。", "按 优、良、中、差 的次序写，下限各不相同。")
    elif grades[-1] != ZERO:
        yield diagnose(
            "F05", span, f"最低一等从 {plain(grades[-1])} 分起，更低的得分没有等级。", "最低一等的 from 写 0。"
        )
    tiers = [tier.lower for tier in format.manifest.tiers]
    if tiers and tiers[-1] != ZERO:
        yield diagnose("F05", span, "最低一档的下限不是 0。", "最低一档（如未达成）写 0%。")


def _weights(format: Format) -> Iterator[Diagnostic]:
    total, open_ended = ZERO, False
    for entry in format.catalogue.entries:
        if not entry.counted:
            continue
        if isinstance(entry, OpenGroup):
            open_ended = open_ended or entry.weight is None
            total += entry.weight or ZERO
        else:
            total += entry.weight
    full = format.manifest.full_marks
    if (total > full or (total < full and not open_ended)) and format.catalogue.span is not None:
        message = f"指标库的分值合计 {plain(total)}，满分 {plain(full)}，相差 {plain(abs(full - total))}。"
        yield diagnose("F04", format.catalogue.span, message, "改指标的分值，或 format.yaml 的 full_marks。")


def _rules(format: Format) -> Iterator[Diagnostic]:
    names: dict[str, None] = {}
    for entry in format.catalogue.entries:
        if isinstance(entry, CatalogueEntry) and entry.span is not None:
            if entry.name in names:
                yield diagnose("F05", entry.span, f"指标库里“{entry.name}”写了两次。", "删去其中一个，或改名。")
            names[entry.name] = None
        if entry.rule is not None:
            yield from check_rule(entry.rule)
    for rule in (format.catalogue.quantitative, format.catalogue.qualitative):
        if rule is not None:
            yield from check_rule(rule)


def check_rule(rule: Rule) -> Iterator[Diagnostic]:
    """一条规则自身的数对不对。"""
    span = rule.note.span
    if span is None:
        return
    if isinstance(rule, Steps):
        if rule.above is None and rule.below is None:
            yield diagnose("F05", span, "steps 规则没有写 above 或 below。", "写明从哪里起扣分。")
        if rule.per <= ZERO:
            yield diagnose("F05", span, "steps 规则的 per 不大于零。", "写明每偏离多少扣一次。")
    if isinstance(rule, Bands):
        lowers = [band.lower for band in rule.rows]
        if len(dict.fromkeys(lowers)) != len(lowers):
            yield diagnose("F05", span, "bands 规则有两档的下限相同。", "各档的 from 各不相同。")
    if isinstance(rule, KeyPoints) and rule.shares:
        if len(rule.shares) != len(rule.points):
            message = f"key_points 规则有 {len(rule.points)} 个要点，shares 有 {len(rule.shares)} 个。"
            yield diagnose("F05", span, message, "一个要点一个占比，或不写 shares（各占一样）。")
        elif sum(rule.shares, ZERO) > ONE:
            yield diagnose("F05", span, "key_points 规则的占比之和大于 100%。", "占比之和应是 100%。")
    if isinstance(rule, Parts):
        shares = sum((divide(*part.share) for part in rule.parts), ZERO)
        if abs(shares - ONE) > ONE.scaleb(-50):
            yield diagnose("F05", span, "parts 规则的占比之和不是 1。", "占比之和应是 1，如 1/2 加 1/2。")
        for part in rule.parts:
            yield from check_rule(part.rule)
