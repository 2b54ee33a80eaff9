"""诊断：出处（Span）、改动（Edit）、诊断（Diagnostic）和全部诊断代码的目录。

各房间只产生诊断，由 console.py 统一打印。代码的家族：S 读文件，I 输入的形状，R 计分，C 相合，
F 格式文件夹，W Word 模板，O 输出，L 转年度，X 程序自身。每个代码的严重程度固定写在 CODES 里，房间不自行决定；
唯一的例外是格式自己声明的（format.yaml 的 reasons），由 `diagnose(severity=…)` 明说。
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache
from typing import Literal

from reportgen.core.frozen import frozen

Severity = Literal["error", "warning", "note"]
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "note": "说明"}


@lru_cache(maxsize=8)
def _lines(text: str) -> tuple[str, ...]:
    """全文的各行；一个文件的许多诊断只切一次。"""
    return tuple(text.split("\n"))


@frozen
class Source:
    """源文件：显示给人看的名字和全文（不可读时全文为空）。"""

    name: str
    text: str = field(default="", repr=False)

    def line(self, number: int) -> str:
        """第 number 行（从 1 数）的原文，没有这一行则为空。"""
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


@frozen
class Span:
    """出处：哪个文件、第几行第几列（从 1 数，按字符），以及全文中的字符区间 [start, end)。

    label 是没有行可数的文件里的地方：Word 的“第 1 张表第 3 行第 4 列”、工作簿的“资金!C5”、页面的一栏。
    """

    source: Source
    line: int
    column: int
    start: int
    end: int
    label: str = ""

    @property
    def place(self) -> str:
        """`文件:行:列`，编辑器和终端都认得的写法；有 label 的是 `文件 label`。"""
        if self.label:
            return f"{self.source.name} {self.label}"
        return f"{self.source.name}:{self.line}:{self.column}"


def whole(source: Source) -> Span:
    """指整个文件的出处（文件打不开、文件为空时用）。"""
    return Span(source, 1, 1, 0, 0)


def within(span: Span, fragment: str, occurrence: int = 0) -> Span:
    """span 之内第 occurrence 次（从 0 数）出现 fragment 的出处；找不到（如跨行折叠）则是 span 自己。"""
    text, at = span.source.text, span.start
    for _ in range(occurrence + 1):
        found = text.find(fragment, at, span.end)
        if found < 0:
            return span
        at = found + 1
    line = span.line + text.count("\n", span.start, found)
    column = found - text.rfind("\n", 0, found)
    return Span(span.source, line, column, found, found + len(fragment), span.label)


EditKind = Literal["", "colon", "space", "tab", "quote", "tidy", "title", "invisible"]


@frozen
class Edit:
    """改动：把 span 所指的原文换成 text。kind 是改的是什么（标点、缩进、引号、数的写法、键名……），空是猜的。"""

    span: Span
    text: str
    kind: EditKind = ""


@frozen
class Related:
    """相关处：另一个出处和一句说明。"""

    span: Span
    label: str


@frozen
class Diagnostic:
    """诊断（错误、提醒、说明）：在哪里，什么不对，和哪里不符，怎么改。"""

    code: str
    severity: Severity
    span: Span
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    edit: Edit | None = None
    subject: str = ""  # 说的是什么（指标名、资金行名）；waivers 的 at 与它对照
    waived: str = ""  # 豁免的理由；空即没有豁免

    @property
    def title(self) -> str:
        """代码的名称，如“合计不符”。"""
        return CODES[self.code][1]


CODES: dict[str, tuple[Severity, str]] = {
    # S 读文件
    "S01": ("error", "不是合法的 YAML"),
    "S02": ("error", "重复的键"),
    "S03": ("error", "用了全角标点"),
    "S04": ("error", "用制表符缩进"),
    "S05": ("error", "读不了文件"),
    "S06": ("error", "不是 UTF-8 文字"),
    "S07": ("error", "文件过大或过深"),
    "S08": ("error", "不支持的 YAML 写法"),
    "S09": ("warning", "井号后的文字不会进入报告"),
    "S10": ("error", "不能印的控制字符"),
    "S15": ("warning", "原文件的写法太特别"),
    # I 输入的形状
    "I01": ("error", "缺少必填项"),
    "I02": ("error", "不认识的键"),
    "I03": ("error", "写法不对"),
    "I04": ("error", "不在可选值之内"),
    "I05": ("warning", "已按常用写法读入"),
    "I06": ("warning", "写了而报告没有用到"),
    "I07": ("error", "指标重名"),
    "I08": ("error", "正文里的引用不能用"),
    "I09": ("error", "引用了不存在的条目"),
    "I10": ("error", "还有没填的地方"),
    "I11": ("error", "附带的文件不能用"),
    # R 计分
    "R01": ("error", "没有计分规则"),
    "R02": ("error", "缺实际完成值或认定"),
    "R03": ("error", "分值合计不等于满分"),
    "R04": ("error", "认定与档次不符"),
    "R05": ("warning", "扣分而未写偏差原因"),
    "R06": ("error", "单位不同"),
    "R07": ("error", "不能按此规则计算"),
    "R08": ("warning", "规则待证实"),
    "R09": ("error", "认定超出范围"),
    "R10": ("warning", "指标与指标库不一致"),
    "R11": ("warning", "单位相近而不同"),
    "R12": ("warning", "印的得分不是规则算得的"),
    # C 相合
    "C01": ("error", "合计不符"),
    "C02": ("error", "率与算式不符"),
    "C03": ("error", "个数不符"),
    "C04": ("error", "文与表不符"),
    "C05": ("warning", "目标与指标不符"),
    "C06": ("error", "得分或等级不符"),
    "C07": ("warning", "金额之间不合"),
    "C08": ("warning", "问题没有对应建议"),
    "C09": ("warning", "原因只是重复结果"),
    "C10": ("warning", "豁免没有对上任何一条"),
    "C11": ("note", "相差在四舍五入之内"),
    "C12": ("error", "完成名单不符"),
    "C13": ("warning", "偏差原因雷同"),
    "C14": ("warning", "同一用词份额不一"),
    "C15": ("warning", "得分与完成情况不合"),
    "C16": ("warning", "实绩全等于指标值"),
    "C17": ("warning", "超额而未说明"),
    "C18": ("warning", "指标值不可衡量"),
    "C19": ("warning", "成本指标方向不对"),
    "C20": ("warning", "总体目标与年度目标相同"),
    "C21": ("note", "满意度没有问卷或佐证"),
    "C22": ("warning", "一个数计了两次"),
    "C23": ("warning", "缺应有的指标"),
    "C24": ("error", "产出和效益分值不足"),
    "C25": ("warning", "执行率偏低而未说明"),
    "C26": ("note", "得分率远高于执行率"),
    "C27": ("warning", "要求增加没有用完的资金"),
    "C28": ("warning", "文中提到没有的资金来源"),
    "C29": ("warning", "扣分没有对应的问题"),
    "C30": ("warning", "文字重复或标点不对"),
    "C31": ("warning", "没有写完的文字"),
    "C32": ("warning", "年度或名称前后不一"),
    "C33": ("warning", "应有内容的一节写“无”"),
    "C34": ("warning", "报告种类与用词不合"),
    "C35": ("note", "成稿里没有看懂的"),
    "C36": ("warning", "成稿与输入不一致"),
    "C37": ("note", "没有找到写出成稿的输入"),
    "C38": ("warning", "答题份数不合"),
    "C41": ("warning", "文与表可能不符"),
    # F 格式文件夹
    "F01": ("error", "没有这种格式或缺文件"),
    "F02": ("error", "模板引用了没有的名字"),
    "F03": ("warning", "没有用到"),
    "F04": ("error", "指标库分值不等于满分"),
    "F05": ("error", "格式文件写法不对"),
    "F06": ("error", "文字模板写法不对"),
    "F07": ("error", "规则用例不合"),
    "F08": ("warning", "编辑器用的 schema 过期"),
    # W Word 模板
    "W01": ("error", "Word 模板缺样式"),
    "W02": ("error", "Word 模板缺插槽"),
    "W03": ("error", "Word 模板里有控制语句"),
    "W04": ("error", "Word 模板里有修订"),
    "W05": ("error", "Word 模板里有全角花括号"),
    "W06": ("error", "Word 模板里有不认识的字段"),
    "W07": ("warning", "Word 模板的文字影子过期"),
    "W08": ("error", "Word 模板打不开"),
    # O 输出
    "O01": ("error", "写不了输出文件"),
    "O02": ("error", "两份输入写到同一个输出"),
    # L 转年度
    "L01": ("error", "留着上年的话"),
    "L02": ("warning", "与上年相同的句子"),
    "L03": ("warning", "确认不变的对不上"),
    "L04": ("warning", "上年的输入不在了或改过了"),
    "L05": ("warning", "没有放下的"),
    "L06": ("error", "年度不晚于上年的"),
    # X 程序自身
    "X01": ("error", "程序自身的错"),
}

FINISHED_ONLY = ("C35", "C36", "C37")
"""只在核对 Word 成稿时才有的代码；核对输入不会有，检查单不列。"""


FAULT = "X01"
"""程序自己的错：这一份没有查成，退出码 70。"""

NEVER_SILENT: dict[str, str] = {
    "S09": "井号后的文字没有进报告",
    "I06": "写了的一段没有印出来",
    "C35": "成稿里的表没有看懂，没有核对",
}
"""出稿成功时也要说的提醒和说明，和为什么：写了而报告里没有的，没有看懂的。别的等人来问（build -v、check）。"""


def diagnose(
    code: str,
    span: Span,
    message: str,
    help: str = "",
    *,
    related: Iterable[Related] = (),
    edit: Edit | None = None,
    subject: str = "",
    severity: Severity | None = None,
) -> Diagnostic:
    """造一条诊断；严重程度取自 CODES，除非格式另有声明。"""
    return Diagnostic(
        code, severity or CODES[code][0], span, message, help, tuple(related), edit, subject
    )


def blocking(diagnostics: Iterable[Diagnostic]) -> bool:
    """其中有没有未豁免的错误（有就不出正式稿）。"""
    return any(d.severity == "error" and not d.waived for d in diagnostics)


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    """未豁免的某一级诊断有几条。"""
    return sum(d.severity == severity and not d.waived for d in diagnostics)


def pressing(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """不问也要说的：未豁免的错误，和 NEVER_SILENT 里的。"""
    return tuple(
        d for d in diagnostics if not d.waived and (d.severity == "error" or d.code in NEVER_SILENT)
    )


def faulty(diagnostics: Iterable[Diagnostic]) -> bool:
    """其中有没有程序自己的错。"""
    return any(diagnostic.code == FAULT for diagnostic in diagnostics)


def chosen(
    diagnostics: Iterable[Diagnostic], select: Iterable[str], ignore: Iterable[str]
) -> list[Diagnostic]:
    """挑出要看的：select 空则全要；代码可写全（C04）或只写开头（C）。没有这样的代码则抛 ValueError。

    程序自己的错总在其中：那一份没有查成，不能显得没有问题。
    """
    kept, left = _prefixes(select), _prefixes(ignore)
    return [diagnostic for diagnostic in diagnostics if _chosen(diagnostic.code, kept, left)]


def _chosen(code: str, kept: tuple[str, ...], left: tuple[str, ...]) -> bool:
    if code == FAULT:
        return True
    return (not kept or code.startswith(kept)) and not (left and code.startswith(left))


def _prefixes(given: Iterable[str]) -> tuple[str, ...]:
    words = tuple(
        word.strip().upper()
        for text in given
        for word in text.replace("，", ",").split(",")
        if word.strip()
    )
    for word in words:
        if not any(code.startswith(word) for code in CODES):
            raise ValueError(f"没有 {word} 这个代码。")
    return words


class ReportgenError(Exception):
    """库用户得到的异常：输入有错而调用者要的是结果。诊断都在 diagnostics 里。"""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        first = next((d for d in diagnostics if d.severity == "error"), None)
        text = f"{first.span.place} {first.code} {first.message}" if first else "未说明的错误"
        super().__init__(text)

    def __reduce__(self) -> tuple[type[ReportgenError], tuple[tuple[Diagnostic, ...]]]:
        return (type(self), (self.diagnostics,))
