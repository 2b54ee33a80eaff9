"""放在成稿里的输入：出稿时放进去的（build --embed），取出来一字节不差。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.outside import TooLarge, read_outside
from reportgen.corridor.pipeline import digest_of
from reportgen.corridor.unreadable import unreadable
from reportgen.source.files import decode_text
from reportgen.word.package import LARGEST_PACKAGE, BadPackage
from reportgen.word.reading.digests import Enclosed, digests_of, input_in


def enclosed_input(path: Path) -> tuple[Enclosed | None, tuple[Diagnostic, ...]]:
    """成稿里的输入；没有的、读不了的是 None 和一条诊断。与指纹不合的照样给，说一句（V01）。"""
    place = replace(whole(Source(path.as_posix())), label="全文")
    try:
        data = read_outside(path, LARGEST_PACKAGE)
        enclosed = input_in(data)
    except (OSError, TooLarge, BadPackage) as error:
        return None, (unreadable(path, error, place),)
    digests = digests_of(data)
    if enclosed is None:
        whose = "里没有放输入" if "input" in digests else "里没有指纹，不是 reportgen 出的稿"
        message = f"{path.name} {whose}，取不出来。"
        help = "出稿时写 build --embed，输入才放在里面。"
        return None, (diagnose("V04", place, message, help, subject="输入"),)
    text = decode_text(enclosed.data, enclosed.name)[0].text
    if digests.get("input") == digest_of(text):
        return enclosed, ()
    message = "放在里面的输入与成稿的指纹不合，出稿以后改过。"
    help = "取出来的这份不作准，找写稿时的输入。"
    return enclosed, (diagnose("V01", place, message, help, subject="输入"),)
