"""原因、建议有没有内容：原因说明了什么、有没有措施（C47、C49），建议空不空（C48），问题与得分合不合（C50）。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checking.written import findings_text
from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.narrative import Finding, Suggestion
from reportgen.core.quantity import shorten
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import NOT_HAN

SHORT = 24
"""空泛的话都短；更长的总说了些什么。"""
_HOLLOW = (
    r"(?:主要)?(?:偏差)?(?:原因|主要原因)?(?:是|为|[:：])?(?:主要)?(?:由于|因为?|受(?:到)?)?"
    r"(?:一些|各种|多种|种种|有关|其他|诸多)?(?:主?客观|客观|主观|外部|内部|历史|特殊|其他|多方面|不可控|各方面|各种|多种)"
    r"(?:和主观|和客观|、主观|、客观)?(?:的)?(?:原因|因素|条件|情况)(?:的)?(?:影响|制约|限制|所致|造成|导致)?"
    r"(?:[，,]?(?:未|没有|没能|未能)(?:按期|如期|按时|全部|完全)?(?:完成|达到|实现)(?:目标|任务|指标)?)?"
)
_MEASURE = (
    "今后|将|下一步|下年|错开|避开|提前|下一年|明年|改进|加强|完善|督促|措施|计划|进一步|优化|建立|调整|协调|加快|推进|强化|已|"
    "改为|列入|落实|规范|提高|严格|整改|补齐|印发|20"
)
_HOLLOW_ADVICE = (
    r"(?:建议|要|应|应当|需要?)?(?:进一步|不断|持续|切实|继续)?(?:加强|提高|强化|完善|重视|做好|健全|提升)"
    r"(?:对|相关|有关|日常|各项|本项目|项目|预算|绩效|资金|财务|的|和|与|、)*"
    r"(?:管理|监督|监管|认识|意识|工作|水平|制度|能力|培训|领导|建设)(?:工作|水平|能力)?"
)
_MISUSED = r"(?<!不存在)(?<!没有)(?<!未发现)(?<!无)(?<!防止)(?<!杜绝)(?:截留|挤占|挪用|套取|虚列)"
_DENIED = re.compile(r"没有|未发现|不存在|无|防止|杜绝|避免|严禁|是否|未出现|禁止|不得|未")


def check_hollow_reasons(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C47 扣了分，原因等于没有说；C49 有原因而没有改进措施。"""
    without = []
    for line in scorecard.lost:
        reason = line.indicator.deviation
        if reason is None or reason.span is None:
            continue
        bare = re.sub(r"[。.；;\s]+$", "", reason.strip())
        if len(bare) <= SHORT + 8 and re.fullmatch(_HOLLOW, bare):
            message = f"“{line.name}”扣了分，原因“{shorten(reason.strip())}”没有说明是什么。"
            help = "写明具体的原因，和怎样改进。"
            yield diagnose("C47", reason.span, message, help, subject=str(line.name))
        elif not re.search(_MEASURE, reason) and not re.search(r"[；;。]", bare):
            without.append(line)
    if without and without[0].indicator.deviation is not None:
        first = without[0].indicator.deviation
        names = "、".join(f"“{line.name}”" for line in without[:3])
        more = f"等 {len(without)} 个指标" if len(without) > 3 else ""
        message = f"{names}{more}的偏差原因没有写改进措施。"
        help = "在原因后面写怎样改进（财预〔2020〕10号第十一条）。"
        if first.span is not None:
            yield diagnose("C49", first.span, message, help, subject=str(without[0].name))


def check_hollow_advice(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C48 建议等于没有说；同它回应的问题没有一个相同的词。"""
    problems = {str(finding.id): finding for finding in evaluation.findings if finding.id}
    for suggestion in evaluation.suggestions:
        words = [suggestion.title, suggestion.text, *suggestion.items]
        texts = [text for text in words if text]
        place = texts[-1].span if texts else None
        if place is None:
            continue
        subject = str(suggestion.title or suggestion.about or "建议")
        if all(_is_hollow(text) for text in texts):
            message = f"建议“{shorten(texts[-1].strip())}”没有说明做什么。"
            help = "写明由谁、做什么、到什么时候。"
            yield diagnose("C48", place, message, help, subject=subject)
            continue
        for answer in suggestion.answers:
            problem = problems.get(str(answer))
            if problem is not None and not _share_a_word(suggestion, problem):
                message = f"建议“{shorten(texts[-1].strip())}”与它回应的问题“{problem.title}”没有一个相同的词。"
                help = "核对 answers 写的是不是这个问题；是的，在建议里说到它。"
                span = problem.title.span
                related = [Related(span, "问题在这里")] if span is not None else []
                yield diagnose("C48", place, message, help, related=related, subject=subject)


def _is_hollow(text: str) -> bool:
    bare = re.sub(r"[。.；;\s]+$", "", text.strip())
    return len(bare) <= SHORT and re.fullmatch(_HOLLOW_ADVICE, bare) is not None


def _share_a_word(suggestion: Suggestion, problem: Finding) -> bool:
    """有没有相邻两个字相同。"""
    said = "".join(
        str(text) for text in (suggestion.title, suggestion.text, *suggestion.items) if text
    )
    told = "".join(str(text) for text in (problem.title, problem.text, *problem.items) if text)
    return bool(_pairs(said) & _pairs(told))


def _pairs(text: str) -> set[str]:
    pieces = re.sub(NOT_HAN, " ", text).split()
    return {piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1)}


def check_misuse(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C50 存在问题里说到截留、挪用，而资金使用合规的指标得满分。"""
    told = "\n".join(findings_text(evaluation))
    misused = _misused(told)
    if not misused:
        return
    for line in scorecard.lines:
        named = re.search(r"合规|资金使用规范|使用规范", line.name)
        if (
            named
            and line.full
            and line.score is not None
            and not line.lost
            and line.span is not None
        ):
            message = f"存在问题里说到“{misused}”，而“{line.name}”得满分。"
            help = "核对得分；问题不是这笔资金的，写明是哪一笔。"
            yield diagnose("C50", line.span, message, help, subject=str(line.name))


def _misused(text: str) -> str:
    """说到的截留、挪用；“没有发现截留、挤占、挪用”不算。"""
    for sentence in re.split(r"[。；\n]", text):
        match = re.search(_MISUSED, sentence)
        if match is not None and not _DENIED.search(sentence, 0, match.start()):
            return match[0]
    return ""
