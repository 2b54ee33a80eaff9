"""话里的说法同事实相比：必定不符的是错误（C04，成稿里的个数 C03），可能不符的是提醒（C41）。

一个数合得上它可能说的任何一件事，就不作声。
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checking.agreement import agrees, is_money, more, unit_fits, with_unit
from reportgen.checking.topic_figures import Figure, Topic, decimal_of
from reportgen.checking.topics import Topics
from reportgen.core.frozen import frozen
from reportgen.core.prose.saying import Saying
from reportgen.core.prose.words import Aspect
from reportgen.core.quantity import Quantity, percent_of, plain, shorten, too_long
from reportgen.core.units import MONEY

LONG_ENOUGH = 4
"""“实际支出”“预算执行率”自己就说清了是全体；“支出”两个字还要“全年”“项目”一类的话。"""
LONG_NAME = 7
"""去掉“数”“场次”的简写，原来的名称有这么多字，又没有“全年”“共”一类的话，才提醒。"""
_MONEY_ASPECTS: tuple[Aspect, ...] = (
    *("initial", "adjusted", "budget", "arrived", "spent", "balance"),
)
_RATE_ASPECTS: tuple[Aspect, ...] = ("rate", "arrival_rate", "score_rate")
_SCORE_ASPECTS: tuple[Aspect, ...] = ("total", "score", "weight", "deducted")
_COUNT_ASPECTS: tuple[Aspect, ...] = ("level1", "level2", "level3", "met", "unmet")


@frozen
class Mismatch:
    """一处不符：事实，必定还是可能，一句说明。"""

    figure: Figure
    certain: bool
    message: str


def compare(saying: Saying, topics: Topics, money: str) -> Mismatch | None:
    """这处说法与事实不符的；合得上、比不了的没有。"""
    if saying.aspect == "grade":
        return _grade(saying, topics)
    figures = list(_candidates(saying, topics))
    if figures and too_long(saying.number.text):
        message = f"文中写“{shorten(saying.words, 40)}”，{too_long(saying.number.text)}。"
        return Mismatch(figures[0][0], True, message)
    if not figures or any(agrees(saying, figure, money) for figure, _ in figures):
        return None
    figure, certain = figures[0]
    if _of_another(saying, topics, money):
        return None
    certain = certain and saying.clear and saying.bound != "about" and len(saying.topics) <= 1
    if saying.bound == "least" and more(saying, figure, money):
        certain = False
    shown = _shown(figure, money if is_money(saying) else "")
    message = f"文中写“{shorten(saying.words)}”，{figure.called}是 {shown}。"
    return Mismatch(figure, certain, message)


def _grade(saying: Saying, topics: Topics) -> Mismatch | None:
    figures = topics.whole.get("grade", ())
    word = saying.number.text
    if not figures or any(_same_grade(word, str(figure.fact)) for figure in figures):
        return None
    figure = figures[0]
    message = f"文中写“{shorten(saying.words)}”，{figure.called}是 {figure.fact}。"
    return Mismatch(figure, True, message)


def _same_grade(word: str, grade: str) -> bool:
    return word[:1] == grade[:1]


def _candidates(saying: Saying, topics: Topics) -> Iterator[tuple[Figure, bool]]:
    """这处说法可能说的各个数，和说得准不准，最可能的在前。"""
    named = [topics.topics[key] for key in saying.topics]
    if named and _also_whole(saying) and not saying.inherited and saying.whole:
        yield from _of_whole(saying, topics)
    for topic in named:
        yield from _of_topic(saying, topic)
    if named and not _also_whole(saying):
        return
    above: list[tuple[Figure, bool]] = []
    for key in saying.inherited if saying.aspect not in {"", "total"} else ():
        topic = topics.topics[key]
        for figure, certain in _of_topic(saying, topic):
            above.append((figure, certain and topic.kind != "row"))
    own = list(_of_whole(saying, topics)) if saying.whole else []
    if above and not (saying.aspect == "score" and len(saying.said) >= LONG_ENOUGH):
        yield from above
        own = [(figure, False) for figure, _ in own]
    yield from own
    yield from above


def _also_whole(saying: Saying) -> bool:
    """指标“预算执行率”的名称就是一项：说的也是全体的执行率。"""
    return saying.aspect in _RATE_ASPECTS and saying.number.unit == "%"


def _of_topic(saying: Saying, topic: Topic) -> Iterator[tuple[Figure, bool]]:
    unit, aspect = saying.number.unit, saying.aspect
    if topic.kind == "row":
        yield from _of_row(saying, topic)
    if topic.kind == "level":
        yield from _of_level(saying, topic)
    if topic.kind != "fund":
        return
    if MONEY.get(unit) is not None:
        if aspect in _MONEY_ASPECTS:
            for figure in topic.figures.get(aspect, ()):
                yield figure, True
        elif not aspect:
            for each in ("spent", "adjusted", "initial", "arrived", "balance"):
                for figure in topic.figures.get(each, ()):
                    yield figure, False
    elif unit == "%" and (aspect in {"rate", "arrival_rate"}):
        for figure in topic.figures.get(aspect, ()):
            yield figure, True
    elif unit == "%" and aspect in {"budget", "adjusted", "initial", "spent"}:
        for figure in topic.figures.get("rate", ()):
            yield figure, False


def _of_level(saying: Saying, topic: Topic) -> Iterator[tuple[Figure, bool]]:
    unit, aspect = saying.number.unit, saying.aspect
    if unit == "分" and aspect in {"score", "weight", "deducted", "total"}:
        for figure in topic.figures.get("score" if aspect == "total" else aspect, ()):
            yield figure, True
    elif unit == "分" and not aspect:
        for each in ("weight", "score"):
            for figure in topic.figures.get(each, ()):
                yield figure, False
    elif unit == "%" and aspect == "score_rate":
        for figure in topic.figures.get("score_rate", ()):
            yield figure, True
    elif not unit and aspect == "level3":
        for figure in topic.figures.get("level3", ()):
            yield figure, False


def _of_row(saying: Saying, topic: Topic) -> Iterator[tuple[Figure, bool]]:
    """三级指标：说分的是得分、分值，同单位的是实绩。"""
    unit, aspect = saying.number.unit, saying.aspect
    if unit == "分" and topic.unit != "分":
        wanted: tuple[Aspect, ...] = (aspect,) if aspect in _SCORE_ASPECTS else ("weight", "score")
        for each in wanted:
            for figure in topic.figures.get(each, ()):
                yield figure, aspect in _SCORE_ASPECTS
        return
    if aspect == "score_rate":
        for figure in topic.figures.get("score_rate", ()):
            yield figure, True
        return
    if aspect not in {"", "met", "rate", "arrival_rate", "completion", "spent", "budget"}:
        return
    actual = topic.figures.get("", ())
    if not actual or not unit_fits(saying, topic):
        return
    certain = not topic.short or saying.complete
    if not certain and (len(topic.name) < LONG_NAME or not saying.clear):
        return
    if aspect in {"completion", "spent", "budget"}:
        certain = False
    if topic.target is not None and not saying.complete:
        said = decimal_of(with_unit(saying, topic.unit))
        if said is not None and said == topic.target.number:
            certain = False  # 写的是指标值，也许在说计划
    for figure in actual:
        yield figure, certain
    if aspect == "completion" and topic.target is not None:
        yield from _completion(topic)


def _completion(topic: Topic) -> Iterator[tuple[Figure, bool]]:
    for figure in topic.figures.get("", ()):
        number, target = decimal_of(figure.fact), topic.target
        if number is not None and target is not None and target.number:
            rate = percent_of(number, target.number, 2)
            yield Figure(f"“{topic.name}”的完成率", rate, figure.subject, figure.span), False


def _of_whole(saying: Saying, topics: Topics) -> Iterator[tuple[Figure, bool]]:
    """说全体的：资金合计、总分、个数。"""
    unit, aspect = saying.number.unit, saying.aspect
    plainly = len(saying.said) >= LONG_ENOUGH or aspect in {"total", "level1", "level2", "level3"}
    certain = saying.marked or saying.complete or plainly
    if unit == "分" and aspect == "score":
        if "得分" not in saying.words and not saying.inherited:
            return
        aspect = "total"
    fits = (
        (aspect in _MONEY_ASPECTS and unit in MONEY)
        or (aspect in _RATE_ASPECTS and unit == "%")
        or (aspect in _SCORE_ASPECTS and unit == "分")
        or (aspect in _COUNT_ASPECTS and not unit)
    )
    if unit == "%" and aspect in {"budget", "adjusted", "initial"}:
        aspect, fits, certain = "rate", True, False
    if aspect in {"met", "unmet"}:
        fits = fits and _of_indicators(saying.unit_after) and saying.whole
        certain = False
    if not fits:
        return
    for figure in topics.whole.get(aspect, ()):
        yield figure, certain
    if saying.said.endswith("总分"):  # “总分 100 分”说的是满分
        for figure in topics.whole.get("weight", ()):
            yield figure, False


def _of_another(saying: Saying, topics: Topics, money: str) -> bool:
    """没有明说全体的一句，数正好是某一资金行、某一级的：说的是它，前文另有交代。"""
    if saying.topics or saying.marked:
        return False
    for topic in topics.topics.values():
        if topic.kind in {"fund", "level"}:
            aspect: Aspect = "score" if saying.aspect == "total" else saying.aspect
            figures = topic.figures.get(aspect, ())
            if any(agrees(saying, figure, money) for figure in figures):
                return True
    return False


def _shown(figure: Figure, money: str) -> str:
    fact = figure.fact
    number = decimal_of(fact)
    if isinstance(fact, Quantity) and fact.unit:
        return str(fact)
    if number is None:
        return str(fact)
    return f"{plain(number)} {money}" if money else plain(number)


def _of_indicators(after: str) -> bool:
    """“完成 18 个”“完成 18 项指标”数的是指标；“完成 3 个片区的管护”不是。"""
    return after in {"个", "项"} or after[1:].startswith(("指标", "三级", "绩效"))
