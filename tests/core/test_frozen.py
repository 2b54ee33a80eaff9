"""@frozen 与标准库的 dataclass(frozen=True, slots=True) 逐项相同。"""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import dataclass, field

import pytest

from reportgen.core.frozen import frozen


@frozen
class Ours:
    """本程序的。"""

    name: str
    number: int = 3
    items: tuple[str, ...] = ()
    hidden: object = field(default=None, compare=False, repr=False)
    made: list[int] = field(default_factory=list, compare=False)

    @property
    def double(self) -> int:
        return self.number * 2


@dataclass(frozen=True, slots=True)
class Standard:
    """标准库的。"""

    name: str
    number: int = 3
    items: tuple[str, ...] = ()
    hidden: object = field(default=None, compare=False, repr=False)
    made: list[int] = field(default_factory=list, compare=False)


def test_it_prints_compares_and_hashes_as_the_standard_one() -> None:
    for arguments in ({"name": "甲"}, {"name": "甲", "number": 4, "items": ("乙",), "hidden": 5}):
        ours, standard = Ours(**arguments), Standard(**arguments)  # type: ignore[arg-type]
        assert repr(ours) == repr(standard).replace("Standard", "Ours")
        assert hash(ours) == hash(standard)
        assert ours == Ours(**{**arguments, "hidden": object()})  # type: ignore[arg-type]
        assert ours != Ours(**{**arguments, "number": 99})  # type: ignore[arg-type]
        assert ours != standard
    assert Ours("甲").double == 6
    assert Ours("甲").made is not Ours("甲").made


def test_it_cannot_be_changed_and_has_no_dictionary() -> None:
    ours = Ours("甲")
    for change in (
        lambda: setattr(ours, "name", "乙"),
        lambda: delattr(ours, "name"),
        lambda: setattr(ours, "new", 1),
    ):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    assert not hasattr(ours, "__dict__")


def test_the_tools_of_the_standard_library_work_on_it() -> None:
    ours = Ours("甲", 4)
    assert [each.name for each in dataclasses.fields(ours)] == [
        each.name for each in dataclasses.fields(Standard)
    ]
    assert dataclasses.replace(ours, name="乙") == Ours("乙", 4)
    assert pickle.loads(pickle.dumps(ours)) == ours
    assert dataclasses.asdict(ours)["number"] == 4


def test_a_missing_argument_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]
