"""LibreOffice，一次启动做一批：另存成 docx，接受或拒绝全部修订。没有就跳过（CI 里不许跳过，见 conftest.py）。"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MOST = 100
"""一次启动最多另存几份：再多，LibreOffice 开着的文件太多，后面的不作声地不做。"""
SYSTEM_PYTHON = "/usr/bin/python3"
"""python3-uno 装在系统的 Python 里。"""


def _program() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("没有 LibreOffice")
    return program


def resaved(files: Mapping[str, bytes], home: Path) -> dict[str, bytes]:
    """各份 docx 用 LibreOffice 打开再另存一次；一次启动做一批（MOST 份）。"""
    before, after = home / "before", home / "after"
    before.mkdir()
    for name, data in files.items():
        (before / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{home}/profile"
    names = [str(before / f"{name}.docx") for name in files]
    command = [_program(), profile, "--headless", "--convert-to", "docx", "--outdir", str(after)]
    for first in range(0, len(names), MOST):
        batch = names[first : first + MOST]
        subprocess.run([*command, *batch], check=True, capture_output=True, timeout=600)
    return {name: (after / f"{name}.docx").read_bytes() for name in files}


def settled(
    files: Mapping[str, bytes], home: Path, sides: Sequence[str] = ("accept", "reject")
) -> dict[tuple[str, str], bytes]:
    """各份 docx 在 LibreOffice 里接受、拒绝全部修订，再另存：（名字，哪一种）→ docx。"""
    program = _program()
    if subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True).returncode:
        pytest.skip("没有 python3-uno")
    for name, data in files.items():
        (home / f"{name}.docx").write_bytes(data)
    pipe = f"pipe,name=reportgen{home.name}{time.monotonic_ns()};urp;StarOffice.ComponentContext"
    profile = f"-env:UserInstallation=file://{home}/profile"
    options = ["--headless", "--norestore", "--nologo", f"--accept={pipe}"]
    office = subprocess.Popen([program, profile, *options])
    try:
        script = str(HERE / "settle.py")
        command = [SYSTEM_PYTHON, script, pipe, str(home), ",".join(sides), *files]
        subprocess.run(command, check=True, timeout=600)
        office.wait(60)
    finally:
        if office.poll() is None:
            office.kill()
    found = {}
    for name in files:
        for side in sides:
            found[(name, side)] = (home / f"{name}.{side}.docx").read_bytes()
    return found
