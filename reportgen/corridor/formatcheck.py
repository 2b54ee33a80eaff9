"""核对格式：一个格式文件夹走一遍走廊。

互查引用、模板里的名字、Word 模板、规则用例，最后用 sample.yaml 试写一份。
"""

from __future__ import annotations

from pathlib import Path

from reportgen.composing.lint import lint_templates
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.format import Format
from reportgen.corridor.files import replace_files
from reportgen.corridor.pipeline import examine_in
from reportgen.corridor.project import Project
from reportgen.formats.cases import RuleCase, load_cases
from reportgen.formats.check import check_references
from reportgen.formats.load import load_format, shown
from reportgen.scoring.trial import try_case
from reportgen.word.frame.frame import read_frame
from reportgen.word.frame.shadow import normalise, shadow

SHADOW = "report.docx.txt"


def check_format(folder: Path, *, write: bool = False) -> tuple[Diagnostic, ...]:
    """一种格式的全部诊断。write 为真时整理 Word 模板并重写它的文字影子。"""
    format, diagnostics = load_format(folder)
    if format is None:
        return diagnostics
    diagnostics += check_references(format) + lint_templates(format) + _frame(folder, write=write)
    if blocking(diagnostics):
        return diagnostics
    return diagnostics + _cases(format) + _sample(folder)


def _frame(folder: Path, *, write: bool) -> tuple[Diagnostic, ...]:
    """Word 模板能不能用，文字影子过没过期。"""
    path, kept = folder / "report.docx", folder / SHADOW
    data = path.read_bytes()
    frame, diagnostics = read_frame(data, shown(folder, "report.docx"))
    if frame is None:
        return diagnostics
    if write:
        data = normalise(data)
        return diagnostics + replace_files(((path, data), (kept, shadow(data).encode())))
    if not kept.is_file() or kept.read_text("utf-8") != shadow(data):
        span = whole(Source(shown(folder, SHADOW)))
        help = f"运行 reportgen format check {folder.name} --write，再看看影子里变了什么。"
        diagnostics += (diagnose("W07", span, f"{SHADOW} 与 report.docx 不一致。", help),)
    return diagnostics


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
    return examine_in(project, folder / "sample.yaml", name=name).diagnostics
