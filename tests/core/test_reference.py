"""引用的语法：读成什么样的树；树里没有的写法读不成。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.core.reference import Call, Malformed, Reference, parse, written

SPENT = Reference(("funds", "total", "spent"))

READ = {
    "{{year}}": Reference(("year",)),
    "{{ funds.total.spent }}": SPENT,
    "{{ funds . total\n. spent }}": SPENT,
    '{{ funds["total"].spent }}': SPENT,
    "{{ indicators[0].includes[12].name }}": Reference(("indicators", 0, "includes", 12, "name")),
    '{{ scorecard.line["培训人数（人）"].score }}': Reference(
        ("scorecard", "line", "培训人数（人）", "score")
    ),
    "{{ year | plain }}": Reference(("year",), (Call("plain"),)),
    "{{ year|plain()|trim }}": Reference(("year",), (Call("plain"), Call("trim"))),
    "{{ year | money('—') }}": Reference(("year",), (Call("money", ("—",)),)),
    '{{ year | money(none="—",) }}': Reference(("year",), (Call("money", (), (("none", "—"),)),)),
    "{{ unit.name | replace('甲', '乙', 2) }}": Reference(
        ("unit", "name"), (Call("replace", ("甲", "乙", Decimal(2))),)
    ),
    "{{ year | rate(of=-1.50) }}": Reference(
        ("year",), (Call("rate", (), (("of", Decimal("-1.50")),)),)
    ),
    '{{ year | rate(of=funds.lines | total("spent")) }}': Reference(
        ("year",),
        (
            Call(
                "rate",
                (),
                (("of", Reference(("funds", "lines"), (Call("total", ("spent",)),))),),
            ),
        ),
    ),
}


@pytest.mark.parametrize("hole", READ)
def test_a_reference_is_read_as_a_tree(hole: str) -> None:
    assert parse(hole) == READ[hole]


@pytest.mark.parametrize(
    "hole",
    [
        "{{ year }}x}}",
        "{{ a b }}",
        "{{ a..b }}",
        "{{ a[] }}",
        "{{ a[1.5] }}",
        "{{ a[b] }}",
        "{{ a | f(x y) }}",
        "{{ a | f(b=) }}",
        "{{ a | f(b=1, 2) }}",
        "{{ a | f(,) }}",
        "{{ a | f(1)(2) }}",
        "{{ a | f.g }}",
        "{{ a; b }}",
        "{{ a \x00 }}",
        "{{ a | f(+1) }}",
        "{{ a | f([1]) }}",
    ],
)
def test_what_the_grammar_has_not_is_not_read(hole: str) -> None:
    with pytest.raises(Malformed):
        parse(hole)


def test_a_path_is_written_as_it_is_read() -> None:
    for hole, reference in READ.items():
        path = written(reference.path)
        assert parse(f"{{{{ {path} }}}}").path == reference.path, hole
