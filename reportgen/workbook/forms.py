"""画表单：项目、填写、说明，一项一行。"""

from __future__ import annotations

from reportgen.core.plan import Field, Form
from reportgen.workbook.canvas import Canvas
from reportgen.workbook.drawing import FIRST_COLUMN, Box, Choice, Need
from reportgen.workbook.marks import (
    END,
    FIELD,
    FORM,
    HEAD,
    KEYS,
    VALUE,
    BlockMark,
    Column,
    column_for,
    path_text,
)
from reportgen.workbook.rows import Content
from reportgen.workbook.texts import is_unfilled, labels_of, text_of

TITLE, FILL, HINT = FIRST_COLUMN, FIRST_COLUMN + 1, FIRST_COLUMN + 2
WIDTHS = {TITLE: 26, FILL: 62, HINT: 46}
LEFT_BLANK = 22
"""长的文字一项至少这么高（磅）的几倍，空着也看得出要写一段。"""


def draw_form(canvas: Canvas, form: Form, content: Content) -> BlockMark:
    """一张表单；没有要给人看的，整张收起来。"""
    setting = canvas.setting
    hidden = form.path not in setting.shown
    canvas.line(
        f"{FORM} {path_text(form.path)}",
        {TITLE: Box(form.title, "block"), HINT: Box(form.hint, "hint")},
        height=24,
        hidden=hidden,
    )
    canvas.line(KEYS, {FILL: Box(Column((VALUE,)).mark, "plain")}, hidden=True)
    head = {TITLE: "项目", FILL: "填写", HINT: "说明"}
    canvas.line(HEAD, {at: Box(text, "head") for at, text in head.items()}, hidden=hidden)
    for field in form.fields:
        _draw_field(canvas, form, content, field, folded=hidden)
    canvas.line(f"{END} {path_text(form.path)}", height=10, hidden=hidden)
    columns = tuple(column_for(field).mark for field in form.fields)
    return BlockMark(FORM, form.path, "form", columns)


def _draw_field(
    canvas: Canvas, form: Form, content: Content, field: Field, *, folded: bool
) -> None:
    setting = canvas.setting
    value = content.values.get(field.keys)
    text = "" if value is None else text_of(value, field)
    path = (*form.path, *field.keys)
    fault = setting.faults.get(path, "")
    boxes = {
        TITLE: Box(setting.title_of(field), "label"),
        FILL: Box(text, "bad" if fault else "input", note=fault),
        HINT: Box(hint_of(field), "hint"),
    }
    row = canvas.row
    canvas.place(path, FILL)
    labels = labels_of(field)
    if labels:
        canvas.choices.append(Choice(row, row, FILL, labels))
    if (field.required and form.required) or is_unfilled(value):
        canvas.needs.append(Need(row, row, FILL))
    hidden = folded or path not in setting.shown
    least = LEFT_BLANK * 2 if field.way == "prose" and not text else 0
    mark = f"{FIELD} {column_for(field).mark}"
    canvas.line(mark, boxes, hidden=hidden, height=least)


def hint_of(field: Field) -> str:
    """一项的说明：怎么写；一行一项的、写 YAML 的另说。"""
    hint = field.hint
    if field.kind == "lines":
        hint = "。".join(filter(None, (hint, "一行一项")))
    if field.kind == "yaml":
        hint = "。".join(filter(None, (hint, "高级：照 YAML 的写法写在一行里，不懂就别动")))
    if field.way == "date" and not hint:
        hint = "如 2025-03-31"
    return hint
