"""叙述里能用的过滤器：各要什么样的值，有哪些参数；写得不合的，在算之前就说出来。

名字和意思同格式的模板里一样。叙述里的是一张封闭的表：没有列在这里的词不存在，参数的种类在这里定。
"""

from __future__ import annotations

from typing import Literal

from reportgen.core.frozen import frozen
from reportgen.core.reference import Argument, Call
from reportgen.core.spelling import did_you_mean

Takes = Literal["number", "list", "text", "date", "value"]
"""竖线前面要什么：数、列表、文字、日期；value 是什么都行，过滤器自己看。"""
Kind = Literal["text", "number", "count", "attribute", "filter", "test", "value"]
"""参数要什么；attribute 是加引号的名字，filter 是加引号的过滤器，test 是加引号的比较。"""

TITLES: dict[str, str] = {
    "number": "一个数",
    "list": "一个列表",
    "text": "一段文字",
    "date": "一个日期",
}
TESTS = {
    **dict.fromkeys(("equalto", "eq", "=="), "=="),
    **dict.fromkeys(("ne", "!="), "!="),
    **dict.fromkeys(("gt", "greaterthan", ">"), ">"),
    **dict.fromkeys(("ge", ">="), ">="),
    **dict.fromkeys(("lt", "lessthan", "<"), "<"),
    **dict.fromkeys(("le", "<="), "<="),
}
"""selectattr、rejectattr 的比较 → 它的意思。"""


class Misused(ValueError):
    """过滤器的参数写得不对；理由用中文。"""


@frozen
class Parameter:
    """一个参数：名字、种类，是不是必写。"""

    name: str
    kind: Kind
    required: bool = False


@frozen
class Signature:
    """一个过滤器：竖线前面要什么，有哪些参数，写对了是什么样。"""

    takes: Takes
    example: str
    parameters: tuple[Parameter, ...] = ()


_NONE = Parameter("none", "text")
_ATTRIBUTE = Parameter("attribute", "attribute")
_COMPARED = (
    Parameter("attribute", "attribute", True),
    Parameter("test", "test"),
    Parameter("value", "value"),
)

SIGNATURES: dict[str, Signature] = {
    "money": Signature("number", "funds.total.spent | money", (_NONE,)),
    "rate": Signature("number", "funds.total.rate | rate", (Parameter("of", "number"), _NONE)),
    "changed": Signature(
        "number", 'funds.total.change.spent | changed("万元")', (Parameter("unit", "text"), _NONE)
    ),
    "score": Signature("number", "scorecard.total | score"),
    "plain": Signature("number", "funds.total.spent | plain"),
    "total": Signature(
        "list", 'funds.lines | total("spent")', (Parameter("name", "attribute", True),)
    ),
    "enumerate": Signature("list", 'findings | map(attribute="title") | enumerate'),
    "circled": Signature("list", 'findings | map(attribute="title") | circled'),
    "cn_number": Signature("number", "findings | length | cn_number"),
    "date": Signature("date", "date | date"),
    "grade_boxes": Signature("text", "scorecard.grade | grade_boxes"),
    "rule": Signature("value", "scorecard.line.预算执行率 | rule"),
    "length": Signature("value", "findings | length"),
    "count": Signature("value", "findings | count"),
    "first": Signature("list", "findings | first"),
    "last": Signature("list", "findings | last"),
    "list": Signature("list", "findings | list"),
    "reverse": Signature("list", "findings | reverse"),
    "unique": Signature("list", 'funds.lines | unique(attribute="name")', (_ATTRIBUTE,)),
    "join": Signature(
        "list",
        'findings | map(attribute="title") | join("、")',
        (Parameter("d", "text"), _ATTRIBUTE),
    ),
    "map": Signature(
        "list", 'findings | map(attribute="title")', (Parameter("filter", "filter"), _ATTRIBUTE)
    ),
    "select": Signature("list", 'findings | map(attribute="text") | select'),
    "reject": Signature("list", 'findings | map(attribute="text") | reject'),
    "selectattr": Signature("list", 'scorecard.lines | selectattr("lost")', _COMPARED),
    "rejectattr": Signature("list", 'scorecard.lines | rejectattr("met")', _COMPARED),
    "replace": Signature(
        "text",
        'unit.name | replace("旧", "新")',
        (
            Parameter("old", "text", True),
            Parameter("new", "text", True),
            Parameter("count", "count"),
        ),
    ),
    "trim": Signature("text", "unit.name | trim"),
    "string": Signature("value", "funds.total.spent | string"),
}
EACH = tuple(
    name
    for name, signature in SIGNATURES.items()
    if signature.takes != "list" and not any(part.required for part in signature.parameters)
)
"""能写在 map("…") 里、用在每一条上的过滤器。"""


def signature_of(call: Call) -> Signature:
    """一个过滤器的写法；没有这个过滤器则抛 Misused。"""
    signature = SIGNATURES.get(call.name)
    if signature is None:
        raise Misused(f"没有“{call.name}”这个过滤器，{did_you_mean(call.name, SIGNATURES)}")
    return signature


def arranged(call: Call) -> dict[Parameter, Argument]:
    """写的参数各归到哪一个；多了、少了、没有的都抛 Misused。"""
    signature = signature_of(call)
    parameters = signature.parameters
    if len(call.values) > len(parameters):
        raise Misused(_too_many(call, signature))
    given = dict(zip(parameters, call.values, strict=False))
    known = {parameter.name: parameter for parameter in parameters}
    for name, argument in call.named:
        if name not in known:
            hint = did_you_mean(name, known) or "它没有参数。"
            raise Misused(f"{call.name} 没有“{name}”这个参数，{hint}")
        if known[name] in given:
            raise Misused(f"{call.name} 的参数 {name} 写了两次")
        given[known[name]] = argument
    for parameter in parameters:
        if parameter.required and parameter not in given:
            raise Misused(f"{call.name} 缺参数 {parameter.name}，要写成 {signature.example}")
    return given


def _too_many(call: Call, signature: Signature) -> str:
    most = len(signature.parameters)
    if not most:
        return f"{call.name} 没有参数，要写成 {signature.example}"
    names = "、".join(parameter.name for parameter in signature.parameters)
    return f"{call.name} 最多有 {most} 个参数（{names}），写了 {len(call.values)} 个"
