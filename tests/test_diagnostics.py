"""每个诊断代码一个文件夹：输入和它的全部诊断，整篇存着。没有文件夹的代码不许有。

tests/diagnostics/<代码>[-说明]/
    edit.yaml        怎样弄坏：input 改 sample.yaml，templates 改格式文件（null 删去），encoding 输入的编码，
                     obstacle 输出处的障碍，build 出哪些输入，check: format 则核对格式而不出稿，pdf 则 LibreOffice 什么也没有写出，
                     review 则核对一份写着这几段话、几张表的 Word 文件，diff 则拿输入同它比；own 则核对由输入写出的 Word 文件，
                     写出以后 retype 改其中的字，move 把它移到没有输入的地方；
                     verify 则核实由输入写出的 Word 文件，写出以后照 retype、move 改，
                     drop 去掉包里的部件，then 再改输入，拿它对照；
                     fault 程序在哪个函数里出事；
                     together 则核对写着这些的几份 Word 文件之间合不合；
                     merge 则把改成这样的事实并回输入；
                     sheet 则写成填报表，照它改几处再核对（cell 写一格，drop、insert_row、stored 等见
                     workbook/books.py），back 则并回输入，meanwhile 是输入这时改了的；beside 则放在
                     输入旁边，核对输入；
                     last 则把没有改的样例存作上年的 last.yaml，输入是由它转来的；rollover 则转年度；
                     forms 给格式画的表样：form.docx 是几段字、几张表，form.xlsx 是 rows、areas、comment；
                     files 另放的文件：文件名 → text（文字）、sheet（工作表里的 XML）、word（正文里的 XML）、link、pipe、size、
                     picture
    expected.txt     全部诊断，全文；pytest --accept 重写，然后读一遍
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from openpyxl.comments import Comment

from reportgen.core.codes import CODES
from reportgen.core.diagnostics import Diagnostic, Source
from reportgen.corridor import printing
from reportgen.corridor.batch import Order, build_all
from reportgen.corridor.difference import diff
from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.lastyear import digest_of
from reportgen.corridor.mergeback import merged_back
from reportgen.corridor.pipeline import build, examine
from reportgen.corridor.project import project_of
from reportgen.corridor.review import review
from reportgen.corridor.rollover import rollover
from reportgen.corridor.sheet import filled_in, sheet_of_input
from reportgen.corridor.together import compare_papers
from reportgen.corridor.verifying import verify
from reportgen.door.console import render
from reportgen.formats.load import load_format
from reportgen.source.merge import merge
from reportgen.source.tree import parse, read_tree
from tests.forms.drawn import saved, sheet_form, word_form
from tests.packages import packed, sheet_parts, word_parts
from tests.word.documents import png
from tests.workbook.books import changed

HERE = Path(__file__).resolve().parent / "diagnostics"
FOLDERS = sorted(folder for folder in HERE.iterdir() if folder.is_dir())
PIPES = ("I11-pipe", "S05-pipe")
"""要有命名管道的，Windows 没有。"""
DEFAULT_FORMAT = "zhengzhou-self-2022"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_whole_message_is_as_stored(
    folder: Path,
    project: Path,
    golden: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if folder.name in PIPES and not hasattr(os, "mkfifo"):
        pytest.skip("这个系统没有命名管道")
    edits = yaml.safe_load((folder / "edit.yaml").read_text("utf-8"))
    format = edits.get("format", DEFAULT_FORMAT)
    _change(project / "templates" / format, edits.get("templates", {}))
    _draw(project / "templates" / format, edits.get("forms", {}))
    target = project / "inputs" / "input.yaml"
    shutil.copy(project / "templates" / format / "sample.yaml", target)
    if "last" in edits:
        _roll(target, edits["last"])
    _change(project / "inputs", {"input.yaml": edits["input"]} if "input" in edits else {})
    target.write_bytes(target.read_text("utf-8").encode(edits.get("encoding", "utf-8")))
    _obstruct(project, edits.get("obstacle", ""))
    for name, content in edits.get("files", {}).items():
        _lay(project / name, content)
    _break(edits.get("fault", {}), monkeypatch)
    monkeypatch.chdir(project)
    if edits.get("check") == "word":
        found = review(Path("成稿.docx"), templates=project / "templates")
    elif "review" in edits:
        found = review(
            _written(project / "成稿.docx", edits["review"]),
            name="成稿.docx",
            templates=project / "templates",
        )
    elif "together" in edits:
        paths = [_written(Path(name), blocks) for name, blocks in edits["together"].items()]
        found = compare_papers(paths, project / "templates")
    elif "diff" in edits:
        report = _written(project / "成稿.docx", edits["diff"])
        found = diff(Path("inputs/input.yaml"), report.relative_to(project)).problems
    elif "merge" in edits:
        found = _merged(Path("inputs/input.yaml"), edits["merge"], project / "templates" / format)
    elif "sheet" in edits:
        found = _sheeted(project, edits)
    elif "own" in edits:
        found = review(_own(project, edits["own"]))
    elif "verify" in edits:
        report = _own(project, edits["verify"])
        against = Path("inputs/input.yaml") if "then" in edits["verify"] else None
        found = verify(report, against=against).diagnostics
    elif "rollover" in edits:
        found = rollover(Path("inputs/input.yaml"), **edits["rollover"]).diagnostics
    elif edits.get("check") == "pdf":
        monkeypatch.setattr(printing, "converted", lambda files: [None for _ in files])
        found = next(printing.printed([Path("build/成稿.docx")]))[1]
    elif edits.get("check") == "format":
        found = check_format(project / "templates" / format)
    else:
        paths = [Path(path) for path in edits.get("build", ["inputs/input.yaml"])]
        found = tuple(d for outcome in build_all(paths, Order(), 1) for d in outcome.diagnostics)
    code = folder.name[:3]
    assert code in {diagnostic.code for diagnostic in found}, (
        f"没有 {code}：{[d.code for d in found]}"
    )
    golden(folder / "expected.txt", _text(found))


def _merged(path: Path, changes: list[dict[str, str]], folder: Path) -> tuple[Diagnostic, ...]:
    """把改过的事实并回输入：工作簿、页面交回来时就是这样。"""
    tree, source, problems = read_tree(path)
    wanted, more = parse(Source("填报表", _replaced(source.text, changes)))
    format, _ = load_format(folder)
    assert tree and wanted and format and not problems + more
    return merge(tree, wanted, format.shape).diagnostics


def _sheeted(project: Path, edits: dict[str, Any]) -> tuple[Diagnostic, ...]:
    """写成填报表，改几处，核对它，或并回输入。"""
    owner = project_of(project / "inputs" / "input.yaml", project / "templates")
    made = sheet_of_input(Path("inputs/input.yaml"), owner)
    if not made.content:
        return made.diagnostics
    book = Path("inputs/input.xlsx") if edits.get("beside") else Path("填报表.xlsx")
    book.write_bytes(changed(made.content, edits["sheet"]))
    folder = project / "templates" / edits.get("format", DEFAULT_FORMAT)
    _change(folder, edits.get("later", {}))
    if not edits.get("back"):
        return examine(book.with_suffix(".yaml") if edits.get("beside") else book).diagnostics
    if "meanwhile" in edits:
        _change(project / "inputs", {"input.yaml": edits["meanwhile"]})
    facts = filled_in(book, owner)
    assert facts.tree is not None
    return merged_back(facts, Path("inputs/input.yaml"), owner).diagnostics


def _roll(target: Path, last: dict[str, str]) -> None:
    """样例存作上年的输入，今年的只写上由它转来；last 是要改的几项。"""
    text = target.read_text("utf-8")
    (target.parent / "last.yaml").write_text(text, "utf-8")
    origin = {"file": "last.yaml", "year": "2022", "digest": digest_of(text), **last}
    written = "".join(f"  {key}: {value}\n" for key, value in origin.items())
    target.write_text(f"{text}last:\n{written}", "utf-8")


def _lay(path: Path, content: dict[str, Any]) -> None:
    """另放一个文件：method 是压缩的办法，strings、styles 是工作簿的另两个部件，also 是另加的部件。"""
    path.parent.mkdir(parents=True, exist_ok=True)
    method = content.get("method", zipfile.ZIP_DEFLATED)
    also = content.get("also", {})
    if "link" in content:
        path.symlink_to(content["link"])
    elif "pipe" in content:
        os.mkfifo(path)
    elif "picture" in content:
        path.write_bytes(png(4, 3).ljust(content["picture"], b"\0"))
    elif "size" in content:
        with open(path, "wb") as stream:
            stream.truncate(content["size"])
    elif "text" in content:
        path.write_text(content["text"], "utf-8")
    elif "sheet" in content:
        extra = {name: content.get(name, "") for name in ("strings", "styles")}
        path.write_bytes(packed({**sheet_parts(content["sheet"], **extra), **also}, method))
    else:
        body = content["word"] * content.get("times", 1)
        path.write_bytes(packed({**word_parts(body, content.get("head", "")), **also}, method))


def _draw(folder: Path, forms: dict[str, Any]) -> None:
    """画表样：Word 的是几段字、几张表；Excel 的 rows 是各行，areas 是重复的行，comment 是头一格的批注。"""
    for name, drawn in forms.items():
        if name.endswith(".docx"):
            (folder / name).write_bytes(word_form(*drawn))
            continue
        book = sheet_form(drawn["rows"], drawn.get("areas", {}))
        if "comment" in drawn:
            book["表"]["A1"].comment = Comment(drawn["comment"], "局")
        (folder / name).write_bytes(saved(book))


def _written(path: Path, blocks: list[Any]) -> Path:
    """一份别处来的 Word 文件：几段话，几张表（一张是各行的各格）。"""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def _own(project: Path, changes: dict[str, Any]) -> Path:
    """由输入写出的 Word 文件，写出以后改过、移走；给出相对的路径，诊断里才没有本机的路径。"""
    built = build(project / "inputs" / "input.yaml", pages=False)
    document = next(path for path in built.files if path.suffix == ".docx")
    if "retype" in changes:
        _change_part(document, "word/document.xml", changes["retype"])
    if "drop" in changes:
        _drop_parts(document, changes["drop"])
    if "then" in changes:
        _change(project / "inputs", {"input.yaml": changes["then"]})
    if changes.get("move"):
        (project / "inputs" / "input.yaml").unlink()
    return document.relative_to(project)


def _text(found: tuple[Diagnostic, ...]) -> str:
    text = "\n\n".join(render(diagnostic) for diagnostic in found) + "\n"
    return re.sub(r"(reportgen/\S+\.py):\d+", r"\1:行", text)  # 程序自己的行号天天在变


def _change(folder: Path, files: dict[str, Any]) -> None:
    """改文件：文件名 → [{find, replace}…]、null（删去）或全文；`docx!部件` 改 Word 模板里的部件。"""
    for name, change in files.items():
        path, _, part = name.partition("!")
        target = folder / path
        if change is None:
            target.unlink()
        elif isinstance(change, str):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(change, "utf-8")
        elif part:
            _change_part(target, part, change)
        else:
            target.write_text(_replaced(target.read_text("utf-8"), change), "utf-8")


def _replaced(text: str, changes: list[dict[str, str]]) -> str:
    for change in changes:
        found = re.search(change["find"], text)
        assert found, f"没有 {change['find']}"
        text = text[: found.start()] + change["replace"] + text[found.end() :]
    return text


def _change_part(path: Path, part: str, changes: list[dict[str, str]]) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = _replaced(parts[part].decode(), changes).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def _drop_parts(path: Path, names: list[str]) -> None:
    with zipfile.ZipFile(path) as package:
        kept = {name: package.read(name) for name in package.namelist() if name not in names}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in kept.items():
            package.writestr(name, data)


def _obstruct(project: Path, obstacle: str) -> None:
    """障碍：read-only 旧文件只读；directory 旧文件的地方是文件夹；twin 另有一份同名的输入。"""
    if obstacle == "twin":
        (project / "other").mkdir()
        shutil.copy(project / "inputs" / "input.yaml", project / "other" / "input.yaml")
        return
    target = project / "build" / "input.docx"
    if obstacle:
        target.parent.mkdir(parents=True)
    if obstacle == "directory":
        target.mkdir()
    elif obstacle == "read-only":
        target.write_bytes(b"old")
        os.chmod(target, 0o444)


def _break(fault: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """程序出事：at 是哪个函数，how 是 error（意外的异常）或 killed（做这一份的进程被停掉）。"""
    if not fault:
        return

    def broken(*_: object, **__: object) -> None:
        if fault["how"] == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ValueError("坏了")

    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("这个系统不能 fork，另起的进程里没有换上的函数")
    monkeypatch.setattr(multiprocessing, "Process", multiprocessing.get_context("fork").Process)
    monkeypatch.setattr(fault["at"], broken)


def test_every_code_has_a_folder() -> None:
    assert sorted({folder.name[:3] for folder in FOLDERS}) == sorted(CODES)
