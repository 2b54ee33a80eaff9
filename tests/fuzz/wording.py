"""怪的话：数、引用、叙述里的句子、格式的模板，照各自的语法编，也编不合语法的。"""

from __future__ import annotations

import random

NUMBERS = [
    *("0", "-1", "-0.00", "1e400", "1E5", "nan", "inf", "9" * 19, "9" * 400, "0." + "0" * 40 + "1"),
    *(
        "1.2.3",
        "١٢٣",
        "½",
        "0x10",
        "1_000",
        "1,66",
        "100%",
        "1e400%",
        "999999999999999999.99",
        "壹佰",
    ),
]
WORDS = [
    *(
        "unit",
        "name",
        "project",
        "funds",
        "total",
        "spent",
        "adjusted",
        "initial",
        "lines",
        "facts",
    ),
    *(
        "indicators",
        "score",
        "year",
        "date",
        "goals",
        "annual",
        "x",
        "预算执行率",
        "grade",
        "__class__",
    ),
    *(
        "mro",
        "parts",
        "issues",
        "survey",
        "files",
        "明细",
        "level1",
        "last",
        "waivers",
        "0",
        "text",
    ),
]
FILTERS = [
    *(
        "money",
        "rate",
        "changed",
        "score",
        "cn_number",
        "circled",
        "enumerate_cn",
        "date_cn",
        "total",
    ),
    *(
        "grade_boxes",
        "rule",
        "replace",
        "join",
        "none",
        "default",
        "length",
        "attr",
        "upper",
        "sort",
    ),
]
KEYWORDS = ["none", "of", "unit", "name", "x", "attribute", "default"]
SENTENCES = [
    "全年预算数为{n}万元，执行数为{n}万元，执行率为{n}%。",
    "其中：财政拨款{n}万元、其他资金{n}万元，合计{n}万元。",
    "比上年增长{n}%，比上年减少{n}个百分点。",
    "满分{n}分，得分{n}分，评价等级为“优”。",
    "完成率＝{n}÷{n}×100%＝{n}%。",
    "{n}÷0＝{n}，{n}^{n}＝{n}",
    "于{n}年{n}月{n}日完成，共{n}个，其中甲{n}个、乙{n}个、丙{n}个。",
    "分别为{n}、{n}、{n}和{n}，平均{n}。",
]


def number(chance: random.Random) -> str:
    """一个数，多半是寻常的。"""
    if chance.random() < 0.4:
        return chance.choice(NUMBERS)
    return (
        f"{chance.randrange(10 ** chance.randrange(1, 9))}{chance.choice(['', '.5', '.00', '%'])}"
    )


def sentence(chance: random.Random) -> str:
    """几句话，数是怪的；有时很长，有时括号很深，有时是一长串算式。"""
    kind = chance.randrange(8)
    if kind == 0:
        return "（" * 80 + number(chance) + "）" * chance.choice([0, 79, 80])
    if kind == 1:
        mark = chance.choice(["＋", "+", "-", "×", "÷", "、", "，", "和", "/"])
        return mark.join(number(chance) for _ in range(chance.choice([3, 90, 900]))) + "＝1。"
    said = []
    for _ in range(chance.choice([1, 1, 2, 60])):
        words = chance.choice(SENTENCES)
        while "{n}" in words:
            words = words.replace("{n}", number(chance), 1)
        said.append(words)
    return "".join(said)


def path(chance: random.Random) -> str:
    """一条路径。"""
    text = chance.choice(WORDS)
    for _ in range(chance.choice([0, 1, 2, 3, 40])):
        step = chance.randrange(4)
        if step == 0:
            text += f"[{chance.choice(['0', '-1', '99999999999999999999', '1e4', ''])}]"
        elif step == 1:
            text += f"['{chance.choice(WORDS)}']"
        else:
            text += f".{chance.choice(WORDS)}"
    return text


def call(chance: random.Random, depth: int = 0) -> str:
    """一个过滤器和它的参数；写了名字的参数可以写两次。"""
    name = chance.choice(FILTERS)
    arguments = []
    for _ in range(chance.choice([0, 0, 1, 2, 3])):
        word = chance.choice(["1", "'甲'", '"', number(chance), path(chance)])
        if depth < 4 and chance.random() < 0.3:
            word = f"{path(chance)} | {call(chance, depth + 1)}"
        named = chance.random() < 0.5
        arguments.append(f"{chance.choice(KEYWORDS)}={word}" if named else word)
    return f"{name}({', '.join(arguments)})" if arguments else name


def reference(chance: random.Random) -> str:
    """一个引用。"""
    calls = "".join(f" | {call(chance)}" for _ in range(chance.choice([0, 1, 1, 2, 30])))
    text = f"{{{{ {path(chance)}{calls} }}}}"
    if chance.random() < 0.2:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["{", "}", "(", "'", "|", "\\", "+", "if"]) + text[at:]
    return text


def template(chance: random.Random) -> str:
    """格式里的一段模板。"""
    inside = chance.choice([reference(chance), sentence(chance), template_of_loops(chance)])
    kind = chance.randrange(7)
    if kind == 0:
        return f"{{% if {path(chance)} %}}{inside}{{% endif %}}"
    if kind == 1:
        return f"{{% for x in {path(chance)} %}}{inside}{{% endfor %}}"
    if kind == 2:
        return f"{{% set x = {path(chance)} | {call(chance)} %}}{{{{ x }}}}"
    if kind == 3:
        return f"{{% include '{chance.choice(['x.j2', 'text/x.j2', '../x', '/etc/passwd'])}' %}}"
    if kind == 4:
        return f"{{{{ {path(chance)}({path(chance)}) }}}}"
    return inside


def template_of_loops(chance: random.Random) -> str:
    """想写很久、写很多的模板。"""
    return chance.choice(
        [
            "{% for a in range(999999999) %}x{% endfor %}",
            "{% for a in indicators %}{% for b in indicators %}{{ a.name * 99999 }}"
            "{% endfor %}{% endfor %}",
            "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
            "{{ 'x' * 999999999 }}",
            "{{ 9 ** 9 ** 9 }}",
            "{{ '%999999999d' % 1 }}",
            "{{ '{:>999999999}'.format(1) }}",
            "{{ unit.name.ljust(999999999) }}",
            "{{ ''.join(['x'] * 99999999) }}",
            "{% set x = 'x' * 1000 %}{% set x = x * 1000 %}{% set x = x * 1000 %}{{ x }}",
            "{% set n = namespace(x='xx') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}"
            "{% endfor %}{{ n.x }}",
            "{{ 1 // 0 }}",
            "{{ (" + "(" * 80 + "1" + ")" * 80 + ") }}",
            "{{ [[[[[1]]]]] | total('x') }}",
            "{{ lipsum(99999) }}",
            "{{ cycler.__init__.__globals__ }}",
            "{{ 10 ** 400 }}",
            "{{ range(999999999) | list }}",
            "{{ 'x' | center(999999999) }}",
            "{{ 'a,' | replace(',', 'x' * 99999999) }}",
        ]
    )
