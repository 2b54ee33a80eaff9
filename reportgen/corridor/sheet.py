"""填报表：输入、格式 → 工作簿；填好的工作簿 → 输入。只算，不写。

交回来的凭来历并进文件：写出以后文件没有动过的，照交回来的改；动过的，三方合并（source/threeway.py），
两边都改了的一处也不并，全部列出。
"""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.checking.mentioned import words_of
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.outside import is_there
from reportgen.core.plan import ROW, Form, Plan
from reportgen.core.plan import Path as PlanPath
from reportgen.core.scorecard import Scorecard
from reportgen.corridor.facts import Facts, format_for, read_facts
from reportgen.corridor.pipeline import digest_of, examine_in
from reportgen.corridor.project import Project
from reportgen.formats.start import starting_input
from reportgen.source.cells import visible
from reportgen.source.normal import normal
from reportgen.source.plan import plan_of
from reportgen.source.tree import Node, parse
from reportgen.workbook.library import INDICATORS
from reportgen.workbook.rows import contents
from reportgen.workbook.setting import Setting
from reportgen.workbook.sharing import rows_of
from reportgen.workbook.version import Version
from reportgen.workbook.writing import ready, unwritable, write_workbook

_OF_INDICATOR = re.compile(r"\bindicator\.(\w+)")


@frozen
class Sheet:
    """写好的填报表：字节（写不成的为空）和诊断。"""

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


def sheet_of_input(path: Path, project: Project, part: str = "") -> Sheet:
    """一份输入的填报表；part 是只写一个科室的各行。"""
    facts = read_facts(path, project)
    if facts.tree is None or facts.format is None or blocking(facts.diagnostics):
        return Sheet(b"", facts.diagnostics)
    scores = scores_of(examine_in(project, path).scorecard)
    digest = digest_of(facts.source.text)
    return _drawn(facts.tree, facts.format, path.name, digest, scores, part)


def sheet_of_format(name: str, project: Project) -> Sheet:
    """一种格式的空白的填报表，由起始输入而来。"""
    text, problems = starting_input(project.templates, name)
    tree, _ = parse(Source("", text)) if text else (None, ())
    if tree is None or blocking(problems):
        return Sheet(b"", problems)
    format, _, problems = format_for(tree, project)
    if format is None:
        return Sheet(b"", problems)
    return _drawn(tree, format, "", "", {})


def _drawn(
    tree: Node,
    format: Format,
    name: str,
    digest: str,
    scores: dict[str, str],
    part: str = "",
) -> Sheet:
    plan = plan_of(format.shape)
    problems = tuple(unwritable(plan, tree))
    if problems:
        return Sheet(b"", problems)
    facts, state = ready(tree, format.shape)
    version = Version(format.id, format.digest, name, digest, state, part=part)
    shown = shown_in(plan, facts, format)
    only = rows_of(contents(plan, facts), part) if part else None
    setting = Setting(format, plan, shown, version, scores, only=only)
    return Sheet(write_workbook(setting, facts).content)


def shown_in(plan: Plan, tree: Node, format: Format) -> frozenset[PlanPath]:
    """给人看的块和格：写了的、必填的、格式印的。"""
    written = visible(plan, tree)
    return visible(plan, tree, _printed(plan, format, written))


def _printed(plan: Plan, format: Format, written: frozenset[PlanPath]) -> frozenset[PlanPath]:
    """格式的提纲、表和模板提到的；还没有内容的块，整条路上的词都提到才算，行里的表不算。"""
    words = words_of(format)
    printed: set[PlanPath] = set()
    for block in plan.blocks:
        fields = block.fields if isinstance(block, Form) else block.columns
        ready = block.path in written
        if not ready and (ROW in block.path or not set(block.path) <= words):
            continue
        mentioned = _of_indicators(format) if block.path == INDICATORS else words
        for field in fields:
            if set(field.keys) <= mentioned:
                printed.add((*block.path, *field.keys))
    return frozenset(printed)


def _of_indicators(format: Format) -> frozenset[str]:
    """格式自己的表和模板印的指标的各项：写作 r.indicator.deviation；同名的词别处也有，不能只看词。"""
    spans = [format.outline.span, *(spec.span for spec in format.tables)]
    texts = [span.source.text for span in spans if span is not None]
    texts += [source.text for _, source in format.texts]
    words = {word for text in texts for word in _OF_INDICATOR.findall(text)}
    return frozenset(words | {"target", "actual", "weight"})


def scores_of(card: Scorecard | None) -> dict[str, str]:
    """各指标算得的得分；算不出的没有。"""
    lines = card.lines if card is not None else ()
    return {str(line.name): f"{line.score:f}" for line in lines if line.score is not None}


def untouched(path: Path, project: Project) -> bool:
    """一本填报表写出以后有没有填过：没有填过的可以换掉。"""
    facts = read_facts(path, project)
    if facts.filled is None or facts.tree is None or blocking(facts.diagnostics):
        return False
    return not is_filled(facts)


def is_filled(facts: Facts) -> bool:
    """填报表写出以后填过没有。"""
    assert facts.filled is not None and facts.tree is not None
    before, _ = parse(Source("", facts.filled.version.state))
    assert before is not None
    return normal(before, facts.shape) != normal(facts.tree, facts.shape)


def home_of(path: Path, facts: Facts) -> Path:
    """填报表并回哪一份输入：旁边的、它由之写出的那一份；没有的，同名的 .yaml。"""
    assert facts.filled is not None
    name = facts.filled.version.input
    beside = path.with_name(name) if name and Path(name).name == name else path
    if name and is_there(beside) and beside.suffix.lower() != path.suffix.lower():
        return beside
    return path.with_suffix(".yaml")


def filled_in(path: Path, project: Project) -> Facts:
    """一本填好的填报表；不是填报表的有诊断。"""
    facts = read_facts(path, project)
    if facts.filled is None and not blocking(facts.diagnostics):
        problem = diagnose("S05", whole(Source(path.as_posix())), "这不是填报表。", "写 .xlsx。")
        return Facts(None, facts.source, (problem,))
    return facts
