"""量一组写好判断的句子：一句一句加进它说的那份输入，看响不响。

    python -m tests.sentences.meter [first.yaml] [-v] [--reports]

--reports 量的是成稿：先由那份输入出稿，句子加在 Word 的末尾，没有输入可比，只有认出来的事实。
"""

from __future__ import annotations

import argparse
import io
import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.pipeline import examine, render
from reportgen.corridor.review import review

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEMPLATES = ROOT / "templates"
WAIVERS = re.compile(r"^waivers:.*\n(?:[ \t#].*\n|\n)*", re.M)
"""豁免照录的原件里的不合；量句子时去掉，免得它替句子也说了情。"""

DIGESTS = ("reportgen:input", "reportgen:format")


@dataclass
class Figures:
    """一组句子的结果：响了的、没有响的、错报的，各存着那句话。"""

    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    false_errors: list[str] = field(default_factory=list)
    false_reminders: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed))


def read(name: str) -> list[dict]:
    """一组句子，按输入分开。"""
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def measured(groups: list[dict], *, reports: bool = False) -> Figures:
    """各句加进去以后多出来的诊断。"""
    figures = Figures()
    for group in groups:
        with tempfile.TemporaryDirectory() as home:
            rung = _in_reports if reports else _in_inputs
            for sentence, diagnostics in rung(group, Path(home)):
                _count(figures, sentence, diagnostics)
    return figures


def _count(figures: Figures, sentence: dict, diagnostics: list[Diagnostic]) -> None:
    told = [d for d in diagnostics if d.severity == "error" or d.code == "C41"]
    line = f"{sentence['says']}（{sentence['why']}）"
    messages = "".join(f"\n        {d.severity} {d.code} {d.message}" for d in told)
    if sentence["is"] == "contradiction":
        (figures.found if told else figures.missed).append(line + messages)
    elif any(d.severity == "error" for d in told):
        figures.false_errors.append(line + messages)
    elif told:
        figures.false_reminders.append(line + messages)


def _in_inputs(group: dict, home: Path):
    """加进输入的叙述：比没有这句话时多出的诊断。"""
    original = ROOT / group["input"]
    text = WAIVERS.sub("", original.read_text("utf-8"))
    path = home / original.name
    before = _checked(path, text)
    for sentence in group["sentences"]:
        after = _checked(path, with_line(text, group["below"], sentence["says"]))
        yield sentence, _more(after, before)


def with_line(text: str, below: str, sentence: str) -> str:
    """在 below 那一行的下面、照它的缩进加一行。"""
    lines = text.splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if below in line)
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    lines.insert(at + 1, f"{indent}{sentence}\n")
    return "".join(lines)


def _checked(path: Path, text: str) -> list[Diagnostic]:
    path.write_text(text, "utf-8")
    return list(examine(path, templates=TEMPLATES).diagnostics)


def _in_reports(group: dict, home: Path):
    """加在成稿末尾：去掉指纹，当别处来的报告核对。"""
    from docx import Document

    contents, _ = render(examine(ROOT / group["input"], templates=TEMPLATES), pages=False)
    path = home / "report.docx"
    built = dict(contents)[".docx"]
    before = _reviewed(path, Document(io.BytesIO(built)))
    for sentence in group["sentences"]:
        document = Document(io.BytesIO(built))
        document.add_paragraph(sentence["says"])
        yield sentence, _more(_reviewed(path, document), before)


def _reviewed(path: Path, document) -> list[Diagnostic]:
    package = document.part.package
    for relation in list(package.rels.values()):
        if relation.reltype.endswith("/custom-properties"):
            del package.rels[relation.rId]
    document.save(path)
    return list(review(path, templates=TEMPLATES))


def _more(after: list[Diagnostic], before: list[Diagnostic]) -> list[Diagnostic]:
    known = Counter((d.code, d.message) for d in before)
    more = []
    for diagnostic in after:
        key = (diagnostic.code, diagnostic.message)
        if known[key]:
            known[key] -= 1
        else:
            more.append(diagnostic)
    return more


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", nargs="?", default="first.yaml")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--reports", action="store_true")
    options = parser.parse_args()
    figures = measured(read(options.name), reports=options.reports)
    print(
        f"召回 {len(figures.found)}/{len(figures.found) + len(figures.missed)}"
        f"（{figures.recall:.2f}），错报的错误 {len(figures.false_errors)} 句，"
        f"错报的提醒 {len(figures.false_reminders)} 句"
    )
    if options.v:
        for title in ("missed", "false_errors", "false_reminders"):
            print(title)
            for line in getattr(figures, title):
                print("   ", line)


if __name__ == "__main__":
    main()
