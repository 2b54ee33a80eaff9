"""LibreOffice：把 Word 转成 PDF。几份一起转只启动它一次；机器上没有它的，不转。

用自己的、用过就扔的一份设置，不碰人正开着的那一个。
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportgen.core.programs import program_at

SECONDS = 120
"""启动和转一份，最多等这么久。"""
LOOK_SECONDS = 1
_DATE = re.compile(rb"(?<=/CreationDate\(D:)\d{14}(?=Z)")
_MARK = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")
_NO_DATE = b"20000101000000"


def office() -> str | None:
    """LibreOffice 在哪里；没有则为 None。"""
    return program_at("soffice") or program_at("libreoffice")


def converted(files: Sequence[bytes]) -> Iterator[bytes | None]:
    """几份 docx → 各自的 PDF，转好一份给一份；转不成的是 None。"""
    program = office()
    if program is None:
        yield from (None for _ in files)
        return
    with tempfile.TemporaryDirectory(prefix="reportgen", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        sources = [folder / f"{number:05}.docx" for number in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        running = _started(program, sources, folder)
        try:
            for number, source in enumerate(sources):
                printed = _awaited(source.with_suffix(".pdf"), sources[number + 1 :], running)
                yield None if printed is None else _settled(printed, files[number])
        finally:
            if running.poll() is None:
                stop(running)
            running.wait()


def _started(program: str, sources: Sequence[Path], folder: Path) -> subprocess.Popen[bytes]:
    command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(
        command,
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
        env={**os.environ, "TZ": "UTC"},
    )


def _settled(printed: bytes, source: bytes) -> bytes:
    """去掉转的时刻：日期写死，随机的记号由 docx 而定，一样的 docx 转成一样的 PDF。长短不变，位置表不必改。"""
    mark = hashlib.sha256(source).hexdigest()[:32].upper().encode()
    end = printed.rfind(b"trailer")
    head, tail = printed[:end], printed[end:]
    return _DATE.sub(_NO_DATE, head) + _MARK.sub(mark, tail)


def _awaited(target: Path, later: Sequence[Path], running: subprocess.Popen[bytes]) -> bytes | None:
    """等这一份：后一份已经出来了，或程序结束了，这一份就写完了。太久的连同程序一起停下。"""
    until = time.monotonic() + SECONDS
    while running.poll() is None and not _any_written(later):
        if time.monotonic() > until:
            stop(running)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(LOOK_SECONDS)
    try:
        printed = target.read_bytes()
    except OSError:
        return None
    return printed if printed.rstrip().endswith(b"%%EOF") else None


def _any_written(sources: Sequence[Path]) -> bool:
    return any(source.with_suffix(".pdf").exists() for source in sources)


def stop(running: subprocess.Popen[bytes]) -> None:
    """连同它自己启动的进程一起停下：soffice 只是个外壳，排版的是它的下级。"""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    running.kill()
