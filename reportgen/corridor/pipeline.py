"""走廊：读 → 评 → 换引用 → 核 → 写 → 核文 → 出。只管次序，和走不走得下去；道理都在各个房间里。

走廊只在下一个房间没有东西可依时停下：读不成、形状不对、格式不可用。
计分和相合的问题在一次运行里全部说完。
有未豁免的错误就不出稿；`draft` 是例外，写出的文件名和页眉都标“草稿”。
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.checking.beforehand import check_beforehand, said_once
from reportgen.checking.braces import check_braces
from reportgen.checking.checks import check_facts, check_shared, check_text
from reportgen.checking.waivers import waive
from reportgen.composing.outline import compose
from reportgen.composing.prose import fill, has_escape, literal
from reportgen.core.diagnostics import Diagnostic, Source, blocking
from reportgen.core.examined import Examined, FilledForm
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.outside import is_there
from reportgen.corridor.facts import Facts, format_for, read_facts
from reportgen.corridor.inputs import WORKBOOKS
from reportgen.corridor.places import as_given
from reportgen.corridor.project import DRAFT_MARK, Project, output_stem, project_of
from reportgen.recognising.composed import recognise_composed
from reportgen.scoring.card import score as score_card
from reportgen.source.decode import decode, without_repeats
from reportgen.source.files import decode_text, read_bytes
from reportgen.source.tree import Mapping

if TYPE_CHECKING:
    from reportgen.word.reading.digests import Enclosed


@frozen
class Built:
    """出过的一份报告：写出的文件（没有出稿则为空）和查的结果。"""

    examined: Examined
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def examine(
    path: Path,
    *,
    name: str = "",
    templates: Path | None = None,
    draft: bool = False,
) -> Examined:
    """读、评、核、写（不出稿）：`check` 和 `score` 到此为止。name 是诊断里显示的文件名。"""
    examined = examine_in(project_of(path, templates), path, name=name, draft=draft)
    diagnostics = as_given(examined.diagnostics, templates, examined.source)
    return replace(examined, diagnostics=diagnostics)


def examine_in(project: Project, path: Path, *, name: str = "", draft: bool = False) -> Examined:
    """已知工程的：同 examine，格式文件的位置写成 templates/格式/文件。"""
    return examine_read(read_facts(path, project, name), path, project, draft=draft)


def examine_read(facts: Facts, path: Path, project: Project, *, draft: bool = False) -> Examined:
    """读进来的：同 examine_in。树可以是改过的，附带的文件仍在 path 旁边找。"""
    tree, source, format = facts.tree, facts.source, facts.format
    shape, diagnostics = facts.shape, facts.diagnostics
    if tree is None or format is None:
        return Examined(source, diagnostics)
    reviews: tuple[tuple[str, str], ...] = ()
    unplaced: tuple[Diagnostic, ...] = ()
    if isinstance(tree, Mapping) and tree.get("review") is not None:
        from reportgen.source.secondfile import reviewed

        tree, unplaced, reviews = reviewed(tree, path.parent)
        facts = replace(facts, tree=tree)
    diagnostics += facts.problems()
    if facts.part:
        from reportgen.corridor.waiting import only_a_part

        return Examined(source, (*diagnostics, only_a_part(facts)), format)
    if is_there(path.with_suffix(WORKBOOKS[0])):
        from reportgen.corridor.waiting import check_waiting

        diagnostics += tuple(check_waiting(path, facts, project))
    if isinstance(tree, Mapping) and tree.get("last") is not None:  # 转年度来的
        from reportgen.corridor.lastyear import check_rolled

        diagnostics += tuple(check_rolled(tree, shape, path, project, format_for))
    if blocking(diagnostics):
        return Examined(source, diagnostics + unplaced, format)
    diagnostics += unplaced
    manifest = format.manifest
    evaluation, problems = decode(
        tree, shape, basis=manifest.basis, money=manifest.unit_of_money, scoring=manifest.scoring
    )
    named = evaluation.pictures or evaluation.approved is not None
    if not len(evaluation.files) and not named:
        examined = examine_facts(evaluation, format, source, diagnostics + problems, draft=draft)
        return replace(examined, attached=reviews)
    from reportgen.source.attached import attach

    evaluation, unusable, attached = attach(evaluation, path.parent)
    diagnostics += problems + unusable
    examined = examine_facts(evaluation, format, source, diagnostics, draft=draft)
    return replace(examined, attached=(*reviews, *attached))


def examine_facts(
    evaluation: Evaluation,
    format: Format,
    source: Source,
    diagnostics: tuple[Diagnostic, ...] = (),
    *,
    draft: bool = False,
) -> Examined:
    """评、核、写：已有评价和格式时从这里进走廊。"""
    evaluation = without_repeats(evaluation)
    scorecard, problems = score_card(evaluation, format)
    diagnostics += problems
    evaluation, scorecard, refused = fill(evaluation, scorecard, format)
    diagnostics += refused
    diagnostics += check_facts(evaluation, scorecard, format)
    for part, card in zip(evaluation.projects, scorecard.projects, strict=True):
        diagnostics += check_facts(part, card, format)
    diagnostics += check_shared(evaluation, scorecard, format)
    document, problems = compose(evaluation, scorecard, format, draft=draft)
    forms: tuple[FilledForm, ...] = ()
    everything = document
    if format.forms:
        from reportgen.corridor.forming import fill_forms, with_everything, with_forms

        forms, faults = fill_forms(evaluation, scorecard, format, document)
        problems += faults
        composed, document = document, with_forms(document, forms, format)
        everything = with_everything(document, forms, format)
    diagnostics += problems
    if not blocking(problems):  # 有一处没有写成的，还说不准什么没有印
        diagnostics += check_text(everything, evaluation, scorecard, format)
    tables = recognise_composed(document, evaluation)
    printed = check_beforehand(tables, scorecard, format)
    diagnostics = said_once(diagnostics, printed)
    diagnostics += tuple(check_braces(everything, evaluation, format, diagnostics))
    if refused or has_escape(source.text):
        changed = literal(evaluation, scorecard, document, diagnostics)
        evaluation, scorecard, document, diagnostics = changed
        if forms:  # 花括号换回来以后再填一遍
            _, _, composed, _ = literal(evaluation, scorecard, composed, ())
            forms, _ = fill_forms(evaluation, scorecard, format, composed)
    diagnostics = waive(_wanted(diagnostics, format), evaluation.waivers)
    return Examined(source, diagnostics, format, evaluation, scorecard, document, (), forms)


def _wanted(diagnostics: tuple[Diagnostic, ...], format: Format) -> tuple[Diagnostic, ...]:
    """格式写明不查的提醒和说明去掉；错误去不掉。"""
    silent = {code for code, _ in format.manifest.silent}
    if not silent:
        return diagnostics
    return tuple(
        each for each in diagnostics if each.severity == "error" or each.code not in silent
    )


def build(
    path: Path,
    *,
    name: str = "",
    directory: Path | None = None,
    templates: Path | None = None,
    draft: bool = False,
    compress: bool = False,
    pages: bool = True,
    checklist: bool = False,
    embed: bool = False,
) -> Built:
    """一份输入 → Word、Markdown、score.yaml 三个文件。有未豁免的错误则什么也不写（draft 除外）。

    embed 为真的，输入放在 Word 文件里，extract 取得出来。
    """
    from reportgen.corridor.files import replace_files

    examined = examine(path, name=name, templates=templates, draft=draft)
    if examined.document is None or (blocking(examined.diagnostics) and not draft):
        return Built(examined, (), examined.diagnostics)
    enclosed = _enclosed(path, examined) if embed else None
    contents, problems = render(examined, compress=compress, pages=pages, enclosed=enclosed)
    diagnostics = examined.diagnostics + as_given(problems, templates)
    if not contents:
        return Built(examined, (), diagnostics)
    if checklist:
        from reportgen.papers.checklist import SUFFIX
        from reportgen.papers.checklist import checklist as list_checks

        contents = (*contents, (SUFFIX, list_checks(examined).encode()))
    stem = output_stem(path, project_of(path, templates), directory)
    mark = DRAFT_MARK if draft else ""
    files = tuple((stem.with_name(f"{stem.name}{mark}{suffix}"), data) for suffix, data in contents)
    problems = replace_files(files)
    written = () if problems else tuple(target for target, _ in files)
    return Built(examined, written, diagnostics + problems)


def _enclosed(path: Path, examined: Examined) -> Enclosed:
    """要放在成稿里的输入：原来的字节；查过以后文件变了的、不是 YAML 的，是查的那份文字。"""
    from reportgen.word.reading.digests import Enclosed

    text = examined.source.text
    data, _ = read_bytes(path, path.name)
    if decode_text(data, path.name)[0].text != text:
        data = text.encode()
    return Enclosed(f"{path.stem}.yaml", data)


def render(
    examined: Examined,
    *,
    compress: bool = False,
    pages: bool = True,
    enclosed: Enclosed | None = None,
) -> tuple[tuple[tuple[str, bytes], ...], tuple[Diagnostic, ...]]:
    """查过的输入 → 各文件的扩展名和内容，头一个是要交的那一份；Word 模板有错时没有内容，只有诊断。

    pages 为真而机器上有 LibreOffice 的，目录印页码（要多花几秒）；否则目录只印标题。enclosed 是要放在成稿里的输入。
    """
    from reportgen.corridor.rendering import written_report
    from reportgen.papers.markdown import write_markdown
    from reportgen.papers.score_record import write_printed, write_score_yaml

    format, scorecard, document = examined.format, examined.scorecard, examined.document
    assert format and scorecard and document
    digests = (
        ("input", digest_of(examined.source.text)),
        ("format", format.digest),
        *examined.attached,
    )
    contents: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    words: tuple[str, ...] = ()
    if format.reports:
        written, problems = written_report(
            examined, digests, enclosed, compress=compress, pages=pages
        )
        if written is None:
            return (), problems
        contents, words = ((".docx", written.data),), written.words
    if format.forms:
        from reportgen.corridor.forming import written_forms
        from reportgen.forms.sealing import Sealing

        assert examined.evaluation
        sealing = Sealing(examined.evaluation.date, digests)
        forms, printed = written_forms(
            examined.forms, format, document, sealing, enclosed, compress=compress
        )
        contents += forms
        words = words or printed
    record = write_score_yaml(scorecard, format) + write_printed(words)
    contents += (
        (".md", write_markdown(document).encode()),
        (".score.yaml", record.encode()),
    )
    return contents, problems


def word_in(contents: tuple[tuple[str, bytes], ...], name: str) -> bytes | None:
    """几个文件里的 Word 成稿：文件名是 x.form.docx 的是表样，别的是报告；只出 Excel 的没有。"""
    written = dict(contents)
    return written.get(".form.docx" if name.endswith(".form.docx") else ".docx")


def digest_of(text: str) -> str:
    """输入的指纹：文字的 SHA-256，写在成稿的自定义属性里。"""
    return hashlib.sha256(text.encode()).hexdigest()
