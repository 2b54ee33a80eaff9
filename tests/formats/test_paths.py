"""格式里的路径：拼错的、不是列表的、不是一段叙述的，核对格式和出稿时都是错误，指到那一行；不是崩溃，也不是少一节。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.pipeline import examine
from reportgen.door import cli

FORMAT = "mof-evaluation-2020"
NO_LIST = "要的是一个列表，如 findings、funds.lines。"
NO_PROSE = "是列表的，写 each；数、日期和名称，写成 text/ 里的模板。"

BODY = {
    # when 拼错：顶层、facts、叙述、评分表、资金
    "{heading: 甲, when: facts.taem, table: team}": (
        "when 写的“facts.taem”走不通：没有 facts.taem。",
        "是不是想写“facts.team”？",
    ),
    "{heading: 甲, when: fcats.team, table: team}": (
        "when 写的“fcats.team”走不通：没有 fcats。",
        "是不是想写“facts”？",
    ),
    "{heading: 甲, when: sections.bakground, table: team}": (
        "when 写的“sections.bakground”走不通：没有 sections.bakground。",
        "是不是想写“sections.background”？",
    ),
    "{heading: 甲, when: scorecard.vetoded, table: team}": (
        "when 写的“scorecard.vetoded”走不通：没有 scorecard.vetoded。",
        "是不是想写“scorecard.vetoed”？",
    ),
    "{heading: 甲, when: funds.carry, table: team}": (
        "when 写的“funds.carry”走不通：没有 funds.carry。",
        "是不是想写“funds.carryover”？",
    ),
    "{heading: 甲, children: [{heading: 乙, when: item.name, table: team}]}": (
        "when 写的“item.name”走不通：没有 item。",
        "item 是 each 的一条，写在有 each 的一节里。",
    ),
    "{heading: '{{ item.name }}', each: facts.team, children: [{heading: 乙, when: item.nmae, table: team}]}": (
        "when 写的“item.nmae”走不通：没有 item.nmae。",
        "是不是想写“item.name”？",
    ),
    # each 不是列表：一组、一个值、一段话、评分表、资金，标题里引用 item 的和不引用的
    "{heading: '又一节{{ item.name }}', each: unit, section: goals.annual}": (
        "each 写的“unit”不是列表。",
        NO_LIST,
    ),
    "{heading: 甲, each: year}": ("each 写的“year”不是列表。", NO_LIST),
    "{heading: 甲, each: goals.annual}": ("each 写的“goals.annual”不是列表。", NO_LIST),
    "{each: date, section: background}": ("each 写的“date”不是列表。", NO_LIST),
    "{heading: 甲, each: facts}": ("each 写的“facts”不是列表。", "里面的列表有：facts.team。"),
    "{heading: 甲, each: funds}": (
        "each 写的“funds”不是列表。",
        "里面的列表有：funds.lines、funds.projects、funds.years、funds.compared。",
    ),
    "{heading: '{{ item.name }}', each: funds.lines, children: [{heading: 乙, each: item.spent}]}": (
        "each 写的“item.spent”不是列表。",
        NO_LIST,
    ),
    "{heading: 甲, each: funds.lnies}": (
        "each 写的“funds.lnies”走不通：没有 funds.lnies。",
        "是不是想写“funds.lines”？",
    ),
    "{heading: 甲, each: untis, children: [{heading: 乙, each: item.parts, section: item.text}]}": (
        "each 写的“untis”走不通：没有 untis。",
        "是不是想写“unit”？",
    ),
    "{heading: 甲, each: stated.figures, children: [{heading: 乙, each: scorecard.lines.steps}]}": (
        "each 写的“scorecard.lines.steps”走不通：scorecard.lines 是列表，后面不能接着写。",
        "写 each: scorecard.lines，各条的词在里面写成 item.…，如 item.steps。",
    ),
    # section 不是一段叙述
    "{heading: 甲, section: year}": ("section 写的“year”不是一段叙述。", NO_PROSE),
    "{heading: 甲, section: funds.total}": ("section 写的“funds.total”不是一段叙述。", NO_PROSE),
    "{heading: 甲, section: findings}": ("section 写的“findings”不是一段叙述。", NO_PROSE),
    "{heading: 甲, section: project}": ("section 写的“project”不是一段叙述。", NO_PROSE),
    "{heading: 甲, section: backgruond}": (
        "section 写的“backgruond”走不通：没有 sections.backgruond。",
        "是不是想写“sections.background”？",
    ),
    "{heading: '{{ item.name }}', each: funds.lines, section: item.text}": (
        "section 写的“item.text”走不通：没有 item.text。",
        "",
    ),
    # 评分表一行里改了名的词
    "{heading: '{{ item.name }}', each: scorecard.printed, section: item.text}": (
        "section 写的“item.text”走不通：没有 item.text。",
        "是不是想写“item.indicator.text”？",
    ),
    "{heading: '{{ item.name }}', each: scorecard.printed, children: [{when: item.evidence, table: team}]}": (
        "when 写的“item.evidence”走不通：没有 item.evidence。",
        "是不是想写“item.indicator.evidence”？",
    ),
    "{heading: '{{ item.name }}', each: scorecard.lines, children: [{heading: 乙, each: item.includes}]}": (
        "each 写的“item.includes”走不通：没有 item.includes。",
        "item.children",
    ),
    # 标题里不引用 item，而各条没有名称
    "{heading: 甲, each: scorecard.lines, children: [{heading: 乙, each: item.steps}]}": (
        "each 写的“item.steps”，各条没有 title 也没有 name，不能作小标题。",
        "在 heading 里引用它的一项",
    ),
}


def with_body(project: Path, line: str, place: str = "body:\n") -> Path:
    """提纲里多写一行的格式，和照样例写的输入；得到输入的路径。"""
    outline = project / "templates" / FORMAT / "outline.yaml"
    text = outline.read_text("utf-8")
    assert place in text
    outline.write_text(text.replace(place, f"{place}  - {line}\n", 1), "utf-8")
    path = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / FORMAT / "sample.yaml", path)
    return path


def found_in(project: Path, path: Path) -> list[Diagnostic]:
    """核对格式的错；出稿时说的是同样的话。"""
    checked = [d for d in check_format(project / "templates" / FORMAT) if d.severity == "error"]
    built = [d for d in examine(path).diagnostics if d.severity == "error"]
    assert checked == built
    return checked


@pytest.mark.parametrize(("line", "told"), BODY.items())
def test_a_wrong_path_of_the_outline_is_an_error_at_its_line(
    project: Path, line: str, told: tuple[str, str]
) -> None:
    problems = found_in(project, with_body(project, line))
    assert [(d.code, d.message) for d in problems] == [("F02", told[0])]
    assert told[1] in problems[0].help
    assert problems[0].span.source.name == f"templates/{FORMAT}/outline.yaml"
    assert problems[0].span.source.line(problems[0].span.line).strip() == f"- {line}"


@pytest.mark.parametrize(
    ("place", "line", "message"),
    [
        ("cover:\n", "{section: covre}", "section 写的“covre”走不通：没有 sections.covre。"),
        (
            "appendix:\n",
            "{mark: 附件0, title: 甲, when: facts.taem, table: team}",
            "when 写的“facts.taem”走不通：没有 facts.taem。",
        ),
        (
            "appendix:\n",
            "{mark: 附件0, title: 甲, body: [{heading: 乙, each: year}]}",
            "each 写的“year”不是列表。",
        ),
        (
            "appendix:\n",
            "{mark: 附件0, title: 甲, section: year}",
            "section 写的“year”不是一段叙述。",
        ),
    ],
)
def test_so_it_is_on_the_cover_and_in_the_appendices(
    project: Path, place: str, line: str, message: str
) -> None:
    problems = found_in(project, with_body(project, line, place))
    assert [(d.code, d.message) for d in problems] == [("F02", message)]


TABLES = {
    "rows: year": "rows 写的“year”不是列表。",
    "rows: facts": "rows 写的“facts”不是列表。",
    "rows: unit.name": "rows 写的“unit.name”不是列表。",
    "rows: facts.taem": "rows 写的“facts.taem”走不通：没有 facts.taem。",
    "rows: item.options": "rows 写的“item.options”走不通：没有 item。",
    "rows: facts.team\n  expand: includes": "表 team 写了 expand: includes，而 facts.team 的各条没有“其中”。",
    "rows: scorecard.printed\n  expand: includes": (
        "表 team 写了 expand: includes，而 scorecard.printed 的各条没有“其中”。"
    ),
    "rows: facts.team\n  subtotal: {label: 小计}": "表 team 写了小计，而 facts.team 的各条不分一级、二级指标。",
    "rows: facts.team\n  total: {label: 合计, row: fundz.total}": "row 写的“fundz.total”走不通：没有 fundz。",
}


@pytest.mark.parametrize(("rows", "message"), TABLES.items())
def test_a_wrong_path_of_a_table_is_an_error_at_its_line(
    project: Path, rows: str, message: str
) -> None:
    tables = project / "templates" / FORMAT / "tables.yaml"
    text = tables.read_text("utf-8")
    tables.write_text(text.replace("rows: facts.team", rows), "utf-8")
    path = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / FORMAT / "sample.yaml", path)
    problems = found_in(project, path)
    assert [(d.code, d.message) for d in problems] == [("F02", message)]
    assert problems[0].span.source.name == f"templates/{FORMAT}/tables.yaml"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{each: unit, cells: [{value: 甲}]}", "each 写的“unit”不是列表。"),
        (
            "{each: funds.lnies, cells: [{value: 甲}]}",
            "each 写的“funds.lnies”走不通：没有 funds.lnies。",
        ),
        (
            "{when: facts.taem, rows: [[{value: 甲}]]}",
            "when 写的“facts.taem”走不通：没有 facts.taem。",
        ),
    ],
)
def test_a_wrong_path_of_a_form_is_an_error_at_its_line(
    project: Path, row: str, message: str
) -> None:
    tables = project / "templates" / FORMAT / "tables.yaml"
    form = f"seal:\n  kind: form\n  widths: [1]\n  rows:\n    - {row}\n"
    tables.write_text(tables.read_text("utf-8") + form, "utf-8")
    problems = found_in(project, with_body(project, "{table: seal}"))
    assert [(d.code, d.message) for d in problems] == [("F02", message)]
    assert row.split(",")[0][1:] in problems[0].span.source.line(problems[0].span.line)


GOOD = [
    "{heading: 甲, each: projects, when: projects}",
    "{heading: '{{ item.name }}', each: surveys, children: [{heading: 乙, each: item.options}]}",
    "{heading: '{{ item.name }}', each: scorecard.tree, children: [{heading: 乙, each: item.children}]}",
    "{heading: 甲, when: pictures, pictures: 现场}",
    "{heading: 甲, when: vetoes, each: vetoes}",
    "{heading: 甲, when: funds.其中：财政拨款, text: funds.j2}",
    "{heading: 甲, when: files.名单, each: files.名单}",
    "{heading: 甲, when: funds.carryover.opening.number, section: background}",
    "{heading: 甲, each: findings, when: findings}",
]


@pytest.mark.parametrize("line", GOOD)
def test_a_path_that_can_be_walked_is_let_pass(project: Path, line: str) -> None:
    assert found_in(project, with_body(project, line)) == []


def test_a_list_where_a_text_is_wanted_is_told_at_the_input(project: Path) -> None:
    """形状两样都许写的叙述：提纲要一段文字，输入写成了列表；或者反过来。"""
    folder = project / "templates" / "mof-self-2020"
    outline = folder / "outline.yaml"
    extra = "  - {heading: 说明, section: notes}\n  - {heading: 做法, each: sections.ways}\n"
    outline.write_text(outline.read_text("utf-8") + extra, "utf-8")
    path = project / "inputs" / "x.yaml"
    written = "\nsections:\n  notes:\n    - {title: 甲, text: 乙。}\n  ways: 一段话。\n"
    path.write_text((folder / "sample.yaml").read_text("utf-8") + written, "utf-8")
    problems = [d for d in examine(path).diagnostics if d.severity == "error"]
    assert [(d.code, d.message, d.span.source.line(d.span.line).strip()) for d in problems] == [
        ("I03", "“sections.notes”在这份报告里要写成一段文字。", "- {title: 甲, text: 乙。}"),
        ("I03", "“sections.ways”在这份报告里要写成一个列表。", "ways: 一段话。"),
    ]


@pytest.mark.parametrize(("head", "codes"), [("name,数", []), ("姓名,数", ["F02"])])
def test_a_data_file_goes_by_rows_when_it_has_titles(
    project: Path, head: str, codes: list[str]
) -> None:
    (project / "inputs" / "a.csv").write_text(f"{head}\n甲,1\n乙,2\n", "utf-8")
    path = with_body(project, "{heading: 名单, each: files.名单}")
    text = path.read_text("utf-8")
    path.write_text(text.replace("facts:\n", "files: {名单: a.csv}\nfacts:\n", 1), "utf-8")
    examined = examine(path)
    assert [d.code for d in examined.diagnostics if d.severity == "error"] == codes
    assert examined.document is not None
    headings = [block.full for block in examined.document.body if hasattr(block, "full")]
    assert (headings[1:3] == ["（一）甲", "（二）乙"]) is not bool(codes)


def test_a_hundred_and_more_sections_are_numbered_in_chinese(project: Path) -> None:
    path = with_body(project, "{heading: 人员, each: facts.team}")
    text = path.read_text("utf-8")
    start = text.index("  team:")
    end = text.index("  survey_method:")
    people = "".join(f"    - {{name: 甲{at}, post: 乙, task: 丙}}\n" for at in range(1, 112))
    path.write_text(text[:start] + "  team:\n" + people + text[end:], "utf-8")
    examined = examine(path)
    assert examined.document is not None
    headings = [block.full for block in examined.document.body if hasattr(block, "full")]
    assert {
        "（九十九）甲99",
        "（一百）甲100",
        "（一百零一）甲101",
        "（一百一十）甲110",
        "（一百一十一）甲111",
    } <= set(headings)


def test_the_commands_end_with_one_and_no_traceback(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_body(project, "{heading: '{{ item.name }}', each: project, section: background}")
    monkeypatch.chdir(project)
    assert cli.run(["format", "check", FORMAT]) == 1
    assert cli.run(["build", "--no-pages", str(path)]) == 1
    assert not (project / "build").exists()
