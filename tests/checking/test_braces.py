"""花括号到不了纸上：能换的都换好，剩下的是错误，指到写它的那一行——输入的，或格式文件的。"""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.checking import braces, bracetext
from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.pipeline import Examined, build, examine
from reportgen.papers.markdown import write_markdown

FORMAT = "mof-evaluation-2020"
HERE = Path(__file__).resolve().parent


def edited(project: Path, file: str, old: str, new: str) -> Examined:
    """改格式文件（或输入 input.yaml）的一处，再写一份报告。"""
    folder = project / "templates" / FORMAT
    path = project / "inputs" / "input.yaml"
    if not path.exists():
        shutil.copy(folder / "sample.yaml", path)
    target = path if file == path.name else folder / file
    text = target.read_text("utf-8")
    assert old in text, old
    target.write_text(text.replace(old, new, 1), "utf-8")
    return examine(path)


def errors(examined: Examined) -> list[Diagnostic]:
    return [d for d in examined.diagnostics if d.severity == "error"]


def printed(examined: Examined) -> str:
    assert examined.document is not None
    return write_markdown(examined.document)


RESOLVED = [
    ("tables.yaml", "unit: 万元", 'unit: "{{ year }}年，万元"', "单位：2024年，万元"),
    ("tables.yaml", "label: 合计", 'label: "{{ year }}年合计"', "| 2024年合计 |"),
    (
        "tables.yaml",
        "total: {label",
        'subtotal: {label: "{{ r.name }}小计"}\n  total: {label',
        "上级财政资金小计 |",
    ),
    ("tables.yaml", "head: 姓名", 'head: "{{ year }}年成员"', "| 序号 | 2024年成员 |"),
    ("tables.yaml", "series: 得分率", 'series: "{{ year }}年得分率"', "2024年得分率"),
    ("outline.yaml", "mark: 附件2", 'mark: "附件{{ findings | length }}"', "附件2"),
    ("outline.yaml", "title: 目　录", 'title: "{{ year }}年目录"', "**2024年目录**"),
    ("outline.yaml", "heading: 项目概况", 'heading: "{% if year %}概况{% endif %}"', "（一）概况"),
    ("input.yaml", "name: 新建老年食堂", 'name: "{{ year }}年新建食堂"', "其中：2024年新建食堂"),
    ("input.yaml", "annual: 年内", 'annual: "{{ year }}年内建成 24 个。" # ', "2024年内建成"),
    (
        "input.yaml",
        "  - id: ",
        '  - {id: 零, title: "{{ year }}年的问题", text: 甲。}\n  - id: ',
        "2024年的问题",
    ),
    ("input.yaml", "name: 云河市民政局", 'name: "{{ year }}市民政局"', "2024市民政局"),
]


@pytest.mark.parametrize(("file", "old", "new", "text"), RESOLVED)
def test_what_is_meant_to_be_resolved_is_resolved(
    project: Path, file: str, old: str, new: str, text: str
) -> None:
    examined = edited(project, file, old, new)
    assert errors(examined) == []
    assert text in printed(examined)
    assert "{{" not in printed(examined)
    assert not [d for d in check_format(project / "templates" / FORMAT) if d.severity == "error"]


MISSPELT = [
    ("tables.yaml", "unit: 万元", 'unit: "{{ yaer }}年，万元"'),
    ("tables.yaml", "label: 合计", 'label: "{{ yaer }}年合计"'),
    ("tables.yaml", "head: 姓名", 'head: "{{ yaer }}年成员"'),
    ("tables.yaml", "series: 得分率", 'series: "{{ yaer }}年得分率"'),
    ("outline.yaml", "mark: 附件2", 'mark: "附件{{ yaer }}"'),
    ("outline.yaml", "title: 目　录", 'title: "{{ yaer }}年目录"'),
]


@pytest.mark.parametrize(("file", "old", "new"), MISSPELT)
def test_a_misspelt_name_there_is_told_once_by_both_commands(
    project: Path, file: str, old: str, new: str
) -> None:
    built = errors(edited(project, file, old, new))
    assert [d.code for d in built] == ["F02"]
    assert "没有“yaer”这个名字，是不是想写“year”？" in built[0].message
    checked = [d for d in check_format(project / "templates" / FORMAT) if d.severity == "error"]
    assert [(d.code, d.span.source.name) for d in checked] == [
        ("F02", f"templates/{FORMAT}/{file}")
    ]


LEFT = [
    # 输入里不换引用的各处：名称、指标值、实际完成值、分项、半边的
    ("input.yaml", "name: 日均就餐老年人次", 'name: "{{ year }}年人次"', "{{ year }}"),
    ("input.yaml", "actual: 充分", 'actual: "充分（{{ year }}年）"', "{{ year }}"),
    ("input.yaml", "actual: 规范", 'actual: "规范}}"', "}}"),
    ("input.yaml", "target: ≥10 个", 'target: "达到{{ year }}年水平"', "{{ year }}"),
    ("input.yaml", "level2: 项目效益", 'level2: "{{ year }}年效益"', "{{ year }}"),
    ("input.yaml", "task: 问卷设计和数据分析", 'task: "%}问卷设计"', "%}"),
    ("input.yaml", "name: 社区老年食堂补助项目", 'name: "社区}}老年食堂补助项目"', "}}"),
    # 格式文件：指标库、等级、模板里的文字、表的各样词、提纲的各样词
    ("rules.yaml", "target: 充分", 'target: "充分{{ year }}"', "{{ year }}"),
    (
        "rules.yaml",
        "definition: 项目立项是否",
        "definition: 项目{% if year %}立项是否",
        "{% if year %}",
    ),
    (
        "format.yaml",
        "unit_of_money: 万元",
        'unit_of_money: 万元\ngrades: [{from: 0, name: "优{{ year }}"}]',
        "{{ year }}",
    ),
    ("text/note.j2", "注：", "注：}}甲", "}}"),
    ("text/note.j2", "注：", "注：甲^[脚注｛｛乙｝｝]", "｛｛乙｝｝"),
    ("text/closing.j2", "{{ date", "落款}}{{ date", "}}"),
    ("text/cover.j2", "{{", "封面｝｝{{", "｝｝"),
    ("text/cover_title.j2", "{{", "标题｛｛{{", "｛｛"),
    ("tables.yaml", "label: 合计", 'label: "合计}}"', "}}"),
    ("tables.yaml", "unit: 万元", 'unit: "万元%}"', "%}"),
    ("tables.yaml", "head: 姓名", 'head: "姓名｛｛"', "｛｛"),
    ("tables.yaml", "title: 图 {n}", "title: 图 {n}｛｛甲｝｝", "｛｛甲｝｝"),
    ("tables.yaml", "series: 得分率", 'series: "得分率}}"', "}}"),
    # 全角的控制语句、小写形的花括号
    ("input.yaml", "actual: 充分", 'actual: "充分｛％ if ％｝"', "｛％ if ％｝"),
    ("input.yaml", "actual: 规范", 'actual: "规范﹛﹛甲﹜﹜"', "﹛﹛甲﹜﹜"),
    ("input.yaml", "target: ≥10 个", 'target: "达到﹪﹜"', "﹪﹜"),
    ("input.yaml", "level2: 项目效益", 'level2: "效益｛＃"', "｛＃"),
    ("outline.yaml", "mark: 附件2", 'mark: "附件｛｛2｝｝"', "｛｛2｝｝"),
    ("outline.yaml", "title: 满意度问卷调查情况", 'title: "满意度%}"', "%}"),
    ("outline.yaml", "title: 目　录", 'title: "目录}}"', "}}"),
    ("outline.yaml", "heading: 项目概况", 'heading: "项目概况｛｛甲｝｝"', "｛｛甲｝｝"),
]


@pytest.mark.parametrize(("file", "old", "new", "fragment"), LEFT)
def test_what_is_left_is_an_error_where_it_was_written(
    project: Path, file: str, old: str, new: str, fragment: str
) -> None:
    examined = edited(project, file, old, new)
    code = "I08" if file == "input.yaml" else "F06"
    found = [d for d in errors(examined) if d.code in {"I08", "F06"}]
    assert [d.code for d in found] == [code]
    span = found[0].span
    assert span.source.name.endswith(file)
    line = span.source.line(span.line)
    assert new[new.index(fragment) - 1 :].split("\n")[0].rstrip('",}]') in line
    assert line[span.column - 1 :].startswith(fragment)
    assert "会原样印" in found[0].message


@pytest.mark.parametrize("name", ["{#", "{%", "社区{%老年食堂", "}}", "甲 ｛％ if ％｝"])
def test_braces_in_a_name_are_one_error_at_the_input(project: Path, name: str) -> None:
    """名称印在封面、标题、表里和页眉；错是一处，不怪格式的表。"""
    examined = edited(project, "input.yaml", "name: 社区老年食堂补助项目", f'name: "{name}" #')
    found = [d for d in errors(examined) if d.code in {"I08", "F02", "F06"}]
    assert [(d.code, d.span.source.name.endswith("input.yaml")) for d in found] == [("I08", True)]


PIECES = {
    # 写的一片：重复许多次，说成几处
    "{": 1,
    "}": 1,
    "{%": 1,
    "{{ ": 100,
    "{{ year }}": 100,
    "1}}": 100,
    "｛％ if ％｝": 100,
}


@pytest.mark.parametrize("piece", PIECES)
def test_many_braces_are_told_a_hundred_times_and_looked_at_once(
    project: Path, piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """找写它的那一行，次数有限；多十倍的花括号，不多找十倍。"""
    searches = 0
    position = braces._Writing._position

    def count(*arguments: object) -> int:
        nonlocal searches
        searches += 1
        return position(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(braces._Writing, "_position", count)
    taken = []
    for times in (200, 2000):
        searches = 0
        actual = f'actual: "充分{piece * times}" #'
        examined = edited(project, "input.yaml", "actual: 充分", actual)
        (project / "inputs" / "input.yaml").unlink()
        found = [d for d in errors(examined) if d.code in {"I08", "F06"}]
        assert {d.code for d in found} == {"I08"}
        found = [d for d in found if "这里不能写引用" in d.help]  # 别的是写错的引用，另有说法
        assert len(found) <= PIECES[piece] + 1
        taken.append(searches)
    assert 0 < taken[1] <= 2 * taken[0] + 20


@pytest.mark.parametrize("piece", ["{", "{%", "{# ", "{{ year }}", "a{{ b", "%}", "{{\n", "{{#"])
def test_a_text_ten_times_as_long_is_looked_at_ten_times_as_long(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0

    class Counting:
        """数一数一段里看了几个记号。"""

        def __init__(self, pattern: re.Pattern[str]) -> None:
            self.pattern = pattern

        def finditer(self, text: str) -> Iterator[re.Match[str]]:
            nonlocal steps
            for mark in self.pattern.finditer(text):
                steps += 1
                yield mark

    monkeypatch.setattr(bracetext, "_MARK", Counting(bracetext._MARK))
    taken = []
    for times in (500, 5000):
        steps = 0
        assert list(bracetext.left_in(piece * times))
        taken.append(steps)
    assert 0 < taken[1] <= 10 * taken[0] + 10


def test_prose_quotes_prose_that_has_a_reference(project: Path) -> None:
    """y03：完成情况引用目标，目标里引用资金。"""
    path = project / "inputs" / "y03.yaml"
    shutil.copy(HERE / "quoted_prose.yaml", path)
    built = build(path, pages=False)
    assert not [d for d in built.diagnostics if d.severity == "error"]
    assert "已完成（目标：支出57.60万元，按计划完成。）" in printed(built.examined)


QUOTES = [
    # 两段互相引用；引用自己；三段绕成一圈；引用了圈上的一段，自己不在圈上
    (
        {"annual": "甲{{ goals.achieved }}", "achieved": "乙{{ goals.annual }}"},
        ["annual", "achieved"],
        "引来引去又回到这一段，没有尽头。",
    ),
    (
        {"annual": "甲。", "achieved": "乙{{ goals.achieved }}"},
        ["achieved"],
        "引用了它自己，没有尽头。",
    ),
    (
        {
            "long_term": "{{ goals.achieved }}",
            "annual": "甲{{ goals.long_term }}",
            "achieved": "乙{{ goals.annual }}",
        },
        ["long_term", "annual", "achieved"],
        "引来引去又回到这一段，没有尽头。",
    ),
    (
        {
            "long_term": "{{ goals.annual }}",
            "annual": "甲{{ goals.achieved }}",
            "achieved": "乙{{ goals.annual }}",
        },
        ["annual", "achieved"],
        "引来引去又回到这一段，没有尽头。",
    ),
]


@pytest.mark.parametrize(("goals", "wrong", "reason"), QUOTES)
def test_quotes_without_an_end_are_errors_at_the_quote(
    project: Path, goals: dict[str, str], wrong: list[str], reason: str
) -> None:
    path = project / "inputs" / "x.yaml"
    text = (HERE / "quoted_prose.yaml").read_text("utf-8")
    start, end = text.index("goals:"), text.index("indicators:")
    written = "".join(f'  {name}: "{words}"\n' for name, words in goals.items())
    path.write_text(f"{text[:start]}goals:\n{written}{text[end:]}", "utf-8")
    found = sorted(errors(examine(path)), key=lambda problem: problem.span.line)
    assert [d.code for d in found] == ["I08"] * len(wrong)
    for diagnostic, name in zip(found, wrong, strict=True):
        assert diagnostic.span.source.line(diagnostic.span.line).startswith(f"  {name}:")
        assert diagnostic.message.endswith(reason)


def test_a_quote_of_long_prose_many_times_is_refused_before_it_fills_the_memory(
    project: Path,
) -> None:
    path = project / "inputs" / "x.yaml"
    text = (HERE / "quoted_prose.yaml").read_text("utf-8")
    start, end = text.index("goals:"), text.index("indicators:")
    quotes = "{{ goals.annual }}" * 2000
    goals = f'goals:\n  annual: "{"甲" * 9000}"\n  achieved: "{quotes}"\n'
    path.write_text(text[:start] + goals + text[end:], "utf-8")
    examined = examine(path)
    found = errors(examined)
    assert found
    assert {d.code for d in found} == {"I08"}
    assert "超过 100000 字" in found[0].message
    assert len(printed(examined)) < 300_000


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.mark.parametrize(
    ("caption", "codes", "text"),
    [
        ("{{ year }}年现场", [], "图1 2024年现场"),
        ("现场}}", ["I08"], "现场}}"),
        ("{{ yaer }}现场", ["I08"], ""),
    ],
)
def test_a_caption_of_a_picture_is_resolved_or_told(
    project: Path, caption: str, codes: list[str], text: str
) -> None:
    (project / "inputs" / "a.png").write_bytes(base64.b64decode(PNG))
    outline = project / "templates" / FORMAT / "outline.yaml"
    line = "body:\n  - {heading: 现场, pictures: 现场}\n"
    outline.write_text(outline.read_text("utf-8").replace("body:\n", line, 1), "utf-8")
    pictures = f'pictures: [{{file: a.png, caption: "{caption}", about: 现场}}]\nfacts:\n'
    examined = edited(project, "input.yaml", "facts:\n", pictures)
    assert [d.code for d in errors(examined)] == codes
    assert text in printed(examined)


def test_a_data_file_is_looked_at_too(project: Path) -> None:
    (project / "inputs" / "data").mkdir()
    (project / "inputs" / "data" / "a.csv").write_text("名称,数\n甲{{ year,1\n", "utf-8")
    tables = project / "templates" / FORMAT / "tables.yaml"
    tables.write_text(tables.read_text("utf-8") + "names:\n  rows: files.名单\n", "utf-8")
    outline = project / "templates" / FORMAT / "outline.yaml"
    line = "body:\n  - {heading: 名单, table: names}\n"
    outline.write_text(outline.read_text("utf-8").replace("body:\n", line, 1), "utf-8")
    examined = edited(project, "input.yaml", "facts:\n", "files: {名单: data/a.csv}\nfacts:\n")
    assert [(d.code, d.span.line) for d in errors(examined)] == [
        ("I08", examined.source.text[: examined.source.text.index("data/a.csv")].count("\n") + 1)
    ]


def test_braces_that_are_no_pair_are_printed(project: Path) -> None:
    examined = edited(project, "input.yaml", "actual: 充分", 'actual: "充分{甲}、{ 乙 }、100%"')
    assert errors(examined) == []
    assert "充分{甲}、{乙}、100%" in printed(examined).replace(" ", "").replace("\\", "")
