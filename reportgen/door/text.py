"""门的一扇：`reportgen text`，一份 Word 文件印成 Markdown；git diff 用它看 Word 文件。"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.door.usage import INPUT, OK, Command


@click.command("text", cls=Command)
@click.argument("file", required=False, type=INPUT, metavar="FILE.docx")
@click.option(
    "--git",
    "in_git",
    is_flag=True,
    help="不印：在当前仓库写好 .gitattributes 和 git 的设置，git diff 从此看得见 Word 文件。",
)
def text(file: Path | None, in_git: bool) -> int:
    """取文字：任何 Word 文件印成 Markdown；读不了的印一行，退出码仍是 0（git 要这样）。"""
    from reportgen.door.console import say

    if in_git:
        _set_up(file)
        return OK
    if file is None:
        raise click.UsageError("缺少 FILE.docx。")
    from reportgen.core.oserrors import reason
    from reportgen.core.outside import TooLarge, read_outside
    from reportgen.papers.projection import project
    from reportgen.word.package import LARGEST_PACKAGE, BadPackage
    from reportgen.word.reading.printing import read_printed

    try:
        read = read_printed(read_outside(file, LARGEST_PACKAGE))
    except OSError as error:
        say(f"（读不了这个文件：{reason(error)}）")
        return OK
    except (BadPackage, TooLarge) as error:
        say(f"（读不了这个文件：{error}）")
        return OK
    if read.revisions:
        note = f"{file.as_posix()}：有 {read.revisions} 处修订未处理，按接受后的文字读。"
        say(note, stream=sys.stderr)
    click.echo(project(read.blocks), nl=False)
    return OK


def _set_up(file: Path | None) -> None:
    from reportgen.corridor.gitdiff import GitTrouble, show_word_in_git
    from reportgen.door.console import say

    if file is not None:
        raise click.UsageError("--git 只写设置，后面不写文件。")
    try:
        said = show_word_in_git(Path())
    except GitTrouble as error:
        raise click.UsageError(f"{error}，没有写成。") from None
    for sentence in said or ("已经写好了，不用再写。",):
        say(sentence)
