"""填好的：从填报表读回的树、来历、每格在哪里，和读的时候要说的。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from reportgen.core.diagnostics import Diagnostic, Source, Span
from reportgen.core.frozen import frozen
from reportgen.source.cells import Address
from reportgen.source.tree import Node
from reportgen.workbook.sharing import OUTSIDE
from reportgen.workbook.version import Version


@frozen
class Places:
    """各格的地方：fields 是一处（对象、一行）的各个键各在哪一格，空着的也在内；
    addresses 是各格是树的哪里；blocks 是输入的各个键从哪一格起。"""

    fields: Mapping[Address, Mapping[str, str]] = field(default_factory=dict)
    addresses: Mapping[str, Address] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)

    def missing(self, label: str, name: str) -> str:
        """说 label 那一格所在的一处缺 name 的，该填哪一格；说不出的为空。"""
        here = self.addresses.get(label, ())
        for depth in range(len(here), -1, -1):
            found = self.fields.get(here[:depth], {}).get(name)
            if found:
                return found
        return self.blocks.get(name, "")


@frozen
class Filled:
    """读回的一本填报表；结构坏了的没有树。

    source 的全文是规范的 YAML，指纹取它；origins 是各行（在树的哪里）写出时在哪里。
    """

    version: Version
    source: Source
    diagnostics: tuple[Diagnostic, ...]
    tree: Node | None = None
    places: Places = Places()
    origins: Mapping[Address, Address] = field(default_factory=dict)
    numbers: Mapping[Address, int] = field(default_factory=dict)

    def placed(self, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        """缺了一项的，指到该填的那一格，改法也照着说；分给科室的，不说别的科室的。"""
        mine = (problem for problem in diagnostics if problem.span.label != OUTSIDE)
        return tuple(map(self._placed, mine))

    def _placed(self, problem: Diagnostic) -> Diagnostic:
        if problem.code != "I01" or not problem.subject or not problem.span.label:
            return problem
        label = self.places.missing(problem.span.label, problem.subject)
        help = problem.help.replace(f"加上一行 {problem.subject}: …", "填上这一格")
        if not label:
            return replace(problem, help=help)
        span = Span(Source(self.source.name), 1, 1, 0, 0, label)
        return replace(problem, span=span, help=help)
