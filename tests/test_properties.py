"""计分的普遍性质：不挑例子，凡是合法的规则和实绩都成立。"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from reportgen.core.judgement import Judgement
from reportgen.core.quantity import EXACT, Quantity, divide, round_half_up, settle
from reportgen.core.rules.bands import Band, Bands
from reportgen.core.rules.case import Case, Unscorable
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.kinds import Rule, score_rule
from reportgen.core.rules.over import Beyond, Over
from reportgen.core.rules.parts import Part, Parts
from reportgen.core.rules.ratio import Ratio
from reportgen.core.rules.steps import Steps
from reportgen.core.rules.threshold import Threshold
from reportgen.core.target import Range, Target

ONE = Decimal(1)
PLACES = 2
BEYOND: tuple[Beyond, ...] = ("hold", "extend", "zero")

shares = st.integers(0, 100).map(lambda number: Decimal(number) / 100)
fractions = st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(
    lambda pair: pair[0] <= pair[1]
)
weights = st.integers(1, 200).map(lambda number: Decimal(number) / 2)
figures = st.decimals(Decimal("0.01"), Decimal(100000), places=2)
people = figures.map(lambda figure: Quantity(figure, "人"))
actuals = st.decimals(Decimal(-1000), Decimal(300000), places=2)
comparisons = st.sampled_from(("≥", "≤", ">", "<", "=", ""))


@st.composite
def overs(draw: st.DrawFn) -> Over:
    """超额调减：终点总在起点之后。"""
    free_to = ONE + draw(shares)
    return Over(
        free_to,
        draw(shares),
        free_to + draw(shares) + Decimal("0.01"),
        draw(st.sampled_from(BEYOND)),
    )


ratios = st.builds(
    Ratio,
    cap=shares,
    pass_line=st.none() | shares,
    below=shares,
    rebase=st.booleans(),
    less_is_better=st.sampled_from(("linear", "quotient", "zero")),
    exact=st.booleans(),
    over=st.none() | overs(),
)
steps = st.builds(
    Steps,
    per=figures,
    deduct=shares,
    above=people,
    below=st.none(),
    points=st.booleans(),
    count=st.sampled_from(("continuous", "floor", "ceil")),
    allowance=st.none() | people,
    unit=st.just("人"),
)
bands = st.lists(st.tuples(figures, shares), min_size=1, max_size=4).map(
    lambda rows: Bands(tuple(Band(*row) for row in sorted(rows, reverse=True)))
)
simple: st.SearchStrategy[Rule] = st.one_of(
    ratios, steps, bands, st.builds(Threshold, otherwise=shares)
)


@st.composite
def thirds(draw: st.DrawFn) -> Parts:
    """三个分项，各占三分之一。"""
    return Parts(tuple(Part(f"分项{index}", (ONE, Decimal(3)), draw(simple)) for index in range(3)))


rules: st.SearchStrategy[Rule] = simple | thirds()


def case(
    weight: Decimal, target: Decimal, actual: Decimal, comparison: str = "≥", **judged: object
) -> Case:
    assume(
        comparison not in {">", "<"} or actual != target
    )  # 正好等于的，完成率的规则算不出，另有一条
    return _case(weight, target, actual, comparison, **judged)


def _case(
    weight: Decimal, target: Decimal, actual: Decimal, comparison: str, **judged: object
) -> Case:
    goal, done = Quantity(target, "人", f"{target}人"), Quantity(actual, "人", f"{actual}人")
    written = Target(f"{comparison}{target}人", comparison, goal)  # type: ignore[arg-type]
    return Case("指标", weight, written, done, done.text, Judgement(**judged))  # type: ignore[arg-type]


@given(ratios | st.builds(Threshold), weights, figures, st.sampled_from((">", "<")))
def test_a_strict_target_that_is_only_equalled_never_earns_full_marks(
    rule: Rule, weight: Decimal, target: Decimal, comparison: str
) -> None:
    try:
        outcome = score_rule(rule, _case(weight, target, target, comparison))
    except Unscorable:
        return
    assert outcome.exact < weight


@given(ratios, weights, figures, figures, actuals)
def test_a_range_gives_full_marks_inside_and_no_more_outside(
    rule: Ratio, weight: Decimal, low: Decimal, width: Decimal, actual: Decimal
) -> None:
    ends = [Quantity(number, "人", f"{number}人") for number in (low, low + width)]
    target = Target("区间", range=Range(*ends))
    done = Quantity(actual, "人", f"{actual}人")
    outcome = score_rule(rule, Case("指标", weight, target, done, done.text, Judgement()))
    assert 0 <= outcome.exact <= weight
    assert not low <= actual <= low + width or outcome.exact == weight


@given(rules, weights, figures, actuals, comparisons)
def test_a_score_lies_between_nothing_and_the_weight(
    rule: Rule, weight: Decimal, target: Decimal, actual: Decimal, comparison: str
) -> None:
    outcome = score_rule(rule, case(weight, target, actual, comparison))
    assert 0 <= outcome.exact <= weight
    assert 0 <= round_half_up(outcome.exact, PLACES) <= weight


@given(rules, weights, figures, actuals, comparisons)
def test_scaling_the_weight_scales_the_unrounded_score(
    rule: Rule, weight: Decimal, target: Decimal, actual: Decimal, comparison: str
) -> None:
    own = rule.parts if isinstance(rule, Parts) else (Part("", (ONE, ONE), rule),)
    assume(not any(isinstance(part.rule, Steps) and part.rule.points for part in own))
    once = score_rule(rule, case(weight, target, actual, comparison)).exact
    thrice = score_rule(rule, case(weight * 3, target, actual, comparison)).exact
    assert abs(EXACT.subtract(thrice, EXACT.multiply(once, 3))) <= Decimal("2e-30"), (
        "只差抹去的尾数"
    )


@st.composite
def rising_ratios(draw: st.DrawFn) -> Ratio:
    """完成得多、得分不会少的完成率规则：不调减，及格线上下不倒挂，及格线处从零算起的及格线下不得分。"""
    line = draw(st.none() | shares)
    rebase = line is not None and draw(st.booleans())
    below = draw(shares) * (line or ONE)
    return Ratio(
        cap=ONE if rebase else max(draw(shares), line or Decimal(0)),
        pass_line=line,
        below=Decimal(0) if rebase else below,
        rebase=rebase,
        less_is_better=draw(st.sampled_from(("linear", "quotient", "zero"))),
        exact=draw(st.booleans()),
    )


@given(rising_ratios(), weights, figures, actuals, actuals)
def test_doing_more_never_scores_less_when_nothing_is_taken_for_over_achievement(
    rule: Ratio, weight: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    less, more = sorted((one, other))
    scores = [score_rule(rule, case(weight, target, actual)).exact for actual in (less, more)]
    assert scores[0] <= scores[1]


@given(st.one_of(ratios, steps), weights, figures, actuals, actuals)
def test_spending_more_than_allowed_never_scores_more(
    rule: Rule, weight: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    less, more = sorted((one, other))
    scores = [score_rule(rule, case(weight, target, actual, "≤")).exact for actual in (less, more)]
    assert scores[0] >= scores[1]


@given(weights, st.integers(1, 5000), st.integers(1, 5000))
def test_a_ratio_is_rounded_as_exact_fractions_round(
    weight: Decimal, target: int, actual: int
) -> None:
    outcome = score_rule(Ratio(), case(weight, Decimal(target), Decimal(actual)))
    true = min(Fraction(weight) * actual / target, Fraction(weight))
    cents = (true * 100 + Fraction(1, 2)).__floor__()
    assert round_half_up(outcome.exact, PLACES) == Decimal(cents) / 100


@given(weights, st.lists(fractions, min_size=1, max_size=7))
def test_key_points_are_rounded_as_exact_fractions_round(
    weight: Decimal, judged: list[tuple[int, int]]
) -> None:
    rule = KeyPoints(tuple(f"要点{index}" for index in range(len(judged))))
    given = tuple(divide(Decimal(top), Decimal(bottom)) for top, bottom in judged)
    outcome = score_rule(rule, case(weight, ONE, ONE, points=given))
    true = Fraction(weight) * sum(Fraction(*pair) for pair in judged) / len(judged)
    assert (
        round_half_up(outcome.exact, PLACES)
        == Decimal((true * 100 + Fraction(1, 2)).__floor__()) / 100
    )


@given(weights, st.lists(st.integers(1, 9), min_size=1, max_size=7))
def test_full_marks_in_every_part_are_exactly_full_marks(weight: Decimal, sizes: list[int]) -> None:
    whole = Decimal(sum(sizes))
    parts = tuple(
        Part(f"分项{index}", (Decimal(size), whole), Ratio()) for index, size in enumerate(sizes)
    )
    assert score_rule(Parts(parts), case(weight, ONE, ONE)).exact == weight
    points = tuple(f"要点{index}" for index in range(len(sizes)))
    rule = KeyPoints(points, tuple(divide(Decimal(size), whole) for size in sizes))
    assert score_rule(rule, case(weight, ONE, ONE, all_points=True)).exact == weight


@given(weights, shares)
def test_a_judged_score_is_the_score_and_a_judged_share_its_part(
    weight: Decimal, share: Decimal
) -> None:
    assert score_rule(Judged(), case(weight, ONE, ONE, share=share)).exact == weight * share
    assert (
        score_rule(Judged(), case(weight, ONE, ONE, score=weight * share)).exact == weight * share
    )


@given(rules, weights, figures, actuals, comparisons)
def test_the_decimal_context_of_the_caller_changes_nothing(
    rule: Rule, weight: Decimal, target: Decimal, actual: Decimal, comparison: str
) -> None:
    situation = case(weight, target, actual, comparison)
    usual = score_rule(rule, situation)
    with localcontext() as context:
        context.prec = 3
        assert score_rule(rule, situation) == usual


@given(rules, weights, figures, actuals, comparisons)
def test_no_step_prints_an_endless_number(
    rule: Rule, weight: Decimal, target: Decimal, actual: Decimal, comparison: str
) -> None:
    outcome = score_rule(rule, case(weight, target, actual, comparison))
    for step in outcome.steps:
        assert not re.search(r"\.\d{7,}", step.text), step.text
    assert settle(outcome.exact) == outcome.exact
