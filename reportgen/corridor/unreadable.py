"""读 Word 文件的都要说的两件事：为什么读不了，有几处修订没有处理。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.oserrors import reason
from reportgen.core.outside import TooLarge
from reportgen.corridor.opening import Unopened


def unreadable(path: Path, error: Exception, place: Span) -> Diagnostic:
    """读不了的一份 Word 文件。"""
    place = replace(place, label="")
    if isinstance(error, OSError):
        message = f"读不了 {path.name}：{reason(error)}。"
        return diagnose("S05", place, message, "看看文件名，或是不是被别的程序占用。")
    if isinstance(error, TooLarge):
        help = "把里面的图片压缩一下，或删去附件，再另存一份。"
        return diagnose("S07", place, f"{path.name} {error}。", help)
    message = f"{path.name} 打不开：{error}。"
    help = error.help if isinstance(error, Unopened) else "在 Word 或 WPS 里另存为 .docx。"
    return diagnose("S05", place, message, help)


def revisions_told(revisions: int, place: Span) -> tuple[Diagnostic, ...]:
    """V02 有修订没有处理；读的是接受以后的文字。"""
    if not revisions:
        return ()
    message = f"有 {revisions} 处修订未处理，按接受后的文字读。"
    help = "在 Word 或 WPS 的“审阅”里接受或拒绝，再存一份。"
    return (diagnose("V02", place, message, help, subject="修订"),)
