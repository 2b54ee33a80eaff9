"""架子：文件夹里有什么，新建一份，用去年的起一份，出各种文件；页面上除了改格子以外的事。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportgen.core.diagnostics import Diagnostic, blocking, count
from reportgen.core.examined import Examined
from reportgen.core.quantity import fixed
from reportgen.corridor.files import replace_files
from reportgen.corridor.pipeline import examine_in, render
from reportgen.corridor.project import DRAFT_MARK, Project, formats_in, project_of
from reportgen.corridor.review import review
from reportgen.corridor.rollover import rollover
from reportgen.formats.load import load_format
from reportgen.formats.start import beside, starting_input
from reportgen.source.cells import cells
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.tree import Scalar
from reportgen.web.answers import problem_of
from reportgen.web.folder import Folder, Refused
from reportgen.web.opened import open_input

Json = dict[str, Any]
WORD = ".docx"
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "score.yaml": "text/plain; charset=utf-8",
    "yaml": "text/plain; charset=utf-8",
    "检查单.md": "text/markdown; charset=utf-8",
}
"""下载得到的几种文件。"""


def summary(folder: Folder, name: str) -> Json:
    """一份输入，一行：名称、年度、格式、还有几处没有填、几个错误、总分和等级。"""
    input = open_input(folder.find(name), name)
    if not input.editable or input.tree is None or input.format is None:
        message = input.diagnostics[0].message if input.diagnostics else "读不通。"
        return {"file": name, "broken": message}
    texts: dict[tuple[str | int, ...], str] = {}
    unfilled = 0
    for cell in cells(input.plan, input.tree):
        if isinstance(cell.node, Scalar):
            unfilled += cell.node.text.strip() == PLACEHOLDER
            texts[cell.address] = cell.node.text
    examined = examine_in(project_of(input.path), input.path, name=name)
    card = examined.scorecard
    total = ""
    if card is not None and card.complete and card.scoring != "none":
        total = fixed(card.total, input.format.manifest.rounding.score_places)
    titles = (texts.get(("project", "name"), ""), texts.get(("unit", "name"), ""))
    known = [title for title in titles if title and title != PLACEHOLDER]
    return {
        "file": name,
        "title": " · ".join(known),
        "year": texts.get(("year",), "").replace(PLACEHOLDER, ""),
        "format": input.format.manifest.title,
        "unfilled": unfilled,
        "errors": 0 if unfilled else count(examined.diagnostics, "error"),
        "warnings": count(examined.diagnostics, "warning"),
        "total": total,
        "grade": card.grade if card is not None and total else "",
    }


def formats(folder: Folder) -> list[Json]:
    """现有的格式。"""
    templates = project_of(folder.root).templates
    return list(_formats(templates))


def _formats(templates: Path) -> Iterator[Json]:
    for name in formats_in(templates):
        format, _ = load_format(templates / name)
        if format is not None:
            manifest = format.manifest
            yield {
                "id": name,
                "title": manifest.title,
                "authority": manifest.authority,
                "editions": manifest.editions,
                "default": manifest.default,
            }


def new(folder: Folder, format: str, name: str) -> str:
    """新建一份；返回它的名字。"""
    folder.refuse_writing()
    title = name.strip()
    if not title:
        raise Refused(422, "请写一个文件名，如 图书馆免费开放。")
    path = _vacant(folder, title if title.endswith(".yaml") else f"{title}.yaml")
    templates = project_of(folder.root).templates
    schema, files = beside(path, templates, format)
    text, problems = starting_input(templates, format, schema)
    if not text:
        raise Refused(422, problems[0].message)
    _write(((path, text.encode()), *files))
    return path.relative_to(folder.root).as_posix()


def roll(folder: Folder, name: str, year: int | None, format: str) -> Json:
    """用上年的起一份今年的。"""
    folder.refuse_writing()
    last = folder.find(name)
    rolled = rollover(last, year=year, format=format)
    if not rolled.content:
        problem = rolled.diagnostics[0]
        raise Refused(422, f"{problem.message}{problem.help}")
    target = rolled.target.relative_to(folder.root).as_posix()
    if rolled.target.exists():
        raise Refused(409, f"{target} 已经有了，没有覆盖它。", file=target)
    _write(((rolled.target, rolled.content),))
    listed = [problem_of(problem) for problem in rolled.diagnostics]
    counted = {"year": rolled.year, "unfilled": rolled.unfilled, "stale": rolled.stale}
    return {"file": target, **counted, "problems": listed}


def keep(folder: Folder, name: str, data: bytes) -> str:
    """放进来的 YAML 存到文件夹里；返回它的名字。"""
    folder.refuse_writing()
    path = _vacant(folder, name)
    _write(((path, data),))
    return path.relative_to(folder.root).as_posix()


def _vacant(folder: Folder, name: str) -> Path:
    path = folder.inside(name)
    if path.exists():
        raise Refused(409, f"{name} 已经有了，没有覆盖它；换一个名字。")
    return path


def _write(files: tuple[tuple[Path, bytes], ...]) -> None:
    problems = replace_files(files)
    if problems:
        raise Refused(423, f"{problems[0].message}{problems[0].help}")


def reviewed(folder: Folder, name: str, data: bytes) -> list[Json]:
    """核对放进来的一份成稿；不留在文件夹里。"""
    shown = Path(name.replace("\\", "/")).name or "report.docx"
    if not shown.lower().endswith(WORD):
        raise Refused(422, f"{shown} 不是 .docx；旧的 .doc、.wps 在 Word 里另存为 .docx 再放进来。")
    with TemporaryDirectory(prefix="reportgen", ignore_cleanup_errors=True) as temporary:
        path = Path(temporary) / "report.docx"
        path.write_bytes(data)
        templates = project_of(folder.root).templates
        problems = review(path, name=shown, templates=templates)
    return [problem_of(problem) for problem in problems]


def examined_of(folder: Folder, name: str, *, draft: bool = False) -> Examined:
    """一份输入，查到底。"""
    path = folder.find(name)
    return examine_in(project_of(path), path, name=name, draft=draft)


def sample_of(folder: Folder, format: str) -> Examined:
    """一种格式的样例，看样子用。"""
    templates = project_of(folder.root).templates
    if format not in formats_in(templates):
        raise Refused(404, "没有这种格式。")
    sample = templates / format / "sample.yaml"
    return examine_in(Project(None, templates), sample, name="sample.yaml", draft=True)


def download(folder: Folder, name: str, kind: str, draft: bool) -> tuple[str, str, bytes]:
    """一份文件：名字、种类、字节。有错误的不出正式稿。"""
    from reportgen.papers.checklist import checklist

    if kind not in KINDS:
        raise Refused(404, "没有这种文件。")
    stem = Path(name).stem + (DRAFT_MARK if draft else "")
    file, media = f"{stem}.{kind}", KINDS[kind]
    if kind == "yaml":
        return Path(name).name, media, open_input(folder.find(name), name).data
    examined = examined_of(folder, name, draft=draft)
    if kind == "检查单.md":
        return file, media, checklist(examined).encode()
    contents = contents_of(examined, draft)
    if f".{kind}" not in contents:
        raise Refused(409, f"这种格式不出 .{kind}。")
    return file, media, contents[f".{kind}"]


def printed(folder: Folder, name: str) -> bytes:
    """排成 PDF，有错误的排草稿。"""
    from reportgen.word.writing.office import converted

    examined = examined_of(folder, name)
    draft = blocking(examined.diagnostics)
    if draft:
        examined = examined_of(folder, name, draft=True)
    word = contents_of(examined, draft).get(WORD)
    if word is None:
        raise Refused(409, "这种格式只出 Excel 表样，没有可排的 Word。")
    (data,) = converted((word,))
    if data is None:
        raise Refused(409, "没有排成：没有 LibreOffice，或它没有写出来。")
    return data


def contents_of(examined: Examined, draft: bool) -> dict[str, bytes]:
    """出稿的几个文件，凭扩展名。"""
    if examined.document is None or (blocking(examined.diagnostics) and not draft):
        raise Refused(409, _why_not(examined.diagnostics))
    contents, problems = render(examined)
    if not contents:
        raise Refused(409, problems[0].message)
    return dict(contents)


def _why_not(problems: tuple[Diagnostic, ...]) -> str:
    errors = [problem for problem in problems if problem.severity == "error" and not problem.waived]
    return f"还有 {len(errors)} 个错误，没有出稿。头一个：{errors[0].message}"
