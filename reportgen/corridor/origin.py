"""成稿出自哪份输入：凭成稿里的指纹，在工程的 inputs/ 里找。先看照 build/ 的次序应在的那一份。"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from reportgen.core.outside import is_there
from reportgen.corridor.inputs import INPUTS, gather
from reportgen.corridor.pipeline import digest_of
from reportgen.corridor.project import DRAFT_MARK, inputs_near
from reportgen.source.files import decode_text, read_bytes

OUTPUT = "build"


def input_of(report: Path, digest: str) -> Path | None:
    """指纹是 digest 的输入；没有则为 None。"""
    for path in _candidates(report):
        if digest_of_file(path) == digest:
            return path
    return None


def _candidates(report: Path) -> Iterator[Path]:
    """要看的输入：应在的那一份，再是 inputs/ 里的全部。"""
    yield from filter(is_there, _expected(report))
    home = inputs_near(report)
    if home is not None:
        yield from gather([home / "inputs"]).paths


def _expected(report: Path) -> Iterator[Path]:
    """build/2024/x.docx 应出自 inputs/2024/x.yaml；没有 inputs/ 的，出自 build/ 旁边的 x.yaml。"""
    stem = report.stem.removesuffix(".form").removesuffix(DRAFT_MARK)
    for folder in (*report.parents, *Path(os.path.realpath(report)).parents):
        if folder.name == OUTPUT:
            relative = Path(os.path.relpath(os.path.realpath(report), os.path.realpath(folder)))
            for home in (folder.parent / "inputs", folder.parent):
                yield from (home / relative.parent / f"{stem}{suffix}" for suffix in INPUTS)


def digest_of_file(path: Path) -> str:
    """一份输入的指纹；读不了的为空。"""
    try:
        status = path.stat()
    except OSError:
        return ""
    return _digest(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4096)
def _digest(path: Path, size: int, changed: int) -> str:
    """一份输入的指纹；许多成稿一起核对时，一份只读一次，文件变了（size、changed）才重读。"""
    data, unreadable = read_bytes(path, path.as_posix())
    source, faults = decode_text(data, path.as_posix())
    return "" if unreadable or faults else digest_of(source.text)
