"""门的一扇：`reportgen format …`，给做格式的人用。"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import ERRORS, INPUT, OK, Group, templates_option

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic


@click.group("format", cls=Group)
def format_group() -> None:
    """报告格式：列出、新建、看样子、核对、能引用的名字、输出给编辑器用的 schema。"""


@format_group.command("list")
@templates_option
def list_(templates: Path | None) -> int:
    """列出现有的格式。"""
    from reportgen.corridor.places import as_given
    from reportgen.corridor.project import formats_in, project_of
    from reportgen.door.console import print_diagnostics, print_table, say
    from reportgen.formats.load import load_format

    folder = project_of(Path(), templates).templates
    rows = []
    for name in formats_in(folder):
        loaded, problems = load_format(folder / name)
        print_diagnostics(as_given(problems, templates), brief=True, stream=sys.stderr)
        if loaded is not None:
            manifest = loaded.manifest
            rows.append((name, manifest.title, manifest.authority, manifest.editions))
    if rows:
        print_table(rows)
    else:
        say(f"{folder} 里没有格式。")
    return OK if rows else ERRORS


@format_group.command("new")
@click.argument("format", metavar="FORMAT")
@click.option("--like", required=True, metavar="OTHER", help="照哪一种现有的格式。")
@templates_option
def new_(format: str, like: str, templates: Path | None) -> int:
    """新格式：照一种现有的格式复制一份，以后各改各的。"""
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.places import as_given
    from reportgen.corridor.project import project_of
    from reportgen.door.console import print_diagnostics, say
    from reportgen.formats.copying import copied_format

    folder = project_of(Path(), templates).templates
    files, problems = copied_format(folder, like, format)
    problems += replace_files(files) if files else ()
    print_diagnostics(as_given(problems, templates), stream=sys.stderr)
    if problems:
        return ERRORS
    written = f"已写出 {(folder / format).as_posix()}，共 {len(files)} 个文件。"
    first = f"format.yaml 里的名称（title）、发布者（authority）还是 {like} 的，先改。"
    say(f"{written}{first}改好以后运行 reportgen format check {format}")
    return OK


@format_group.command("form")
@click.argument("format", metavar="FORMAT")
@click.argument("form", type=INPUT, metavar="FILE.docx|FILE.xlsx")
@click.option(
    "--like", default="", metavar="OTHER", help="规则、字段、样例照哪一种；不写取最像的。"
)
@templates_option
def form_(format: str, form: Path, like: str, templates: Path | None) -> int:
    """由机关的空表起一种格式：拿得准的空格写上标签，别的列出来。"""
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.formstarting import start_format
    from reportgen.corridor.places import as_given
    from reportgen.corridor.project import project_of
    from reportgen.door.console import print_diagnostics, print_table, say

    folder = project_of(Path(), templates).templates
    started = start_format(folder, format, form, like)
    problems = started.diagnostics
    if started.files and not problems:
        problems = replace_files(started.files)
    print_diagnostics(as_given(problems, templates), stream=sys.stderr)
    if problems:
        return ERRORS
    written = [entry for entry in started.proposals if entry.written]
    unsure = [entry for entry in started.proposals if not entry.written]
    say(f"已写出 {(folder / format).as_posix()}，规则、字段、样例照 {started.like}。")
    say(f"写上标签的 {len(written)} 处：")
    if written:
        print_table([(entry.place, entry.label, entry.tag) for entry in written])
    if unsure:
        say(f"还空着的 {len(unsure)} 处，拿不准，自己写：")
        rows = [(e.place, e.label, f"也许是 {e.tag}" if e.tag else "") for e in unsure]
        print_table(rows)
    say(
        f"全部名字：reportgen format names {format}；写好以后运行 reportgen format check {format} --write"
    )
    return OK


@format_group.command("preview")
@click.argument("format", metavar="FORMAT")
@click.option(
    "-o",
    "--output",
    type=INPUT,
    metavar="DIR",
    help="写到这个文件夹；默认是工程的 build/preview。",
)
@templates_option
def preview_(format: str, output: Path | None, templates: Path | None) -> int:
    """看样子：用格式自己的 sample.yaml 出一份草稿，有错也出，好看版面。"""
    from reportgen.core.diagnostics import blocking, pressing
    from reportgen.corridor.pipeline import build
    from reportgen.corridor.project import project_of
    from reportgen.door.console import print_diagnostics, say

    project = project_of(Path(), templates)
    sample = project.templates / format / "sample.yaml"
    if not os.path.lexists(sample):
        raise click.UsageError(_not_there(sample, format))
    directory = output or (project.root or Path()) / "build" / "preview" / format
    built = build(sample, directory=directory, templates=project.templates, draft=True)
    print_diagnostics(pressing(built.diagnostics), stream=sys.stderr)
    for path in built.files:
        say(path.as_posix())
    return ERRORS if not built.files or blocking(built.diagnostics) else OK


@format_group.command("check")
@click.argument("format", required=False, metavar="[FORMAT]")
@click.option("--write", is_flag=True, help="整理 Word 模板，重写它的文字影子和编辑器用的 schema。")
@templates_option
def check_(format: str | None, write: bool, templates: Path | None) -> int:
    """核对格式：没有未定义的，没有没用到的；不写格式则核对全部。"""
    from reportgen.core.diagnostics import blocking
    from reportgen.corridor.formatcheck import check_format
    from reportgen.corridor.places import as_given
    from reportgen.corridor.project import formats_in, project_of
    from reportgen.door.console import print_diagnostics, say, tally

    folder = project_of(Path(), templates).templates
    everything: list[Diagnostic] = []
    for name in [format] if format else formats_in(folder):
        problems = as_given(check_format(folder / name, write=write), templates)
        print_diagnostics(problems)
        say(f"{name}：{tally(problems)}")
        everything += problems
    return ERRORS if blocking(everything) else OK


@format_group.command("frame")
@click.argument("format", metavar="FORMAT")
@click.option("--portrait", is_flag=True, help="附件用纵向的页面；默认横向。")
@templates_option
def frame_(format: str, portrait: bool, templates: Path | None) -> int:
    """给格式写出自己的一份标准 Word 模板（GB/T 9704，22 行 × 28 字）；已有的不覆盖。"""
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.project import project_of
    from reportgen.door.console import print_diagnostics, say
    from reportgen.formats.frames import frame_named, frame_place
    from reportgen.word.frame.blank import blank_frame
    from reportgen.word.frame.shadow import shadow

    folder = project_of(Path(), templates).templates / format
    if not os.path.isdir(folder):
        raise click.UsageError(_not_there(folder, format))
    place = frame_place(folder, "")
    path = place.path
    if os.path.lexists(path):
        raise click.UsageError(f"{path.as_posix()} 已经有了，不覆盖。先把它移走。")
    named = frame_named(folder)
    if named:
        message = f"{format} 用的是共用的 Word 模板：format.yaml 写着 frame: {named}。"
        raise click.UsageError(f"{message}要有自己的一份，先删去这一行。")
    data = blank_frame("portrait" if portrait else "landscape")
    problems = replace_files(((path, data), (place.shadow.path, shadow(data).encode())))
    print_diagnostics(problems, stream=sys.stderr)
    if not problems:
        say(f"已写出 {path.as_posix()}，在 Word 或 WPS 里改样式、页眉和页脚。")
    return ERRORS if problems else OK


@format_group.command("schema")
@click.argument("format", metavar="FORMAT")
@templates_option
def schema_(format: str, templates: Path | None) -> int:
    """印出输入的 JSON Schema，供编辑器补全和提示；与格式的 schema.json 相同。"""
    from reportgen.corridor.places import as_given
    from reportgen.corridor.project import project_of
    from reportgen.door.console import print_diagnostics, say
    from reportgen.formats.editors import input_schema
    from reportgen.formats.load import load_format

    folder = project_of(Path(), templates).templates
    loaded, problems = load_format(folder / format)
    if loaded is None:
        print_diagnostics(as_given(problems, templates), stream=sys.stderr)
        return ERRORS
    say(input_schema(loaded).rstrip("\n"))
    return OK


@format_group.command("names")
@click.argument("format", required=False, metavar="[FORMAT]")
@click.option("--md", is_flag=True, help="写成 Markdown。")
@templates_option
def names_(format: str | None, md: bool, templates: Path | None) -> int:
    """能引用的名字：按哪一种行分组，各有中文名、类型和样例里的值；不写格式用默认的。"""
    from reportgen.corridor.naming import naming
    from reportgen.corridor.places import as_given
    from reportgen.corridor.project import project_of
    from reportgen.door.console import print_diagnostics, print_table, say
    from reportgen.formats.start import default_format
    from reportgen.papers.names import heading_of, write_names

    folder = project_of(Path(), templates).templates
    name = format or default_format(folder)
    if not name:
        raise click.UsageError("没有默认的格式（format.yaml 写 default: true），写明格式名。")
    groups, problems = naming(folder / name)
    print_diagnostics(as_given(problems, templates), stream=sys.stderr)
    if md and groups:
        say(write_names(name, groups).rstrip("\n"))
    else:
        for group in groups:
            say(f"\n{heading_of(group)}")
            print_table([(n.path, n.kind, n.title, n.example) for n in group.names])
    return OK if groups else ERRORS


def _not_there(path: Path, format: str) -> str:
    """没有这个文件或文件夹；格式名打错了的，说出相近的。"""
    from reportgen.core.spelling import did_you_mean
    from reportgen.corridor.project import formats_in

    folder = path if path.name == format else path.parent
    known = formats_in(folder.parent)
    hint = "" if format in known else did_you_mean(format, known)
    return f"没有 {path.as_posix()}。{hint}"
