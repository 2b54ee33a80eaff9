"""门的一扇：`reportgen serve`，在浏览器里填、核对、出稿。"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import ERRORS, INPUT, OK, Command

if TYPE_CHECKING:
    from reportgen.web.serving import Opening


@click.command("serve", cls=Command)
@click.argument("folder", type=INPUT, metavar="[DIR]", default=Path())
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="端口；默认找一个空的。")
@click.option("--no-open", is_flag=True, help="不打开浏览器，只印网址。")
@click.option("--read-only", is_flag=True, help="只看，不改文件。")
def serve(folder: Path, port: int | None, no_open: bool, read_only: bool) -> int:
    """在浏览器里填：新建、填写、核对、出稿、用去年的。只在本机，第一行印网址。"""
    from reportgen.door.console import say
    from reportgen.web.folder import Folder, can_write
    from reportgen.web.serving import CannotListen
    from reportgen.web.serving import serve as run

    if not os.path.isdir(folder):
        what = "是文件" if os.path.lexists(folder) else "没有这个文件夹"
        raise click.UsageError(f"DIR 要写文件夹，{folder}：{what}。")
    locked = read_only or not can_write(folder)

    def announce(opening: Opening) -> None:
        say(opening.url)
        if opening.running:
            say("这个文件夹已经开着，打开的就是它。")
        else:
            say("浏览器没有自己打开的，把上面的网址抄进去。按 Ctrl+C 或页面上的“关闭程序”结束。")
        if locked and not opening.running:
            say("这个文件夹只读：可以看、核对、下载，不能改。")
        _flush()
        if not no_open:
            _browse(opening.url)

    try:
        run(Folder(folder, locked), port or 0, announce)
    except CannotListen as error:
        say(str(error))
        return ERRORS
    return OK


def _flush() -> None:
    import sys

    sys.stdout.flush()


def _browse(url: str) -> None:
    """打开浏览器；打不开的照旧，网址已经印了。"""
    import contextlib
    import webbrowser

    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(url)
