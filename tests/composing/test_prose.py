"""叙述里的引用：换成事实；写错的、想运行代码的都指到那一处，不执行，不放大。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.pipeline import Examined, examine


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
        ("{{ year }} 年得分 {{ scorecard.total | score }}，{{ scorecard.grade }}", "2022 年得分 99.60，优"),
        ("{{ funds.lines | total('spent') | money }}", "57.60"),
        ("{{ unit.authority }}没有主管部门", "没有主管部门"),
        ("{{ indicators | length }} 个，{{ date | date }}", "10 个，2023年3月20日"),
        ("100% 的 { 括号 } 照印", "100% 的 { 括号 } 照印"),
    ],
)
def test_references_are_replaced_by_the_facts(project: Path, text: str, printed: str) -> None:
    examined = with_status(project, text)
    assert not [d for d in examined.diagnostics if d.code == "I08"]
    assert status(examined) == printed


ATTACKS = [
    "{{ ''.__class__ }}",
    "{{ funds.__class__.__mro__ }}",
    "{{ unit.name.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum }}",
    "{{ range(1000000000) }}",
    "{{ 'x' * 1000000000 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:>1000000000}'.format(1) }}",
    "{{ 'x'.ljust(1000000000) }}",
    "{{ 'x'.zfill(1000000000) }}",
    "{{ 'x' | attr('__class__') }}",
    "{{ 'x' | format }}",
    "{{ funds.total | round }}",
    "{{ self }}",
    "{{ funds.lines.append(1) }}",
    "{{ include('x') }}",
    "{% for x in y %}",
    "{# 注 #}",
    "{{ funds.total.rate",
    "｛｛ year ｝｝",
    "{{ 1 / 0 }}",
    "{{ }}",
    "{{ funds }}",
    "{{ funds.total.spent | cn_number }}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_anything_else_is_one_diagnostic_at_its_own_place(project: Path, attack: str) -> None:
    examined = with_status(project, "前文 " + attack)
    found = [d for d in examined.diagnostics if d.code == "I08"]
    assert found, [d.code for d in examined.diagnostics]
    assert found[0].span.line == 43
    assert found[0].span.column == 9 + 3
    assert found[0].message.endswith(("。", "？"))


def test_every_wrong_reference_of_a_text_is_told_in_one_run(project: Path) -> None:
    examined = with_status(project, "{{ yaer }} 和 {{ funds.totl.spent }}，又 {{ yaer }}")
    found = [d for d in examined.diagnostics if d.code == "I08"]
    assert [d.span.column for d in found] == [9, 22, 47]
    assert "是不是想写“year”" in found[0].message
