"""事实的比和换：各处的变化合起来由旧的得到新的；路径走不通、写法不对的，说得出为什么。"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.difference import FactChange
from reportgen.core.format import Format
from reportgen.formats.load import load_format
from reportgen.source.changes import changes, labels
from reportgen.source.normal import node_of, normal, value_of
from reportgen.source.setting import NoSuchPlace, NotWritable, with_value
from reportgen.source.tree import Node, read_tree

ROOT = Path(__file__).resolve().parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))


def loaded(path: Path) -> tuple[Node, Format]:
    """一份输入的树和它的格式。"""
    tree, _, _ = read_tree(path)
    assert tree is not None
    name = str(value_of(tree)["format"])  # type: ignore[call-overload,index]
    format, _ = load_format(ROOT / "templates" / name)
    assert format is not None
    return tree, format


def applied(value: Any, facts: tuple[FactChange, ...]) -> Any:
    """照各处的变化改过的；改名的最后改，路径里是旧名。"""
    last = sorted(facts, key=lambda fact: fact.path[-1] in {"name", "title", "id", "code", "at"})
    names = {id(rows): labels(rows) for rows in _lists(value)}
    removed: list[tuple[list[Any], Any]] = []
    for fact in last:
        _put(value, fact, names, removed)
    for rows, row in removed:
        rows[:] = [other for other in rows if other is not row]
    return value


def _lists(value: Any) -> list[list[Any]]:
    parts = list(value.values()) if isinstance(value, Mapping) else value
    if isinstance(value, str):
        return []
    here = [value] if isinstance(value, list) else []
    for part in parts:
        here += _lists(part)
    return here


def _put(value: Any, fact: FactChange, names: dict[int, Any], removed: list[Any]) -> None:
    *way, last = fact.path
    for step in way:
        if isinstance(value, list):
            value = value[names[id(value)].index(step)]
        else:
            value = value.setdefault(step, [] if step in LISTS else {})
    if not isinstance(value, list):
        value[last] = fact.after
        if fact.after is None:
            del value[last]
    elif fact.before is None:
        value.append(fact.after)
    else:
        removed.append((value, value[names[id(value)].index(last)]))


LISTS = ("indicators", "findings", "suggestions", "waivers", "lines", "includes", "projects")


def unordered(value: Any) -> Any:
    """不论次序；空的列表和没有一样。"""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: unordered(part) for key, part in value.items() if part != []}
    return sorted((unordered(part) for part in value), key=repr)


def test_an_input_and_itself_have_no_changes() -> None:
    for path in (*INPUTS, *ROOT.glob("templates/*/sample.yaml")):
        tree, format = loaded(path)
        assert changes(tree, tree, format.shape, format.shape) == ()


WORDS = st.sampled_from(["新的话。", "又一句，不同。", "3 家", "95%", "1.5"])


@given(st.data())
def test_the_changes_applied_to_the_old_give_the_new(data: st.DataObject) -> None:
    """随便改、删、添、换次序，照说出的各处改旧的，就是新的。"""
    path = data.draw(st.sampled_from(INPUTS))
    tree, format = loaded(path)
    wanted = normal(tree, format.shape)
    for _ in range(data.draw(st.integers(1, 5))):
        _disturb(wanted, data)
    new = node_of(wanted)
    facts = changes(tree, new, format.shape, format.shape)
    result = applied(normal(tree, format.shape), facts)
    assert unordered(result) == unordered(normal(new, format.shape))


def _disturb(value: Any, data: st.DataObject) -> None:
    """改一处：一条路走到底，改那里的字；或删一条、加一条、换次序。"""
    rows = [part for part in _lists(value) if part and isinstance(part[0], Mapping)]
    part = data.draw(st.sampled_from(rows))
    match data.draw(st.sampled_from(["text", "text", "remove", "add", "turn"])):
        case "text":
            row = data.draw(st.sampled_from(part))
            keys = [key for key, inner in row.items() if isinstance(inner, str)]
            row[data.draw(st.sampled_from(keys))] = data.draw(WORDS)
        case "remove" if len(part) > 1:
            part.pop(data.draw(st.integers(0, len(part) - 1)))
        case "add":
            part.append({**part[0], next(iter(part[0])): data.draw(WORDS)})
        case _:
            part.reverse()


ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"


@pytest.mark.parametrize(
    ("assignment", "path"),
    [
        ("indicators.政策宣讲场次（场）.actual=3 场", "indicators/政策宣讲场次（场）/actual"),
        ("指标.政策宣讲场次（场）.实际完成值=3 场", "indicators/政策宣讲场次（场）/actual"),
        ("funds.total.spent=150", "funds/total/spent"),
        ("year=2023", "year"),
        ("findings.认识.title=换个标题", "findings/认识/title"),
        ("indicators.企业服务平台.key_points=[80%, 60%]", "indicators/企业服务平台/key_points"),
        ("indicators.企业服务平台=", "indicators/企业服务平台"),
        ("goals.annual=", "goals/annual"),
    ],
)
def test_one_place_is_changed_and_no_other(assignment: str, path: str) -> None:
    tree, format = loaded(ZHENGZHOU)
    after = with_value(tree, format.shape, assignment)
    facts = changes(tree, after, format.shape, format.shape)
    assert ["/".join(fact.path) for fact in facts] == [path]


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("indicators.政策宣讲.actual=3", "指标里没有“政策宣讲”"),
        ("indicators.企业服务平台.actul=3", "“企业服务平台”里没有“actul”"),
        ("fund.total=1", "输入里没有“fund”"),
        ("year.x=1", "年度里没有“x”"),
        ("funds.carryover.closing=1", "资金里没有“carryover”"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(assignment: str, message: str) -> None:
    tree, format = loaded(ZHENGZHOU)
    with pytest.raises(NoSuchPlace, match=message):
        with_value(tree, format.shape, assignment)


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("year", "要写成 路径=值"),
        ("=3", "要写成 路径=值"),
        ("indicators=3", "指标不是一个值"),
        ("indicators.企业服务平台=3", "是一条，写明改它的哪一项"),
        ("indicators.企业服务平台.key_points=[80%", "不是合法的 YAML"),
    ],
)
def test_what_cannot_be_written_there_is_refused(assignment: str, message: str) -> None:
    tree, format = loaded(ZHENGZHOU)
    with pytest.raises(NotWritable, match=message):
        with_value(tree, format.shape, assignment)


@given(st.text(st.sampled_from("indicators.funds政策场actual=[]{}: \\"), max_size=40))
def test_any_words_are_a_change_or_a_reason(assignment: str) -> None:
    tree, format = loaded(ZHENGZHOU)
    try:
        with_value(tree, format.shape, assignment)
    except (NoSuchPlace, NotWritable) as reason:
        assert str(reason)
