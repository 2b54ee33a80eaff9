"""写批注：一份成稿的诊断 → 审阅人自己那份 Word 文件里的批注，一条诊断一条批注。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.core.codes import SEVERITY_NAMES
from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.kinds import kind_of
from reportgen.core.outside import read_outside
from reportgen.corridor.files import replace_files
from reportgen.word.annotating import Remark, annotated
from reportgen.word.package import LARGEST_PACKAGE, BadPackage

WHOLE = "全文"


def annotate(path: Path, problems: Sequence[Diagnostic], target: Path) -> tuple[Diagnostic, ...]:
    """把 problems 写成批注，存成 target；写不成的给出诊断。没有问题的照样存一份。"""
    place = replace(whole(Source(path.as_posix())), label="")
    try:
        data = read_outside(path, LARGEST_PACKAGE)
        if kind_of(data) != "docx":
            raise BadPackage("批注只写得进 .docx")
        made = annotated(data, [_remark(problem) for problem in problems])
    except (OSError, ValueError) as error:
        message = f"{path.name} 写不了批注：{error}。"
        help = "在 Word 或 WPS 里另存为 .docx，再核对那一份。"
        return (diagnose("S05", place, message, help),)
    return replace_files(((target, made),))


def _remark(problem: Diagnostic) -> Remark:
    """一条诊断说的话：等级、代码、名称；哪里不对；怎么改。"""
    lines = [f"{SEVERITY_NAMES[problem.severity]} {problem.code} {problem.title}", problem.message]
    if problem.help:
        lines.append(f"改法：{problem.help}")
    if problem.waived:
        lines.append(f"已豁免：{problem.waived}")
    label = problem.span.label
    return Remark("" if label == WHOLE else label, tuple(lines))
