"""同样的内容，两边各用各的：随程序的南京报告，和由它生出的 N 行评分表、200 份输入；docxtpl 一边得到同一份 Document。

docxtpl 的模板照通常的用法做：标题直接写在 Word 里，每节的段落用 {%p for %}，表用 {%tr for %}，`DocxTemplate(路径).render(数据)`。
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import docx

from reportgen.core.document import Document, Heading, Paragraph, Table
from reportgen.pipeline import Examined, examine

ROOT = Path(__file__).resolve().parent.parent
INPUT = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"
OPEN_WEIGHT = 46


def make_project(folder: Path) -> Path:
    """临时工程：格式原样，inputs/ 空着。"""
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "inputs").mkdir(parents=True)
    return folder


def make_rows(project: Path, rows: int) -> Path:
    """评分表有 rows 行的输入：履职下的自设指标换成许多个，分值合计仍是 46。"""
    text = INPUT.read_text("utf-8")
    kept = [line for line in _entries(text) if "level1: 履职" not in line]
    number = max(1, rows - 33)
    weight = f"{OPEN_WEIGHT * 10**8 // number / 10**8:.8f}"
    rest = f"{OPEN_WEIGHT - float(weight) * (number - 1):.8f}"
    own = [
        f"  - {{level1: 履职, level2: 履职事项{index // 8}, name: 服务企业第{index}批, target: ≥300 家, actual: 300 家, "
        f"weight: {rest if index == 0 else weight}, definition: 完成率=（实际服务企业数/计划服务企业数）×100%。}}\n"
        for index in range(number)
    ]
    head, tail = _split(text)
    path = project / "inputs" / f"rows{rows}.yaml"
    path.write_text(head + "".join(kept) + "".join(own) + tail, "utf-8")
    return path


def _split(text: str) -> tuple[str, str]:
    """indicators 之前（含这一行）和之后的文字；抄录、豁免不带。"""
    start = text.index("\nindicators:") + len("\nindicators:\n")
    end = start + (re.search(r"^[a-z]", text[start:], re.MULTILINE) or re.search("$", text)).start()  # type: ignore[union-attr]
    tail = re.sub(r"^(?:waivers|stated):.*?(?=^[a-z]|\Z)", "", text[end:], flags=re.MULTILINE | re.DOTALL)
    return text[:start], tail


def _entries(text: str) -> list[str]:
    head, tail = _split(text)
    start = len(head)
    body = text[start : text.index("\n" + re.search(r"^[a-z]\w*:", text[start:], re.MULTILINE)[0], start) + 1]  # type: ignore[index]
    return re.split(r"(?m)^(?=  - |  #)", body)[1:]


def make_many(project: Path, count: int) -> list[Path]:
    """count 份互不相同的输入。"""
    text = INPUT.read_text("utf-8")
    paths = []
    for index in range(count):
        path = project / "inputs" / f"unit{index:03d}.yaml"
        path.write_text(text.replace("南京市企业服务中心", f"南京市企业服务中心{index:03d}"), "utf-8")
        paths.append(path)
    return paths


def examined(path: Path) -> Examined:
    """查过的输入；有错误则停下，量出来的才算数。"""
    result = examine(path)
    assert result.document is not None
    assert result.scorecard is not None
    assert result.scorecard.complete, [d.message for d in result.diagnostics if d.severity == "error"][:3]
    return result


def make_docxtpl(document: Document, folder: Path, name: str) -> tuple[Path, Path]:
    """docxtpl 一边的模板和数据（YAML），内容与 document 相同。"""
    import yaml

    template = docx.Document()
    template.add_heading("{{ title }}", 0)
    context: dict[str, Any] = {"title": "".join(document.title)}
    paragraphs: list[str] = []
    sections = tables = 0

    def flush() -> None:
        nonlocal sections, paragraphs
        if paragraphs:
            for text in (f"{{%p for p in s{sections} %}}", "{{ p }}", "{%p endfor %}"):
                template.add_paragraph(text)
            context[f"s{sections}"] = paragraphs
            sections, paragraphs = sections + 1, []

    for block in document.blocks():
        if isinstance(block, Paragraph):
            paragraphs.append(block.text)
            continue
        flush()
        if isinstance(block, Heading):
            template.add_heading(block.full, min(block.level, 4))
        else:
            _table(template, block, context, f"t{tables}")
            tables += 1
    flush()
    path, data = folder / f"{name}.docx", folder / f"{name}.yaml"
    template.save(str(path))
    data.write_text(yaml.safe_dump(context, allow_unicode=True), "utf-8")
    (folder / "schema.json").write_text(json.dumps({"type": "object", "required": ["title"]}), "utf-8")
    return path, data


def _table(template: Any, table: Table, context: dict[str, Any], name: str) -> None:
    """表头直接写在 Word 里，各行用 {%tr for %}。"""
    columns = len(table.widths)
    if table.caption:
        template.add_paragraph(table.caption)
    grid = template.add_table(rows=table.header_rows + 3, cols=columns)
    for at, row in enumerate(table.rows[: table.header_rows]):
        for cell, text in zip(grid.rows[at].cells, _texts(row, columns), strict=True):
            cell.text = text
    grid.rows[table.header_rows].cells[0].text = f"{{%tr for r in {name} %}}"
    for at, cell in enumerate(grid.rows[table.header_rows + 1].cells):
        cell.text = f"{{{{ r[{at}] }}}}"
    grid.rows[table.header_rows + 2].cells[0].text = "{%tr endfor %}"
    context[name] = [_texts(row, columns) for row in table.rows[table.header_rows :]]


def _texts(row: Any, columns: int) -> list[str]:
    texts: list[str] = []
    for cell in row.cells:
        texts += [cell.text, *[""] * (cell.span - 1)]
    return texts + [""] * (columns - len(texts))
