"""图片文件：PNG、JPEG 的种类、宽高（像素）和拍的方向，只看文件头，不解码。"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Literal, NamedTuple

MOST_PIXELS = 60_000_000
MOST_SEGMENTS = 1_000
"""JPEG 的宽高前面最多这么多段；相机写的有几十段。"""
MOST_TAGS = 500
"""照片的方向前面最多看这么多项；相机写的有十几项。"""
_PNG = b"\x89PNG\r\n\x1a\n"
_SIZES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
"""JPEG 里写着宽高的段（SOF）。"""
_APP1, _EXIF = 0xE1, b"Exif\0\0"
_ORIENTATION, _SHORT = 0x0112, 3

_SAVE_AS = "用看图或画图程序打开，另存为 JPEG 或 PNG。"
_OTHER_KINDS = (
    (0, b"GIF8", "GIF 图片", _SAVE_AS),
    (0, b"BM", "BMP 图片", _SAVE_AS),
    (0, b"II*\0", "TIFF 图片", _SAVE_AS),
    (0, b"MM\0*", "TIFF 图片", _SAVE_AS),
    (8, b"WEBP", "WebP 图片", _SAVE_AS),
    (4, b"ftyp", "HEIC 照片", "在手机的相机设置里把格式选成“兼容性最佳”，或把照片另存为 JPEG。"),
    (0, b"%PDF", "PDF 文件", "把要用的一页另存为 JPEG 或 PNG 图片。"),
    (0, b"PK\x03\x04", "Office 文件或压缩包", "把里面的图片另存为 JPEG 或 PNG。"),
    (0, b"<svg", "SVG 图", _SAVE_AS),
)
"""常被当图片附上的别种文件：开头的记号在哪里、叫什么、怎么办。"""


class BadImage(ValueError):
    """图片用不了：理由和改法，用中文。"""

    def __init__(self, reason: str, help: str = _SAVE_AS) -> None:
        super().__init__(reason)
        self.help = help


class Turn(NamedTuple):
    """照片怎样转正：先左右翻（mirrored），再顺时针转几度。"""

    degrees: int = 0
    mirrored: bool = False

    @property
    def sideways(self) -> bool:
        """转正以后宽高是不是互换。"""
        return self.degrees in {90, 270}


UPRIGHT = Turn()
_TURNS = {
    2: Turn(0, True),
    3: Turn(180),
    4: Turn(180, True),
    5: Turn(270, True),
    6: Turn(90),
    7: Turn(90, True),
    8: Turn(270),
}
"""EXIF 的 Orientation → 怎样转正；1 是正的。"""


def image_size(data: bytes) -> tuple[Literal["png", "jpeg"], int, int]:
    """种类、宽、高（照文件里存的，没有转正）。"""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) > 24:
        suffix: Literal["png", "jpeg"] = "png"
        width, height = struct.unpack(">II", data[16:24])
    elif data.startswith(b"\xff\xd8"):
        suffix = "jpeg"
        width, height = _jpeg(data)
    else:
        raise _not_a_picture(data)
    if not width or not height or width * height > MOST_PIXELS:
        most = f"宽高都要有，相乘最多 {MOST_PIXELS:,}"
        reason = f"宽高是 {width} × {height} 像素，{most}"
        raise BadImage(reason, "用看图程序缩小图片（长边两千像素就够印）。")
    return suffix, width, height


def _not_a_picture(data: bytes) -> BadImage:
    """不是 PNG 或 JPEG：是什么，怎么办。"""
    if not data:
        return BadImage("是空的", "重新拷贝这个文件。")
    if data.startswith(_PNG):
        return BadImage("PNG 图片不完整", "重新拷贝这个文件。")
    for at, mark, name, help in _OTHER_KINDS:
        if data[at : at + len(mark)] == mark:
            return BadImage(f"是 {name}，只认 PNG 和 JPEG 图片", help)
    return BadImage("不是 PNG 或 JPEG 图片")


def image_turn(data: bytes) -> Turn:
    """照片怎样转正；没有记方向的、看不懂的不转。"""
    if not data.startswith(b"\xff\xd8"):
        return UPRIGHT
    for marker, start, length in _segments(data):
        if marker == _APP1 and data.startswith(_EXIF, start):
            exif = data[start + len(_EXIF) : start + length]
            return _TURNS.get(_orientation(exif), UPRIGHT)
    return UPRIGHT


def _orientation(exif: bytes) -> int:
    """EXIF（一小份 TIFF）第一个目录里的方向。"""
    order: Literal["little", "big"] = "little" if exif.startswith(b"II*\0") else "big"
    if order == "big" and not exif.startswith(b"MM\0*"):
        return 0
    at = int.from_bytes(exif[4:8], order)
    count = int.from_bytes(exif[at : at + 2], order)
    for number in range(min(count, MOST_TAGS)):
        tag = exif[at + 2 + number * 12 : at + 14 + number * 12]
        kinds = int.from_bytes(tag[:2], order), int.from_bytes(tag[2:4], order)
        if kinds == (_ORIENTATION, _SHORT):
            return int.from_bytes(tag[8:10], order)
    return 0


def _jpeg(data: bytes) -> tuple[int, int]:
    """写宽高的那一段。"""
    for marker, start, _ in _segments(data):
        if marker in _SIZES and start + 5 <= len(data):
            height, width = struct.unpack(">HH", data[start + 1 : start + 5])
            return width, height
    raise BadImage("JPEG 图片不完整", "重新从手机、相机里拷贝这张照片。")


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """顺着 JPEG 的各段走，到写宽高的那一段为止：种类、内容从哪里起、有多长。"""
    at = 2
    for _ in range(MOST_SEGMENTS):
        if at + 9 > len(data) or data[at] != 0xFF:
            return
        marker = data[at + 1]
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        yield marker, at + 4, length - 2
        if marker in _SIZES or length < 2:  # 长度连自己的两个字节在内，更短的会在原地打转
            return
        at += 2 + length
