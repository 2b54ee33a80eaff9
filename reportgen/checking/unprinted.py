"""写了而没有印的（I06）：输入里的每一项，不是印进报告，就是计分、核对要用；两样都不是的，说出来。

各项有哪些，照值类型里的声明走一遍，所以新加的一项不必在这里登记：
不印而另有用处的才列在 `SERVES` 里。文字在成稿里找；数和“是”太短，找不准，
看格式的提纲、表和模板提不提这一项。同一种的许多处只说一次，指到头一处，说有几处。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import lru_cache
from itertools import chain

from reportgen.checking.mentioned import mentioned, words_of
from reportgen.checking.printout import Printout, first_line
from reportgen.core.declare import DECLARED, Declared
from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.document import Document
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.funds import FundLine
from reportgen.core.indicator import Indicator, SubIndicator
from reportgen.core.judgement import Judgement
from reportgen.core.model import PER_PROJECT, Evaluation, PictureFile, Project, Unit, Vetoed
from reportgen.core.narrative import Finding, Passage, Sections, Suggestion
from reportgen.core.quantity import Quantity, shorten
from reportgen.core.rules.bands import Bands
from reportgen.core.rules.kinds import Rule
from reportgen.core.rules.parts import Parts
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.stated import Stated, Waiver
from reportgen.core.survey import Question, Survey
from reportgen.core.target import Target
from reportgen.core.text import Record, Text

SERVES: dict[tuple[type, str], str] = {
    (Evaluation, "format"): "选格式",
    (Evaluation, "year"): "核对年度",
    (Evaluation, "date"): "落款、文件属性",
    (Evaluation, "scoring"): "计分的办法",
    (Evaluation, "waivers"): "豁免",
    (Evaluation, "stated"): "抄录，只供核对",
    (Evaluation, "approved"): "批复的绩效目标表，只供核对",
    (Evaluation, "dates"): "指标值里的日子；没有用到的另有说法",
    (Evaluation, "last"): "核对留着的旧话",
    (Evaluation, "review"): "复核文件，放进各指标",
    (Evaluation, "unchanged"): "核对留着的旧话",
    (Unit, "name"): "核对名称",
    (Project, "name"): "核对名称",
    (Indicator, "name"): "评分表",
    (Indicator, "level1"): "评分表",
    (Indicator, "level2"): "评分表",
    (Indicator, "target"): "计分",
    (Indicator, "adjusted"): "计分",
    (Indicator, "actual"): "计分",
    (Indicator, "weight"): "计分",
    (Indicator, "rule"): "计分",
    (Indicator, "judgement"): "计分",
    (Indicator, "reason"): "得分说明；没有用到的另有说法",
    (Indicator, "better"): "指标值的方向",
    (Indicator, "worked"): "核对实际完成值",
    (Indicator, "finding"): "核对扣分与问题",
    (Indicator, "met"): "是否完成",
    (Indicator, "owner"): "分给科室填报",
    (Finding, "owner"): "分给科室填报",
    (Suggestion, "owner"): "分给科室填报",
    (Passage, "owner"): "分给科室填报",
    (SubIndicator, "target"): "随它的名称印",
    (SubIndicator, "actual_text"): "随它的名称印",
    (FundLine, "added"): "核对全年预算数",
    (Finding, "id"): "问题与建议相对应",
    (Suggestion, "about"): "归类",
    (Suggestion, "answers"): "问题与建议相对应",
    (Question, "multiple"): "份额按什么算",
    (SubIndicator, "actual"): "随它的名称印",
    (PictureFile, "file"): "图片的文件",
    (PictureFile, "about"): "归类",
    (Vetoed, "name"): "一票否决",
    (Vetoed, "reason"): "计分的步骤",
}
"""不印也有用处的各项：值类型和字段 → 用在哪里。没有列出的，都应当印。"""

ONLY_A_LABEL = frozenset(("funds.total.name",))
"""只是称呼的：合计一行叫什么，由表来定。"""

MOST_SEARCHED = 100
"""同一种文字最多说到这么多处没有印：每一处都要在整篇里找一遍。"""


@frozen
class Written:
    """输入里写了的一项：哪一种（路径）、中文名、属于哪一条（指标名）、值、写在哪里。"""

    path: str
    title: str
    owner: str
    value: object
    span: Span | None


def check_unprinted(
    document: Document, evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """I06 输入里写了，而报告没有印、计分和核对也不用的。"""
    evaluation = _placed(evaluation, scorecard)
    words = words_of(format)
    printout = Printout(document)
    lost: dict[str, list[Written]] = {}
    lines = chain.from_iterable(card.lines for card in (scorecard, *scorecard.projects))
    idle = chain.from_iterable(map(_idle, lines))
    for item in (*written_in(evaluation), *idle):
        missed = lost.setdefault(item.path, [])
        if len(missed) > MOST_SEARCHED:
            continue
        if _used_by_checks(item):
            continue
        if isinstance(item.value, str):
            there = printout.has(item.value, item.span)
        else:
            there = mentioned(item.path, words)
        if not there:
            missed.append(item)
    for path, missed in lost.items():
        if missed:
            yield _not_printed(path, missed, evaluation)


def _placed(evaluation: Evaluation, scorecard: Scorecard) -> Evaluation:
    """进了评分表的指标；没有归处的另有诊断，它的各项不再一一说。"""
    names = {str(line.name) for line in scorecard.lines}
    kept = tuple(each for each in evaluation.indicators if str(each.name) in names)
    parts = zip(evaluation.projects, scorecard.projects, strict=False)
    projects = tuple(_placed(part, card) for part, card in parts)
    return replace(evaluation, indicators=kept, projects=projects)


def _used_by_checks(item: Written) -> bool:
    """满意度的佐证是 C21 要的，印不印都有用。"""
    return item.path == "indicators.evidence" and "满意" in item.owner


def _idle(line: ScoreLine) -> Iterator[Written]:
    """一行里写了 finished（按期完成且未超预算），而它的规则不看。"""
    if line.indicator.judgement.finished and not _looks_at_finished(line.rule):
        title = "是否按期完成且未超预算"
        yield Written("indicators.finished", title, str(line.name), True, line.span)


def _looks_at_finished(rule: Rule | None) -> bool:
    if isinstance(rule, Parts):
        return any(_looks_at_finished(part.rule) for part in rule.parts)
    return isinstance(rule, Bands) and rule.finished is not None


def _not_printed(path: str, missed: list[Written], evaluation: Evaluation) -> Diagnostic:
    first = missed[0]
    span = first.span or evaluation.span
    assert span is not None
    title = f"“{first.title}”（{path}）"
    owner = f"“{first.owner}”的" if first.owner else ""
    what = "" if first.value is True else f"“{shorten(first_line(str(first.value)))}”"
    message = f"{owner}{title}写了{what}，没有进入报告"
    if len(missed) > 1:
        count = "许多" if len(missed) > MOST_SEARCHED else f" {len(missed)} "
        message += f"；同样的共{count}处"
    help = "看看键名或归类是不是写对了；这种报告不印、计分也不用的，删去。"
    return diagnose("I06", span, f"{message}。", help, subject=path)


def written_in(evaluation: Evaluation) -> Iterator[Written]:
    """输入里写了的各项，照写的次序；几个项目的，各项目自己的也在内。"""
    yield from _of(evaluation, "", "", evaluation.span)
    for part in evaluation.projects:
        kind: type = type(part)
        for field, declaration in _declared(kind):
            if field.name in ("project", *PER_PROJECT):
                yield from _field(part, field, declaration, "", "", part.span)


@lru_cache(maxsize=128)
def _declared(kind: type) -> tuple[tuple[Field[object], Declared], ...]:
    """一个值类型里声明过的、有自己写法的、应当印的各项。"""
    declared: list[tuple[Field[object], Declared]] = []
    for field in fields(kind):
        declaration = field.metadata.get(DECLARED)
        if declaration is None or declaration.way is None or (kind, field.name) in SERVES:
            continue
        declared.append((field, declaration))
    return tuple(declared)


def _of(value: object, path: str, owner: str, span: Span | None) -> Iterator[Written]:
    """一个值里写了的各项。"""
    span = getattr(value, "span", None) or span
    name = getattr(value, "name", None) or getattr(value, "title", None)
    if isinstance(name, Text) and not isinstance(value, Unit | Project):
        owner = str(name)
    kind: type = type(value)
    for field, declaration in _declared(kind):
        yield from _field(value, field, declaration, path, owner, span)


def _field(
    value: object,
    field: Field[object],
    declaration: Declared,
    path: str,
    owner: str,
    span: Span | None,
) -> Iterator[Written]:
    content = getattr(value, field.name)
    if field.name == "projects" and path == "":
        return
    if content is None or content is False:
        return
    if isinstance(value, Unit) and content == value.name:  # 没有写简称的，就是全称
        return
    if isinstance(value, Finding) and field.name == "title" and _more_than_title(value):
        return
    if field.default is not MISSING and content == field.default:
        return
    if declaration.spread:
        yield from _content(content, path, declaration.title, owner, span)
        return
    key = declaration.key or field.name
    inner = f"{path}.{key}" if path else key
    if inner in ONLY_A_LABEL:
        return
    yield from _content(content, inner, declaration.title, owner, span)


def _more_than_title(finding: Finding) -> bool:
    """标题必须写；有正文的、有编号的（核对扣分和建议要用），标题只是称呼它，有的格式不印。"""
    return bool(finding.text or finding.items or finding.id)


def _content(
    content: object, path: str, title: str, owner: str, span: Span | None
) -> Iterator[Written]:
    """一项的内容：列表和一组的走到底。"""
    if content is None or content is False or isinstance(content, Judgement | Stated | Waiver):
        return
    if isinstance(content, tuple):
        for item in content:
            yield from _content(item, path, title, owner, span)
    elif isinstance(content, Record):
        for name, entry in content.entries:
            inner = path if isinstance(entry, Survey) else f"{path}.{name}"
            yield from _content(entry, inner, title, owner, content.span or span)
    elif isinstance(content, Sections):
        for name, section in content.entries:
            yield from _content(section, f"{path}.{name}", title, "", span)
    elif isinstance(content, Target):
        yield Written(path, title, owner, content.text, content.span or span)
    elif isinstance(content, Text | Quantity) or not is_dataclass(content):
        yield Written(path, title, owner, content, getattr(content, "span", None) or span)
    elif not isinstance(content, Rule):
        yield from _of(content, path, owner, span)
