"""命令行：每个命令有中文帮助并写进 README，退出码和 JSON 的键是约定，坏输入不留回溯。"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import reportgen
from reportgen.door import cli as door
from reportgen.door.usage import BUG, ERRORS, INTERRUPTED, OK, UNDECIDED, USAGE

ROOT = Path(__file__).resolve().parents[2]
NANJING = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"


def commands(group: click.Group, prefix: str = "") -> list[str]:
    names = []
    for name, command in group.commands.items():
        names += (
            commands(command, f"{prefix}{name} ")
            if isinstance(command, click.Group)
            else [prefix + name]
        )
    return names


@pytest.mark.parametrize("name", commands(door.cli))
def test_every_command_has_chinese_help_and_stands_in_the_readme(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run([*name.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("用法：")
    assert "Usage" not in text
    assert "Options" not in text
    assert f"reportgen {name}" in (ROOT / "README.md").read_text("utf-8")


def test_the_help_groups_the_commands_and_shows_those_of_formats(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert door.run(["--help"]) == 0
    text = capsys.readouterr().out
    rows = [line.split("  ")[1] if line.startswith("  ") else line for line in text.splitlines()]
    assert [row for row in rows[4:] if row] == [
        "写报告:",
        "new",
        "rollover",
        "sheet",
        "serve",
        "build",
        "watch",
        "核对:",
        "check",
        "score",
        "审阅:",
        "diff",
        "verify",
        "text",
        "extract",
        "summary",
        "格式:",
        "format list",
        "format new",
        "format preview",
        "format check",
        "format frame",
        "format schema",
        "选项:",
        "--version",
        "-h, --help",
    ]


def test_the_version_is_the_librarys(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["--version"]) == 0
    assert capsys.readouterr().out == f"reportgen {reportgen.__version__}\n"


def test_help_loads_nothing_of_the_rooms() -> None:
    command = "import sys; from reportgen.door.cli import run; run(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, cwd=ROOT)
    loaded = done.stdout.splitlines()[-1].split()
    of_ours = {name for name in loaded if name.startswith("reportgen.")}
    assert of_ours - {name for name in of_ours if name.startswith("reportgen.door")} == {
        "reportgen.core",
        "reportgen.core.version",
    }
    assert not {"yaml", "jinja2", "lxml", "docxtpl", "openpyxl", "decimal"} & set(loaded)


def test_the_exit_codes_are_those_of_the_readme() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("| 退出码 | 意思 |")[2]
    rows = table.partition("\n\n")[0].splitlines()[2:]
    given = [int(row.split("|")[1]) for row in rows]
    assert given == [OK, ERRORS, USAGE, UNDECIDED, BUG, INTERRUPTED]


def test_score_json_has_the_agreed_keys_and_figures_as_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert door.run(["score", str(ZHENGZHOU), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["total"], record["grade"], record["full_marks"]) == ("93.36", "优", "100")
    line = next(line for line in record["lines"] if line["name"] == "培训和参加论坛人数（人）")
    agreed = {"name", "level1", "level2", "weight", "target", "actual", "score"}
    agreed |= {"counted", "printed", "rule", "steps", "reference"}
    assert agreed <= set(line)
    assert (line["score"], line["weight"], line["rule"]) == ("7.09", "8", "ratio")
    assert "7.085714…" in " ".join(line["steps"])
    assert line["reference"] == "待证实（zhengzhou-self-2022：defaults.quantitative）"
    assert sum(line["printed"] for line in record["lines"]) == 9


def test_check_json_has_the_agreed_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["check", str(NANJING), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["errors"] == 0
    kept = (ROOT / "build" / "2024" / "nanjing-qyfwzx.diagnostics.txt").read_text("utf-8")
    assert report["warnings"] == sum(
        ": 提醒 " in line and "已豁免" not in line for line in kept.splitlines()
    )
    first = report["diagnostics"][0]
    assert {"code", "severity", "file", "line", "column", "message", "help", "related"} <= set(
        first
    )


def test_strict_makes_warnings_fail() -> None:
    assert door.run(["check", str(ZHENGZHOU)]) == 0
    assert door.run(["check", str(ZHENGZHOU), "--strict"]) == 1


def test_explain_names_the_rule_the_figures_and_the_rounding(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert door.run(["score", str(NANJING), "--explain", "预算调整率"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("预算调整率  0.97 / 2\n")
    for figure in ("10.34%", "51.7%", "0.966", "四舍五入", "rules.yaml:"):
        assert figure in text


def test_a_score_that_is_not_the_rules_is_named_under_the_table(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ZHENGZHOU.read_text("utf-8")
    typed = "deviation: 已超额完成。, score: 6, reason: 线上两场并作一场计}"
    name = "政策宣讲场次（场）"
    row = next(line for line in text.splitlines() if f"name: {name}" in line and "weight" in line)
    path = project / "inputs" / "x.yaml"
    path.write_text(text.replace(row, row.replace("deviation: 已超额完成。}", typed)), "utf-8")
    door.run(["score", str(path)])
    assert f"“{name}”按规则应得 4.80，印的是 6.00。" in capsys.readouterr().out
    door.run(["score", str(path), "--explain", name])
    told = capsys.readouterr().out
    assert told.startswith(f"{name}  6.00 / 8\n")
    assert "  印 6.00，不是规则算得的 4.80\n  认定理由：线上两场并作一场计\n" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bild"], "没有 bild 这个命令，是不是 build？"),
        (["核对"], "没有 核对 这个命令。"),
        (["format", "chek"], "没有 chek 这个命令，是不是 check？"),
        (["list"], "没有 list 这个命令，是不是 format list？"),
        (["lst"], "没有 lst 这个命令，是不是 format list？"),
        (["schem"], "没有 schem 这个命令，是不是 format schema？"),
        (["scroe"], "没有 scroe 这个命令，是不是 score？"),
        (["check", "-j3"], "没有 -j 这个选项，它是 build 的。"),
        (["format", "list", "-v"], "没有 -v 这个选项，它是 build 的。"),
        (["score", "-x", "a"], "没有 -x 这个选项。\n"),
        (["check", "x.yaml", "--json", "--sarif"], "--json 和 --sarif 是几种印法，只能选一种。"),
        (["check", "x.yaml", "--sarif", "--concise"], "--sarif 和 --concise 是几种印法"),
        (["check", "x.yaml", "--templates", "/nosuch"], "没有 /nosuch 这个文件夹（--templates）。"),
        (["format", "list", "--templates", "/nosuch"], "没有 /nosuch 这个文件夹（--templates）。"),
        (["build", "--templates", str(NANJING)], "--templates 要写文件夹，"),
        (["inputs/x.yaml"], "inputs/x.yaml 前面要写命令，是不是 build inputs/x.yaml？"),
        (["稿.docx"], "是不是 check 稿.docx？"),
        (["check"], "缺少 INPUT"),
        (["format", "new", "x"], "缺少 --like OTHER。"),
        (["build", "--drfat"], "没有 --drfat 这个选项，是不是 --draft？"),
        (["format", "check", "--wirte"], "是不是 --write？"),
        (["check", "x.yaml", "--zzzzzz"], "没有 --zzzzzz 这个选项。"),
        (["format", "preview", "nanjng-whole-2024"], "是不是想写“nanjing-whole-2024”？"),
        (["format", "frame", "mof-slf-2020"], "是不是想写“mof-self-2020”？"),
        (["build", "—draft"], "—draft 前面不是英文的减号，是不是 --draft？"),
        (["build", "-o"], "-o 后面要写一个值。"),
        (["build", "--draft=yes"], "--draft 后面不写值。"),
        (["score", "x.yaml", "y.yaml"], "多了参数y.yaml。"),
        (["build", "-j", "0"], "大于零的整数"),
        (["score", str(NANJING), "--explain", "预算调整"], "是不是 预算调整率"),
    ],
)
def test_wrong_usage_is_told_in_chinese_with_exit_code_two(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_bug_outside_any_input_is_one_line_and_seventy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("坏了")

    monkeypatch.setattr("reportgen.formats.load.load_format", broken)
    assert door.run(["format", "schema", "mof-self-2020"]) == 70
    said = capsys.readouterr().err
    assert "程序自己出错了，不是输入的错：RuntimeError: 坏了（reportgen/door/" in said
    assert "Traceback" not in said
    monkeypatch.setenv("REPORTGEN_TRACEBACK", "1")
    assert door.run(["format", "schema", "mof-self-2020"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_one_bad_input_never_stops_the_others(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = project / "inputs"
    shutil.copy(ZHENGZHOU, inputs / "b.yaml")
    (inputs / "a.yaml").write_text("format: x\n甲：乙\n", "utf-8")
    (inputs / "c.yaml").write_bytes(b"\xff\xfe")
    assert (
        door.run(["build", *(str(inputs / name) for name in ("a.yaml", "b.yaml", "c.yaml"))]) == 1
    )
    shown = capsys.readouterr()
    *reports, closing = shown.out.splitlines()
    targets = [line.split(" → ")[1].split("  ")[0] for line in reports]
    assert [target.rpartition("/")[2] for target in targets] == ["没有出稿", "b.docx", "没有出稿"]
    assert closing.startswith("出稿 1 份，2 份没有出稿，2 个错误；")
    assert "Traceback" not in shown.err
    assert sorted(path.name for path in (project / "build").iterdir()) == [
        "b.docx",
        "b.md",
        "b.score.yaml",
    ]


def test_build_without_inputs_builds_the_whole_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "inputs", project / "inputs", dirs_exist_ok=True)
    monkeypatch.chdir(project)
    assert door.run(["build", "-j", "2"]) == 0
    assert (project / "build" / "2024" / "nanjing-qyfwzx.docx").is_file()
    assert (project / "build" / "2022" / "zhengzhou-gxj-qyfw.score.yaml").is_file()


@pytest.mark.parametrize(
    ("folder", "arguments", "line"),
    [
        ("", [], "inputs/2024/x.yaml → build/2024/x.docx"),
        ("inputs", [], "2024/x.yaml → ../build/2024/x.docx"),
        ("inputs/2024", [], "x.yaml → ../../build/2024/x.docx"),
        ("inputs/2024", ["x.yaml"], "x.yaml → ../../build/2024/x.docx"),
        ("templates", [], "../inputs/2024/x.yaml → ../build/2024/x.docx"),
    ],
)
def test_paths_are_printed_as_short_as_they_can_be_typed(
    folder: str,
    arguments: list[str],
    line: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (project / "inputs" / "2024").mkdir()
    shutil.copy(ZHENGZHOU, project / "inputs" / "2024" / "x.yaml")
    monkeypatch.chdir(project / folder)
    assert door.run(["build", "--no-pages", *arguments]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith(line + "  ")


def test_a_yaml_whose_format_is_misspelt_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """a.yml 照收；b、c、d 的头一个键像 format，点出名字；别的 YAML 只数一数。"""
    text = ZHENGZHOU.read_text("utf-8")
    others = {"b": "fromat: ", "c": "Format: ", "d": "格式: ", "e": "formatter: "}
    monkeypatch.chdir(project / "inputs")
    Path("a.yml").write_text(text, "utf-8")
    for name, key in others.items():
        Path(f"{name}.yaml").write_text(text.replace("format: ", key, 1), "utf-8")
    assert door.run(["build", "--no-pages", "."]) == 0
    first, closing, *named = capsys.readouterr().out.splitlines()
    assert first.startswith("a.yml → ../build/a.docx")
    assert closing.endswith("4 个 YAML 文件没有写 format，没有出")
    assert named == [
        "b.yaml 里的“fromat”，是不是想写 format？",
        "c.yaml 里的“Format”，是不是想写 format？",
        "d.yaml 里的“格式”，是不是想写 format？",
    ]
    assert door.run(["check", ".", "--concise"]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == named


def test_the_order_of_results_does_not_depend_on_the_number_of_processes(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        shutil.copy(ZHENGZHOU, project / "inputs" / f"{number}.yaml")
    monkeypatch.chdir(project)
    printed = []
    for jobs in ("1", "2"):
        assert door.run(["build", "-j", jobs, "-o", "out"]) == 0
        printed.append(capsys.readouterr())
    assert printed[0] == printed[1]


def test_an_error_writes_nothing_and_leaves_the_old_files(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = project / "inputs" / "x.yaml"
    shutil.copy(ZHENGZHOU, target)
    monkeypatch.chdir(project)
    assert door.run(["build", "inputs/x.yaml"]) == 0
    before = {path.name: path.read_bytes() for path in (project / "build").iterdir()}
    target.write_text(
        target.read_text("utf-8").replace("actual: 1200 人", "actual: 1200 家"), "utf-8"
    )
    assert door.run(["build", "inputs/x.yaml"]) == 1
    assert {path.name: path.read_bytes() for path in (project / "build").iterdir()} == before
    assert door.run(["build", "inputs/x.yaml", "--draft"]) == 0
    assert (project / "build" / "x（草稿）.docx").is_file()


def test_new_gives_an_input_that_builds_once_the_marked_places_are_filled_in(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    for format in ("nanjing-whole-2024", "zhengzhou-self-2022"):
        target = project / "inputs" / f"{format}.yaml"
        assert door.run(["new", format, "-o", str(target)]) == 0
        assert door.run(["new", format, "-o", str(target)]) == 2, "不覆盖已有的文件"
        capsys.readouterr()
        assert door.run(["check", str(target), "--json"]) == 1
        (problem,) = json.loads(capsys.readouterr().out)["diagnostics"]
        marked = target.read_text("utf-8").count("待填")
        told = target.read_text("utf-8").count("标着“待填”")
        assert problem["code"] == "I10"
        assert problem["message"].startswith(f"还有 {marked - told} 处没有填，都写着“待填”：第 ")
        sample = (project / "templates" / format / "sample.yaml").read_text("utf-8").splitlines()
        filled = [
            old if "待填" in line and "# 填" in line else line
            for old, line in zip(sample, target.read_text("utf-8").splitlines(), strict=True)
        ]
        target.write_text("\n".join(filled) + "\n", "utf-8")
        assert door.run(["build", str(target)]) == 0


def test_format_schema_prints_one_whole_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        door.run(["format", "schema", "nanjing-whole-2024", "--templates", str(ROOT / "templates")])
        == 0
    )
    schema = json.loads(capsys.readouterr().out)
    assert schema == json.loads(
        (ROOT / "templates" / "nanjing-whole-2024" / "schema.json").read_text("utf-8")
    )


def test_format_check_passes_on_every_shipped_format() -> None:
    assert door.run(["format", "check", "--templates", str(ROOT / "templates")]) == 0


def test_a_word_file_given_as_the_folder_to_build_into_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["build", str(NANJING), "-o", str(tmp_path / "报告.docx")]) == 2
    assert "-o 要写文件夹" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_folder_named_like_a_word_file_is_named_as_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "报告.docx").mkdir()
    assert door.run(["check", str(tmp_path / "报告.docx"), "--concise"]) == 1
    said = capsys.readouterr().out
    assert (
        "报告.docx 是文件夹，里面没有输入（写着 format: 的 .yaml），也没有成稿（.docx）。" in said
    )
