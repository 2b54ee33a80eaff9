"""手改的地方：一份成稿印出的各块，同写出时的对照，逐处说出来，指到段、行、格。

写出时的各块只知道指纹的，说得出哪里改过；知道文字的，说得出原来是什么，表里的一格用行名和列名说。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.core.aligning import Step, changed_words, common_ends, steps
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose
from reportgen.core.printed import PLACED, Printed, PrintedKind
from reportgen.core.quantity import shorten
from reportgen.word.reading.digests import digest_words, kind_of

JOINT = " │ "
"""抄本里格与格之间。"""
LONGEST = 80
"""原来的字、现在的字最多印这么多。"""
NAMES: dict[PrintedKind, str] = {
    "paragraph": "一段",
    "row": "一行",
    "header": "一处页眉",
    "footer": "一处页脚",
    "note": "一个脚注",
    "chart": "一幅图",
    "picture": "一张图片",
}
THESE: dict[PrintedKind, str] = {
    "paragraph": "这一段",
    "row": "这一行",
    "header": "页眉",
    "footer": "页脚",
    "note": "这个脚注",
    "chart": "这幅图",
    "picture": "这张图片",
}
ROW_NAMES = ("三级指标", "指标名称", "二级指标", "指标", "名称", "项目", "内容")
"""表里哪一列是行的名字：表头照这个次序找，都没有的用第一列。"""
HELP = "以成稿为准的，把改动写进输入，重新出稿；不该改的，改回去。"


def retouched(
    now: Sequence[Printed],
    was: Sequence[Printed] | None,
    recorded: Sequence[str],
    place: Span,
) -> Iterator[Diagnostic]:
    """V01 各处改动。was 是写出时的各块，不知道的是 None；recorded 是它们的指纹。"""
    words = digest_words(now)
    if list(words) == list(recorded):
        return
    source = Source(place.source.name, "\n".join(JOINT.join(block.texts) for block in now))
    teller = _Teller(source, now, was, recorded, place)
    for placed in (True, False):
        old = [at for at, word in enumerate(recorded) if (kind_of(word) in PLACED) == placed]
        new = [at for at, word in enumerate(words) if (kind_of(word) in PLACED) == placed]
        olds, news = [recorded[at] for at in old], [words[at] for at in new]
        if not placed and sorted(olds) == sorted(news):
            continue  # 页眉页脚的先后随存的程序变
        texts: tuple[list[str], ...] = ()
        if was is not None:
            texts = ([was[at].text for at in old], [now[at].text for at in new])
        for step in steps(olds, news, texts):
            yield from teller.told(_in_whole(step, old, new))


def _in_whole(step: Step, old: Sequence[int], new: Sequence[int]) -> Step:
    """一组里的第几块 → 全文的第几块。"""
    before = new[step.before - 1] + 1 if step.before else 0
    was = None if step.was is None else old[step.was]
    now = None if step.now is None else new[step.now]
    return Step(was, now, before)


class _Teller:
    """把一处处不同说成诊断。"""

    def __init__(
        self,
        source: Source,
        now: Sequence[Printed],
        was: Sequence[Printed] | None,
        recorded: Sequence[str],
        place: Span,
    ) -> None:
        self.source, self.now, self.was, self.place = source, now, was, place
        self.recorded = recorded
        self.starts = [0]
        for line in source.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def told(self, step: Step) -> Iterator[Diagnostic]:
        """一处：改的、添的、删的。"""
        if step.was is None:
            assert step.now is not None
            message = f"{THESE[self.now[step.now].kind]}是出稿以后添上的。"
            yield self.at(step.now, message)
        elif step.now is None:
            yield self.deleted(step.was, step.before)
        elif self.was is None:
            message = f"{THESE[self.now[step.now].kind]}出稿以后改过。"
            yield self.at(step.now, message)
        else:
            yield from self.changed(self.was[step.was], step.now)

    def at(self, index: int, message: str, start: int = 0, length: int = 0) -> Diagnostic:
        """指着现在的一块，或其中从第 start 个字起的 length 个字。"""
        block = self.now[index]
        first = self.starts[index] + start
        whole = len(JOINT.join(block.texts)) - start
        end = first + (length or whole)
        span = Span(self.source, index + 1, start + 1, first, end, block.place)
        return diagnose("V01", span, message, HELP, subject=block.place)

    def deleted(self, was: int, before: int) -> Diagnostic:
        """删掉的一块：指着它前面的一块。"""
        kind = kind_of(self.recorded[was])
        said = ""
        if self.was is not None:
            said = f"：“{shorten(self.was[was].text.replace(chr(9), JOINT), LONGEST)}”"
        if not before or kind not in PLACED:
            message = f"原来有{NAMES[kind]}，出稿以后删去了{said}。"
            span = replace(self.place, label="开头" if kind in PLACED else "全文")
            return diagnose("V01", span, message, HELP, subject="删去")
        message = f"这之后原来还有{NAMES[kind]}，出稿以后删去了{said}。"
        return self.at(before - 1, message)

    def changed(self, was: Printed, index: int) -> Iterator[Diagnostic]:
        """改过的一块：表的一行逐格说，别的说改动前后的几个字。"""
        now = self.now[index]
        if now.kind in {"row", "chart"} and len(was.texts) == len(now.texts):
            start = 0
            for at, (old, new) in enumerate(zip(was.texts, now.texts, strict=True)):
                if old != new:
                    yield self.cell(was, index, at, start)
                start += len(new) + len(JOINT)
            return
        if now.kind == "picture":
            yield self.at(index, f"{THESE[now.kind]}出稿以后换过。")
            return
        old, new = changed_words(was.text, now.text)
        message = f"{THESE[now.kind]}出稿以后改过：{_both(old, new)}。"
        yield self.at(index, message, *_mark(was.text, now.text))

    def cell(self, was: Printed, index: int, at: int, start: int) -> Diagnostic:
        """改过的一格：用行名和列名说。"""
        now = self.now[index]
        old, new = changed_words(was.texts[at], now.texts[at])
        offset, length = _mark(was.texts[at], now.texts[at])
        said = f"{self.cell_name(was, index, at)}出稿以后改过：{_both(old, new)}。"
        problem = self.at(index, said, start + offset, length or len(now.texts[at]) or 1)
        label = now.place if now.kind != "row" else f"{now.place}第 {now.columns[at]} 列"
        return replace(problem, span=replace(problem.span, label=label), subject=label)

    def cell_name(self, was: Printed, index: int, at: int) -> str:
        """“政策宣讲场次（场）”的“得分”；没有表头、没有行名的，只说一格。"""
        now = self.now[index]
        if now.kind == "chart":
            return "图上的一项"
        heads = self.heads(now.table)
        column = heads.get(now.columns[at], "")
        name = ""
        for wanted in (*ROW_NAMES, ""):
            columns = [number for number, head in heads.items() if wanted and wanted in head]
            number = max(columns, default=0 if wanted else 1)
            if number in now.columns and number != now.columns[at]:
                name = was.texts[now.columns.index(number)]
            if name:
                break
        if name and column:
            return f"“{shorten(name, 30)}”的“{shorten(column, 20)}”"
        said = name or column
        return f"“{shorten(said, 30)}”{'一行' if name else '一列'}的一格" if said else "一格"

    def heads(self, table: int) -> dict[int, str]:
        """一张表的表头：第几列 → 列名，几层的取最下面写着字的一层。"""
        heads: dict[int, str] = {}
        for block in self.now:
            if block.table == table and block.level:
                for column, text in zip(block.columns, block.texts, strict=True):
                    if text:
                        heads[column] = text
        return heads


def _both(old: str, new: str) -> str:
    """改动前后。"""
    was = f"原来是“{shorten(old, LONGEST)}”" if old else "原来是空的"
    now = f"现在是“{shorten(new, LONGEST)}”" if new else "现在是空的"
    return f"{was}，{now}"


def _mark(was: str, now: str) -> tuple[int, int]:
    """现在的文字里改动的几个字：从第几个起，几个；只删了字的标一个。"""
    start, end = common_ends(was, now)
    return min(start, max(0, len(now) - 1)), max(1, len(now) - start - end)
