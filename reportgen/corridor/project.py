"""工程：输入属于哪个工程，格式在哪里，输出写到哪里。只看输入文件自己的位置，不看当前目录。

工程根是输入文件最近的、带有 templates/ 的上级文件夹；没有则用随程序带的格式，输出写到输入旁边的 build/。
"""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.core.frozen import frozen
from reportgen.core.outside import is_folder

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


def root_above(path: Path) -> Path | None:
    """path 或它的上级里，最近的一个带有 templates/ 的文件夹。"""
    for folder in (path, *path.parents):
        if is_folder(folder / "templates"):
            return folder
    return None


def project_of(path: Path, templates: Path | None = None) -> Project:
    """输入文件（或文件夹）所属的工程；templates 指定格式所在。先照写出的路径找，输出的路径才和写的一样短。"""
    root = root_above(path) or root_above(Path(os.path.realpath(path)))
    return Project(root, templates or (root / "templates" if root else shipped_templates()))


def all_inputs(project: Project) -> list[Path]:
    """工程里的全部输入，按路径排序。"""
    if project.root is None:
        return []
    return sorted((project.root / "inputs").rglob("*.yaml"))


def output_stem(path: Path, project: Project, directory: Path | None) -> Path:
    """输入 → 输出的路径（没有扩展名）：inputs/2024/x.yaml → build/2024/x。"""
    source = path if project.root is not None and not project.root.is_absolute() else Path(os.path.realpath(path))
    home = directory or (project.root or source.parent) / "build"
    inputs = project.root / "inputs" if project.root else None
    if inputs is not None and source.parent.is_relative_to(inputs):
        return home / source.parent.relative_to(inputs) / source.stem
    return home / source.stem


def formats_in(templates: Path) -> list[str]:
    """格式文件夹里有哪些格式，按名字排序。"""
    if not is_folder(templates):
        return []
    return sorted(folder.name for folder in templates.iterdir() if (folder / "format.yaml").is_file())
