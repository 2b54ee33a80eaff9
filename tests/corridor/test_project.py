"""工程在哪里：最近的、有 templates/<格式>/format.yaml 的上级；没有，则是 inputs/ 里放着这份输入的那个文件夹。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.project import output_stem, project_of, shipped_templates


def made(root: Path, *names: str) -> None:
    """几个空文件，连同它们的文件夹；以 / 结尾的只有文件夹。"""
    for name in names:
        path = root / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.touch()


CASES = {
    "有格式的上级": (
        ["work/templates/a/format.yaml", "work/inputs/2024/x.yaml"],
        "work/inputs/2024/x.yaml",
        ("work", "work/templates", "work/build/2024/x"),
    ),
    "两层都有格式，取近的": (
        ["templates/a/format.yaml", "work/templates/b/format.yaml", "work/x.yaml"],
        "work/x.yaml",
        ("work", "work/templates", "work/build/x"),
    ),
    "中间一个别的 templates 不算": (
        [
            "work/templates/a/format.yaml",
            "work/inputs/web/templates/page.html",
            "work/inputs/web/x.yaml",
        ],
        "work/inputs/web/x.yaml",
        ("work", "work/templates", "work/build/web/x"),
    ),
    "上面一个别的 templates 也不算": (
        ["templates/page.html", "work/inputs/2024/x.yaml"],
        "work/inputs/2024/x.yaml",
        ("work", "", "work/build/2024/x"),
    ),
    "空的 templates 不算": (
        ["work/templates/", "work/inputs/x.yaml"],
        "work/inputs/x.yaml",
        ("work", "", "work/build/x"),
    ),
    "有格式的比 inputs 先": (
        ["templates/a/format.yaml", "work/inputs/x.yaml"],
        "work/inputs/x.yaml",
        (".", "templates", "build/x"),
    ),
    "inputs 旁边的不在 inputs 里": (
        ["work/inputs/y.yaml", "work/other/x.yaml"],
        "work/other/x.yaml",
        ("", "", "work/other/build/x"),
    ),
    "什么也没有": (["x.yaml"], "x.yaml", ("", "", "build/x")),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("way", ["absolute", "from above", "from beside", "with dots"])
def test_the_project_is_found_however_the_path_is_written(
    case: tuple[list[str], str, tuple[str, str, str]],
    way: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files, given, (root, templates, output) = case
    made(tmp_path, *files, "elsewhere/templates/z/format.yaml", "elsewhere/inputs/")
    path = tmp_path / given
    if way == "from above":
        monkeypatch.chdir(tmp_path)
        path = Path(given)
    elif way == "from beside":
        monkeypatch.chdir(path.parent)
        path = Path(path.name)
    elif way == "with dots":
        monkeypatch.chdir(tmp_path / "elsewhere")
        path = Path("..") / given
    project = project_of(path)
    here = project.root.resolve() if project.root is not None else None
    assert here == ((tmp_path / root).resolve() if root else None)
    expected = tmp_path / templates if templates else shipped_templates()
    assert project.templates.resolve() == expected.resolve()
    assert output_stem(path, project, None).resolve() == (tmp_path / output).resolve()


@pytest.mark.parametrize(
    ("there", "root"),
    [
        (["templates/a/format.yaml"], "."),
        (["inputs/x.yaml"], "."),
        (["templates/page.html"], None),
        ([], None),
    ],
)
def test_a_folder_is_a_project_with_formats_or_inputs(
    there: list[str],
    root: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made(tmp_path, *there)
    monkeypatch.chdir(tmp_path)
    found = project_of(Path()).root
    assert (found and found.as_posix()) == root


def test_formats_given_by_name_stand_before_the_projects(tmp_path: Path) -> None:
    made(tmp_path, "templates/a/format.yaml", "inputs/x.yaml")
    project = project_of(tmp_path / "inputs" / "x.yaml", tmp_path / "others")
    assert (project.root, project.templates) == (tmp_path, tmp_path / "others")


@pytest.mark.parametrize("name", ["长" * 300 + ".yaml", "loop.yaml"])
def test_a_path_that_cannot_be_looked_at_has_a_project(name: str, tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert project_of(tmp_path / name).root is None
