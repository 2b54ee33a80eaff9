"""按区间分档，含下限（R8、R9）：财预〔2021〕101号的执行率、满意度，各地的预算控制率等。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Literal

from reportgen.core.declare import Many, Words, also, bare_number, declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE, ZERO, Quantity, plain, shown
from reportgen.core.rules.case import (
    Case,
    Comparable,
    Outcome,
    Step,
    compared,
    earn,
    measured,
    one_unit,
    same_unit,
    target_in_unit,
    unscorable,
)
from reportgen.core.rules.figures import percent
from reportgen.core.rules.note import Note
from reportgen.core.rules.setting import Setting
from reportgen.core.units import in_unit

Basis = Literal["actual", "deviation"]


@frozen
class Band:
    """一档：从 lower 起（含），得分值的 share；unit 是下限的单位。"""

    lower: Decimal = declared("下限（含）", "quantity", key="from", then=bare_number)
    share: Decimal = declared("份额", "share")
    unit: str = also("from", attrgetter("unit"), default="")


def _from_high_to_low(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    """各档换成一个单位再排；不是一类的照写的数，另有 faults 说。"""
    unit = _unit_of_bands(bands)
    alike = [_in_unit(band, unit) for band in bands]
    return tuple(sorted(alike, key=lambda band: -band.lower))


def _in_unit(band: Band, unit: str) -> Band:
    lower = in_unit(Quantity(band.lower, band.unit), unit)
    return band if lower is None else replace(band, lower=lower.number, unit=lower.unit)


def _units(bands: Iterable[Band]) -> Iterator[tuple[str, str]]:
    """各档的下限叫什么、什么单位；零不论单位。"""
    for band in bands:
        if band.lower:
            yield shown(band.lower), band.unit


def _unit_of_bands(bands: tuple[Band, ...]) -> str:
    unit, _ = one_unit(_units(bands))
    return unit or next((band.unit for band in bands), "")


@frozen
class Bands:
    """分档的参数：看实际完成值（on=actual）或它与目标之差（on=deviation）。

    rows 由高到低；低于最低一档得 0。finished 是“按期完成且未超预算”时的份额（R8），没有则不认。
    unit 是各档下限的单位，与实际完成值不同则不能比；None 是没有交代，不核对。
    """

    rows: tuple[Band, ...] = declared("各档", Many(Band, "一档", least=1), then=_from_high_to_low)
    on: Basis = declared(
        "看什么",
        Words(actual="实际完成值（不写即是）", deviation="它与目标之差"),
        default="actual",
    )
    finished: Decimal | None = declared("按期完成时的份额", "share", default=None)
    note: Note = spread(Note, default=Note())
    unit: str | None = also("rows", _unit_of_bands, default=None)
    kind: Literal["bands"] = "bands"

    def faults(self) -> Iterator[Diagnostic]:
        """两档的下限不能相同。"""
        lowers = [band.lower for band in self.rows]
        if len(dict.fromkeys(lowers)) != len(lowers):
            yield self.note.fault("bands 规则有两档的下限相同。", "各档的 from 各不相同。")
        _, (one, other) = one_unit(_units(self.rows))
        if one:
            message = f"bands 规则各档的单位不同：{one}、{other}。"
            yield self.note.fault(message, "各档的 from 写成同一个单位。")

    def score(self, case: Case) -> Outcome:
        """看落在哪一档；都不到则不得分。按期完成且未超预算的按 finished。"""
        if self.finished is not None and case.judgement.finished:
            _not_overspent(case)
            text = f"按期完成且未超预算，得分值的 {percent(self.finished)}"
            return earn(case, self.finished, Step(text, self.finished))
        actual, value, facts = self._measured(case)
        unit = "%" if actual.actual.percent else ""
        band = next((band for band in self.rows if value >= band.lower), None)
        if band is None:
            lowest = self.rows[-1].lower
            share, reached = ZERO, f"不到最低一档 {shown(lowest)}{unit}"
        else:
            share, reached = band.share, f"达到 {shown(band.lower)}{unit} 一档"
        step = Step(f"{facts}，{reached}，得分值的 {percent(share)}", share)
        return earn(case, share, step, doubts=actual.doubts)

    def _measured(self, case: Case) -> tuple[Comparable, Decimal, str]:
        """实际完成值（换成各档下限的单位）、拿去分档的数、怎么来的。"""
        with_unit = [band.lower for band in self.rows if band.lower]  # 零不论单位，举别的
        example = min(with_unit, default=self.rows[-1].lower)
        lowest = f"各档下限 {shown(example)}{self.unit or ''} 等"
        if self.on == "actual":
            actual = measured(case)
            unit = actual.unit if self.unit is None else self.unit
            comparable = same_unit(case, actual, unit, lowest)
            target_in_unit(case, unit, lowest)
            return comparable, comparable.number, f"实际完成值 {comparable.actual}"
        measure, target = compared(case)
        value = measure.number - target.number
        between = case.target.range if case.target is not None else None
        if between is not None:
            # 同近的一端之差；在区间里面的没有差。
            over = max(measure.number - between.high.number, ZERO)
            value = ZERO if between.holds(measure.number) else over or value
        facts = f"实际完成值 {measure.actual}，年度指标值 {case.target}，相差 {shown(value)}"
        unit = measure.actual.unit
        apart = same_unit(
            case, Quantity(value, unit, f"{shown(value)}{unit}"), self.unit or unit, lowest
        )
        return measure, apart.number, facts

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则：逐档列出。"""
        unit = self.unit
        if unit is None:
            unit = "%" if setting.percent else ""
        subject = "实际完成值" if self.on == "actual" else "与年初指标值之差"
        words = ""
        if self.finished is not None:
            words = f"按期完成且未超预算，得分值的{percent(self.finished)}；否则，"
        for band in self.rows:
            words += f"{subject}≥{plain(band.lower)}{unit}，得分值的{percent(band.share)}；"
        return f"{words}低于以上各档，不得分。"


def _not_overspent(case: Case) -> None:
    """写着按期完成且未超预算，而算得的执行率超过 100%：话和数相反，不能凭话给满分。"""
    actual = case.actual
    if actual is not None and actual.percent and actual.ratio > ONE:
        message = f"“{case.name}”写着按期完成且未超预算（finished），"
        message += f"而实际完成值是 {actual}，超过了 100%。"
        raise unscorable("R07", message, "核对预算数和执行数；确实超了的，finished 写 false。")
