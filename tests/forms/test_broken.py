"""坏了的、刁难的表样：读的时候说得出，不出意外；填的时候用的时间和内存有数；不盖掉别人的工作簿。"""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.corridor.pipeline import build
from reportgen.forms.environment import environment_for
from reportgen.forms.sheetreading import read_sheet_form
from reportgen.forms.wordfilling import fill_word_form
from reportgen.forms.wordreading import read_word_form
from tests.forms.drawn import form_in, format_of, names, saved, sheet_form, told, word_form
from tests.forms.test_sheet import LINES, ROWS
from tests.forms.test_word import ROWS as WORD_ROWS
from tests.forms.test_word import lines_of

TAGS = (
    *("{%tr for r in funds.lines %}", "{%tr endfor %}", "{%tr if year %}", "{%tr endif %}"),
    *("{%p for r in findings %}", "{%p endfor %}", "{% for r in findings %}", "{% endfor %}"),
    *("{% if year %}", "{% else %}", "{% endif %}", "{{ year }}", "{{ unit.name }}", "{% vm %}"),
    *(
        "{% hm %}",
        "{%tc for r in funds.lines %}",
        "{%tc endfor %}",
        "{%p if year %}",
        "{%p endif %}",
    ),
    *("{% cellbg 'FFF2CC' %}", "{{ r.name }}", "甲", "", "{{p year }}", "{{ year | merge }}"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(TAGS), min_size=1, max_size=4),
    st.lists(st.lists(st.sampled_from(TAGS), min_size=2, max_size=3), min_size=1, max_size=4),
)
def test_what_passes_the_reader_does_not_fail_in_docxtpl(
    paragraphs: list[str], rows: list[list[str]]
) -> None:
    data = word_form(*paragraphs, rows)
    form, problems = read_word_form(data, "form.docx")
    if form is None:
        assert problems
        return
    named = names(r=names()["findings"][0])  # 循环外面的 r：名字另由格式查
    parts, problems = fill_word_form(form, format_of().manifest, named, {}, None)
    assert parts or all("名字" in problem.message for problem in problems), told(problems)


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_form_is_read_or_refused(seed: int) -> None:
    """压缩包里的一个部件改几个字节，或整个文件改几个字节：有诊断，没有意外。"""
    chance = random.Random(seed)
    word = seed % 2 == 0
    data = word_form("{{ year }}", WORD_ROWS) if word else saved(sheet_form(ROWS, LINES))
    broken = _mutated(data, chance, inside=seed % 3 != 0)
    if word:
        form, problems = read_word_form(broken, "form.docx")
    else:
        form, problems = read_sheet_form(broken, "form.xlsx")
    assert form is not None or problems


def _mutated(data: bytes, chance: random.Random, *, inside: bool) -> bytes:
    if not inside:
        return _bytes(data, chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(buffer, "w") as written:
        chosen = chance.choice(package.namelist())
        for name in package.namelist():
            content = package.read(name)
            written.writestr(name, _bytes(content, chance) if name == chosen else content)
    return buffer.getvalue()


def _bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(4):
        changed[chance.randrange(len(changed))] = chance.choice(b'<>&"= 0aA{}%\x00\xff')
    return bytes(changed)


def test_loops_have_a_budget() -> None:
    rows = [["{%tr for a in funds.lines %}"], ["{%tr for b in funds.lines %}"]]
    rows += [["{%tr for c in funds.lines %}"], ["{{ c.name }}"], *[["{%tr endfor %}"]] * 3]
    environment_for(format_of().manifest)
    many = names(funds=lines_of(*["1"] * 300))
    parts, problems = fill_word_form(form_in(word_form(rows)), format_of().manifest, many, {}, None)
    assert not parts and problems[0].code == "F06", told(problems)


def test_a_workbook_of_somebody_else_is_not_overwritten(project: Path) -> None:
    target = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / "mof-self-2021-excel" / "sample.yaml", target)
    other = project / "inputs" / "x.xlsx"
    other.write_bytes(saved(sheet_form([["填报表"]])))
    before = other.read_bytes()
    built = build(target, directory=project / "inputs")
    assert [d.code for d in built.diagnostics] == ["O01"] and built.files == ()
    assert other.read_bytes() == before
    other.unlink()
    for _ in range(2):  # 自己写的，再写一次是换掉
        assert build(target, directory=project / "inputs").files[0] == other
