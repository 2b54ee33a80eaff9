"""叙述里的引用：换成事实；写错的、想运行代码的都指到那一处，不执行，不放大。"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from reportgen.composing.filters import Unprintable, filters
from reportgen.composing.quoting import Quoter
from reportgen.composing.reaching import Budget, Reader
from reportgen.composing.signatures import SIGNATURES
from reportgen.core.examined import Examined
from reportgen.core.reference import parse
from reportgen.corridor.pipeline import examine
from tests.composing.test_filters import MANIFEST

HERE = Path(__file__).resolve().parent
GOALS = HERE.parent / "checking" / "quoted_prose.yaml"


def with_status(project: Path, text: str) -> Examined:
    """把 sample.yaml 里的一处叙述换成 text。"""
    sample = (project / "templates" / "zhengzhou-self-2022" / "sample.yaml").read_text("utf-8")
    old = "status: 预算按照培训场次和人数测算，依据充分。"
    assert old in sample
    path = project / "inputs" / "x.yaml"
    path.write_text(sample.replace(old, "status: |\n        " + text + "\n     "), "utf-8")
    return examine(path)


def status(examined: Examined) -> str:
    assert examined.evaluation is not None
    return str(examined.evaluation.facts["fund_management"][0]["status"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("执行率 {{ funds.total.rate | rate }}。", "执行率 96.00%。"),
        ("{{ funds.政府预算资金.spent | money }} 万元", "57.60 万元"),
        (
            "{{ year }} 年得分 {{ scorecard.total | score }}，{{ scorecard.grade }}",
            "2022 年得分 99.60，优",
        ),
        ("{{ funds.lines | total('spent') | money }}", "57.60"),
        ("{{ unit.authority }}没有主管部门", "没有主管部门"),
        ("{{ indicators | length }} 个，{{ date | date }}", "10 个，2023年3月20日"),
        ("100% 的 { 括号 } 照印", "100% 的 { 括号 } 照印"),
        (r"写作 \{{ year \}}，是 {{ year }}", "写作 {{ year }}，是 2022"),
        (r"\{% if %\} \｛\｛甲\｝\｝ \{", "{% if %} ｛｛甲｝｝ {"),
        (r"C:\\{{ year }}\甲", r"C:\2022\甲"),
        ("{{ indicators[0].name }}、{{ indicators[9].level1 }}", "预算执行率、满意度指标"),
        ('{{ facts["fund_management"][1]["name"] | length }} 个字', "5 个字"),
        (
            "{{ funds.lines | map(attribute='name') | join('、') }}",
            "政府预算资金、财政专户管理资金、单位资金",
        ),
        (
            "{{ funds.lines | map(attribute='spent') | map('money') | join('/') }}",
            "57.60/0.00/0.00",
        ),
        ("{{ funds.lines | selectattr('spent', 'gt', 0) | length }} 项", "1 项"),
        (
            "{{ funds.lines | rejectattr('spent', '>', 0) | map(attribute='name') | last }}",
            "单位资金",
        ),
        ("{{ funds.lines | selectattr('name', 'eq', '单位资金') | length | cn_number }}", "一"),
        ("{{ funds.lines | unique(attribute='spent') | list | reverse | length }}", "2"),
        ("{{ unit.name | replace('云河', '白石') | trim | string }}", "白石市科学技术局"),
        ("{{ funds.total.spent | rate(of=funds.total.spent, none='—') }}", "100.00%"),
        ("{{ funds.total.spent | rate(of=funds.lines | total('arrived')) }}", ""),
        ("{{ scorecard.line.预算执行率.score | score }}", "9.60"),
    ],
)
def test_references_are_replaced_by_the_facts(project: Path, text: str, printed: str) -> None:
    examined = with_status(project, text)
    assert not [d for d in examined.diagnostics if d.code == "I08"]
    assert status(examined) == printed


ATTEMPTS = yaml.safe_load((HERE / "attempts.yaml").read_text("utf-8"))


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt["write"])
def test_anything_else_is_one_diagnostic_at_its_own_place(
    project: Path, attempt: dict[str, str]
) -> None:
    write, says = attempt["write"], attempt["says"]
    examined = with_status(project, "前文 " + write)
    found = [d for d in examined.diagnostics if d.severity == "error"]
    assert [d.code for d in found] == ["I08"]
    assert found[0].span.line == 43
    assert found[0].span.column == 9 + 3
    assert says.rstrip("…") in found[0].message
    assert says.endswith("…") or found[0].message.endswith(says)
    assert status(examined) == "前文 " + write  # 草稿里照原样


def test_every_wrong_reference_of_a_text_is_told_in_one_run(project: Path) -> None:
    examined = with_status(project, "{{ yaer }} 和 {{ funds.totl.spent }}，又 {{ yaer }}")
    found = [d for d in examined.diagnostics if d.code == "I08"]
    assert [d.span.column for d in found] == [9, 22, 47]
    assert "是不是想写“year”" in found[0].message


def with_goals(project: Path, goals: dict[str, str], findings: list[str] | None = None) -> Path:
    """几段目标和问题换成给定的文字。"""
    text = GOALS.read_text("utf-8")
    start, end = text.index("goals:"), text.index("indicators:")
    written = "".join(f"  {name}: '{words}'\n" for name, words in goals.items())
    text = f"{text[:start]}goals:\n{written}{text[end:]}"
    if findings:
        entries = [
            f"  - {{title: 问题{at}, text: '{words}'}}\n" for at, words in enumerate(findings)
        ]
        text = f"{text.rstrip()}\nfindings:\n{''.join(entries)}"
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    return path


def prose(examined: Examined) -> dict[str, str]:
    assert examined.evaluation is not None
    goals = examined.evaluation.goals
    return {
        "long_term": str(goals.long_term),
        "annual": str(goals.annual),
        "achieved": str(goals.achieved),
    }


NESTED = {
    "long_term": "在{{ year }}年",
    "annual": "{{ goals.long_term }}支出{{ funds.total.spent | money }}万元",
    "achieved": r"已完成（\{{{ goals.annual | trim }}，{{ goals.annual }}）\}",
}
EXPANDED = {
    "long_term": "在2025年",
    "annual": "在2025年支出57.60万元",
    "achieved": "已完成（{在2025年支出57.60万元，在2025年支出57.60万元）}",
}


def test_prose_quotes_prose_that_quotes_prose_whatever_comes_first(project: Path) -> None:
    for names in (list(NESTED), list(reversed(NESTED))):
        examined = examine(with_goals(project, {name: NESTED[name] for name in names}))
        assert not [d for d in examined.diagnostics if d.severity == "error"]
        assert prose(examined) == EXPANDED


def test_a_list_of_prose_is_resolved_before_it_is_joined(project: Path) -> None:
    goals = {
        "annual": '{{ findings | map(attribute="text") | join("；") }}',
        "achieved": '{{ findings | map(attribute="text") | unique | enumerate }}',
    }
    findings = ["{{ year }}年", "{{ findings[0].text }}", "甲"]
    examined = examine(with_goals(project, goals, findings))
    assert prose(examined)["annual"] == "2025年；2025年；甲"
    assert prose(examined)["achieved"] == "一是2025年；二是甲。"


def chain(length: int) -> list[str]:
    return [f"{{{{ findings[{at + 1}].text }}}}" for at in range(length)] + ["甲"]


MANY = range(3000)
GROWTH: dict[str, tuple[dict[str, str], list[str], str, int]] = {
    "replace 一再放大": (
        {"annual": "{{ unit.name" + (' | replace("某", "' + "某" * 20 + '")') * 7 + " }}"},
        [],
        "换成文字以后超过 100000 字",
        1,
    ),
    "引用翻倍": (
        {
            "long_term": "甲" * 9000,
            "annual": "{{ goals.long_term }}" * 10,
            "achieved": "{{ goals.annual }}" * 2,
        },
        [],
        "换来的文字太多",
        1,
    ),
    "许多段引用一段长的": (
        {"annual": "甲" * 50000},
        ["{{ goals.annual }}"] * 60,
        "换来的文字太多",
        1,
    ),
    "一段里几千个": ({"annual": "{{ unit.name }}" * 5000}, [], "最多 500 个引用", 1),
    "长的一串": ({}, chain(2000), "套了 10 层以上", 181),
    "倒着的一串": (
        {},
        ["甲", *(f"{{{{ findings[{at}].text }}}}" for at in range(2000))],
        "套了 10 层以上",
        181,
    ),
    "大圈": ({}, [*chain(2000)[:-1], "{{ findings[0].text }}"], "套了 10 层以上", 182),
    "小圈": ({}, [*chain(4)[:-1], "{{ findings[0].text }}"], "引来引去又回到这一段", 5),
    "写错几千处": ({}, [f"{{{{ x{at} }}}}" for at in MANY], "没有“x0”这个名字", 201),
    "各行各看一遍": (
        {},
        [f'{{{{ findings | map(attribute="title") | unique | length }}}}{at}' for at in MANY],
        "",
        0,
    ),
    "各行各看一遍，每次不同": (
        {},
        [f'{{{{ findings | selectattr("title", "eq", "{at}") | length }}}}' for at in MANY],
        "要看的内容太多",
        1,
    ),
    "自己的各条里有自己": (
        {},
        [f'{{{{ findings | map(attribute="text") | join("{at}") }}}}' for at in range(300)],
        "引用了它自己",
        201,
    ),
    "九万个反斜杠": ({"annual": "\\" * 90000}, [], "", 0),
    "四万个照印的花括号": ({"annual": "\\{" * 45000}, [], "", 0),
    "没有结束": ({"annual": "{{" * 45000}, [], "没有结束的 }}", 1),
    "没有开头": ({"annual": "}}" * 45000}, [], "前面没有 {{", 201),
    "控制语句": ({"annual": "{%" * 45000}, [], "控制语句", 201),
    "全角的": ({"annual": "｛｛" * 45000}, [], "全角花括号", 201),
    "括号套括号": ({"annual": "{{ year | rate(of=" + "(" * 250 + " }}"}, [], "不能用括号分组", 1),
    "参数套参数": (
        {"annual": "{{ year" + " | rate(of=year" * 15 + ")" * 15 + " }}"},
        [],
        "参数里套参数最多 3 层",
        1,
    ),
    "六万字的引用": ({"annual": "{{ year" + ".a" * 30000 + " }}"}, [], "最多 300 个", 1),
}


@pytest.mark.parametrize("name", GROWTH)
def test_nothing_grows_beyond_its_budget(project: Path, name: str) -> None:
    goals, findings, says, count = GROWTH[name]
    examine(with_goals(project, {"annual": "甲", "achieved": "乙"}))  # 格式先读好
    path = with_goals(project, {"annual": "甲", "achieved": "乙", **goals}, findings)
    start = time.process_time()
    examined = examine(path)
    spent = time.process_time() - start
    found = [d for d in examined.diagnostics if d.code == "I08"]
    assert len(found) == count
    assert not found or says in found[0].message
    assert spent < 3
    assert examined.evaluation is not None
    printed = [len(text) for text in prose(examined).values()]
    printed += [len(finding.text or "") for finding in examined.evaluation.findings]
    assert sum(printed) < 4 * len(examined.source.text) + 200_000


def test_the_table_of_filters_is_what_can_be_written() -> None:
    names = {"year": 2024}
    reader = Reader(names, Budget(0), str)
    quoter = Quoter(reader, filters(MANIFEST))
    assert set(quoter.filters) == set(SIGNATURES)
    readme = (HERE.parent.parent / "templates" / "README.md").read_text("utf-8")
    section = readme[readme.index("## 输入叙述里的引用") :]
    for name in SIGNATURES:
        assert f"`{name}`" in section


LISTS = ("list", "reverse", "unique", "map", "select", "reject", "selectattr", "rejectattr")


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_example_of_a_filter_can_be_written_so(project: Path, name: str) -> None:
    """诊断里举的例子自己要写得通；得到列表的，数一数有几条。"""
    example = SIGNATURES[name].example
    ending = " | length" if name in LISTS else ""
    goals = {"annual": f"{{{{ {example}{ending} }}}}", "achieved": "甲"}
    findings = ["{{ year }}年", "甲"]
    examined = examine(with_goals(project, goals, findings))
    problems = [d.message for d in examined.diagnostics if d.code == "I08"]
    if name in {"first", "last"}:
        assert len(problems) == 1
        assert "请接着写出其中的一项：title" in problems[0]
    else:
        assert problems == []
        assert "{" not in prose(examined)["annual"]


HIDDEN = ["\x00", "\x1b", "\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\ue000", "\ud800"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_cannot_be_seen_cannot_be_printed_by_a_reference(hidden: str) -> None:
    """数据文件的格子里可能有；引用换不出来。"""
    names = {"cell": f"甲{hidden}乙", "cells": (f"甲{hidden}",)}
    quoter = Quoter(Reader(names, Budget(0), str), filters(MANIFEST))
    for hole in ("{{ cell }}", "{{ cell | trim }}", "{{ cells | join('、') }}"):
        with pytest.raises(Unprintable, match=f"U\\+{ord(hidden):04X}"):
            quoter.words(parse(hole))


def test_a_cell_of_a_data_file_is_no_prose(project: Path) -> None:
    (project / "inputs" / "a.csv").write_text("名称\n{{ year }}\n", "utf-8")
    goals = {"annual": "甲{{ files.名单.rows[0].名称 }}", "achieved": "乙"}
    path = with_goals(project, goals)
    text = path.read_text("utf-8").replace("unit:", "files: {名单: a.csv}\nunit:", 1)
    path.write_text(text, "utf-8")
    examined = examine(path)
    found = [d for d in examined.diagnostics if d.severity == "error"]
    assert [d.code for d in found] == ["I08"]
    assert "所取的内容里有成对的花括号" in found[0].message
