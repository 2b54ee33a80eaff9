"""文中说法编成正则：空、连接的话、意思一样的话，和各条的名称到事实。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reportgen.core.claim import Claim
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.paths import NoSuchPath, follow, reach, rows_at
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import HAN, without_brackets

NUMBER = r"\d[\d,]*(?:\.\d+)?"
GRADES = "优秀|良好|较差|优|良|中|差"
HOLES = {
    "rate": rf"(?P<hole>{NUMBER}\s*[%％])",
    "money": rf"(?P<hole>{NUMBER}\s*(?:亿元|万元|元))",
    "count": rf"(?P<hole>{NUMBER})",
    "score": rf"(?P<hole>{NUMBER})",
    "grade": rf"(?P<hole>{GRADES})",
    "value": rf"(?P<hole>{NUMBER}\s*(?:[%％]|{HAN}{{1,4}}?(?=[，。；、）,;)]|$)))",
}
CONNECTING = r"(?:分别)?(?:为|是|达到?|共计?|合计|有|：|:)?\s*"
SAID = rf"(?:{CONNECTING}{NUMBER}\s*(?:[%％]|{HAN}{{1,4}}?)?)?(?:[，,、（(]\s*)?(?:其中|同时)?"
"""“全年支出 950 万元，比上年……”中间的数和逗号。"""
SYNONYMS = {
    "…": SAID,
    "比上年": r"(?:[比较](?:上年|上一年|去年)度?(?:同期)?|同比)",
    "增加": "(?:增加|增长|上升|提高|提升|增幅)了?",
    "减少": "(?:减少|下降|降低|降幅)了?",
}
"""说法里的词 → 它和意思一样的话。"""
RUN_START = r"(?<!\d)(?<!\d,)(?<!\d,,)(?<!,,,)"
"""说法从数起头时，只从一串数字的开头试起：从中间试也是同一串，一长串就要试它的平方遍。"""
_SLOTS = re.compile(r"\{[^}]*\}|~|…|比上年|增加|减少")
"""说法里的空和连接的话。"""


@frozen
class Phrase:
    """编好的说法：正则、空的种类、各条的名称到事实（没有 each 的只有一项，名称为空）；说的是不是减少。"""

    pattern: re.Pattern[str]
    hole: str
    facts: Mapping[str, tuple[str, Any]]
    falls: bool = False


def may_occur(say: str, told: str) -> bool:
    """说法里最长的一段原话，叙述里有没有；没有就不必编这条说法。"""
    longest = max(_SLOTS.split(say), key=len)
    return len(longest) < 2 or longest in told


def names_of(evaluation: Evaluation, scorecard: Scorecard) -> Mapping[str, Any]:
    """说法里的路径从这些名字起。"""
    roots = ("funds", "facts", "surveys", "findings", "suggestions", "projects")
    return {**{name: getattr(evaluation, name) for name in roots}, "scorecard": scorecard}


def phrases_of(claims: Iterable[Claim], names: Mapping[str, Any]) -> Iterator[Phrase]:
    """说法 → 编好的说法；事实没有填的不查。"""
    for claim in claims:
        for say in claim.say:
            facts = dict(_facts(claim, names))
            hole = next((each for each in HOLES if f"{{{each}}}" in say), "")
            if facts and hole:
                pattern = re.compile(_regex(say, hole, tuple(facts)))
                yield Phrase(pattern, hole, facts, claim.falls)


def _regex(say: str, hole: str, subjects: tuple[str, ...]) -> str:
    """短语 → 正则：空、连接的话、各条的名称（长的在前）。"""
    longest = sorted(map(re.escape, subjects), key=len, reverse=True)
    pattern = (
        re.escape(say)
        .replace(re.escape(f"{{{hole}}}"), HOLES[hole])
        .replace(re.escape("~"), CONNECTING)
    )
    for word, alike in SYNONYMS.items():
        pattern = pattern.replace(word, alike)
    if say.startswith(f"{{{hole}}}"):
        pattern = RUN_START + pattern
    return pattern.replace(re.escape("{item.name}"), f"(?P<subject>{'|'.join(longest)})")


def _facts(claim: Claim, names: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, Any]]]:
    """各条的名称 → （怎么称呼，事实）。"""
    try:
        if not claim.each:
            fact = reach(names, claim.fact)
            if fact is not None:
                yield "", (claim.fact, fact)
            return
        path = claim.fact.removeprefix("item.")
        for item in rows_at(names, claim.each):
            name = without_brackets(str(item.name))
            fact = follow(item, path)
            if fact is not None and len(name) > 1:
                yield name, (claim.fact if claim.compares else name, fact)
    except NoSuchPath:
        return
