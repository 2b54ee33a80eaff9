"""内容块：文字模板、叙述、表、图片、图 → 报告的块。

一块写不成不妨碍别的，错都记在 diagnostics 里。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateSyntaxError

from reportgen.composing.cells import TableFault
from reportgen.composing.charts import compose_chart
from reportgen.composing.environment import (
    FAULTS,
    HELPS,
    code_of,
    environment_of,
    expression,
    reason_of,
    rendered,
)
from reportgen.composing.forms import compose_form
from reportgen.composing.tables import compose_table
from reportgen.composing.tidy import paragraphs
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.core.document import Block, Chart, Paragraph, Picture, Table
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.outline import BlockSpec
from reportgen.core.paths import (
    ROOTS,
    Names,
    NoSuchPath,
    NotAList,
    empty,
    reach,
    rows_at,
    section_path,
)
from reportgen.core.tablespec import ChartSpec, FormSpec, TableSpec
from reportgen.core.text import Text

NUMBERED = "{n}"
"""表题、图题里的序号。"""


COMPUTED = frozenset(("scorecard", "vetoes", "projects", "stated"))
"""算出来的，和没有发生就不写的：没有丢分的指标、没有一票否决，都是结果，不是漏填。"""


def comes_out(path: str) -> bool:
    """路径所指的列表空着也是一种结果；一条之内（item）自己的列表也是。"""
    first, _, rest = path.partition(".")
    return first in COMPUTED or (first == "item" and rest.partition(".")[0] not in ROOTS)


class Writer:
    """写一份报告时要记住的：模板环境、已用的表号和图号、诊断。"""

    def __init__(self, evaluation: Evaluation, format: Format) -> None:
        self.evaluation, self.format = evaluation, format
        self.environment = environment_of(format)
        self.texts: Mapping[str, Source] = dict(format.texts)
        self.tables = self.figures = 0
        self.diagnostics: list[Diagnostic] = []

    def block(self, block: BlockSpec, names: Names) -> list[Block]:
        """一个内容块。"""
        if block.kind == "text":
            text = self.text(block.name, names)
            return list(paragraphs(text, whole(self.texts[block.name]), block.role))
        if block.kind == "pictures":
            return list(self.pictures(block.name))
        if block.kind == "section":
            return list(self.section(block, names))
        return self.table(block.name, names)

    def section(self, block: BlockSpec, names: Names) -> list[Paragraph]:
        """输入里的一段叙述；写成了列表的，得 I03。"""
        path = section_path(block.name)
        prose = self.follow(path, names, block.span)
        if isinstance(prose, Text):
            return paragraphs(prose, prose.span or block.span, block.role)
        if not empty(prose):
            help = "去掉 title，接着写一段文字；分段就换行。"
            self._mistaken(path, prose, block.span, "一段文字", help)
        return []

    def items(self, path: str, names: Names, span: Span | None) -> tuple[Any, ...]:
        """each 所指的各条；写成了一段文字的，得 I03。"""
        try:
            items = rows_at(names, path)
        except NotAList:
            help = "每条写成“- title: 标题”，另起一行写 text: 文字。"
            self._mistaken(path, reach(names, path), span, "一个列表", help)
            return ()
        except NoSuchPath:
            items = ()
        if not items and not comes_out(path):
            self._missing(path, span, rows=True)
        return items

    def table(self, name: str, names: Names) -> list[Block]:
        """一张表、表单或条形图。"""
        spec = self.format.table(name)
        try:
            return [self._compose(spec, names)]
        except TableFault as fault:
            self.diagnostics.append(fault.diagnostic)
            return []

    def _compose(self, spec: TableSpec | FormSpec | ChartSpec, names: Names) -> Table | Chart:
        numbered = NUMBERED in spec.title
        if isinstance(spec, ChartSpec):
            self.figures += numbered
            return compose_chart(spec, self.environment, names, self.figures)
        self.tables += numbered
        if isinstance(spec, FormSpec):
            return compose_form(spec, self.environment, names, self.tables)
        return compose_table(spec, self.environment, names, self.tables)

    def pictures(self, about: str) -> list[Picture]:
        """输入里归在这一类的图片，图题前加“图 1”。"""
        pictures: list[Picture] = []
        for file in self.evaluation.pictures:
            if file.about != about or not file.data:
                continue
            self.figures += 1
            caption = f"图{self.figures} {file.caption}"
            size = (file.width, file.height)
            pictures.append(Picture(caption, file.data, *size, file.suffix, origin=file.span))
        return pictures

    def text(self, name: str, names: Names) -> str:
        """渲染一篇 text/*.j2；出错指到模板的那一行。"""
        try:
            return rendered(self.environment.get_template(name), names)
        except TemplateSyntaxError as error:
            self._fault(name, error.lineno, f"写法不对（{error.message}）。")
        except FAULTS as error:
            self._fault(name, _line_of(error, name), reason_of(error), code_of(error))
        return ""

    def render(self, source: str, names: Names, span: Span | None) -> str:
        """渲染提纲里的一行（标题）。"""
        if "{" not in source:
            return source
        try:
            return rendered(expression(self.environment, source), names)
        except FAULTS as error:
            assert span is not None
            code = code_of(error)
            self.diagnostics.append(diagnose(code, span, reason_of(error), HELPS[code]))
            return source

    def present(self, path: str, names: Names) -> bool:
        """when 所指的内容有没有。"""
        if not path:
            return True
        try:
            return not empty(reach(names, path))
        except NoSuchPath:
            return False

    def follow(self, path: str, names: Names, span: Span | None) -> Any:
        """沿路径取内容；没有填的节为空，得 I01（提纲要而输入没有）。"""
        try:
            content = reach(names, path)
        except NoSuchPath:
            content = None
        if empty(content):
            self._missing(path, span)
        return content

    def _missing(self, path: str, span: Span | None, *, rows: bool = False) -> None:
        whole_input = self.evaluation.span
        if span is not None and whole_input is not None:
            message = f"报告要用“{path}”，输入里没有写。"
            help = f"在输入里补上 {path}；确实没有内容，写“无。”。"
            if rows:
                help = f"在输入里补上 {path}，一条一条地写，每条以“- ”开头。"
            self.diagnostics.append(diagnose("I01", whole_input, message, help, subject=path))

    def untitled(self, path: str, span: Span | None) -> None:
        """each 的各条没有能作小标题的（如数据文件没有这样的一列）。"""
        if span is not None:
            message = f"each 写的“{path}”，各条没有 title 也没有 name，不能作小标题。"
            help = '在 heading 里引用它的一项，如 heading: "{{ item.… }}"；或改用一张表。'
            self.diagnostics.append(diagnose("F02", span, message, help))

    def _mistaken(self, path: str, content: Any, span: Span | None, wanted: str, help: str) -> None:
        """输入里的写法不是提纲要的那一种：指到输入；没有出处的指到提纲。"""
        first = content[0] if isinstance(content, tuple) else content
        place = getattr(first, "span", None) or span
        if place is not None:
            message = f"“{path}”在这份报告里要写成{wanted}。"
            self.diagnostics.append(diagnose("I03", place, message, help, subject=path))

    def _fault(self, name: str, line: int, reason: str, code: str = "F02") -> None:
        span = Span(self.texts[name], line, 1, 0, 0)
        message = f"文字模板 {name} 第 {line} 行：{reason}"
        self.diagnostics.append(diagnose(code, span, message, HELPS[code]))


def _line_of(error: BaseException, name: str) -> int:
    """异常发生在模板的第几行：Jinja 把模板的行号写进回溯。"""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(("<template>", name)):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
