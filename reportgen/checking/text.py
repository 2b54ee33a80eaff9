"""文字：成稿与输入的文字相合。输入里写了的叙述、问题、建议，都要在报告里找得到。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checking.written import prose_of
from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.document import Document, Heading, Paragraph, Table
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import shorten
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import Text

_NOTE = re.compile(r"\^\[.*?\]")


def check_dropped(
    document: Document, evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """I06 输入里写了而报告没有用到的文字。"""
    printed = "\n".join(_texts(document))
    for where, text in _written(evaluation):
        span = text.span
        first = _bare(text.strip().split("\n")[0])
        if span is not None and first and first not in printed:
            message = f"{where} 里的“{shorten(first)}”没有进入报告。"
            help = "看看键名或归类是不是写对了；用不着就删去。"
            yield diagnose("I06", span, message, help, subject=where)


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks():
        if isinstance(block, Heading | Paragraph):
            yield _bare(block.text)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield _bare(cell.text)


def _bare(text: str) -> str:
    """比对时不计空格、脚注和句末标点：模板会收拾它们。"""
    if "^[" in text:
        closed = text.rfind("]") + 1  # 后面再没有右括号的，不是脚注；不截开，每个左括号都要看到末尾
        text = _NOTE.sub("", text[:closed]) + text[closed:]
    return text.replace(" ", "").replace("\u00a0", "").replace("**", "").strip().rstrip("。；")


def _written(evaluation: Evaluation) -> Iterator[tuple[str, Text]]:
    """输入里写了的叙述和各节的小标题；几个项目的，各项目的也在内。"""
    yield from prose_of(evaluation)
    for name, section in evaluation.sections.entries:
        if not isinstance(section, Text):
            for passage in section:
                yield f"sections.{name}", passage.title
    for part in evaluation.projects:
        yield from _written(part)
