"""封装：先看大小再解开，坏的有理由，写出的字节只由内容定。"""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.word import package
from reportgen.word.frame.blank import blank_frame
from reportgen.word.package import BadPackage, read_package, write_package


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return buffer.getvalue()


WHOLE = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}


def test_parts_come_in_one_order_without_the_clock_and_without_compression() -> None:
    data = write_package(
        {"z.xml": b"1", "word/document.xml": b"2", "_rels/.rels": b"3", "[Content_Types].xml": b"4"}
    )
    with zipfile.ZipFile(io.BytesIO(data)) as target:
        assert target.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/document.xml",
            "z.xml",
        ]
        for entry in target.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.create_system == 3


def test_a_package_reads_back_and_rewriting_changes_nothing() -> None:
    data = blank_frame("landscape")
    assert write_package(read_package(data)) == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "已损坏"),
        (b"PK\x03\x04 not really", "已损坏"),
        (zipped({"a.txt": b"x"}), "不是 Word"),
        (blank_frame("portrait")[:-200], "已损坏"),
        (
            zipped({**WHOLE, "word/media/a.bin": b"\0" * (60 * 1024 * 1024)}),
            "解开到 11.7 MB，已是压缩时的",
        ),
        (
            zipped({**WHOLE, **{f"a{index}.bin": b"\0" * 1024 * 1024 for index in range(20)}}),
            "解开后超过 16 MB",
        ),
        (
            zipped({**WHOLE, **{f"a{index}": b"" for index in range(2_000)}}),
            "里面有 2002 个部件，最多 2000 个",
        ),
        (b"PK" + b"\0" * package.LARGEST_PACKAGE, "MB"),
    ],
)
def test_what_is_not_a_usable_word_file_is_refused_with_its_reason(
    data: bytes, reason: str
) -> None:
    with pytest.raises(BadPackage, match=reason):
        read_package(data)


@given(st.binary(max_size=200), st.integers(0, 5000))
def test_damaged_bytes_are_refused_and_nothing_else_is_raised(noise: bytes, at: int) -> None:
    whole = blank_frame("portrait")
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    try:
        read_package(damaged)
    except BadPackage as error:
        assert str(error)
