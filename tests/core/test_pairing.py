"""配对：同名的先配，再看所在的层次和像不像；一条只配一次。"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.pairing import Entry, Pair, pair

HERE, THERE = ("产出", "数量"), ("效益", "社会")


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([Entry("甲"), Entry("乙")], [Entry("乙"), Entry("甲")], ((1, 0), (0, 1))),
        ([Entry("甲")], [], ((0, None),)),
        ([], [Entry("甲")], ((None, 0),)),
        # 同名而换了地方的还是它
        ([Entry("培训人数", HERE)], [Entry("培训人数", THERE)], ((0, 0),)),
        # 改了名：在同一处的，一半像就够
        ([Entry("培训人数", HERE)], [Entry("参训人数", HERE)], ((0, 0),)),
        ([Entry("培训人数", HERE)], [Entry("办结率", HERE)], ((None, 0), (0, None))),
        # 换了地方又改名的，要更像
        ([Entry("培训企业家的人数", HERE)], [Entry("培训企业家人数", THERE)], ((0, 0),)),
        ([Entry("培训人数", HERE)], [Entry("参训人次", THERE)], ((None, 0), (0, None))),
        # 同一处的先于别处的
        (
            [Entry("培训企业家人数", THERE), Entry("培训企业的人数", HERE)],
            [Entry("培训企业家的人数", HERE)],
            ((1, 0), (0, None)),
        ),
    ],
)
def test_the_pairs(old: list[Entry], new: list[Entry], pairs: tuple[Pair, ...]) -> None:
    assert pair(old, new) == pairs


ENTRIES = st.lists(st.builds(Entry, st.text("甲乙丙丁", max_size=4), st.just(HERE)), max_size=8)


@given(ENTRIES, ENTRIES)
def test_every_entry_is_in_one_pair(old: list[Entry], new: list[Entry]) -> None:
    pairs = pair(old, new)
    assert sorted(at for at, _ in pairs if at is not None) == list(range(len(old)))
    assert [to for _, to in pairs if to is not None] == list(range(len(new)))


@given(ENTRIES)
def test_a_list_is_paired_with_itself(entries: list[Entry]) -> None:
    assert all(
        at == to or entries[at or 0] == entries[to or 0] for at, to in pair(entries, entries)
    )
