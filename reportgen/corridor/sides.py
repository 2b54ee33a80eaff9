"""比的一边从哪里来：输入走一遍走廊；成稿凭指纹找到写出它的输入，文字没有改过就照那份输入，否则照印出的认。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.comparing.sides import Card, Side
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.document import Block, Cell, Document, Heading, Paragraph, Row, Run, Table
from reportgen.core.examined import Examined
from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainDocument, PlainTable
from reportgen.core.recognised import Recognised, Unread
from reportgen.core.shape import Shape
from reportgen.corridor.facts import Facts, format_for, format_with, read_facts
from reportgen.corridor.inputs import is_report
from reportgen.corridor.origin import digest_of_file, input_of
from reportgen.corridor.pipeline import examine_read, render, word_in
from reportgen.corridor.places import as_given
from reportgen.corridor.project import DRAFT_MARK, Project, project_of
from reportgen.corridor.review import same_text
from reportgen.corridor.unreadable import revisions_told
from reportgen.corridor.wordfile import WordFile, read_word
from reportgen.recognising.report import recognise
from reportgen.source.tree import Node
from reportgen.word.reading.digests import digests_of
from reportgen.word.reading.foreign import read_foreign

UNDECIDED = "D01"
"""比不了的。"""

_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^。；]{1,40}"
)
_PAGE = re.compile(r"\s*\d+$")


@frozen
class Reading:
    """读成的一边：由输入来的有查过的结果、树和形状；只有成稿的有认出的。notes 是读的时候要说的。"""

    name: str
    examined: Examined | None = None
    tree: Node | None = None
    shape: Shape = Shape()
    recognised: Recognised | None = None
    document: PlainDocument | None = None
    notes: tuple[str, ...] = ()


Failed = tuple[Diagnostic, ...]
"""读不成、判断不了的：诊断。"""


def read_side(path: Path, templates: Path | None, other: Path | None = None) -> Reading | Failed:
    """一个文件：输入，或成稿。other 是要同它比的一份：成稿也许就是由它写出的。"""
    shown = path.as_posix()
    if not is_report(path):
        return read_input(path, project_of(path, templates), shown, templates)
    file = read_word(path, shown)
    if isinstance(file, Diagnostic):
        return (file,)
    digests = digests_of(file.data)
    place = replace(whole(Source(shown)), label="全文")
    told = revisions_told(file.document.revisions, place)
    notes = tuple(f"{shown} {revisions.message}" for revisions in told)
    origin = _origin(path, digests.get("input", ""), other)
    if origin is not None:
        reading = read_input(origin, project_of(origin, templates), shown, templates)
        if isinstance(reading, Reading) and _unchanged(path, file, reading):
            return replace(reading, notes=notes)
    reading = _recognised(path, file, digests.get("format", ""), templates, shown)
    return replace(reading, notes=notes) if isinstance(reading, Reading) else reading


def _origin(path: Path, digest: str, other: Path | None) -> Path | None:
    """写出成稿的输入：同它比的那一份，或在 inputs/ 里的。"""
    if not digest:
        return None
    if other is not None and not is_report(other) and digest_of_file(other) == digest:
        return other
    return input_of(path, digest)


def read_input(
    path: Path, project: Project, shown: str, templates: Path | None = None
) -> Reading | Failed:
    """一份输入；评不了的（读不成、形状不对）是诊断。"""
    return read_written(read_facts(path, project), path, project, shown, templates)


def read_written(
    facts: Facts, path: Path, project: Project, shown: str, templates: Path | None = None
) -> Reading | Failed:
    """读进来的一份输入；树可以是改过的。"""
    examined = examine_read(facts, path, project)
    diagnostics = as_given(examined.diagnostics, templates, examined.source)
    examined = replace(examined, diagnostics=diagnostics)
    if examined.scorecard is None or examined.format is None:
        return tuple(problem for problem in diagnostics if blocking((problem,)))
    return Reading(shown, examined, facts.tree, facts.shape)


def with_tree(facts: Facts, tree: Node, project: Project) -> Facts:
    """同一份输入，树换过：格式、形状照换过的。"""
    format, shape, problems = format_for(tree, project)
    return replace(facts, tree=tree, diagnostics=problems, format=format, shape=shape)


def _unchanged(path: Path, file: WordFile, reading: Reading) -> bool:
    """成稿的文字是不是这份输入现在写出的；草稿另有“草稿”的字样，不算改过。"""
    examined = reading.examined
    if examined is None or examined.document is None:
        return False
    if path.stem.removesuffix(".form").endswith(DRAFT_MARK):
        return False
    contents, _ = render(examined, pages=False)
    written = word_in(contents, path.name)
    if written is None:
        return False
    built = read_foreign(written, reading.name)
    return same_text(file.document, built, examined.document)


def _recognised(
    path: Path, file: WordFile, digest: str, templates: Path | None, shown: str
) -> Reading | Failed:
    """只有成稿的：认出的事实。别处来的，一张表也没有认出，就不知道比什么。"""
    recognised = recognise(file.document, shown)
    format = format_with(digest, project_of(path, templates).templates) if digest else None
    if format is not None:
        recognised = replace(recognised, grades=format.manifest.grades)
    if not recognised.tables and not digest:
        message = f"{path.name} 里没有认出评分表，也没有认出资金表，不知道比什么。"
        help = "diff 比的是绩效评价报告和输入；别的 Word 文件用 Word 的“比较”。"
        return (diagnose(UNDECIDED, whole(Source(shown)), message, help),)
    return Reading(shown, recognised=recognised, document=file.document)


def as_printed(reading: Reading) -> Reading:
    """同成稿比的输入：也只看它印出的，两边才一样。"""
    examined = reading.examined
    if examined is None or examined.format is None:
        return reading
    contents, _ = render(examined, pages=False)
    written = word_in(contents, "")
    if written is None:  # 只出 Excel 表样的
        return reading
    plain = read_foreign(written, reading.name)
    recognised = replace(recognise(plain, reading.name), grades=examined.format.manifest.grades)
    return Reading(reading.name, recognised=recognised, document=plain, notes=reading.notes)


def side_of(reading: Reading) -> Side:
    """读成的 → 比的一边。"""
    if reading.examined is not None:
        side = _exact(reading.name, reading.examined)
    else:
        assert reading.recognised is not None and reading.document is not None
        side = _printed(reading.name, reading.recognised, reading.document)
    return replace(side, notes=(*reading.notes, *side.notes))


def _exact(name: str, examined: Examined) -> Side:
    evaluation, scorecard = examined.evaluation, examined.scorecard
    assert evaluation is not None and scorecard is not None
    cards = []
    if evaluation.indicators or not evaluation.projects:
        cards.append(Card("", evaluation, scorecard))
    for part, card in zip(evaluation.projects, scorecard.projects, strict=True):
        cards.append(Card(card.project, part, card))
    return Side(
        name=name,
        evaluation=evaluation,
        cards=tuple(cards),
        document=examined.document or Document((), ()),
        whole=scorecard if evaluation.projects and not evaluation.indicators else None,
        format=examined.format,
        notes=tuple(_errors(name, examined)),
        attached=examined.attached,
    )


def _errors(name: str, examined: Examined) -> Iterator[str]:
    problems = [problem for problem in examined.diagnostics if blocking((problem,))]
    if problems:
        yield f"{name} 有 {len(problems)} 个错误没有改，也没有豁免，照现在的样子比。"


def _printed(name: str, recognised: Recognised, plain: PlainDocument) -> Side:
    scored = [facts for facts in recognised.tables if facts.scorecard is not None]
    cards: list[Card] = []
    for number, facts in enumerate(scored, 1):
        scorecard = facts.scorecard
        assert scorecard is not None
        project = f"第 {number} 张评分表" if len(scored) > 1 else ""
        if not project:
            stated = next((said for said in recognised.statements if said.score is not None), None)
            total = scorecard.total
            if stated is not None and stated.score is not None:
                total = stated.score.number
            elif recognised.totals:
                total = recognised.totals[0]
            grades = [str(said.grade) for said in recognised.statements if said.grade is not None]
            grade = grades[0] if grades else ""
            scorecard = replace(scorecard, total=total, grade=grade, complete=True)
        cards.append(Card(project, facts.evaluation, scorecard))
    return Side(
        name=name,
        evaluation=recognised.whole.evaluation,
        cards=tuple(cards),
        document=_document_of(plain),
        notes=tuple(_unread(name, recognised)),
    )


def _unread(name: str, recognised: Recognised) -> Iterator[str]:
    for unread in recognised.unread:
        if not isinstance(unread, Unread):
            yield f"{name} 的{unread.what}“{unread.text}”没有看懂，没有比。"
        elif unread.count == 0:
            yield f"{name} 没有认出{unread.what}，没有比。"
        elif unread.what != "评分表":
            yield f"{name} 认出 {unread.count} 张{unread.what}，分不清哪一张，没有比。"


def _document_of(plain: PlainDocument) -> Document:
    """成稿的段落和表格 → 报告结构：够比句子用的。目录的各行（与后面的标题相同）不要。"""
    texts = [paragraph.text for paragraph in plain.paragraphs]
    last: dict[str, int] = {str(text): number for number, text in enumerate(texts)}
    blocks: list[Block] = []
    for number, text in enumerate(texts):
        title = _PAGE.sub("", text)
        heading = _HEADING.fullmatch(title) is not None
        if heading and last.get(title, number) > number:
            continue
        if heading:
            blocks.append(Heading(1, "", title))
        else:
            blocks.append(Paragraph((Run(str(text)),)))
    return Document((), (*blocks, *map(_table_of, plain.tables)))


def _table_of(table: PlainTable) -> Table:
    """一张表；合并的格子只留一次。"""
    rows = []
    for number, row in enumerate(table.rows, 1):
        cells = []
        for column, cell in enumerate(row, 1):
            if (cell.row, cell.column) == (number, column):
                cells.append(Cell((str(cell.text),)))
        rows.append(Row(tuple(cells)))
    return Table(f"第 {table.number} 张表", "", (), 0, tuple(rows))
