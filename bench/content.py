"""同样的内容，两边各用各的：随程序的南京报告，和由它生出的 N 行评分表、200 份输入；docxtpl 一边得到同一份 Document。

docxtpl 的模板照通常的用法做：标题直接写在 Word 里并设好字体，每节的段落用 {%p for %}，表用 {%tr for %}，
一级、二级指标两列用 {% vm %} 合并；然后 `DocxTemplate(路径).render(数据)`。
"""

from __future__ import annotations

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import docx.oxml.ns
import docx.shared

from reportgen.core.document import Heading, Paragraph, Table
from reportgen.corridor.pipeline import Examined, examine
from reportgen.source.schema import editor_schema

ROOT = Path(__file__).resolve().parent.parent
INPUT = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"
OPEN_WEIGHT = 46


def make_project(folder: Path) -> Path:
    """临时工程：格式原样，inputs/ 空着。"""
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "inputs").mkdir(parents=True)
    return folder


def make_rows(project: Path, rows: int, paragraphs: int = 0) -> Path:
    """评分表有 rows 行的输入：履职下的自设指标换成许多个，分值合计仍是 46；叙述另加 paragraphs 段。"""
    head, listed, tail = _parts(INPUT.read_text("utf-8"))
    entries = re.split(r"(?m)^(?=  - )", listed)
    kept = [entry for entry in entries if "level1: 履职" not in entry]
    number = max(1, rows - (len(kept) - 1))
    weight = f"{Decimal(OPEN_WEIGHT) / number:.8f}"
    rest = f"{OPEN_WEIGHT - Decimal(weight) * (number - 1):.8f}"
    indicators = [
        f"  - {{level1: 履职, level2: 履职事项{index // 8}, name: 服务企业第{index}批, "
        f"target: ≥{300 + index} 家, actual: {300 + index} 家, weight: {rest if index == 0 else weight}, "
        "definition: 完成率=（实际服务企业数/计划服务企业数）×100%。}\n"
        for index in range(number)
    ]
    lines = "".join(
        f"        - 服务企业第{index}批共{300 + index}家，按计划完成，企业反映良好。\n"
        for index in range(paragraphs)
    )
    if lines:
        passage = f"  achievements:\n    - title: 分批情况\n      items:\n{lines}"
        assert "  achievements:\n" in tail
        tail = tail.replace("  achievements:\n", passage, 1)
    path = project / "inputs" / f"rows{rows}.yaml"
    path.write_text(
        head + "".join(kept).rstrip() + "\n" + "".join(indicators) + _without_stated(tail), "utf-8"
    )
    return path


def _parts(text: str) -> tuple[str, str, str]:
    """indicators 之前（含这一行）、各指标、之后的文字。"""
    start = text.index("\nindicators:\n") + len("\nindicators:\n")
    after = re.compile(r"^[a-z]\w*:", re.MULTILINE).search(text, start)
    end = after.start() if after else len(text)
    return text[:start], text[start:end], text[end:]


def _without_stated(text: str) -> str:
    """抄录和豁免只对原件有意义，不带。"""
    return re.sub(r"^(?:waivers|stated):.*?(?=^[a-z]|\Z)", "", text, flags=re.MULTILINE | re.DOTALL)


def make_faulty(project: Path, count: int) -> Path:
    """有 count 处诊断的输入：自设指标各扣了分，没有写偏差原因（R05）。"""
    path = make_rows(project, count)
    text = re.sub(
        r"actual: (\d+) 家",
        lambda match: f"actual: {int(match[1]) - 9} 家",
        path.read_text("utf-8"),
    )
    path.write_text(text, "utf-8")
    return path


VOCABULARY = ROOT / "tests" / "formats" / "vocabulary"


def make_projects(folder: Path, count: int) -> Path:
    """一份报告评 count 个项目的输入，和它的小格式。"""
    template = folder / "templates" / "each_of_projects"
    if not template.is_dir():
        shutil.copytree(ROOT / "templates" / "_shared", folder / "templates" / "_shared")
        shutil.copytree(VOCABULARY / "base", template)
        shutil.copytree(VOCABULARY / template.name, template, dirs_exist_ok=True)
        shutil.copy(template / "input.yaml", template / "sample.yaml")
        manifest = template / "format.yaml"
        manifest.write_text(
            manifest.read_text("utf-8").replace(": base\n", f": {template.name}\n", 1), "utf-8"
        )
        (folder / "inputs").mkdir()
    text = (
        (template / "input.yaml").read_text("utf-8").replace(": base\n", f": {template.name}\n", 1)
    )
    head, _, projects = text.partition("projects:\n")
    first = projects.split("\n  - name: ")[0].rstrip()
    copies = [first.replace("路灯维修", f"路灯维修{number}") for number in range(count)]
    path = folder / "inputs" / f"projects{count}.yaml"
    path.write_text(f"{head}projects:\n" + "\n".join(copies) + "\n", "utf-8")
    return path


def make_many(project: Path, count: int) -> list[Path]:
    """count 份互不相同的输入。"""
    text = INPUT.read_text("utf-8")
    paths = []
    for index in range(count):
        path = project / "inputs" / f"unit{index:03d}.yaml"
        path.write_text(
            text.replace("南京市企业服务中心", f"南京市企业服务中心{index:03d}"), "utf-8"
        )
        paths.append(path)
    return paths


def examined(path: Path) -> Examined:
    """查过的输入；有错误则停下，量出来的才算数。"""
    result = examine(path)
    assert result.document is not None
    assert result.scorecard is not None
    assert result.scorecard.complete, [
        d.message for d in result.diagnostics if d.severity == "error"
    ][:3]
    return result


def make_docxtpl(examined: Examined, folder: Path, name: str) -> dict[str, Any]:
    """docxtpl 一边的模板、数据（JSON）和 schema，内容与 examined 的报告相同；返回数据。"""
    document, format = examined.document, examined.format
    assert document is not None
    assert format is not None
    template = docx.Document()
    _dress(template.add_heading("{{ title }}", 0), "方正小标宋简体", 22)
    template.sections[0].footer.paragraphs[0].text = "— 1 —"
    context: dict[str, Any] = {"title": "".join(document.title)}
    paragraphs: list[str] = []
    sections = tables = 0

    def flush() -> None:
        nonlocal sections, paragraphs
        if paragraphs:
            for text in (f"{{%p for p in s{sections} %}}", "{{ p }}", "{%p endfor %}"):
                _dress(template.add_paragraph(text), "仿宋_GB2312", 16)
            context[f"s{sections}"] = paragraphs
            sections, paragraphs = sections + 1, []

    for block in document.blocks():
        if isinstance(block, Paragraph):
            paragraphs.append(block.text)
            continue
        flush()
        if isinstance(block, Heading):
            _dress(template.add_heading(block.full, min(block.level, 4)), "黑体", 16)
        else:
            _table(template, block, context, f"t{tables}")
            tables += 1
    flush()
    template.save(str(folder / f"{name}.docx"))
    (folder / f"{name}.json").write_text(json.dumps(context, ensure_ascii=False), "utf-8")
    (folder / "schema.json").write_text(json.dumps(editor_schema(format.shape, format.id)), "utf-8")
    return context


def _table(template: Any, table: Table, context: dict[str, Any], name: str) -> None:
    """表头直接写在 Word 里，各行用 {%tr for %}。"""
    columns = len(table.widths)
    if table.caption:
        _dress(template.add_paragraph(table.caption), "黑体", 12)
    grid = template.add_table(rows=table.header_rows + 3, cols=columns)
    for at, row in enumerate(table.rows[: table.header_rows]):
        for cell, text in zip(grid.rows[at].cells, _texts(row, columns), strict=True):
            cell.text = text
            _dress(cell.paragraphs[0], "黑体", 10)
    grid.rows[table.header_rows].cells[0].text = f"{{%tr for r in {name} %}}"
    for at, cell in enumerate(grid.rows[table.header_rows + 1].cells):
        merged = (
            "{% vm %}" if table.role == "scorecard" and at < 2 and len(table.rows) < 1000 else ""
        )
        cell.text = f"{{{{ r[{at}] }}}}{merged}"
        _dress(cell.paragraphs[0], "仿宋_GB2312", 10)
    grid.rows[table.header_rows + 2].cells[0].text = "{%tr endfor %}"
    context[name] = [_texts(row, columns) for row in table.rows[table.header_rows :]]


def _dress(paragraph: Any, font: str, size: int) -> None:
    """公文的字体字号行距，写在段落和字上，如同在 Word 里设好。"""
    paragraph.paragraph_format.line_spacing = docx.shared.Pt(29)
    paragraph.paragraph_format.first_line_indent = docx.shared.Pt(2 * size)
    for run in paragraph.runs:
        run.font.name, run.font.size = font, docx.shared.Pt(size)
        run._element.rPr.rFonts.set(docx.oxml.ns.qn("w:eastAsia"), font)


def _texts(row: Any, columns: int) -> list[str]:
    texts: list[str] = []
    for cell in row.cells:
        texts += [cell.text, *[""] * (cell.span - 1)]
    return texts + [""] * (columns - len(texts))
