"""条形图的部件：图（chart1.xml）和嵌在里面的工作簿，Word 里“编辑数据”就能改。全由这里写出，字节只随内容。"""

from __future__ import annotations

from reportgen.core.document import Chart
from reportgen.core.quantity import plain
from reportgen.word.escaping import escape
from reportgen.word.package import write_package

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_S = "http://schemas.openxmlformats.org"
_OFFICE = f"{_S}/officeDocument/2006/relationships"
SHEET = "数据"
FONT = "仿宋_GB2312"


def chart_part(chart: Chart, workbook: str) -> str:
    """chart.xml；workbook 是工作簿的关系号。"""

    rows = range(2, len(chart.categories) + 2)
    labels = "".join(f'<c:pt idx="{at}"><c:v>{escape(text)}</c:v></c:pt>' for at, text in enumerate(chart.categories))
    numbers = "".join(f'<c:pt idx="{at}"><c:v>{plain(value)}</c:v></c:pt>' for at, value in enumerate(chart.values))
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    last = rows[-1] if rows else 2
    least = "" if any(value < 0 for value in chart.values) else '<c:min val="0"/>'
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{_S}/drawingml/2006/chart" xmlns:a="{_S}/drawingml/2006/main" '
        f'xmlns:r="{_OFFICE}"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>{SHEET}!$B$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(chart.series)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        '<c:spPr><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f"<c:dLbls>{_format(chart)}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{labels}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!$B$2:$B${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{count}{numbers}</c:numCache></c:numRef></c:val></c:ser>"
        '<c:gapWidth val="80"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="112"/><c:crosses val="autoZero"/>'
        '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>'
        f'{least}</c:scaling><c:delete val="1"/><c:axPos val="t"/>{_format(chart)}<c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111"/><c:crosses val="max"/>'
        "</c:valAx></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:txPr><a:bodyPr/><a:p><a:pPr>'
        f'<a:defRPr sz="1050"><a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/></a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="zh-CN"/></a:p></c:txPr><c:externalData r:id="{workbook}"><c:autoUpdate val="0"/>'
        "</c:externalData></c:chartSpace>"
    )


def _format(chart: Chart) -> str:
    """数的写法：小数位数照印的，后面跟单位。"""
    places = max((max(0, -int(value.as_tuple().exponent)) for value in chart.values), default=0)
    code = "0" + (f".{'0' * places}" if places else "")
    unit = f"&quot;{escape(chart.unit)}&quot;" if chart.unit else ""
    return f'<c:numFmt formatCode="{code}{unit}" sourceLinked="0"/>'


def workbook_part(chart: Chart) -> bytes:
    """一张工作表：首列名称，次列数值。"""

    def text(place: str, value: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    rows = [f'<row r="1">{text("A1", "")}{text("B1", chart.series)}</row>']
    for at, (name, value) in enumerate(zip(chart.categories, chart.values, strict=True), 2):
        rows.append(f'<row r="{at}">{text(f"A{at}", name)}<c r="B{at}"><v>{plain(value)}</v></c></row>')
    main = f"{_S}/spreadsheetml/2006/main"
    package = f"{_S}/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": _relations((("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml"),)),
        "xl/_rels/workbook.xml.rels": _relations((("rId1", f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),)),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData>'
        "</worksheet>",
    }
    return write_package({name: part.encode() for name, part in parts.items()})


def _relations(rows: tuple[tuple[str, str, str], ...]) -> str:
    entries = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>' for id, kind, target in rows)
    return f'{HEAD}<Relationships xmlns="{_S}/package/2006/relationships">{entries}</Relationships>'


def chart_relations(workbook: str, target: str) -> str:
    """chart.xml 的关系：指向工作簿。"""
    return _relations(((workbook, f"{_OFFICE}/package", target),))
