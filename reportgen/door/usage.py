"""各命令共用的：退出码、选项，以及帮助和用法错误的中文（click 自带的是英文）。"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

OK, ERRORS, USAGE, UNDECIDED, BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130
"""退出码；README 有一张表说明。"""

DASHES = ("—", "–", "－", "−")
"""从 Word、微信里抄来的命令，选项前的两个减号会变成这些。"""


class GivenPath(click.Path):
    """命令行上的一个路径；看着像选项的，多半是减号变了样。"""

    def convert(self, value: Any, param: Any, context: Any) -> Any:
        text = str(value)
        refuse_unprintable(text, context)
        if text.startswith(DASHES) and not os.path.lexists(text):
            plain = "--" + text.lstrip("".join(DASHES))
            raise click.UsageError(f"{text} 前面不是英文的减号，是不是 {plain}？", context)
        return super().convert(value, param, context)


def refuse_unprintable(text: str, context: Any = None) -> None:
    """不是 UTF-8 的文件名（从 Windows 的压缩包里解出来的乱码）写不进任何文件，也印不出来。"""
    try:
        text.encode()
    except UnicodeEncodeError:
        message = f"{printable(text)} 这个名字不是 UTF-8 的文字，请先给文件改名。"
        raise click.UsageError(message, context) from None


def printable(text: str) -> str:
    """印得出的样子：不成字的字节写成 \\xff。"""
    return text.encode("utf-8", "backslashreplace").decode()


def _is_a_folder(_: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """--templates 指的要有，而且是文件夹：没有的，不能说成“没有这种格式”。"""
    if path is None or os.path.isdir(path):  # 名字太长的，Path 自己的 is_dir 会抛
        return path
    option = parameter.opts[-1]
    if os.path.lexists(path):
        raise click.UsageError(f"{option} 要写文件夹，{path} 是文件。")
    raise click.UsageError(f"没有 {path} 这个文件夹（{option}）。")


INPUT = GivenPath(path_type=Path)
INTEGER = click.IntRange(1)
templates_option = click.option(
    "--templates",
    type=INPUT,
    metavar="DIR",
    callback=_is_a_folder,
    help="格式所在的文件夹，默认是工程的 templates/。",
)


class ChineseHelp:
    """帮助的小标题用中文。"""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(context))  # type: ignore[attr-defined]
        pieces = pieces.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …")
        formatter.write_usage(context.command_path, pieces, prefix="用法：")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        records = []
        for option in self.get_params(context):  # type: ignore[attr-defined]
            record = option.get_help_record(context) if isinstance(option, click.Option) else None
            if record:
                records.append(record)
        if isinstance(self, click.Group):
            self.format_commands(context, formatter)
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)

    def get_help_option(self, context: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这份帮助。"
        return option


class Command(ChineseHelp, click.Command):
    """一个命令。"""


class Group(ChineseHelp, click.Group):
    """一组命令；headings 是帮助里的小标题和它下面的各命令。"""

    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.headings: dict[str, list[str]] = {}

    def put(self, heading: str, *commands: click.Command) -> None:
        """把几个命令放在一个小标题下。"""
        for command in commands:
            self.add_command(command)
            self.headings.setdefault(heading, []).append(str(command.name))

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, names in (self.headings or {"命令": list(self.commands)}).items():
            rows = []
            for name in names:
                rows += _help_rows(name, self.commands[name])
            with formatter.section(heading):
                formatter.write_dl(rows)

    def list_commands(self, context: click.Context) -> list[str]:
        """按写的次序，不按字母。"""
        return list(self.commands)

    def resolve_command(
        self,
        context: click.Context,
        arguments: list[str],
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """认不得的命令，说出相近的。"""
        if not arguments[0].startswith("-") and self.get_command(context, arguments[0]) is None:
            raise click.UsageError(self._unknown(arguments[0]), context)
        return super().resolve_command(context, arguments)

    def _unknown(self, word: str) -> str:
        suffix = Path(word).suffix.lower()
        verb = {".yaml": "build", ".yml": "build", ".docx": "check"}.get(suffix, "")
        if verb in self.commands:
            return f"{word} 前面要写命令，是不是 {verb} {word}？"
        message = f"没有 {word} 这个命令"
        known = {name: name for name in self.commands}
        for name, command in self.commands.items():
            if isinstance(command, click.Group):
                inner = {word: f"{name} {word}" for word in command.commands}
                known = inner | known
        close = nearest_word(word, known)
        return f"{message}，是不是 {known[close]}？" if close else f"{message}。"


Group.group_class = Group


def _help_rows(name: str, command: click.Command) -> list[tuple[str, str]]:
    """帮助里的一行；一组命令的，里面的各占一行。"""
    if not isinstance(command, click.Group):
        return [(name, command.get_short_help_str(60))]
    inner = command.commands.items()
    return [(f"{name} {word}", verb.get_short_help_str(60)) for word, verb in inner]


def nearest_word(word: str, known: Iterable[str]) -> str:
    """最相近的一个词；没有则为空。"""
    from reportgen.core.spelling import nearest

    close = nearest(word, known)
    return close[0] if close else ""


def explain_usage(error: click.UsageError) -> str:
    """click 的用法错误 → 中文。"""
    explain = _EXPLAINED.get(type(error))
    if explain is not None:
        return explain(error)
    if error.message.startswith("Got unexpected extra argument"):
        return f"多了参数{error.message.partition('(')[2].rstrip(')')}。"
    return error.message


def _no_option(error: Any) -> str:
    """没有这个选项：别的命令有的，说是哪个命令的；写全的（--）才猜相近的，一个字母猜不出什么。"""
    word = error.option_name
    message = f"没有 {word} 这个选项"
    if error.ctx is None:
        return f"{message}。"
    options = _options(error.ctx.command, error.ctx)
    close = nearest_word(word, options) if word.startswith("--") else ""
    if close:
        return f"{message}，是不是 {close}？"
    owners = []
    for name, command in _commands(error.ctx):
        if word in _options(command, error.ctx):
            owners.append(name)
    return f"{message}，它是 {owners[0]} 的。" if owners else f"{message}。"


def _options(command: click.Command, context: click.Context) -> list[str]:
    known: list[str] = []
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option):
            known += [*parameter.opts, *parameter.secondary_opts]
    return known


def _commands(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """全部命令，组里的写上组的名字。"""
    top = context.find_root().command
    for name, command in top.commands.items() if isinstance(top, click.Group) else ():
        if isinstance(command, click.Group):
            for word, inner in command.commands.items():
                yield f"{name} {word}", inner
        else:
            yield name, command


def _missing(error: Any) -> str:
    name = ""
    if error.param is not None:
        name = error.param.make_metavar(error.ctx or click.Context(click.Command("reportgen")))
    if isinstance(error.param, click.Option):
        name = f" {error.param.opts[-1]} {name}"
    return f"缺少 {name.strip()}。"


def _bad_value(error: Any) -> str:
    name = error.param.opts[-1] if error.param else ""
    integer = error.param is not None and isinstance(error.param.type, click.IntRange)
    return f"{name} 的值不对：{'要写大于零的整数' if integer else error.message}。"


def _no_value(error: Any) -> str:
    if "take a value" in error.message:
        return f"{error.option_name} 后面不写值。"
    return f"{error.option_name} 后面要写一个值。"


_EXPLAINED: dict[type[click.UsageError], Callable[[Any], str]] = {
    click.NoSuchOption: _no_option,
    click.MissingParameter: _missing,
    click.BadParameter: _bad_value,
    click.BadOptionUsage: _no_value,
}


def refuse_existing(path: Path | None) -> None:
    """要写的文件已经有了就不写：也许有人在上面改过、签过。"""
    if path is not None and os.path.lexists(path):
        raise click.UsageError(f"{path} 已经有了，不覆盖。换一个文件名，或先把它移走。")
