"""读格式：文件夹 → Format。文件缺了、形状不对、互相的引用（check.py）走不通，一次说全，格式就不可用。"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reportgen.core.claim import Claim
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.fieldspec import FieldSpec
from reportgen.core.form import FORMS
from reportgen.core.format import Format, Manifest
from reportgen.core.outline import Outline
from reportgen.core.outside import is_folder, is_there
from reportgen.core.quantity import shorten
from reportgen.core.shape import Shape, shape_of, told
from reportgen.core.spelling import did_you_mean
from reportgen.formats.check import check_references
from reportgen.formats.claims import check_claims
from reportgen.formats.decode import (
    decode_catalogue,
    decode_manifest,
    decode_outline,
    decode_tables,
)
from reportgen.formats.fields import input_shape
from reportgen.formats.forms import read_forms
from reportgen.formats.frames import check_frame, frame_place, reports
from reportgen.formats.written import CLAIMS, TITLES, WAYS
from reportgen.source.files import decode_text, read_bytes, read_source
from reportgen.source.reading import read
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping as Branch
from reportgen.source.tree import Node, Scalar, Sequence, parse

YAML_FILES = ("format.yaml", "fields.yaml", "rules.yaml", "outline.yaml", "tables.yaml")
REQUIRED = (*YAML_FILES, "sample.yaml")
OF_REPORTS = ("outline.yaml", "tables.yaml")
"""只出表样的格式可以没有的。"""


def shown(folder: Path, name: str) -> str:
    """格式文件在诊断里的名字：templates/格式/文件，不含本机的路径。"""
    return f"{folder.parent.name}/{folder.name}/{name}"


def format_shape(name: str) -> Shape:
    """某个格式文件的形状，名字不带扩展名。"""
    return told(shape_of(WAYS[name]), TITLES.get(name, f"{name}.yaml"))


def load_format(folder: Path) -> tuple[Format | None, tuple[Diagnostic, ...]]:
    """读一个格式文件夹；有错误时 Format 为 None。"""
    place = whole(Source(shown(folder, "")))
    if not is_folder(folder):
        known = sorted(path.parent.name for path in folder.parent.glob("*/format.yaml"))
        message = f"没有“{shorten(folder.name, 40)}”这种格式。"
        return None, (diagnose("F01", place, message, did_you_mean(folder.name, known)),)
    diagnostics = [
        diagnose(
            "F01",
            place,
            f"格式 {folder.name} 缺少文件 {name}。",
            f"从相近的格式复制一份 {name} 再改。",
        )
        for name in _required(folder)
        if not is_there(folder / name)
    ]
    trees: dict[str, Node] = {}
    for name in YAML_FILES:
        if is_there(folder / name):
            node, problems = _read(folder, name)
            diagnostics += problems
            if node is not None:
                trees[name] = node
    diagnostics += check_frame(folder, trees.get("format.yaml"))
    texts, problems = _texts(folder / "text", folder)
    diagnostics += problems
    shared, problems = _texts(folder.parent / "_shared", folder.parent / "_shared")
    diagnostics += problems
    claims, problems = load_claims(
        (folder.parent / "_shared", "claims.yaml"), (folder, "checks.yaml")
    )
    diagnostics += problems
    if blocking(diagnostics):
        return None, tuple(diagnostics)
    shape, faults = input_shape(read(trees["fields.yaml"], FieldSpec))
    if faults:
        return None, (*diagnostics, *faults)
    manifest = decode_manifest(trees["format.yaml"])
    if manifest.id != folder.name:
        message = f"format.yaml 的 id 是 {manifest.id}，文件夹名是 {folder.name}。"
        diagnostics.append(diagnose("F05", trees["format.yaml"].span, message, "把两者改成一样。"))
        return None, tuple(diagnostics)
    digest, problems = _digest(folder, manifest, trees)
    if problems:
        return None, (*diagnostics, *problems)
    tables = decode_tables(trees["tables.yaml"]) if "tables.yaml" in trees else ()
    named = tuple(spec.name for spec in tables)
    forms, problems = read_forms(
        folder, manifest, named, trees["format.yaml"].span, shown(folder, "")
    )
    diagnostics += problems
    loaded = Format(
        manifest=manifest,
        catalogue=decode_catalogue(trees["rules.yaml"], folder.name),
        outline=_outline(trees, manifest),
        tables=tables,
        texts=texts,
        shared=shared,
        shape=shape,
        folder=folder,
        digest=digest,
        source=trees["format.yaml"].span.source,
        claims=claims,
        forms=forms,
    )
    if blocking(problems):
        return None, tuple(diagnostics)
    references = check_references(loaded)
    if blocking(references):
        return None, (*diagnostics, *references)
    return loaded, tuple(diagnostics)


def _required(folder: Path) -> tuple[str, ...]:
    """一种格式必有的各文件。"""
    source, problems = read_source(folder / "format.yaml", "format.yaml")
    manifest = None if problems else parse(source)[0]
    if not isinstance(manifest, Branch) or reports(manifest):
        return REQUIRED
    return tuple(name for name in REQUIRED if name not in OF_REPORTS)


def _outline(trees: Mapping[str, Node], manifest: Manifest) -> Outline:
    """提纲；没有写的（只出表样），标题是格式的名称。"""
    if "outline.yaml" in trees:
        return decode_outline(trees["outline.yaml"])
    return Outline(manifest.title, ("一、",), (), span=trees["format.yaml"].span)


def _read(folder: Path, name: str, kind: str = "") -> tuple[Node | None, list[Diagnostic]]:
    kind = kind or name.removesuffix(".yaml")
    source, problems = read_source(folder / name, shown(folder, name))
    if problems:
        return None, list(problems)
    node, syntax = parse(source)
    diagnostics = list(syntax)
    if node is not None:
        diagnostics += as_format_faults(check_shape(node, format_shape(kind)))
    return node, diagnostics


def load_claims(*files: tuple[Path, str]) -> tuple[tuple[Claim, ...], list[Diagnostic]]:
    """文中说法：通用的和格式自己的；没有这个文件的跳过。"""
    claims: list[Claim] = []
    diagnostics: list[Diagnostic] = []
    for home, name in files:
        if is_there(home / name):
            node, problems = _read(home, name, "checks")
            diagnostics += problems
            if node is not None and not blocking(problems):
                written = read(node, CLAIMS)
                diagnostics += check_claims(written)
                claims += written
    return tuple(claims), diagnostics


def as_format_faults(problems: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """格式文件的形状不对，归入 F05；提醒仍是提醒。"""
    return [replace(d, code="F05") if d.severity == "error" else d for d in problems]


def _texts(
    directory: Path, folder: Path
) -> tuple[tuple[tuple[str, Source], ...], list[Diagnostic]]:
    texts: list[tuple[str, Source]] = []
    diagnostics: list[Diagnostic] = []
    for path in sorted(directory.glob("*.j2")):
        relative = path.relative_to(folder).as_posix()
        source, problems = read_source(path, shown(folder, relative))
        diagnostics += problems
        texts.append((path.name, source))
    return tuple(texts), diagnostics


def _digest(
    folder: Path, manifest: Manifest, trees: Mapping[str, Node]
) -> tuple[str, list[Diagnostic]]:
    """格式的指纹：会改变报告的各文件，名字与内容的 SHA-256。读不了的说出来。

    YAML 只看写了什么，不看注释和写法（trees 是读过的各个）；别的文字换行统一，检出方式不同也相同。
    """
    total = hashlib.sha256()
    problems: list[Diagnostic] = []
    for name, path in _printing_files(folder, manifest):
        if name in trees:
            total.update(_named(name, _meaning(trees[name])))
            continue
        data, unreadable = read_bytes(path, shown(path.parent, path.name))
        problems += unreadable
        if path.suffix == ".yaml":
            source, unknown = decode_text(data, name)
            node = None if unknown else parse(source)[0]
            data = data if node is None else _meaning(node)
        elif path.suffix not in {".docx", ".xlsx"}:
            data = data.replace(b"\r\n", b"\n")
        total.update(_named(name, data))
    return total.hexdigest(), problems


def _named(name: str, data: bytes) -> bytes:
    return name.encode() + b"\0" + hashlib.sha256(data).digest()


def _meaning(node: Node) -> bytes:
    """YAML 写了什么：没有注释，没有缩进。"""
    return repr(_bare(node)).encode()


def _bare(node: Node) -> object:
    """树里的文字：键和值成对，加没加引号也算（~ 与 "~" 不同）。"""
    if isinstance(node, Scalar):
        return node.text, node.plain
    if isinstance(node, Sequence):
        return [_bare(item) for item in node.items]
    return [(key.text, _bare(value)) for key, value in node.entries]


def _printing_files(folder: Path, manifest: Manifest) -> list[tuple[str, Path]]:
    """会改变报告的各文件：格式的数据、措辞、用到的那份 Word 模板，_shared 里别的全部（含下级文件夹）。

    编辑器的 schema、没有用到的共用 Word 模板和文字影子不改变报告，不算。
    """
    shared = folder.parent / "_shared"
    paths = [folder / name for name in (*YAML_FILES, "checks.yaml")]
    paths += sorted((folder / "text").rglob("*.j2"))
    files = [(path.relative_to(folder).as_posix(), path) for path in paths if is_there(path)]
    place = frame_place(folder, manifest.frame).path
    if is_there(place):
        files.append((place.name, place))
    forms = [name for name in FORMS if name in manifest.output and is_there(folder / name)]
    files += [(name, folder / name) for name in forms]
    for path in sorted(shared.rglob("*")):
        printing = path.suffix != ".json" and path.parent.name != "frames"
        if is_there(path) and not is_folder(path) and printing:
            files.append((f"_shared/{path.relative_to(shared).as_posix()}", path))
    return files
