"""读表单：一项一行，填写的一栏。"""

from __future__ import annotations

from reportgen.core.plan import Form
from reportgen.workbook.gathering import Gathering
from reportgen.workbook.marks import FIELD, VALUE, column_of
from reportgen.workbook.rows import Content, form_key
from reportgen.workbook.structure import Region


def read_form(gathering: Gathering, region: Region, form: Form | None) -> None:
    """一张表单。form 是打算里的它；格式改过而没有了的，没有。"""
    fields = {field.keys: field for field in form.fields} if form is not None else {}
    fills = (at for at, column in region.columns.items() if column.keys == (VALUE,))
    fill = next(fills, region.page.marks + 2)
    before = gathering.before.get(form_key(region.path), Content({}))
    for line in region.lines:
        word, _, rest = line.mark.partition(" ")
        if word != FIELD:
            continue
        column = column_of(rest)
        spot = gathering.spot(region.page, line.row, fill)
        address = (*region.path, *column.keys)
        gathering.know(region.page, address, spot)
        if len(region.path) == 1 and line is region.lines[0]:
            gathering.starts[region.path[0]] = region.page.label(line.row, fill)
        old = before.values.get(column.keys)
        gathering.cell(address, spot, column, fields.get(column.keys), old)
