"""图片文件：PNG、JPEG 的种类和宽高（像素），只看文件头，不解码。"""

from __future__ import annotations

import struct
from typing import Literal

MOST_PIXELS = 60_000_000
MOST_SEGMENTS = 1_000
"""JPEG 的宽高前面最多这么多段；相机写的有几十段。"""
_PNG = b"\x89PNG\r\n\x1a\n"
_SIZES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
"""JPEG 里写着宽高的段（SOF）。"""


class BadImage(ValueError):
    """图片用不了，理由用中文。"""


def image_size(data: bytes) -> tuple[Literal["png", "jpeg"], int, int]:
    """种类、宽、高。"""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) > 24:
        suffix: Literal["png", "jpeg"] = "png"
        width, height = struct.unpack(">II", data[16:24])
    elif data.startswith(b"\xff\xd8"):
        suffix = "jpeg"
        width, height = _jpeg(data)
    else:
        raise BadImage("不是 PNG 或 JPEG 图片")
    if not width or not height or width * height > MOST_PIXELS:
        most = f"宽高都要有，相乘最多 {MOST_PIXELS:,}"
        raise BadImage(f"宽高是 {width} × {height} 像素，{most}")
    return suffix, width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    """顺着各段走到写宽高的那一段。"""
    at = 2
    for _ in range(MOST_SEGMENTS):
        if at + 9 > len(data) or data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker in _SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2:  # 段的长度连它自己的两个字节在内；更短的会在原地打转
            break
        at += 2 + length
    raise BadImage("JPEG 图片不完整")
