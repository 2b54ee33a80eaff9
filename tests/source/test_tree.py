"""读文件和搭树：标量不变样，位置准确，两种读法相同，坏文件得诊断而不是回溯。"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source
from reportgen.source.files import LARGEST_FILE
from reportgen.source.tree import LONGEST_SCALAR, Mapping, Scalar, parse, read_source, read_tree


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in parse(Source("x.yaml", text))[1]]


@pytest.mark.parametrize("written", ["1.10", "010", "no", "1:30", "193.00", "0023", "~", "1e3", "2024-01-01", "0x10"])
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
        st.sampled_from(["a: 1", "b:", "  c: 甲", "- d", "  - e: [1, 2]", "f: |", "  行一", "  行二", "g: >-"]),
        st.sampled_from(["'h': \"i\"", "j: {k: 1, l: '2'}", "# 注", "", "m: 值 # 注", "n: 》10", "o：p"]),
        st.sampled_from(["q: >=3", "\tr: 1", "s: *t", "u: &v 1", "w: !x y", "---", "z: [2024]5号文"]),
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
    from reportgen.source.tree import decode_text

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
    ],
)
def test_unreadable_files_are_named_for_what_they_are(tmp_path: Path, data: bytes, code: str, word: str) -> None:
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
    "line", ["a" + " " * 300_000 + "b", "a: " + "b: " * 100_000, "'" * 300_001, "- " * 30 + ": " * 90_000]
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
