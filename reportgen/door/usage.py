"""各命令共用的：退出码、选项，以及帮助和用法错误的中文（click 自带的是英文）。"""

from __future__ import annotations

from pathlib import Path

import click

OK, ERRORS, USAGE, BUG = 0, 1, 2, 70

INPUT = click.Path(path_type=Path)
INTEGER = click.IntRange(1)
templates_option = click.option(
    "--templates", type=INPUT, metavar="DIR", help="格式所在的文件夹，默认是工程的 templates/。"
)


class ChineseHelp:
    """帮助的小标题用中文。"""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(context))  # type: ignore[attr-defined]
        pieces = pieces.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 …")
        formatter.write_usage(context.command_path, pieces, prefix="用法：")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        options = [each for each in self.get_params(context) if isinstance(each, click.Option)]  # type: ignore[attr-defined]
        records = [record for option in options if (record := option.get_help_record(context))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(context, formatter)

    def get_help_option(self, context: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这份帮助。"
        return option


class Command(ChineseHelp, click.Command):
    """一个命令。"""


class Group(ChineseHelp, click.Group):
    """一组命令。"""

    command_class = Command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.commands[name].get_short_help_str(60)) for name in self.list_commands(context)]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def list_commands(self, context: click.Context) -> list[str]:
        """按写的次序，不按字母。"""
        return list(self.commands)


Group.group_class = Group


def explain_usage(error: click.UsageError) -> str:
    """click 的用法错误 → 中文。"""
    if isinstance(error, click.NoSuchOption):
        hint = f"，是不是 {error.possibilities[0]}？" if error.possibilities else "。"
        return f"没有 {error.option_name} 这个选项{hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(click.Context(click.Command("reportgen"))) if error.param else ""
        return f"缺少{name}。"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[-1] if error.param else ""
        integer = error.param is not None and isinstance(error.param.type, click.IntRange)
        return f"{name} 的值不对：{'要写大于零的整数' if integer else error.message}。"
    if error.message.startswith("No such command"):
        name = error.message.removeprefix("No such command").strip(" '.")
        return f"没有 {name} 这个命令。"
    if error.message.startswith("Got unexpected extra argument"):
        return f"多了参数{error.message.partition('(')[2].rstrip(')')}。"
    return error.message
