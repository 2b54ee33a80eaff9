"""编辑器用的 schema 由声明生成：不过期，自成一体，与程序的判断相同；编辑器自己也这么说。"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reportgen.core.diagnostics import Source
from reportgen.core.fieldspec import PASSAGES, WAYS, FieldSpec
from reportgen.core.shape import Shape
from reportgen.core.text import Record
from reportgen.corridor.pipeline import examine
from reportgen.door import cli
from reportgen.formats import written
from reportgen.formats.cases import cases_shape
from reportgen.formats.editors import stale
from reportgen.formats.fields import core_shape, input_shape
from reportgen.formats.load import format_shape, load_format
from reportgen.formats.start import default_format, starting_input
from reportgen.source.reading import read
from reportgen.source.scalars import PLACEHOLDER, READERS
from reportgen.source.shape import check_shape
from reportgen.source.tree import parse
from tests.formats.editor import AVAILABLE, Editor

ROOT = Path(__file__).resolve().parents[2]
FORMATS = sorted(path.parent for path in ROOT.glob("templates/*/format.yaml"))
SCHEMAS = sorted(
    [*ROOT.glob("templates/*/schema.json"), *ROOT.glob("templates/_shared/schema/*.json")]
)
INPUTS = sorted([*ROOT.glob("inputs/**/*.yaml"), *ROOT.glob("templates/*/sample.yaml")])
FILES = sorted([*ROOT.glob("templates/*/*.yaml"), *ROOT.glob("templates/*/cases/*.yaml")])


def parts(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """schema 里的每一层和它的位置。"""
    if isinstance(schema, dict):
        yield where, schema
        for key, inner in schema.items():
            yield from parts(inner, f"{where}/{key}")
    if isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from parts(inner, f"{where}/{number}")


def shapes(shape: Shape, depth: int = 0) -> Iterator[Shape]:
    """形状的每一处；规则里有规则，故只走有限的几层。"""
    yield shape
    if depth == 9:
        return
    inner = [*shape.properties.values(), *shape.choices, shape.items, shape.rest]
    if shape.variants is not None:
        inner += shape.variants.shapes.values()
    for part in inner:
        if part is not None:
            yield from shapes(part, depth + 1)


def every_shape() -> Iterator[Shape]:
    """输入和各种格式文件的全部形状。"""
    for shape in (core_shape(), cases_shape(), *(format_shape(name) for name in written.WAYS)):
        yield from shapes(shape)


def modeline(path: Path) -> Path:
    """文件第一行指的 schema。"""
    first = path.read_text("utf-8").partition("\n")[0]
    found = re.match(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found, f"{path} 的第一行没有指明 schema"
    return (path.parent / found[1]).resolve()


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_the_committed_schemas_are_what_the_declarations_generate(folder: Path) -> None:
    format, problems = load_format(folder)
    assert format is not None, problems
    assert list(stale(format)) == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_schema_stands_alone_and_has_a_chinese_title_for_every_key(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for where, part in parts(schema):
        reference = part.get("$ref")
        if reference is not None and isinstance(reference, str):
            assert reference.removeprefix("#/$defs/") in schema["$defs"], (
                f"{where} 指到文件外面：{reference}"
            )
        for key, inner in (
            part.get("properties", {}).items() if where.rpartition("/")[2] != "properties" else ()
        ):
            if "const" not in inner:
                assert re.search("[一-龥]", inner.get("title", "")), f"{where} 的 {key} 没有中文名"


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_first_line_of_an_input_leads_to_a_schema_that_takes_it_and_no_typo(path: Path) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(modeline(path).read_text("utf-8")))
    value = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert schema.schema["$id"] == f"reportgen:{value['format']}"
    assert list(schema.iter_errors(value)) == []
    for key in value:
        mistyped = {(f"{name}x" if name == key else name): inner for name, inner in value.items()}
        assert not schema.is_valid(mistyped), key
    fields = (ROOT / "templates" / value["format"] / "fields.yaml").read_text("utf-8")
    listed = "\n  sections:" in fields  # 格式没有列出叙述有哪些的，什么都可以写
    for key in ("facts", "unit", "funds", *(("sections",) if listed else ())):
        if key in value:
            assert not schema.is_valid({**value, key: {**value[key], "untit": "x"}}), key


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_a_misspelt_section_of_a_shipped_format_is_answered_with_the_right_one(
    folder: Path,
) -> None:
    format, _ = load_format(folder)
    assert format is not None
    sample = (folder / "sample.yaml").read_text("utf-8")
    for name in format.shape.properties["sections"].properties:
        misspelt, found = re.subn(rf"(?m)^  {name}:", f"  {name}x:", sample)
        if not found:  # 不是必写的一节，例子里没有
            continue
        node, _ = parse(Source("x.yaml", misspelt))
        assert node is not None
        first = check_shape(node, format.shape)[0]
        assert first.code == "I02"
        assert first.message == f"“叙述”里没有“{name}x”这个键。"
        assert first.help.startswith(f"是不是想写 {name}（")


OPEN_OR_NOT = {
    "not listed": ("sections: {title: 叙述}", []),
    "listed": ("sections: {fields: {乙: {title: 乙}}}", ["I02"]),
    "listed with this one": ("sections: {fields: {甲: {title: 甲}}}", []),
    "listed and left open": ("sections: {open: true, fields: {乙: {title: 乙}}}", []),
    "of one kind": ("sections: {fields: {甲: {title: 甲, is: passages}}}", ["I03"]),
}


@pytest.mark.parametrize(("line", "codes"), OPEN_OR_NOT.values(), ids=OPEN_OR_NOT)
def test_what_a_format_lists_is_closed_unless_it_says_open(line: str, codes: list[str]) -> None:
    fields, _ = parse(Source("fields.yaml", f"fields:\n  {line}\n"))
    node, _ = parse(Source("x.yaml", "sections: {甲: 一段话。}\n"))
    assert fields is not None and node is not None
    shape, faults = input_shape(read(fields, FieldSpec))
    assert not faults
    assert [d.code for d in check_shape(node, shape) if d.code != "I01"] == codes


def test_the_first_line_of_every_file_of_a_format_leads_to_its_schema() -> None:
    for path in FILES:
        kind = (
            "cases"
            if path.parent.name == "cases"
            else {"claims": "checks"}.get(path.stem, path.stem)
        )
        name = "schema.json" if kind == "sample" else f"{kind}.json"
        assert modeline(path).name == name and modeline(path).is_file(), path


def test_one_name_is_one_class_and_every_word_has_a_reader() -> None:
    """$defs 里凭类名只写一次，所以两个类不能同名；声明里的读法都有。"""
    classes: dict[str, set[Any]] = {}
    for shape in every_shape():
        if shape.named:
            classes.setdefault(shape.named, set()).add(shape.make)
        if shape.kind == "scalar" and not shape.choices:
            assert shape.format in READERS, shape
    assert {name: found for name, found in classes.items() if len(found) > 1} == {}
    assert set(WAYS) - {PASSAGES} <= set(READERS)


def test_a_new_fact_of_a_format_costs_one_line(project: Path) -> None:
    """fields.yaml 里加一行：读得到、写错了说得出、schema 里也有。"""
    folder = project / "templates" / "nanjing-whole-2024"
    fields, sample = folder / "fields.yaml", folder / "sample.yaml"
    line = "          vehicles: {title: 公务用车, is: count, rollover: clear}\n"
    quota = re.compile(r"( +)quota: .*\n")
    fields.write_text(
        quota.sub(lambda found: found[0] + line, fields.read_text("utf-8"), count=1), "utf-8"
    )
    text = quota.sub(
        lambda found: found[0] + f"{found[1]}vehicles: 3 辆\n", sample.read_text("utf-8"), count=1
    )
    target = project / "inputs" / "x.yaml"
    target.write_text(text, "utf-8")
    evaluation = examine(target).evaluation
    assert evaluation is not None
    staff = evaluation.facts["staff"]
    assert isinstance(staff, Record)
    assert str(staff["vehicles"]) == "3 辆"
    target.write_text(text.replace("3 辆", "三辆"), "utf-8")
    assert [
        "“公务用车”写法不对" in d.message for d in examine(target).diagnostics if d.code == "I03"
    ] == [True]
    assert (
        cli.run(["format", "check", folder.name, "--write", "--templates", str(folder.parent)]) == 0
    )
    assert '"公务用车"' in (folder / "schema.json").read_text("utf-8")


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_what_is_still_to_be_filled_in_is_not_a_wrong_word_to_the_editor(folder: Path) -> None:
    text, _ = starting_input(folder.parent, folder.name)
    assert PLACEHOLDER in text
    schema = jsonschema.Draft202012Validator(
        json.loads((folder / "schema.json").read_text("utf-8"))
    )
    assert list(schema.iter_errors(yaml.load(text, Loader=yaml.BaseLoader))) == []


def test_a_new_input_has_its_schema_beside_it(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    templates = ["--templates", str(project / "templates")]
    target = tmp_path / "elsewhere" / "x.yaml"
    target.parent.mkdir()
    assert cli.run(["new", "mof-self-2020", "-o", str(target), *templates]) == 0
    assert (
        modeline(target)
        == (target.parent / ".reportgen" / "schema" / "mof-self-2020.json").resolve()
    )
    assert (
        modeline(target).read_bytes()
        == (project / "templates" / "mof-self-2020" / "schema.json").read_bytes()
    )
    capsys.readouterr()
    assert cli.run(["new", "mof-self-2020", *templates]) == 0
    printed = capsys.readouterr().out
    assert "yaml-language-server" not in printed
    assert printed.startswith("# 项目支出绩效自评表")
    assert cli.run(["new", "no-such-format", "-o", str(tmp_path / "y.yaml"), *templates]) == 1
    assert not (tmp_path / "y.yaml").exists()


@pytest.mark.parametrize(
    "line", ["default: 是", "default:   true # 用它", "'default': \"true\"", "{default: true}"]
)
def test_the_default_format_is_read_as_yaml(tmp_path: Path, line: str) -> None:
    for name, text in (("a", "# default: true\ntitle: >\n  default: true\n"), ("b", line + "\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "format.yaml").write_text(text, "utf-8")
    assert default_format(tmp_path) == "b"


WORDS = {
    "format.yaml": "郑州市财政局",
    "fields.yaml": "title: 郑州市",
    "rules.yaml": "待证实",
    "outline.yaml": "支出绩效自评价报告",
    "tables.yaml": "年度预算安排",
    "checks.yaml": "共~",
    "claims.yaml": "条建议",
}
"""格式的各个 YAML 里有的一个词，改了它，报告就可能不同。"""


def test_the_digest_covers_every_file_that_can_change_a_report(project: Path) -> None:
    folder, shared = (
        project / "templates" / "zhengzhou-self-2022",
        project / "templates" / "_shared",
    )
    (shared / "more").mkdir()
    (shared / "more" / "notes.txt").write_text("试验", "utf-8")
    used = "portrait.docx"
    (folder / "checks.yaml").write_text("- {say: ['共~{count}家'], fact: indicators}\n", "utf-8")

    def digest() -> str:
        format, problems = load_format(folder)
        assert format is not None, problems
        return format.digest

    before, apart = digest(), {"sample.yaml", "cases"}
    for path in [path for path in (*folder.rglob("*"), *shared.rglob("*")) if path.is_file()]:
        data = path.read_bytes()
        if path.name in WORDS and not apart & {path.name, path.parent.name}:
            path.write_bytes("# 多一行注释\n".encode() + data)
            assert digest() == before, f"{path} 只多了注释"
            word = WORDS[path.name].encode()
            assert word in data
            path.write_bytes(data.replace(word, word + "了".encode()))
        else:
            path.write_bytes(data + (b"" if path.suffix == ".json" else b"\n"))
        unchanged = path.suffix == ".json" or apart & {path.name, path.parent.name}
        unchanged = unchanged or (path.parent.name == "frames" and path.name != used)
        assert (digest() == before) == bool(unchanged), path
        path.write_bytes(data)
    assert digest() == before


@pytest.mark.skipif(not AVAILABLE, reason="没有 Node 和 yaml-language-server")
def test_the_editor_itself_completes_and_flags_a_typo(tmp_path: Path) -> None:
    new = [tmp_path / f"{folder.name}.yaml" for folder in FORMATS]
    for path in new:
        assert (
            cli.run(["new", path.stem, "-o", str(path), "--templates", str(ROOT / "templates")])
            == 0
        )
    started = tmp_path / "zhengzhou-self-2022.yaml"
    with Editor() as editor:
        for path in (*INPUTS, *FILES, *new):
            assert editor.problems(path, path.read_text("utf-8")) == [], path
        text = started.read_text("utf-8")
        found = editor.problems(started.with_name("y.yaml"), re.sub(r"(?m)^unit:", "untit:", text))
        assert any("untit is not allowed" in problem for problem in found)
        open_line = started.with_name("z.yaml")
        editor.problems(open_line, text + "\n")
        assert {"waivers", "sections"} <= set(editor.completions(open_line, text.count("\n"), 0))
        rules = ROOT / "templates" / "mof-self-2020" / "rules.yaml"
        mistyped = rules.read_text("utf-8").replace(
            "{kind: ratio", "{kind: ratio, pas_line: 60%", 1
        )
        assert any(
            "pas_line" in problem
            for problem in editor.problems(rules.with_name("zz.yaml"), mistyped)
        )


def test_the_shared_schemas_are_missed_where_they_are_not(project: Path) -> None:
    shutil.rmtree(project / "templates" / "_shared" / "schema")
    format, _ = load_format(project / "templates" / "mof-self-2020")
    assert format is not None
    assert {d.code for d in stale(format)} == {"F08"}
