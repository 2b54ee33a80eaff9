"""事实 → 填报表的字节。放不下的先说出来（S13），一处放不下就不写。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.frozen import frozen
from reportgen.core.plan import Plan
from reportgen.core.quantity import shorten
from reportgen.core.shape import Shape
from reportgen.source.cells import cells, left_over
from reportgen.source.emit import emit
from reportgen.source.normal import Value, node_of, normal, value_of
from reportgen.source.tree import Node
from reportgen.workbook.ink import xlsx_of
from reportgen.workbook.painting import Painted, paint, version_page
from reportgen.workbook.setting import Setting
from reportgen.workbook.texts import text_of, unfit


@frozen
class Written:
    """写好的填报表：字节、画在哪里。"""

    content: bytes
    painted: Painted


def write_workbook(setting: Setting, tree: Node) -> Written:
    """画好，写成字节；setting.version 里的各块照画的填。"""
    painted = paint(setting, tree)
    version = replace(setting.version, blocks=painted.blocks)
    return Written(xlsx_of((*painted.pages, version_page(version))), painted)


def ready(tree: Node, shape: Shape) -> tuple[Node, str]:
    """填报表里的事实：常形的树，和它的规范的 YAML。"""
    value: Value = normal(tree, shape)
    node = node_of(value)
    return node, emit(node, shape)


def unwritable(plan: Plan, tree: Node) -> Iterator[Diagnostic]:
    """S13 放不进填报表的：没有地方放的键，一格放不下的文字。"""
    for address, scalar in left_over(plan, tree):
        name = ".".join(map(str, address))
        message = f"“{name}”在填报表里没有地方放。"
        help = "多半是键写错了，或写的不是这里要的样子；用 reportgen check 看看，改好再来。"
        yield diagnose("S13", scalar.span, message, help, subject=name)
    for cell in cells(plan, tree):
        value = value_of(cell.node)
        reason = "要写文字，这里写成了名字和值"
        if cell.field.kind == "yaml" or not isinstance(value, Mapping):
            reason = unfit(text_of(value, cell.field), value, cell.field)
        if reason:
            message = f"“{cell.field.title}”{reason}：{shorten(str(value))}"
            help = "改短，或去掉那几个字；长的表放在 data/ 里，用 files 附上。"
            yield diagnose("S13", cell.node.span, message, help)
