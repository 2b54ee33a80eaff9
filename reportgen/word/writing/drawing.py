"""图：图片和条形图 → 嵌在段落里的 DrawingML。图的大小：照原大，最宽到版心，最高到版心的六成。"""

from __future__ import annotations

from reportgen.core.document import Chart, Picture
from reportgen.core.image import Turn, image_turn
from reportgen.word.layout import Area
from reportgen.word.markup import DRAWING, OFFICE, attribute

EMU_PER_PIXEL, EMU_PER_TWIP = 9525, 635
"""图的长度单位（EMU）：一英寸 914,400，合 96 个像素、1,440 缇。"""
_BASE, _PER_BAR = 900, 520
"""条形图的高，缇：上下留白，和每条（连空隙）的高；一条也按两条的高，免得成了一道细缝。"""
_FEWEST_BARS = 2
_NAMES = (
    f'xmlns:wp="{DRAWING}/wordprocessingDrawing" '
    f'xmlns:a="{DRAWING}/main" xmlns:r="{OFFICE}/relationships"'
)
CHART = f"{DRAWING}/chart"
PICTURE = f"{DRAWING}/picture"


def picture_xml(picture: Picture, area: Area, relation: str, number: int) -> str:
    """一张图片。手机竖着拍的，文件里是横的，照它记的方向转正。"""
    turn = image_turn(picture.data)
    original = picture.width * EMU_PER_PIXEL, picture.height * EMU_PER_PIXEL
    if turn.sideways:  # 照转正以后的宽高缩，缩好了再换回文件里的宽高
        height, width = _fitted(original[1], original[0], area)
    else:
        width, height = _fitted(*original, area)
    graphic = (
        f'<a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="图片{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm{_turned(turn)}><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )
    described = picture.description or picture.caption
    named = (number, f"图片{number}", described)
    return _inline(graphic, width, height, *named, sideways=turn.sideways)


def figure_height(figure: Picture | Chart, area: Area) -> int:
    """一张图在纸上的高度，缇。"""
    if isinstance(figure, Chart):
        return _chart_height(figure, area) // EMU_PER_TWIP
    width, height = figure.width * EMU_PER_PIXEL, figure.height * EMU_PER_PIXEL
    if image_turn(figure.data).sideways:
        width, height = height, width
    return _fitted(width, height, area)[1] // EMU_PER_TWIP


def _chart_height(chart: Chart, area: Area) -> int:
    bars = max(_FEWEST_BARS, len(chart.categories))
    return min(_highest(area), (_BASE + _PER_BAR * bars) * EMU_PER_TWIP)


def _turned(turn: Turn) -> str:
    """转几度（一度是 60,000），左右翻不翻；没有转的不写。"""
    rotation = f' rot="{turn.degrees * 60_000}"' if turn.degrees else ""
    return rotation + (' flipH="1"' if turn.mirrored else "")


def chart_xml(chart: Chart, area: Area, relation: str, number: int) -> str:
    """一张条形图：版心宽，高随条数。"""
    height = _chart_height(chart, area)
    reference = f'<c:chart xmlns:c="{CHART}" r:id="{relation}"/>'
    graphic = f'<a:graphicData uri="{CHART}">{reference}</a:graphicData>'
    return _inline(graphic, area.width * EMU_PER_TWIP, height, number, f"图{number}", chart.caption)


def _highest(area: Area) -> int:
    """图最高到版心的六成：上面的引文和下面的图题才留得在同一页。"""
    return area.height * EMU_PER_TWIP * 6 // 10


def _fitted(width: int, height: int, area: Area) -> tuple[int, int]:
    """缩到版心之内，不放大。"""
    widest, highest = area.width * EMU_PER_TWIP, _highest(area)
    if width > widest:
        width, height = widest, max(1, height * widest // width)
    if height > highest:
        width, height = max(1, width * highest // height), highest
    return width, height


def _inline(
    graphic: str,
    width: int,
    height: int,
    number: int,
    name: str,
    description: str,
    *,
    sideways: bool = False,
) -> str:
    """与文字同行的一张图；description 是读屏软件念的说明。

    转了 90 度的照 Word 的写法：宽高是没有转的，转了以后四边伸出去多少写在 effectExtent。
    """
    out = max(0, (width - height) // 2) if sideways else 0
    across = max(0, (height - width) // 2) if sideways else 0
    return (
        f'<w:r><w:drawing><wp:inline {_NAMES} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:effectExtent l="{across}" t="{out}" r="{across}" b="{out}"/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{attribute(description)}"/>'
        "<wp:cNvGraphicFramePr/>"
        f"<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"
    )
