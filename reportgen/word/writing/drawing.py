"""图：图片和条形图 → 嵌在段落里的 DrawingML。图的大小：照原大，最宽到版心，最高到版心的六成。"""

from __future__ import annotations

from reportgen.core.document import Chart, Picture
from reportgen.word.escaping import escape
from reportgen.word.layout import Area

EMU_PER_PIXEL, EMU_PER_TWIP = 9525, 635
_W = "http://schemas.openxmlformats.org"
_NAMES = (
    f'xmlns:wp="{_W}/drawingml/2006/wordprocessingDrawing" xmlns:a="{_W}/drawingml/2006/main" '
    f'xmlns:r="{_W}/officeDocument/2006/relationships"'
)
CHART = f"{_W}/drawingml/2006/chart"
PICTURE = f"{_W}/drawingml/2006/picture"


def picture_xml(picture: Picture, area: Area, relation: str, number: int) -> str:
    """一张图片。"""
    width, height = _fitted(picture.width * EMU_PER_PIXEL, picture.height * EMU_PER_PIXEL, area)
    graphic = (
        f'<a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="图片{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    return _inline(graphic, width, height, number, f"图片{number}", picture.description or picture.caption)


def chart_xml(chart: Chart, area: Area, relation: str, number: int) -> str:
    """一张条形图：版心宽，高随条数。"""
    width = area.width * EMU_PER_TWIP
    height = min(area.height * EMU_PER_TWIP * 6 // 10, (900 + 520 * max(2, len(chart.categories))) * EMU_PER_TWIP)
    graphic = f'<a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" r:id="{relation}"/></a:graphicData>'
    return _inline(graphic, width, height, number, f"图{number}", chart.caption)


def _fitted(width: int, height: int, area: Area) -> tuple[int, int]:
    """缩到版心之内，不放大。"""
    widest, highest = area.width * EMU_PER_TWIP, area.height * EMU_PER_TWIP * 6 // 10
    if width > widest:
        width, height = widest, max(1, height * widest // width)
    if height > highest:
        width, height = max(1, width * highest // height), highest
    return width, height


def _inline(graphic: str, width: int, height: int, number: int, name: str, description: str) -> str:

    described = escape(description).replace('"', "&quot;")
    return (
        f'<w:r><w:drawing><wp:inline {_NAMES} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{described}"/><wp:cNvGraphicFramePr/>'
        f"<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"
    )
