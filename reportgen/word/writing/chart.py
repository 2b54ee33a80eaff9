"""条形图的部件：图（chart1.xml）和嵌在里面的工作簿，Word 里“编辑数据”就能改。全由这里写出，字节只随内容。"""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.core.document import Chart
from reportgen.core.quantity import plain
from reportgen.word.markup import DRAWING, HEAD, OFFICE, escape
from reportgen.word.package import write_package
from reportgen.word.register import ROOT, WORKBOOK, WORKSHEET, Register

SHEET = "数据"
FONT = "仿宋_GB2312"
_GREY = "7F7F7F"
"""条的颜色：公文黑白打印，中灰看得清，也不费墨。"""
_FIRST_ROW = 2
"""工作表第一行是表头，数从第二行起。"""
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CATEGORY_AXIS, _VALUE_AXIS = "111", "112"
"""两条坐标轴的编号，图里自己对得上就行。"""


def chart_part(chart: Chart, workbook: str) -> str:
    """chart.xml；workbook 是工作簿的关系号。"""
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" '
        f'xmlns:r="{OFFICE}/relationships"><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{_series(chart)}<c:gapWidth val="80"/>'
        f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:barChart>'
        f"{_category_axis()}{_value_axis(chart)}</c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:txPr><a:bodyPr/><a:p>'
        "<a:pPr>"
        f'<a:defRPr sz="1050"><a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/></a:defRPr>'
        "</a:pPr>"
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series(chart: Chart) -> str:
    """一组条：名称、样子、印在条末的数、各条的名目和数。工作表里的位置和印出的值都写，不开 Excel 也画得出。"""
    last = max(_FIRST_ROW, len(chart.categories) + _FIRST_ROW - 1)
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    names = count + _points(escape(text) for text in chart.categories)
    numbers = count + _points(plain(value) for value in chart.values)
    return (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>{SHEET}!$B$1</c:f>'
        "<c:strCache>"
        f'<c:ptCount val="1"/>{_points([escape(chart.series)])}</c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_GREY}"/></a:solidFill></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        f"<c:dLbls>{_format(chart)}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{SHEET}!$A${_FIRST_ROW}:$A${last}</c:f>"
        f"<c:strCache>{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!$B${_FIRST_ROW}:$B${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{numbers}</c:numCache></c:numRef>"
        "</c:val></c:ser>"
    )


def _points(values: Iterable[str]) -> str:
    return "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values))


def _category_axis() -> str:
    """名目在左，自上而下（maxMin），与表里的次序相同。"""
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="maxMin"/>'
        "</c:scaling>"
        '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/>'
        '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="0"/></c:catAx>'
    )


def _value_axis(chart: Chart) -> str:
    """数的轴不画，从 0 起（有负数的除外）：不从 0 起的条形图会夸大差距。"""
    least = "" if any(value < 0 for value in chart.values) else '<c:min val="0"/>'
    return (
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling>'
        f'<c:orientation val="minMax"/>{least}</c:scaling>'
        f'<c:delete val="1"/><c:axPos val="t"/>{_format(chart)}<c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="max"/></c:valAx>'
    )


def _format(chart: Chart) -> str:
    """数的写法：小数位数照印的，后面跟单位。"""
    places = 0
    for value in chart.values:
        places = max(places, -int(value.as_tuple().exponent))
    code = "0" + (f".{'0' * places}" if places else "")
    unit = f"&quot;{escape(chart.unit)}&quot;" if chart.unit else ""
    return f'<c:numFmt formatCode="{code}{unit}" sourceLinked="0"/>'


def workbook_part(chart: Chart) -> bytes:
    """一张工作表：首列名称，次列数值。"""
    book = Register()
    sheets = f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="{WORKSHEET.id}"/></sheets>'
    namespaces = f'xmlns="{_SPREADSHEET}" xmlns:r="{OFFICE}/relationships"'
    book.add(WORKBOOK, f"{HEAD}<workbook {namespaces}>{sheets}</workbook>".encode(), ROOT)
    rows = [f'<row r="1">{_words("A1", "")}{_words("B1", chart.series)}</row>']
    bars = zip(chart.categories, chart.values, strict=True)
    for at, (name, value) in enumerate(bars, _FIRST_ROW):
        number = f'<c r="B{at}"><v>{plain(value)}</v></c>'
        rows.append(f'<row r="{at}">{_words(f"A{at}", name)}{number}</row>')
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    sheet = f'{HEAD}<worksheet xmlns="{_SPREADSHEET}">{data}</worksheet>'
    book.add(WORKSHEET, sheet.encode(), WORKBOOK.part)
    return write_package(book.package())


def _words(place: str, text: str) -> str:
    """工作表里写着字的一格。"""
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
