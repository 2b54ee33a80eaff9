"""引用事实：叙述里能引用的事实，各写作什么、现在印成什么；和一段叙述换好引用以后的样子。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.composing.filters import filters
from reportgen.composing.names import names_for
from reportgen.composing.passages import Passages
from reportgen.composing.reaching import Budget
from reportgen.core.diagnostics import whole
from reportgen.core.examined import Examined
from reportgen.core.plan import Form, Plan
from reportgen.core.reference import written
from reportgen.core.rules.tiers import tier_words
from reportgen.core.text import Text, with_braces
from reportgen.source.cells import Cell, cells
from reportgen.source.tree import Mapping, Scalar
from reportgen.web.opened import Opened
from reportgen.web.places import node_at

CITABLE = ("money", "count", "number", "year", "date", "text", "actual")
"""值得引用的几种写法；叙述自己不引用叙述。"""
LONGEST = 40
"""更长的值不列。"""
MOST = 300
COMPUTED = (
    ("合计·执行率", ("funds", "total", "rate")),
    ("总得分", ("scorecard", "total")),
    ("等级", ("scorecard", "grade")),
    ("三级指标个数", ("scorecard", "counts", "level3")),
)
"""程序算的。"""
NAMED_ROWS = "name"
"""行凭它的名称引用：funds.基本支出.spent。"""


def facts(opened: Opened, examined: Examined) -> list[dict[str, str]]:
    """能引用的事实；还查不到底的没有。"""
    if opened.tree is None or examined.evaluation is None or examined.scorecard is None:
        return []
    listed: list[dict[str, str]] = []
    known: set[str] = set()
    for title, path in (*COMPUTED, *_typed(opened.plan, opened.tree)):
        reference = f"{{{{ {written(path)} }}}}"
        if reference in known:
            continue
        known.add(reference)
        printed = sentence(reference, opened, examined)
        if printed["problem"] or not printed["text"] or len(printed["text"]) > LONGEST:
            continue
        listed.append({"title": title, "reference": reference, "text": printed["text"]})
        if len(listed) >= MOST:
            break
    return listed


def sentence(text: str, opened: Opened, examined: Examined) -> dict[str, str]:
    """一段叙述换好引用以后的样子；有写错的，说头一处。"""
    evaluation, card, format = examined.evaluation, examined.scorecard, examined.format
    if evaluation is None or card is None or format is None:
        return {"text": "", "problem": "填好必填的，才看得到换成的字。"}
    passages = Passages(filters(format.manifest), Budget(len(text)))
    tiers = tier_words(format.manifest.tiers)
    passages.enter({**names_for(evaluation, card), "tiers": tiers})
    filled = with_braces(passages.filled(Text(text, whole(opened.source))))
    wrong = passages.diagnostics
    return {"text": filled, "problem": f"{wrong[0].message}{wrong[0].help}" if wrong else ""}


Fact = tuple[str, tuple[str | int, ...]]


def _typed(plan: Plan, tree: Mapping) -> Iterator[Fact]:
    """填的：表单的各格，资金各行凭名称，合计。"""
    for cell in cells(plan, tree):
        if cell.field.kind != "value" or cell.field.way not in CITABLE:
            continue
        path = _path(cell, tree)
        if path is not None:
            yield _title(cell, path), path


def _path(cell: Cell, tree: Mapping) -> tuple[str | int, ...] | None:
    address = cell.address
    rows = [at for at, step in enumerate(address) if isinstance(step, int)]
    if not rows:
        return address if address[0] not in {"format", "last", "stated", "scoring"} else None
    if len(rows) > 1 or address[0] != "funds" or isinstance(cell.block, Form):
        return None
    name = node_at(tree, (*address[: rows[0] + 1], NAMED_ROWS))
    if not isinstance(name, Scalar) or cell.field.keys == (NAMED_ROWS,):
        return None
    return (address[0], name.text, *address[rows[0] + 1 :])


def _title(cell: Cell, path: tuple[Any, ...]) -> str:
    home = cell.block.title
    if not isinstance(cell.block, Form):
        inside = cell.address[: len(cell.block.total)] == cell.block.total and cell.block.total
        home = cell.block.total_title if inside else str(path[1])
    return f"{home}·{cell.field.title}" if cell.address[:-1] else cell.field.title
