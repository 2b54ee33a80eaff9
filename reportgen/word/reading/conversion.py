"""转换：旧的 .doc、.wps、.rtf、.odt 经 LibreOffice 转成 .docx 再读。每次用一份自己的设置，有时限。"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from reportgen.core.outside import TooLarge, read_outside
from reportgen.word.package import LARGEST_PACKAGE
from reportgen.word.writing.office import SECONDS, office, stop


def converted_to(data: bytes, suffix: str, wanted: str) -> bytes | None:
    """一份文件（扩展名 suffix）转成 wanted 的字节；没有 LibreOffice、转不成、转出来太大的为 None。"""
    program = office()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="reportgen", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"report.{suffix}"
        source.write_bytes(data)
        made = _made(program, source, wanted)
        if made is None:
            return None
        try:
            return read_outside(made, LARGEST_PACKAGE)
        except (OSError, TooLarge):
            return None


def _made(program: str, source: Path, wanted: str) -> Path | None:
    """转好的文件；转不成、超过时限的为 None。"""
    profile, folder = source.parent / "profile", source.parent / "converted"
    command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", wanted, "--outdir", str(folder), str(source)]
    nowhere = subprocess.DEVNULL
    started = subprocess.Popen(
        command,
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
    )
    with started as running:
        try:
            running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            stop(running)
        except BaseException:
            stop(running)
            raise
    made = folder / f"{source.stem}.{wanted}"
    return made if running.returncode == 0 and made.is_file() else None
