"""照片的方向：手机竖着拍的，照它记的方向转正；别种文件各说是什么、怎么办。"""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.document import Picture
from reportgen.core.image import UPRIGHT, BadImage, Turn, image_size, image_turn
from reportgen.word.layout import Area
from reportgen.word.writing.drawing import picture_xml
from tests.word.documents import png

PHOTO = Path(__file__).resolve().parents[1] / "cases" / "photo-turned" / "photo.jpg"
SIZE = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 90, 160)


def photo(orientation: int, order: str = ">", before: int = 0) -> bytes:
    """一张 160 × 90 的 JPEG 的文件头，记着方向；前面另有 before 项。"""
    other = struct.pack(order + "HHIHH", 0x0100, 3, 1, 7, 0) * before
    tag = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    exif = b"Exif\0\0" + mark + struct.pack(order + "IH", 8, before + 1) + other + tag
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return b"\xff\xd8\xff\xe0\x00\x04ab" + segment + SIZE


TURNS = {
    1: UPRIGHT,
    2: Turn(0, True),
    3: Turn(180),
    4: Turn(180, True),
    5: Turn(270, True),
    6: Turn(90),
    7: Turn(90, True),
    8: Turn(270),
    9: UPRIGHT,
}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", TURNS)
def test_a_photo_is_turned_as_the_camera_says(orientation: int, order: str) -> None:
    assert image_turn(photo(orientation, order, 3)) == TURNS[orientation]
    assert image_size(photo(orientation, order)) == ("jpeg", 160, 90)


def test_a_picture_without_a_direction_stands_as_it_is() -> None:
    assert image_turn(png(3, 2)) == UPRIGHT
    assert image_turn(b"\xff\xd8" + SIZE) == UPRIGHT


@given(st.binary(max_size=80))
def test_any_exif_is_read_to_its_end_at_most(exif: bytes) -> None:
    for mark in (b"", b"II*\0", b"MM\0*\0\0\0\x08\xff\xff"):
        inside = b"Exif\0\0" + mark + exif
        data = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(inside) + 2) + inside + SIZE
        assert image_turn(data) in TURNS.values()


def drawn(data: bytes, area: Area) -> dict[str, int]:
    """画进 Word 的一张：转几度、没有转的宽高、四边伸出去多少。"""
    _, width, height = image_size(data)
    xml = picture_xml(Picture("图", data, width, height, "jpeg"), area, "r", 1)
    names = {"rot": r'rot="(\d+)"', "cx": r'<a:ext cx="(\d+)"', "cy": r'<a:ext cx="\d+" cy="(\d+)"'}
    names |= {"l": r' l="(\d+)"', "t": r' t="(\d+)"'}
    matches = {name: re.search(pattern, xml) for name, pattern in names.items()}
    return {name: int(match[1]) for name, match in matches.items() if match}


def test_a_photo_held_upright_is_printed_upright() -> None:
    """文件里 160 × 90，转正以后高 160、宽 90；伸出上下各 35 像素。"""
    area = Area(10_000, 20_000)
    shown = drawn(PHOTO.read_bytes(), area)
    assert shown == {"rot": 5_400_000, "cx": 1_524_000, "cy": 857_250, "l": 0, "t": 333_375}


def test_a_turned_photo_fits_the_page_as_it_is_seen() -> None:
    """版心宽 1000 缇、高 2000 缇：看见的高最多六成，1200 缇。"""
    shown = drawn(photo(8), Area(1_000, 2_000))
    assert shown["rot"] == 16_200_000
    assert shown["cx"] == 1_200 * 635
    assert shown["cy"] == shown["cx"] * 90 // 160


def test_an_upright_photo_has_no_rotation() -> None:
    assert drawn(photo(1), Area(10_000, 20_000)) == {"cx": 1_524_000, "cy": 857_250, "l": 0, "t": 0}


OTHER_KINDS = {
    "HEIC": (b"\0\0\0\x18ftypheic", "是 HEIC 照片", "兼容性最佳"),
    "WebP": (b"RIFF\0\0\0\0WEBPVP8 ", "是 WebP 图片", "另存为 JPEG"),
    "GIF": (b"GIF89a", "是 GIF 图片", "另存为 JPEG"),
    "BMP": (b"BM\0\0", "是 BMP 图片", "另存为 JPEG"),
    "TIFF": (b"II*\0", "是 TIFF 图片", "另存为 JPEG"),
    "PDF": (b"%PDF-1.7", "是 PDF 文件", "把要用的一页"),
    "Word": (b"PK\x03\x04", "是 Office 文件或压缩包", "把里面的图片"),
    "空的": (b"", "是空的", "重新拷贝"),
    "断了的 PNG": (png(1, 1)[:20], "PNG 图片不完整", "重新拷贝"),
    "断了的 JPEG": (b"\xff\xd8\xff\xe0\x00", "JPEG 图片不完整", "重新从手机、相机里拷贝"),
    "太大": (b"\xff\xd8\xff\xc0\x00\x11\x08" + b"\xea\x60" * 2, "宽高是 60000", "缩小"),
    "别的": (b"hello", "不是 PNG 或 JPEG", "另存为 JPEG"),
}


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_what_is_no_picture_gets_the_advice_that_fits(name: str) -> None:
    data, reason, help = OTHER_KINDS[name]
    with pytest.raises(BadImage, match=reason) as caught:
        image_size(data)
    assert help in caught.value.help
