"""平面图：谁可以引入谁、第三方库住在哪个房间、模块长短、不许用的调用。房子变了，先改这张图。"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reportgen"

ROOMS = (
    *("source", "formats", "scoring", "recognising"),
    *("checking", "composing", "word", "workbook", "papers", "comparing", "forms"),
)
MAY_IMPORT = {
    "core": (),
    "source": ("core",),
    "formats": ("core", "source", "forms"),
    "scoring": ("core",),
    "recognising": ("core",),
    "checking": ("core",),
    "composing": ("core",),
    "word": ("core",),
    "workbook": ("core", "source"),
    "forms": ("core", "composing", "word"),
    "papers": ("core",),
    "comparing": ("core",),
    "corridor": ("core", *ROOMS),
    "web": ("core", *ROOMS, "corridor"),
    "door": ("core", *ROOMS, "corridor", "web"),
    "": ("core", "corridor", "door"),
}
LOOSE = ("__init__", "__main__")
"""房子外面的：库的名字和 `python -m`。"""

THIRD_PARTY = {
    "core": (),
    "source": ("yaml",),
    "formats": (),
    "scoring": (),
    "recognising": (),
    "checking": (),
    "composing": ("jinja2",),
    "word": ("lxml", "pypdf", "pdfplumber", "pdfminer", "python_redlines"),
    "workbook": ("xlsxwriter",),
    "forms": ("jinja2", "lxml", "docxtpl", "openpyxl"),
    "papers": ("xlsxwriter",),
    "comparing": (),
    "corridor": (),
    "web": ("starlette", "uvicorn"),
    "door": ("click",),
    "": (),
}
STANDARD = tuple(__import__("sys").stdlib_module_names)

MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300
LONGEST_LINE = 100


def floor_of(path: Path) -> str:
    """模块在哪一层或哪个房间。"""
    parts = path.relative_to(PACKAGE).parts
    if len(parts) > 1:
        return parts[0]
    assert path.stem in LOOSE, f"{path.stem} 不在任何房间里"
    return ""


def imports(path: Path) -> Iterator[str]:
    """模块引入的全名，函数里的也算；只给类型检查用的也算。"""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} 用了相对引入"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_rooms_below_or_the_one_door(path: Path) -> None:
    floor = floor_of(path)
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "reportgen":
            other = rest.split(".")[0]
            assert other == floor or other in MAY_IMPORT[floor], f"{floor} 引入了 {name}"
        else:
            assert top in STANDARD or top in THIRD_PARTY[floor], f"{floor} 引入了第三方库 {top}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_short(path: Path) -> None:
    length = len(path.read_text("utf-8").splitlines())
    assert length <= LONGEST, f"{path.name} 有 {length} 行，最多 {LONGEST}；分出一个模块"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_lines_are_short(path: Path) -> None:
    """一行最多一百个字。"""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        assert len(line) <= LONGEST_LINE, f"第 {number} 行有 {len(line)} 个字，最多 {LONGEST_LINE}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_floats_clocks_or_random_anywhere_and_printing_only_at_the_door(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            pytest.fail(f"第 {node.lineno} 行有浮点数")
        if isinstance(node, ast.Call):
            call = ast.unparse(node.func)
            assert call not in {"float", "eval"}, f"第 {node.lineno} 行用了 {call}"
            assert call != "exec" or path.name == "frozen.py", f"第 {node.lineno} 行用了 exec"
            assert not re.search(
                r"datetime\.now|date\.today|time\.time|random\.|os\.getcwd", call
            ), call
            assert call != "print" or floor_of(path) == "door", f"第 {node.lineno} 行打印"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_class_and_public_function_has_a_chinese_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    if tree.body:
        assert re.search("[一-龥]", ast.get_docstring(tree) or ""), "模块没有说明"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert re.search("[一-龥]", ast.get_docstring(node) or ""), f"{node.name} 没有说明"


def test_the_page_is_a_few_plain_modules_of_at_most_twelve_hundred_lines() -> None:
    """页面的脚本不用打包的工具，也不从别处取东西。"""
    scripts = sorted((PACKAGE / "web" / "static").glob("*.js"))
    lines = 0
    for path in scripts:
        text = path.read_text("utf-8")
        lines += len(text.splitlines())
        assert "http://" not in text and "https://" not in text and "innerHTML" not in text, path
    assert 0 < lines <= 1200


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    """函数里才引入的也算：绕开的圈仍是圈。只给类型检查用的不算。"""
    graph = {module_of(path): set(_imported_modules(path)) for path in MODULES}
    done: set[str] = set()
    for start in graph:
        _walk(start, graph, (), done)


def module_of(path: Path) -> str:
    """文件 → 模块名。"""
    name = ".".join(("reportgen", *path.relative_to(PACKAGE).with_suffix("").parts))
    return name.removesuffix(".__init__")


def _imported_modules(path: Path) -> Iterator[str]:
    known = {module_of(other) for other in MODULES}
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or id(node) in typing_only or not node.module:
            continue
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            target = inner if inner in known else node.module
            if target in known and target != module_of(path):
                yield target


def _walk(name: str, graph: dict[str, set[str]], trail: tuple[str, ...], done: set[str]) -> None:
    assert name not in trail, f"圈：{' → '.join((*trail[trail.index(name) :], name))}"
    if name in done:
        return
    for other in sorted(graph[name]):
        _walk(other, graph, (*trail, name), done)
    done.add(name)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_cache_has_a_limit(path: Path) -> None:
    """出几千份报告的进程不越用越多：`@cache`、没有写明大小的 lru_cache、-1 的模板缓存都不用。"""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            for decorator in map(ast.unparse, node.decorator_list):
                limited = re.fullmatch(r"lru_cache\(maxsize=(\d+|[A-Z]+)\)", decorator)
                assert limited or "cache" not in decorator, f"{node.name} 的 {decorator} 没有大小"
        if isinstance(node, ast.keyword) and node.arg == "cache_size":
            assert ast.unparse(node.value) != "-1", "模板缓存没有大小"


def test_the_tests_mirror_the_rooms() -> None:
    for room in ("core", *ROOMS, "corridor", "web", "door"):
        assert list((ROOT / "tests" / room).glob("test_*.py")), f"tests/{room} 里没有测试"


def test_no_format_is_named_in_the_program() -> None:
    formats = [
        folder.name
        for folder in (ROOT / "templates").iterdir()
        if (folder / "format.yaml").is_file()
    ]
    places = ("南京", "郑州", "株洲", "信丰", "nanjing", "zhengzhou", "zhuzhou", "xinfeng")
    for path in MODULES:
        code = ast.unparse(_without_docstrings(ast.parse(path.read_text("utf-8"))))
        for word in (*formats, *places):
            assert word not in code, f"{path.relative_to(PACKAGE)} 提到了 {word}"


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return tree
