"""读文件和搭树：标量不变样，位置准确，两种读法相同，坏文件得诊断而不是回溯。"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source
from reportgen.source.files import LARGEST_FILE, read_source
from reportgen.source.tree import (
    LONGEST_FOR_PURE,
    LONGEST_SCALAR,
    MOST_EVENTS,
    MOST_PROBLEMS,
    Mapping,
    Scalar,
    parse,
    read_tree,
)


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in parse(Source("x.yaml", text))[1]]


@pytest.mark.parametrize(
    "written", ["1.10", "010", "no", "1:30", "193.00", "0023", "~", "1e3", "2024-01-01", "0x10"]
)
def test_a_scalar_keeps_the_digits_it_was_written_with(written: str) -> None:
    node, diagnostics = parse(Source("x.yaml", f"a: {written}\n"))
    assert not diagnostics
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert value.text == written


def test_a_span_counts_lines_and_characters_from_one_also_behind_rare_characters() -> None:
    source = Source("x.yaml", "甲: 𠮷☑ \n乙:\n  - 丙丁\n")
    node, _ = parse(source)
    assert isinstance(node, Mapping)
    (_, first), (_, second) = node.entries
    assert (first.span.line, first.span.column) == (1, 4)
    assert source.text[first.span.start : first.span.end] == "𠮷☑"
    item = second.items[0]  # type: ignore[union-attr]
    assert (item.span.line, item.span.column, item.span.place) == (3, 5, "x.yaml:3:5")


YAML_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["a: 1", "b:", "  c: 甲", "- d", "  - e: [1, 2]", "f: |", "  行一", "  行二", "g: >-"]
        ),
        st.sampled_from(
            ["'h': \"i\"", "j: {k: 1, l: '2'}", "# 注", "", "m: 值 # 注", "n: 》10", "o：p"]
        ),
        st.sampled_from(
            ["q: >=3", "\tr: 1", "s: *t", "u: &v 1", "w: !x y", "---", "z: [2024]5号文"]
        ),
        st.text(st.characters(codec="utf-8"), max_size=12),
    ),
    max_size=8,
)


@given(YAML_LINES)
def test_both_loaders_give_the_same_tree_and_the_same_diagnostics(lines: list[str]) -> None:
    source = Source("x.yaml", "\n".join(lines))
    assert parse(source) == parse(source, pure=True)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_tree_or_a_diagnostic_never_an_exception(data: bytes) -> None:
    from reportgen.source.files import decode_text

    source, diagnostics = decode_text(data, "x.yaml")
    if not diagnostics:
        node, diagnostics = parse(source)
        assert node is not None or diagnostics


def test_windows_line_ends_and_a_byte_order_mark_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    node, source, diagnostics = read_tree(path)
    assert not diagnostics
    assert source.text == "a: 1\nb: 2\n"
    assert isinstance(node, Mapping)


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        ("名称: 南京".encode("gbk"), "S06", "GBK"),
        ("名称: 南京".encode("utf-16"), "S06", "UTF-16"),
        (b"\xff\x00\xc3\x28\xff", "S06", "损坏"),
        (b"", "S01", "空"),
        ("# 只有注释\n".encode(), "S01", "空"),
        (b"a: \x07b", "S10", "U+0007"),
        ("a: \u200b1".encode(), "S10", "U+200B"),
        ("a: \u20661".encode(), "S10", "U+2066"),
    ],
)
def test_unreadable_files_are_named_for_what_they_are(
    tmp_path: Path, data: bytes, code: str, word: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    node, _, diagnostics = read_tree(path)
    assert node is None
    assert [diagnostic.code for diagnostic in diagnostics] == [code]
    assert word in diagnostics[0].message


def test_a_missing_file_suggests_the_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "nanjing.yaml").write_text("a: 1")
    _, diagnostics = read_source(tmp_path / "nanjin.yaml")
    assert diagnostics[0].code == "S05"
    assert "nanjing.yaml" in diagnostics[0].help


def test_a_directory_is_refused(tmp_path: Path) -> None:
    _, diagnostics = read_source(tmp_path)
    assert [diagnostic.code for diagnostic in diagnostics] == ["S05"]


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    _, diagnostics = read_source(path)
    assert [diagnostic.code for diagnostic in diagnostics] == ["S07"]


def test_a_ten_megabyte_scalar_is_one_diagnostic() -> None:
    assert codes("a: " + "字" * 10_000_000) == ["S07"]
    assert codes("a: " + "字" * LONGEST_SCALAR) == []


@pytest.mark.parametrize(
    "line",
    ["a" + " " * 300_000 + "b", "a: " + "b: " * 100_000, "'" * 300_001, "- " * 30 + ": " * 90_000],
)
def test_a_long_wrong_line_is_told_without_delay(line: str) -> None:
    assert codes(f"x: 1\n{line}\n y: [\n")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_thousand_levels_of_nesting_are_one_diagnostic(opening: str) -> None:
    assert codes(opening * 1000) == ["S07"]


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    assert set(codes(bomb)) == {"S08"}


def test_all_slips_of_a_file_are_told_in_one_run() -> None:
    text = "单位：南京\nb: >=800人\nc: *加粗*\nd: %5\ne: [2024]5号文\n\tf: 1\n说明: a: b\n"
    assert codes(text) == ["S03", "S08", "S08", "S08", "S08", "S04", "S08"]


def test_a_hash_without_a_blank_behind_it_is_reported_and_a_comment_is_not() -> None:
    assert codes("a: 共5项 #注\n") == ["S09"]
    assert codes("a: 共5项 # 注\nb: '共5项 #注'\nc: |\n  共5项 #注\n") == []


def test_a_key_written_twice_points_at_both_places() -> None:
    _, diagnostics = parse(Source("x.yaml", "a: 1\nb: 2\na: 3\n"))
    assert [(d.code, d.span.line, d.related[0].span.line) for d in diagnostics] == [("S02", 3, 1)]


def test_more_items_than_a_report_can_need_are_refused_where_the_limit_is() -> None:
    _, diagnostics = parse(Source("x.yaml", "x:\n" + "- 甲\n" * MOST_EVENTS))
    assert [(d.code, d.message) for d in diagnostics] == [
        ("S07", "到这里已超过 300000 项，后面的没有再看。")
    ]
    assert diagnostics[0].span.line > MOST_EVENTS - 10
    assert codes("x:\n" + "- 甲\n" * (MOST_EVENTS - 10)) == []


def test_after_a_thousand_problems_the_rest_is_not_read() -> None:
    _, diagnostics = parse(
        Source("x.yaml", "".join(f"a{number}: 共5项 #注\n" for number in range(5_000)))
    )
    assert [d.code for d in diagnostics] == ["S09"] * MOST_PROBLEMS + ["S07"]
    assert diagnostics[-1].message == "到这里已有 1000 处写法不对，后面的没有再看。"


def calls_to_read(text: str) -> int:
    """读一段 YAML，调用了多少次函数（C 写的也算）。"""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    source = Source("x.yaml", text)
    sys.setprofile(counted)
    try:
        parse(source)
    finally:
        sys.setprofile(None)
    return count


SHAPES = {
    "键": lambda count: "".join(f"k{number}: v\n" for number in range(count)),
    "空的值": lambda count: "".join(f"k{number}:\n" for number in range(count)),
    "一行里的列表": lambda count: "x: [" + "a , " * count + "]\n",
    "一行里的空值": lambda count: (
        "x: {" + "".join(f"k{number}: ," for number in range(count)) + "}\n"
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_ten_times_the_items_take_ten_times_the_steps(name: str) -> None:
    few, many = (calls_to_read(SHAPES[name](count)) for count in (300, 3_000))
    assert many <= 11 * few


def test_the_line_of_an_empty_value_is_looked_up_and_not_counted_each_time() -> None:
    """数行号要从头看到那里的，一万个空值就要看一亿个字。"""
    tree, _ = parse(Source("x.yaml", "".join(f"k{number}:\n" for number in range(10_000))))
    assert isinstance(tree, Mapping)
    assert [(value.span.line, value.span.column) for _, value in tree.entries[-2:]] == [
        (9_999, 7),
        (10_000, 7),
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这个系统没有命名管道")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    _, diagnostics = read_source(tmp_path / "x.yaml", "x.yaml")
    assert [d.message for d in diagnostics] == ["打不开 x.yaml（这是设备或管道，不是普通的文件）。"]


def test_a_long_file_with_an_error_is_told_by_the_fast_reader() -> None:
    text = "".join(f"k{number}: 1\n" for number in range(50_000)) + "b: [1, 2\n"
    assert len(text) > LONGEST_FOR_PURE
    _, diagnostics = parse(Source("x.yaml", text))
    assert [(d.code, d.message) for d in diagnostics] == [
        ("S01", "花括号或方括号里缺逗号，或括号没有配对。")
    ]
    assert diagnostics[0].span.line > 50_000
