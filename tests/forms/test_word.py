"""Word 表样：每种标签填成什么样，写坏了怎么说。"""

from __future__ import annotations

import datetime
import re
import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.core.funds import FundLine
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text
from reportgen.forms.environment import environment_for
from reportgen.forms.wordfilling import fill_word_form
from reportgen.word.package import read_package
from tests.forms.drawn import (
    faults,
    filled_word,
    form_in,
    format_of,
    grid,
    names,
    printed_word,
    sample,
    word_form,
)
from tests.word.lint import lint_docx


def lines_of(*amounts: str) -> Any:
    """资金行：一行一个数。"""
    funds = names()["funds"]
    lines = []
    for number, amount in enumerate(amounts, 1):
        quantity = Quantity(Decimal(amount), "", amount)
        lines.append(FundLine(name=Text(f"第{number}笔"), spent=quantity))
    return replace(funds, lines=tuple(lines))


ROWS = [
    ["资金", "支出"],
    ["{%tr for r in funds.lines %}", ""],
    ["{{ r.name }}", "{{ r.spent | money }}"],
    ["{%tr endfor %}", ""],
]


def sound(data: bytes) -> bool:
    """包和正文合乎 Word 的规矩；表的宽窄和网格是画表样的人定的，写法也不是程序的，不查。"""
    return [fault for fault in lint_docx(data) if "宽" not in fault and "网格" not in fault] == []


def test_a_value_is_printed_as_everywhere_else() -> None:
    form = word_form("{{ unit.name }}：{{ funds.total.rate | rate }}，{{ date | date }}")
    assert printed_word(form) == ["云河市公共图书馆：96.00%，2025年2月20日"]


def test_a_tag_split_by_word_into_runs_is_one_tag() -> None:
    text = "得分 {{ scorecard.total | score }} 分"
    runs = {text: ["得分 {", "{ score", "card.to", "tal | sc", "ore }", "} 分"]}
    assert printed_word(word_form(text, runs=runs)) == ["得分 98.75 分"]


def test_a_row_repeats() -> None:
    (table,) = printed_word(word_form(ROWS), names(funds=lines_of("1", "2.5")))
    assert table == [["资金", "支出"], ["第1笔", "1.00"], ["第2笔", "2.50"]]


def test_an_empty_list_leaves_no_row_and_a_table_without_rows_is_gone() -> None:
    empty = names(funds=lines_of())
    assert printed_word(word_form(ROWS), empty) == [[["资金", "支出"]]]
    assert printed_word(word_form("前", ROWS[1:], "后"), empty) == ["前", "后"]
    assert sound(filled_word(word_form("前", ROWS[1:], "后"), empty))


def test_five_hundred_rows_are_five_hundred_rows() -> None:
    many = names(funds=lines_of(*(["1"] * 500)))
    (table,) = printed_word(word_form(ROWS), many)
    assert len(table) == 501 and table[500] == ["第500笔", "1.00"]


def test_loops_nest_and_conditions_choose() -> None:
    rows = [
        ["{%tr for a in scorecard.tree %}", "", ""],
        ["{%tr for b in a.children %}", "", ""],
        ["{%tr for r in b.children %}", "", ""],
        [
            "{% vm %}{{ b.name }}",
            "{{ r.name }}",
            "{% if r.lost %}得 {{ r.score | plain }}{% else %}满分{% endif %}",
        ],
        ["{%tr endfor %}", "", ""],
        ["{%tr endfor %}", "", ""],
        ["{%tr endfor %}", "", ""],
    ]
    (table,) = printed_word(word_form(rows))
    assert ["数量指标", "免费开放天数", "满分"] in table
    assert ["〃", "读者活动场次", "得 8.75"] in table


def test_merge_joins_the_same_above_and_never_across_groups() -> None:
    rows = [
        ["{%tr for r in scorecard.printed %}", "", ""],
        ["{{ r.level1 | merge }}", "{{ r.level2 | merge }}", "{{ r.name }}"],
        ["{%tr endfor %}", "", ""],
    ]
    (table,) = printed_word(word_form(rows))
    assert table[1:5] == [
        ["产出指标", "数量指标", "免费开放天数"],
        ["〃", "〃", "读者活动场次"],
        ["〃", "质量指标", "新书上架合格率"],
        ["〃", "时效指标", "新书上架周期"],
    ]


def test_paragraphs_repeat_and_a_value_of_several_lines_is_several_paragraphs() -> None:
    parts = ("{%p for f in findings %}", "{{ loop.index }}. {{ f.title }}", "{%p endfor %}")
    assert printed_word(word_form(*parts, "完")) == ["1. 读者活动少办两场", "完"]
    two = names(goals=replace(names()["goals"], annual=Text("第一段。\n第二段。")))
    assert printed_word(word_form("{{ goals.annual }}"), two) == ["第一段。", "第二段。"]
    assert printed_word(word_form("{{p goals.annual }}"), two) == ["第一段。", "第二段。"]
    table = printed_word(word_form([["目标", "{{ goals.annual }}"]]), two)
    assert table == [[["目标", "第一段。\n第二段。"]]]


def test_cells_repeat_span_and_are_coloured() -> None:
    rows = [
        ["项目", "{%tc for r in funds.lines %}", "{{ r.name }}", "{%tc endfor %}"],
        ["支出", "{%tc for r in funds.lines %}", "{{ r.spent | money }}", "{%tc endfor %}"],
        ["{% colspan funds.lines | length %}合计", "{% cellbg 'FFF2CC' %}{{ year }}", "", ""],
    ]
    data = filled_word(word_form(rows), names(funds=lines_of("1", "2")))
    text = read_package(data)["word/document.xml"].decode()
    assert '<w:gridSpan w:val="2"/>' in text and 'w:fill="FFF2CC"' in text
    (table,) = printed_word(word_form(rows), names(funds=lines_of("1", "2")))
    assert table[:2] == [["项目", "第1笔", "第2笔"], ["支出", "1.00", "2.00"]]


def test_repeated_columns_share_the_width_as_the_form_drew_it() -> None:
    """一格写的宽重复几次就是几份；合起来还是原来那么宽，网格和格子写的一样。"""
    rows = [
        ["项目", "{%tc for r in funds.lines %}", "{{ r.name }}", "{%tc endfor %}"],
        ["支出", "{%tc for r in funds.lines %}", "{{ r.spent | money }}", "{%tc endfor %}"],
    ]
    data = filled_word(word_form(rows), names(funds=lines_of("1", "2", "3", "4", "5", "6")))
    text = read_package(data)["word/document.xml"].decode()
    grid = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', text)]
    cells = [int(width) for width in re.findall(r'<w:tcW [^>]*w:w="(\d+)"', text)]
    assert len(grid) == 7 and cells == grid * 2
    assert max(grid) - min(grid) <= 1, "七列一样宽"


def test_a_merged_heading_spans_the_repeated_cells() -> None:
    rows = [
        ["", "{%tc for r in funds.lines %}", "{% hm %}各笔", "{%tc endfor %}"],
        ["", "{%tc for r in funds.lines %}", "{{ r.name }}", "{%tc endfor %}"],
    ]
    (table,) = printed_word(word_form(rows), names(funds=lines_of("1", "2", "3")))
    assert table == [["", "各笔"], ["", "第1笔", "第2笔", "第3笔"]]


def test_bold_stays_bold_and_a_footnote_is_said() -> None:
    told = names(goals=replace(names()["goals"], annual=Text("做好**三件事**^[见批复。]。")))
    data = filled_word(word_form("目标：{{ goals.annual }}"), told)
    text = read_package(data)["word/document.xml"].decode()
    assert '<w:b/></w:rPr><w:t xml:space="preserve">三件事</w:t>' in text
    assert printed_word(word_form("目标：{{ goals.annual }}"), told) == [
        "目标：做好三件事（见批复。）。"
    ]


def test_marks_of_xml_are_text() -> None:
    told = names(unit=replace(names()["unit"], name=Text("<甲>&“乙”</w:t>{{ year }}")))
    assert printed_word(word_form("{{ unit.name }}"), told) == ["<甲>&“乙”</w:t>{{ year }}"]


def test_header_and_footer_are_filled() -> None:
    data = filled_word(word_form("正文", header="{{ unit.name }}", footer="{{ year }}年"))
    text = "".join(part.decode() for name, part in read_package(data).items() if "er1" in name)
    assert "云河市公共图书馆" in text and "2024年" in text


def test_the_package_is_sound_and_the_same_twice() -> None:
    form = word_form("{{ unit.name }}", ROWS, header="{{ year }}")
    first = filled_word(form)
    environment_for.cache_clear()
    assert filled_word(form) == first
    assert sound(first)


def test_two_forms_in_one_process_do_not_mix() -> None:
    one, other = word_form("甲 {{ year }}"), word_form("乙 {{ unit.name }}")
    before = printed_word(one)
    assert printed_word(other) == ["乙 云河市公共图书馆"] and printed_word(one) == before


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("{{ unit.name", "第 1 段 F11 “{{ unit.name”这个标签没有写完。"),
        ("｛｛ year ｝｝", "第 1 段 F11 “｛｛ year ｝｝”花括号是全角的，不是标签，会照印。"),
        (
            "{{ funds.lines | join(“、”) }}",
            "第 1 段 F11 “{{ funds.lines | join(“、”) }}”引号是全角的，请改成半角的引号。",
        ),
        ("{{ year | monye }}", "是不是想写“money”？"),
        ("{% set x = 1 %}", "表样里不能赋值"),
        ("{% for r in funds.lines %}{{ r.name }}", "没有结束，缺 {% endfor %}。"),
        ("{% endif %}", "前面没有开头。"),
        (
            "{%p for r in funds.lines %}和别的字",
            "要独占这一段，而这一段还有“和别的字”，填写时会丢。",
        ),
        (
            [["{%tr for r in funds.lines %}", "别的"]],
            "要独占这一行，而这一行还有“别的”，填写时会丢。",
        ),
        ("{%tr for r in funds.lines %}", "不在表里，没有可占的行。"),
        ("{% vm %}", "不在表里，没有可并的格。"),
        ("{# 注 #}", "表样里不写注释"),
        ("{{tr year }}", "没有用"),
        ("{%- if year %}", "不支持 {%- 和 -%}"),
    ],
)
def test_a_fault_says_where_what_and_why(parts: Any, message: str) -> None:
    problems = faults(word_form(parts))
    assert any(message in problem for problem in problems), problems


def test_all_faults_are_said_at_once_each_in_its_place() -> None:
    form = word_form(
        "{{ year | monye }}",
        [["甲", "{{ unit.name"], ["{%tr for r in funds.lines %}", "乙"]],
        header="{% macro x() %}",
        footer="｛｛ year ｝｝",
    )
    places = [problem.partition(" F11")[0] for problem in faults(form)]
    assert places == [
        "form.docx 第 1 段",
        "form.docx 第 1 张表第 1 行第 2 格",
        "form.docx 第 1 张表第 2 行第 1 格",
        "form.docx 页脚第 1 段",
        "form.docx 页眉第 1 段",
    ]


def test_crossing_loops_are_refused() -> None:
    rows = [
        ["{%tr for r in funds.lines %}"],
        ["{%tr if year %}"],
        ["{%tr endfor %}"],
        ["{%tr endif %}"],
    ]
    assert any("不成对" in problem for problem in faults(word_form(rows)))


ESCAPES = """
''.__class__
''.__class__.__mro__
year.__class__
unit.__init__
unit.__init__.__globals__
().__class__.__bases__
[].append
{}.items()
self._TemplateReference__context
config
cycler
cycler.__init__
lipsum.__globals__
joiner()
namespace(x=1)
range(10)
dict(a=1)
request
unit.name.format(1)
unit.name|attr("__class__")
unit|attr("name")
unit["__class__"]
unit.name.__add__
unit.name*1000000
unit.name~unit.name
9**9**9
1+1
1//0
"a"*9999999
"%s"%unit
unit.name|map("attr","x")
unit.name|pprint
unit.name|tojson
unit.name|xmlattr
unit.name|urlize
unit.name|format(1)
unit.name if year else 1
unit.name is defined
not year
lambda: 1
loop.__class__
unit.name.upper()
unit.span.source.name.__class__
unit.name|select("callable")
x for x in unit
{{7*7}}
"""


@pytest.mark.parametrize("escape", ESCAPES.split("\n")[1:-1])
def test_no_tag_gets_out_of_the_sandbox(escape: str) -> None:
    """不是语法里没有，就是名字里没有：没有一个读得成、又走得通。"""
    from reportgen.formats.forms import check_forms

    form, problems = faults_and_form(escape)
    if form is not None:
        format = replace(format_of(), forms=(form,))
        problems = [d.message for d in check_forms(format) if d.severity == "error"]
    assert problems, escape


def faults_and_form(expression: str) -> tuple[Any, list[str]]:
    from reportgen.forms.wordreading import read_word_form

    data = word_form(f"{{{{ {expression} }}}}")
    form, problems = read_word_form(data, "form.docx")
    return form, [problem.message for problem in problems]


def test_what_fails_while_filling_names_its_place() -> None:
    form = form_in(word_form("甲", [["乙", "{{ unit.authority.name }}"]]))
    told = names(unit=replace(names()["unit"], authority=None))
    parts, problems = fill_word_form(form, format_of().manifest, told, {}, None)
    assert not parts
    assert problems[0].span.place == "form.docx 第 1 张表第 1 行第 2 格"
    assert "填不成" in problems[0].message


def test_a_warm_form_takes_little_more_than_docxtpl_alone() -> None:
    import io

    from docxtpl import DocxTemplate
    from jinja2 import Environment

    plain = [
        ["资金", "支出"],
        ["{%tr for r in funds.lines %}", ""],
        ["{{ r.name }}", "{{ r.spent }}"],
    ]
    rows = [*plain, ["{%tr endfor %}", ""]]
    data = word_form(*[rows] * 12)
    form, manifest, named = form_in(data), format_of().manifest, names()

    def ours() -> None:
        assert fill_word_form(form, manifest, named, {}, None)[0]

    def alone() -> None:
        template = DocxTemplate(io.BytesIO(data))
        template.render(named, jinja_env=Environment(autoescape=True), autoescape=True)
        template.save(io.BytesIO())

    for work in (ours, alone):
        work()
    times = {ours: [], alone: []}  # type: ignore[var-annotated]
    for _ in range(7):
        for work in (ours, alone):
            start = time.process_time()
            work()
            times[work].append(time.process_time() - start)
    assert min(times[ours]) <= min(times[alone]) * 1.3


def test_a_form_is_dated_by_its_report() -> None:
    core = read_package(filled_word(word_form("甲")))["docProps/core.xml"].decode()
    date = sample().evaluation.date  # type: ignore[union-attr]
    assert isinstance(date, datetime.date) and f"{date.isoformat()}T00:00:00Z" in core


def test_the_grid_of_a_table_is_its_rows() -> None:
    body = printed_word(word_form([["甲", "乙"]]))
    assert body == [[["甲", "乙"]]] and callable(grid)
