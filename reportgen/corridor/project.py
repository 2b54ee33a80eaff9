"""工程：输入属于哪个工程，格式在哪里，输出写到哪里。只看输入文件自己的位置，不看当前目录。

工程根是最近的、有 templates/<格式>/format.yaml 的上级文件夹；一个也没有，则是 inputs/ 里放着
这份输入的那个文件夹，用随程序带的格式。两样都没有的，输出写到输入旁边的 build/。
别的叫 templates 的文件夹（网站的、程序的）不算。
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from reportgen.core.frozen import frozen
from reportgen.core.outside import is_folder, is_there

DRAFT_MARK = "（草稿）"


@frozen
class Project:
    """工程：根（没有则为 None）和格式所在的文件夹。"""

    root: Path | None
    templates: Path


def shipped_templates() -> Path:
    """随程序带的格式：装成包时在包里，从源码运行时在包旁边。"""
    package = Path(__file__).resolve().parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def project_of(path: Path, templates: Path | None = None) -> Project:
    """输入文件（或文件夹）所属的工程；templates 指定格式所在。"""
    root = _nearest(path, has_formats)
    formats = root / "templates" if root else shipped_templates()
    if root is None:
        root = _nearest(path, lambda folder: _holds(folder, path))
    return Project(root, templates or formats)


def has_formats(folder: Path) -> bool:
    """文件夹里有没有 templates/<格式>/format.yaml。"""
    templates = folder / "templates"
    return is_folder(templates) and any(map(is_format, templates.iterdir()))


def _holds(folder: Path, path: Path) -> bool:
    """path 在 folder 的 inputs/ 里；path 就是 folder 的，看它有没有 inputs/。"""
    inputs = folder / "inputs"
    if folder in (path, _resolved(path)):
        return os.path.isdir(inputs)
    return path.is_relative_to(inputs) or _resolved(path).is_relative_to(inputs)


def _nearest(path: Path, wanted: Callable[[Path], bool]) -> Path | None:
    """path 和它的上级里最近的一个；先照写出的路径找，输出的路径才和写的一样短。"""
    written = next(filter(wanted, _upwards(path)), None)
    return written or next(filter(wanted, _upwards(_resolved(path))), None)


def _resolved(path: Path) -> Path:
    """真正的位置。名字太长、快捷方式绕成圈的也有一个，读的时候才说打不开。"""
    return Path(os.path.realpath(path))


def _upwards(path: Path) -> Iterator[Path]:
    """path 自己和它的上级。`..` 的上级不是写在它前面的那一段，到它为止。"""
    yield path
    while path.name and path.name != "..":
        path = path.parent
        yield path


def inputs_of(project: Project) -> Path | None:
    """工程里放输入的文件夹；没有则为 None。"""
    if project.root is None or not (project.root / "inputs").is_dir():
        return None
    return project.root / "inputs"


def inputs_near(path: Path) -> Path | None:
    """成稿的上级里最近的、放着 inputs/ 的文件夹；没有则为 None。"""
    return _nearest(path, lambda folder: is_folder(folder / "inputs"))


def output_stem(path: Path, project: Project, directory: Path | None) -> Path:
    """输入 → 输出的路径（没有扩展名）：inputs/2024/x.yaml → build/2024/x。"""
    absolute = project.root is not None and project.root.is_absolute()
    source = _resolved(path) if absolute else path
    home = directory or (project.root or source.parent) / "build"
    inputs = project.root / "inputs" if project.root else None
    if inputs is not None and source.parent.is_relative_to(inputs):
        return home / source.parent.relative_to(inputs) / source.stem
    return home / source.stem


def formats_in(templates: Path) -> list[str]:
    """格式文件夹里有哪些格式，按名字排序。"""
    if not is_folder(templates):
        return []
    return sorted(folder.name for folder in templates.iterdir() if is_format(folder))


def is_format(folder: Path) -> bool:
    """这个文件夹是不是一种格式。"""
    return is_there(folder / "format.yaml")
