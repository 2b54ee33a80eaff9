"""LibreOffice：把一份文件转成另一种。每次用一个自己的配置文件夹，有时限，到时连同它启动的进程一起停下。"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from reportgen.core.outside import TooLarge, read_outside
from reportgen.word.package import LARGEST_PACKAGE

SECONDS = 120
"""转一份最多等这么久。"""


def office_program() -> str | None:
    """机器上的 LibreOffice；没有为 None。"""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes, suffix: str, wanted: str) -> bytes | None:
    """一份文件（扩展名 suffix）转成 wanted 的字节；没有 LibreOffice、转不成、转出来太大的为 None。"""
    office = office_program()
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="reportgen", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"report.{suffix}"
        source.write_bytes(data)
        made = convert_file(office, source, wanted, folder / "converted")
        if made is None:
            return None
        try:
            return read_outside(made, LARGEST_PACKAGE)
        except (OSError, TooLarge):
            return None


def convert_file(office: str, source: Path, wanted: str, folder: Path) -> Path | None:
    """source 转成 wanted，写在 folder 里；转不成、超过时限的为 None。"""
    profile = (source.parent / "profile").as_uri()
    command = [office, "--headless", f"-env:UserInstallation={profile}"]
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
            _stop(running)
        except BaseException:
            _stop(running)
            raise
    made = folder / f"{source.stem}.{wanted}"
    return made if running.returncode == 0 and made.is_file() else None


def _stop(running: subprocess.Popen[bytes]) -> None:
    """连同它自己启动的进程一起停下：soffice 只是个外壳，做事的是它的下级。"""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    running.kill()
