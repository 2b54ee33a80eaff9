"""保存：页面上的一处改动 → 文件上最少的改动。文件是唯一的一份；换不成的，页面上的字留着，文件不动。

文件在别处改过的（另一个标签页、编辑器），那一格还是页面看见的样子就照改；不是的，两个值都交回去，
由人选。看的是字节，不看时刻。
"""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any

from reportgen.core.diagnostics import Diagnostic, Edit, Source, blocking
from reportgen.core.plan import Table
from reportgen.corridor.files import encoded_like, replace_files
from reportgen.corridor.pipeline import examine_in
from reportgen.corridor.project import project_of
from reportgen.source.cells import Address
from reportgen.source.emit import emit
from reportgen.source.merge import merge
from reportgen.source.normal import node_of, value_of
from reportgen.source.pen import apply
from reportgen.source.tree import parse
from reportgen.web import editing
from reportgen.web.answers import CONFIRMED_BY
from reportgen.web.folder import Folder, Refused
from reportgen.web.opened import Opened, open_input, opened
from reportgen.web.places import NoSuchPlace, node_at, path_of
from reportgen.web.texts import Unwritable, text_of, value_from

WRITING = RLock()
"""一次只改一处：两个标签页的改动一前一后。"""

Change = Callable[[dict[str, Any], Opened], None]
"""就地改一棵树。"""

STALE = "文件在别处改过了"


def put_text(folder: Folder, name: str, address: Address, text: str, before: str) -> Opened:
    """填一格；before 是页面上原来的字。"""

    def change(tree: dict[str, Any], input: Opened) -> None:
        place = input.places.at(address)
        node = node_at(input.tree, address) if input.tree is not None else None
        now = "" if node is None else text_of(place[1], node)
        if now != before and now != text:
            raise Refused(409, f"{STALE}：这一格现在是别的内容。", mine=text, theirs=now)
        editing.put(tree, address, value_from(place[1], text), place)

    return _changed(folder, name, change)


def change_rows(folder: Folder, name: str, etag: str, change: Change) -> Opened:
    """添行、去行、移行：第几行要照页面看见的样子，所以文件变了就不做。"""

    def checked(tree: dict[str, Any], input: Opened) -> None:
        if input.etag != etag:
            raise Refused(409, f"{STALE}，已经换成文件里的样子，请看过再做一次。", reload=True)
        change(tree, input)

    return _changed(folder, name, checked)


def table_of(input: Opened, address: Address) -> Table:
    """地址是哪张表。"""
    block = input.places.blocks.get(path_of(address))
    if not isinstance(block, Table):
        block = input.places.blocks.get(path_of(address[:-1]))
    if not isinstance(block, Table):
        raise NoSuchPlace("/".join(map(str, address)))
    return block


def _changed(folder: Folder, name: str, change: Change) -> Opened:
    folder.refuse_writing()
    with WRITING:
        input = open_input(folder.find(name), name)
        if not input.editable:
            raise Refused(422, "文件现在读不通，先照左边的说明改好它。", reload=True)
        assert input.tree is not None
        tree: Any = value_of(input.tree)
        try:
            change(tree, input)
        except (editing.NoRow, NoSuchPlace):
            raise Refused(409, f"{STALE}：没有这一行了。", reload=True) from None
        except Unwritable as error:
            raise Refused(422, str(error)) from None
        merged = merge(input.tree, node_of(tree), input.shape)
        text = merged.text
        if text is None and "#" not in input.source.text:
            text = emit(node_of(tree), input.shape)  # 没有注释的，整份写成规范的也不丢什么
        if text is None:
            problem = merged.diagnostics[0]
            raise Refused(422, f"{problem.message}{problem.help}")
        return _written(folder, input, text)


def _written(folder: Folder, input: Opened, text: str) -> Opened:
    """换成新的全文，前后的样子都记下。"""
    data = encoded_like(text, input.data)
    if data == input.data:
        return input
    history = folder.history(input.name)
    history.record(input.data)
    problems = replace_files(((input.path, data),))
    if problems:
        raise Refused(423, f"{problems[0].message}{problems[0].help}")
    history.record(data)
    return opened(input.path, input.name, data)


def step(folder: Folder, name: str, by: int) -> Opened:
    """撤销（-1）、重做（1）。"""
    folder.refuse_writing()
    with WRITING:
        path = folder.find(name)
        history = folder.history(name)
        history.record(open_input(path, name).data)
        data = history.step(by)
        if data is None:
            raise Refused(409, "没有可以撤销的了。" if by < 0 else "没有可以重做的了。")
        problems = replace_files(((path, data),))
        if problems:
            raise Refused(423, f"{problems[0].message}{problems[0].help}")
        history.moved(by)
        return opened(path, name, data)


def fix(folder: Folder, name: str, etag: str, code: str, start: int) -> Opened:
    """照改：用上一条诊断带着的改动。"""
    folder.refuse_writing()
    with WRITING:
        input = open_input(folder.find(name), name)
        if input.etag != etag:
            raise Refused(409, f"{STALE}，请看过再改。", reload=True)
        edit = next(iter(_edits(input, code, start)), None)
        if edit is None:
            raise Refused(409, "这一条已经不在了。", reload=True)
        return _written(folder, input, apply(input.source.text, (edit,)))


def confirm(folder: Folder, name: str, etag: str, start: int) -> Opened:
    """确实不变：照留着的旧话的改法，在 unchanged 之下添那一行。"""

    def change(tree: dict[str, Any], input: Opened) -> None:
        project = project_of(input.path)
        for problem in examine_in(project, input.path, name=input.name).diagnostics:
            line = problem.help.partition(CONFIRMED_BY)[2]
            if problem.span.start == start and line:
                _confirm(tree, line)
                return
        raise Refused(409, "这一条已经不在了。", reload=True)

    return change_rows(folder, name, etag, change)


def _confirm(tree: dict[str, Any], line: str) -> None:
    """添一行“地方: 开头八个字”；一个地方有几句的，写成几项。"""
    node, _ = parse(Source("", line))
    written: Any = value_of(node) if node is not None else {}
    confirmed = tree.setdefault("unchanged", {})
    for place, head in written.items():
        before = confirmed.get(place, [])
        heads = [before] if isinstance(before, str) else list(before)
        if head not in heads:
            confirmed[place] = [*heads, head] if heads else head


def _edits(input: Opened, code: str, start: int) -> list[Edit]:
    problems: tuple[Diagnostic, ...] = input.diagnostics
    if not blocking(problems):
        project = project_of(input.path)
        problems = examine_in(project, input.path, name=input.name).diagnostics
    edits = []
    for problem in problems:
        same = problem.code == code and problem.span.start == start
        if same and problem.edit is not None and problem.span.source.name == input.name:
            edits.append(problem.edit)
    return edits
