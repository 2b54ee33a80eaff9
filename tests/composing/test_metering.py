"""格式文字的预算：写得没有尽头的模板是一个 F06，指到那一行；循环、宏、引入、接起来的文字都记数。"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from reportgen.corridor.pipeline import examine

FORMAT = "mof-evaluation-2020"
TWICE = "{% macro f(s) %}{{ f(s[1:]) }}{{ f(s[1:]) if s else '' }}{% endmacro %}"
BLOCKS = "".join(f"{{% set x %}}{'{{ x }}' * 10}{{% endset %}}" for _ in range(9))

ENDLESS = {
    "六层循环": (
        "{% set s = 'aaaaaaaaaaaaaaaaaaaa' %}"
        + "".join("{% for " + name + " in s %}" for name in "bcdefg")
        + "甲"
        + "{% endfor %}" * 6
    ),
    "宏调用自己": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "宏调用自己两次": TWICE + "{{ f('a') }}{{ f('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') }}",
    "引入自己": "{% include 'closing.j2' %}",
    "引入自己两次": "{% include 'closing.j2' %}{% include 'closing.j2' %}",
    "换了又换": ("{{ 'aaaaaaaaaa'" + "|replace('a','aaaaaaaaaa')" * 8 + " }}"),
    "方法换了又换": "{{ 'aaaaaaaaaa'" + ".replace('a','aaaaaaaaaa')" * 8 + " }}",
    "接了又接": "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "加了又加": "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x + x %}" * 40 + "{{ x }}",
    "存了又存": "{% set x = 'aaaaaaaaaa' %}" + BLOCKS + "{{ x }}",
    "连了又连": (
        "{% set x = 'aaaaaaaaaa' %}" + "{% set x = [x, x, x] | join(x) %}" * 20 + "{{ x }}"
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_text_without_an_end_is_an_error_at_the_text(project: Path, name: str) -> None:
    path = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / FORMAT / "sample.yaml", path)
    text = project / "templates" / FORMAT / "text" / "closing.j2"
    text.write_text(ENDLESS[name] + "\n", "utf-8")
    start = time.process_time()
    examined = examine(path)
    spent = time.process_time() - start
    found = [d for d in examined.diagnostics if d.severity == "error"]
    assert [d.code for d in found] == ["F06"]
    assert found[0].span.source.name.endswith("closing.j2")
    assert spent < 3
    assert examined.document is not None


def test_the_budget_is_said_with_its_size(project: Path) -> None:
    path = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / FORMAT / "sample.yaml", path)
    text = project / "templates" / FORMAT / "text" / "closing.j2"
    text.write_text(ENDLESS["六层循环"], "utf-8")
    found = [d for d in examine(path).diagnostics if d.severity == "error"]
    assert [(d.code, d.message) for d in found] == [
        (
            "F06",
            "文字模板 closing.j2 第 1 行：走了 200000 步还没有写完。",
        )
    ]
