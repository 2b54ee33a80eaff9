"""别处抄来的话：自称的单位不对、别的地方的同名单位、项目没有的服务对象（C44）；不该公开的（C45）；两节一样的一段（C57）。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reportgen.checking.written import MOST_ALIKE, at_most, prose_of, texts_in
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import shorten
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import HAN, Text

ENOUGH = 30
"""两节里一样的一段，有这么多字才说。"""
_KINDS = "局委厅校院馆站所队"
"""“我局”“我校”：单位的种类。办、处、中心一类内设机构也这样自称，不算。"""
_PLACE = re.compile(rf"^{HAN}{{1,6}}?[省市县区州盟旗]")
OBJECTS = (
    *(
        "学生",
        "家长",
        "教师",
        "患者",
        "病人",
        "游客",
        "农户",
        "村民",
        "旅客",
        "乘客",
        "读者",
        "观众",
    ),
    *("老年人", "残疾人", "纳税人", "司机", "商户", "运动员", "孕产妇", "儿童", "退役军人"),
)
"""具体的服务对象：满意度说到它，项目里别处总要说到它。"""


def check_other_units(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C44 叙述里的“我局”而单位不是局；别的地方的同名单位。"""
    names = _own_names(evaluation)
    unit = str(evaluation.unit.name)
    place = _PLACE.match(unit)
    tail = unit[place.end() :] if place is not None else ""
    known = "".join(names)
    wrong = [kind for kind in _KINDS if kind not in known]
    for where, text in prose_of(evaluation):
        if text.span is None:
            continue
        if "我" in text and wrong:
            yield from at_most(_wrong_kind(where, text, text.span, wrong, unit))
        if len(tail) >= 3 and tail in text:
            yield from at_most(_siblings(where, text, text.span, tail, names))


def _own_names(evaluation: Evaluation) -> list[str]:
    """单位自己的、主管部门的、项目的名称，和专有事实里写的自称、评价机构。"""
    unit = evaluation.unit
    names = [str(unit.name), str(unit.short)]
    if unit.authority is not None:
        names.append(str(unit.authority))
    if evaluation.project is not None:
        names.append(str(evaluation.project.name))
    return [*names, *map(str, texts_in(evaluation.facts))]


def _wrong_kind(
    where: str, text: Text, place: Span, wrong: list[str], unit: str
) -> Iterator[Diagnostic]:
    for match in re.finditer(rf"(?<!自)我({'|'.join(wrong)})(?![长里])", text):
        message = f"{where} 里说“{match[0]}”，而单位是“{unit}”。"
        help = "是从别处抄来的，改成本单位的自称；别的单位的话，写明是哪个单位。"
        yield diagnose("C44", within(place, match[0]), message, help, subject=match[0])


def _siblings(
    where: str, text: Text, place: Span, tail: str, names: list[str]
) -> Iterator[Diagnostic]:
    """“清江市水务局”写在云河市水务局的报告里。"""
    for match in re.finditer(rf"({HAN}{{2,3}}[市县区州盟旗]){re.escape(tail)}", text):
        name = match[0]
        if any(name in own for own in names) or name.endswith(names[0]):
            continue
        if match[1] in "".join(names) or re.search(r"[各全本我该在向由与和同从由以]", match[1]):
            continue
        message = f"{where} 里写的是“{name}”，这份报告的单位是“{names[0]}”。"
        help = "是从别处抄来的，改成本单位的；确实说别的单位的，写豁免和理由。"
        yield diagnose("C44", within(place, name), message, help, subject=name)


def check_objects(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C44 满意度的对象，别处一个字也没有说到。"""
    lines = [line for line in scorecard.lines if "满意" in line.name and line.span is not None]
    named = [(line, each) for line in lines for each in OBJECTS if each in line.name]
    if not named:
        return
    own = {str(line.name) for line in lines}
    others = [str(line.name) for line in scorecard.lines if str(line.name) not in own]
    told = "\n".join(
        (*others, *_own_names(evaluation), *(text for _, text in prose_of(evaluation)))
    )
    told += "\n".join(map(str, texts_in(evaluation.surveys)))
    for line, each in named:
        if each not in re.sub(rf"{each}(?:的)?满意", "", told) and line.span is not None:
            message = (
                f"“{line.name}”说的是{each}，项目的名称、目标、叙述和别的指标都没有说到{each}。"
            )
            help = "核对这个指标是不是从别的项目抄来的；是这个项目的，在概况里写明服务对象。"
            yield diagnose("C44", line.span, message, help, subject=str(line.name))


def check_private(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C45 身份证号、手机号、银行卡号，和密级标志：报告要公开。"""
    source = evaluation.span.source.text if evaluation.span is not None else ""
    if source and not (_LONG_DIGITS.search(source) or "★" in source or "密级" in source):
        return  # 先看全文：绝大多数输入一个长串的数字也没有
    texts = [text for text in texts_in(evaluation) if len(text) > 3]
    for text in texts:
        if text.span is not None and (_LONG_DIGITS.search(text) or "★" in text or "密级" in text):
            yield from at_most(_private(text, text.span))


_LONG_DIGITS = re.compile(r"\d{11}")
_MARKS = r"(?:绝密|机密|秘密)\s*★|密级[:：]\s*(?:绝密|机密|秘密)"


def _private(text: Text, place: Span) -> Iterator[Diagnostic]:
    for match in islice(
        re.finditer(r"(?<![\dA-Za-z.\-])\d{11,19}[\dXx]?(?![\dA-Za-z.])", text), MOST_ALIKE
    ):
        what = _kind_of_number(match[0])
        if what:
            message = f"文中有{what}“{match[0][:4]}…{match[0][-2:]}”，报告要公开。"
            help = "删去，或换成不指明个人的说法。"
            yield diagnose("C45", within(place, match[0]), message, help, subject=what)
    marked = re.search(_MARKS, text)
    if marked is not None:
        message = f"文中有密级标志“{marked[0]}”，绩效报告要公开。"
        help = "核对能不能公开；不能公开的内容不写进报告。"
        yield diagnose("C45", within(place, marked[0]), message, help, subject="密级标志")


def _kind_of_number(digits: str) -> str:
    """身份证号看校验码，银行卡号看校验位，手机号看开头；都不是的为空。"""
    if len(digits) == 18 and _is_identity(digits):
        return "身份证号"
    if len(digits) == 11 and re.match(r"1[3-9]", digits):
        return "手机号"
    if 16 <= len(digits) <= 19 and digits.isdigit() and digits[0] in "3456" and _is_card(digits):
        return "银行卡号"
    return ""


def _is_identity(digits: str) -> bool:
    """十八位身份证号：生日说得通，末位是校验码（GB 11643）。"""
    if not digits[:17].isdigit() or not re.match(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])", digits[6:]):
        return False
    weighted = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(digits[:17]))
    return "10X98765432"[weighted % 11] == digits[17].upper()


def _is_card(digits: str) -> bool:
    """银行卡号的校验位（Luhn）。"""
    total = 0
    for at, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if at % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def check_same_paragraphs(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C57 两处一字不差的一段。总体目标与年度目标相同另有说法（C20）。"""
    first: dict[str, tuple[str, Text]] = {}
    for where, text in prose_of(evaluation):
        for paragraph in text.split("\n"):
            bare = re.sub(r"\s", "", paragraph)
            if len(bare) < ENOUGH or text.span is None:
                continue
            other, written = first.setdefault(bare, (where, text))
            if written is text or {other, where} == {"goals.long_term", "goals.annual"}:
                continue
            message = f"{where} 的一段“{shorten(paragraph.strip())}”与 {other} 的一字不差。"
            help = "各写各的；只说一次就够的，删去一处。"
            span = within(text.span, paragraph.strip())
            place = written.span
            related = [Related(place, "另一处在这里")] if place is not None else []
            yield diagnose("C57", span, message, help, related=related, subject=where)
            break
