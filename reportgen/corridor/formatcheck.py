"""核对格式：一个格式文件夹走一遍走廊。

互查引用、模板里的名字、Word 模板、规则用例，最后用 sample.yaml 试写一份。
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.composing.lint import lint_templates
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.form import Form
from reportgen.core.format import Format
from reportgen.core.outside import is_there, read_outside
from reportgen.corridor.files import replace_files
from reportgen.corridor.pipeline import examine_in
from reportgen.corridor.project import Project
from reportgen.corridor.rendering import ill_fitting_tables
from reportgen.formats.cases import RuleCase, load_cases
from reportgen.formats.check import check_references
from reportgen.formats.editors import generated, stale
from reportgen.formats.frames import frame_place
from reportgen.formats.load import load_format, shown
from reportgen.formats.start import other_defaults
from reportgen.scoring.trial import try_case
from reportgen.source.files import read_source
from reportgen.word.frame.shadow import shadow
from reportgen.word.frame.template import read_frame
from reportgen.word.frame.tidying import normalise
from reportgen.word.package import LARGEST_PACKAGE


def check_format(folder: Path, *, write: bool = False) -> tuple[Diagnostic, ...]:
    """一种格式的全部诊断。write 为真时整理 Word 模板，重写它的文字影子和编辑器用的 schema。"""
    format, diagnostics = load_format(folder)
    if format is None:
        return diagnostics
    diagnostics += check_references(format) + lint_templates(format) + other_defaults(format)
    diagnostics += _frame(format, write=write)
    for form in format.forms:
        diagnostics += _form(form, format, write=write)
    diagnostics += replace_files(generated(format)) if write else tuple(stale(format))
    if blocking(diagnostics):
        return diagnostics
    return diagnostics + _cases(format) + _sample(folder)


def _frame(format: Format, *, write: bool) -> tuple[Diagnostic, ...]:
    """Word 模板能不能用，文字影子过没过期。"""
    place = frame_place(format.folder, format.manifest.frame)
    if not format.reports and not is_there(place.path):  # 只出表样的可以没有
        return ()
    kept = place.shadow
    data = read_outside(place.path, LARGEST_PACKAGE)
    frame, diagnostics = read_frame(data, place.shown)
    if frame is None:
        return diagnostics
    if write:
        data = normalise(data)
        return diagnostics + replace_files(((place.path, data), (kept.path, shadow(data).encode())))
    written, problems = read_source(kept.path) if is_there(kept.path) else (Source(""), ())
    if problems or written.text != shadow(data):
        span = whole(Source(kept.shown))
        message = f"{kept.path.name} 与 {place.path.name} 不一致。"
        help = f"运行 reportgen format check {format.id} --write，再看看影子里变了什么。"
        diagnostics += (diagnose("W07", span, message, help),)
    return diagnostics


def _form(form: Form, format: Format, *, write: bool) -> tuple[Diagnostic, ...]:
    """表样的文字影子过没过期；write 为真时整理 Word 表样，重写影子。"""
    from reportgen.forms.shadow import SUFFIX, shadow_of

    path = format.folder / form.name
    kept = path.with_name(path.name + SUFFIX)
    if write:
        tidied = normalise(form.data) if path.suffix == ".docx" else form.data
        text = shadow_of(replace(form, data=tidied)).encode()
        return replace_files(((path, tidied), (kept, text)))
    written, problems = read_source(kept) if is_there(kept) else (Source(""), ())
    if not problems and written.text == shadow_of(form):
        return ()
    span = whole(Source(form.shown + SUFFIX))
    message = f"{kept.name} 与 {form.name} 不一致。"
    help = f"运行 reportgen format check {format.id} --write，再看看影子里变了什么。"
    return (diagnose("F12", span, message, help),)


def _cases(format: Format) -> tuple[Diagnostic, ...]:
    """规则用例逐条算一遍。"""
    cases, diagnostics = load_cases(format.folder)
    for case in cases:
        diagnostics += _case(case, format)
    return diagnostics


def _case(case: RuleCase, format: Format) -> tuple[Diagnostic, ...]:
    result, reason = try_case(case.indicator, format)
    if result == case.expected:
        return ()
    got = reason if result is None else f"算得 {result:f}"
    message = f"用例“{case.why or case.indicator.name}”写的得分是 {case.expected:f}，{got}。"
    return (diagnose("F07", case.span, message, "核对用例和规则，改其中一处。"),)


def _sample(folder: Path) -> tuple[Diagnostic, ...]:
    """sample.yaml 写得成一份没有错误的报告。"""
    name = shown(folder, "sample.yaml")
    project = Project(None, folder.parent)
    examined = examine_in(project, folder / "sample.yaml", name=name)
    return examined.diagnostics + ill_fitting_tables(examined)
