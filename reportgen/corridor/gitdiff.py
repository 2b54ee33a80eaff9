"""让 git diff 看得见 Word 文件：.gitattributes 里一行，git 的设置里一行，用的是 reportgen text。

.gitattributes 随仓库走，提交一次大家都有；git 的设置在各人自己的机器上，各写一次。
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from reportgen.core.oserrors import reason
from reportgen.core.programs import program_at

ATTRIBUTES = ".gitattributes"
LINE = "*.docx diff=reportgen"
KEY = "diff.reportgen.textconv"


class GitTrouble(Exception):
    """没有 git、不在仓库里、写不了；理由用中文。"""


def show_word_in_git(folder: Path) -> tuple[str, ...]:
    """写好两处，返回写了什么，一处一句；已经有的不再写。"""
    top = Path(_git(folder, "rev-parse", "--show-toplevel"))
    said = []
    attributes = top / ATTRIBUTES
    try:
        if _add_line(attributes):
            said.append(f"{ATTRIBUTES} 里加了一行 {LINE}，要提交。")
    except OSError as error:
        raise GitTrouble(f"写不了 {ATTRIBUTES}：{reason(error)}") from error
    # 写明是哪一个 Python：git 运行它的时候，不一定进了虚拟环境
    program = shlex.quote(Path(sys.executable).as_posix())
    command = f"{program} -m reportgen text"
    if _git(folder, "config", "--get", KEY, missing=True) != command:
        _git(folder, "config", KEY, command)
        said.append(f"git 的设置里写了 {KEY}，只在这台机器的这个仓库。")
    return tuple(said)


def _add_line(path: Path) -> bool:
    """文件末尾加上这一行；已有的不加。"""
    text = path.read_text("utf-8", "surrogateescape") if path.exists() else ""
    if LINE in (line.strip() for line in text.splitlines()):
        return False
    start = "" if not text or text.endswith("\n") else "\n"
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{start}{LINE}\n")
    return True


def _git(folder: Path, *arguments: str, missing: bool = False) -> str:
    """运行一条 git 命令，返回它印的；missing 为真的，没有这一项不算错。"""
    program = program_at("git")
    if program is None:
        raise GitTrouble("这台机器上没有 git")
    done = subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode and not missing:
        if arguments[0] == "rev-parse":
            raise GitTrouble("当前文件夹不在 git 的仓库里")
        raise GitTrouble(f"git {' '.join(arguments[:2])} 没有做成")
    return done.stdout.strip()
