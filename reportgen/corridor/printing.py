"""印成 PDF：写好的 Word → 旁边的 PDF。一批只启动一次 LibreOffice，转好一份写一份。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.outside import TooLarge, read_outside
from reportgen.corridor.files import replace_files
from reportgen.word.package import LARGEST_PACKAGE
from reportgen.word.writing.office import converted, office

MOST_AT_ONCE = 400
"""一次启动最多转这么多份：命令行有多长，各系统有限度（Windows 是 32,767 个字）。"""


def can_print() -> bool:
    """机器上有没有 LibreOffice。"""
    return office() is not None


def printed(documents: Sequence[Path]) -> Iterator[tuple[Path, tuple[Diagnostic, ...]]]:
    """各份 Word 的 PDF，转好一份给一份；没有转成的有一条诊断，旧的 PDF 不动。"""
    for start in range(0, len(documents), MOST_AT_ONCE):
        batch = documents[start : start + MOST_AT_ONCE]
        contents = [_content(path) for path in batch]
        for path, data in zip(batch, converted(contents), strict=True):
            yield path, _written(path, data)


def _content(path: Path) -> bytes:
    try:
        return read_outside(path, LARGEST_PACKAGE)
    except (OSError, TooLarge):
        return b""  # 刚写好又不见了的，转不成，照转不成的说


def _written(document: Path, data: bytes | None) -> tuple[Diagnostic, ...]:
    if data is not None:
        return replace_files(((document.with_suffix(".pdf"), data),))
    place = whole(Source(document.as_posix()))
    message = f"{document.name} 没有转成 PDF：LibreOffice 没有写出来，或太久没有写完。"
    help = "在 Word、WPS 或 LibreOffice 里打开它，另存为 PDF；Word 文件已经写好。"
    return (diagnose("O03", place, message, help),)
