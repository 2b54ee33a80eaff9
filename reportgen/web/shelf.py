"""架子：文件夹里有什么，新建一份，用去年的起一份，出各种文件；页面上除了改格子以外的事。"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportgen.core.diagnostics import Diagnostic, blocking, count
from reportgen.core.examined import Examined
from reportgen.core.quantity import fixed
from reportgen.corridor.files import replace_files
from reportgen.corridor.mergeback import canonical, merged_back
from reportgen.corridor.pipeline import examine_in, render
from reportgen.corridor.project import DRAFT_MARK, Project, formats_in, project_of
from reportgen.corridor.review import review
from reportgen.corridor.rollover import rollover
from reportgen.corridor.sheet import filled_in, sheet_of_input
from reportgen.formats.load import load_format
from reportgen.formats.start import beside, starting_input
from reportgen.source.cells import cells
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.tree import Scalar
from reportgen.web import saving
from reportgen.web.answers import problem_of
from reportgen.web.folder import Folder, Refused
from reportgen.web.opened import open_input

Json = dict[str, Any]
WORD, WORKBOOK = ".docx", ".xlsx"
SHEET = "填报表.xlsx"
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "score.yaml": "text/plain; charset=utf-8",
    "yaml": "text/plain; charset=utf-8",
    "检查单.md": "text/markdown; charset=utf-8",
    SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
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
    """核对放进来的一份成稿或填报表；不留在文件夹里。"""
    shown = _shown(name, (WORD, WORKBOOK))
    project = project_of(folder.root)
    with _laid(shown, data) as path:
        if path.suffix == WORKBOOK:
            problems = examine_in(project, path, name=shown).diagnostics
        else:
            problems = review(path, name=shown, templates=project.templates)
    return [problem_of(problem) for problem in problems]


def take_back(folder: Folder, name: str, data: bytes) -> Json:
    """收回填好的填报表：并进它由之写出的那一份；两边都改了的，一处也不并，全部列出。"""
    folder.refuse_writing()
    shown = _shown(name, (WORKBOOK,))
    project = project_of(folder.root)
    with _laid(shown, data) as path, saving.WRITING:
        facts = filled_in(path, project)
        if facts.filled is None or blocking(facts.diagnostics):
            return {"problems": [problem_of(problem) for problem in facts.diagnostics]}
        home = _home(folder, facts.filled.version.input, shown)
        target = folder.root / home
        fresh = not target.exists()
        back = canonical(facts, target) if fresh else merged_back(facts, target, project)
        listed = [problem_of(problem) for problem in back.diagnostics]
        if not back.content:
            return {"problems": listed}
        history = folder.history(home)
        if not fresh:
            history.record(target.read_bytes())
        _write(((target, back.content),))
        history.record(back.content)
    return {"file": home, "changes": back.changes, "problems": listed}


def _home(folder: Folder, input: str, shown: str) -> str:
    """填报表并回哪一份：文件夹里它由之写出的那一份；没有的另写一份，与填报表同名。"""
    names = [name for name in folder.names() if input and Path(name).name == input]
    if len(names) > 1:
        raise Refused(409, f"文件夹里有 {len(names)} 份 {input}，分不清并回哪一份。")
    if names:
        return names[0]
    return _vacant(folder, f"{Path(shown).stem}.yaml").relative_to(folder.root).as_posix()


def _shown(name: str, suffixes: tuple[str, ...]) -> str:
    """放进来的文件的名字；不是这几种的说怎么办。"""
    shown = Path(name.replace("\\", "/")).name or "report.docx"
    if not shown.lower().endswith(suffixes):
        kinds = "、".join(suffixes)
        raise Refused(422, f"{shown} 不是 {kinds}；旧的 .doc、.wps、.xls 另存为新的再放进来。")
    return shown


@contextmanager
def _laid(shown: str, data: bytes) -> Iterator[Path]:
    """放在一个用过就扔的文件夹里，照读文件的限度读。"""
    with TemporaryDirectory(prefix="reportgen", ignore_cleanup_errors=True) as temporary:
        path = Path(temporary) / f"report{Path(shown).suffix.lower()}"
        path.write_bytes(data)
        yield path


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
    if kind == SHEET:
        return file, media, _sheet(folder, name)
    examined = examined_of(folder, name, draft=draft)
    if kind == "检查单.md":
        return file, media, checklist(examined).encode()
    contents = contents_of(examined, draft)
    if f".{kind}" not in contents:
        raise Refused(409, f"这种格式不出 .{kind}。")
    return file, media, contents[f".{kind}"]


def _sheet(folder: Folder, name: str) -> bytes:
    """一份输入的填报表。"""
    path = folder.find(name)
    made = sheet_of_input(path, project_of(path))
    if not made.content:
        raise Refused(409, f"{made.diagnostics[0].message}{made.diagnostics[0].help}")
    return made.content


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
