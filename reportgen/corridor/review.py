"""核对成稿：走廊的另一头。任何一份评价报告的 Word 文件，读成段落和表格，复算、比对，不出稿。"""

from __future__ import annotations

from pathlib import Path

from reportgen.checking.finished import check_finished
from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.oserrors import reason
from reportgen.core.outside import TooLarge, read_outside
from reportgen.corridor.project import project_of
from reportgen.formats.load import load_claims
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.reading.foreign import read_foreign


def review(path: Path, *, name: str = "", templates: Path | None = None) -> tuple[Diagnostic, ...]:
    """一份 Word 文件的全部诊断。"""
    file_name = name or path.as_posix()
    place = whole(Source(file_name))
    try:
        document = read_foreign(read_outside(path, LARGEST_PACKAGE), file_name)
    except OSError as error:
        message = f"读不了 {path.name}：{reason(error)}。"
        return (diagnose("S05", place, message, "看看文件名，或是不是被别的程序占用。"),)
    except TooLarge as error:
        help = "把里面的图片压缩一下，或删去附件，再另存一份。"
        return (diagnose("S07", place, f"{path.name} {error}。", help),)
    except BadPackage as error:
        message = f"{path.name} 打不开：{error}。"
        return (diagnose("S05", place, message, "在 Word 或 WPS 里另存为 .docx。"),)
    claims, _ = load_claims((project_of(path, templates).templates / "_shared", "claims.yaml"))
    return check_finished(document, claims, file_name)
