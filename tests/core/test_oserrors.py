"""系统错误的原因用中文说，与操作系统和它的语言无关。"""

from __future__ import annotations

import errno
import os

import pytest

from reportgen.core.oserrors import REASONS, reason


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "没有权限，或正被别的程序占用"),
        (errno.EISDIR, "这是文件夹，不是文件"),
        (errno.ENOENT, "没有这个文件"),
        (errno.ENOSPC, "磁盘满了"),
    ],
)
def test_common_errors_are_said_in_chinese(number: int, said: str) -> None:
    assert reason(OSError(number, os.strerror(number))) == said


def test_an_error_nobody_listed_gives_its_number_not_the_systems_words() -> None:
    assert errno.ENOTEMPTY not in REASONS
    assert reason(OSError(errno.ENOTEMPTY, "Directory not empty")) == f"系统错误 {errno.ENOTEMPTY}"
    assert reason(OSError("no number")) == "系统错误 OSError"
