"""各种例子：编一个怪样子，放进家里，说出要走的命令。命令一样地走门，页面一样地发请求。"""

from __future__ import annotations

import copy
import random
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from reportgen.corridor.pipeline import build
from reportgen.corridor.project import project_of
from reportgen.corridor.sheet import sheet_of_input
from reportgen.door import cli as door
from reportgen.door.usage import BUG, OK
from tests.fuzz import wording
from tests.fuzz.mangling import (
    ODD_TEXTS,
    branches,
    encoded,
    mangle_bytes,
    mangle_package,
    mangle_text,
    mangle_tree,
    text_of,
)

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Home:
    """一个临时的工程：全部格式，一份份原样的输入和成稿，各个例子写在 case/ 里。"""

    root: Path
    samples: dict[str, str] = field(default_factory=dict)
    reports: list[bytes] = field(default_factory=list)
    workbooks: list[bytes] = field(default_factory=list)
    tables: list[tuple[str, bytes]] = field(default_factory=list)

    @classmethod
    def made(cls, root: Path) -> Home:
        """备好原样的各份。"""
        shutil.copytree(ROOT / "templates", root / "templates")
        (root / "inputs").mkdir()
        home = cls(root)
        for path in sorted(ROOT.glob("templates/*/sample.yaml")):
            home.samples[path.parent.name] = path.read_text("utf-8")
        for path in sorted(ROOT.glob("inputs/*/*.yaml")):
            home.samples[path.stem] = path.read_text("utf-8")
        for name in ("mof-self-2021", "zhengzhou-self-2022", "mof-evaluation-2020"):
            source = root / "templates" / name / "sample.yaml"
            written = build(
                source, directory=root / "first", embed=True, pages=False, draft=True
            ).files
            home.reports.append(next(f for f in written if f.suffix == ".docx").read_bytes())
            home.workbooks.append(sheet_of_input(source, project_of(source)).content)
        for path in sorted(ROOT.glob("tests/cases/*/*.docx")):
            if zipfile.is_zipfile(path):  # 有的用例本来就不是
                home.reports.append(path.read_bytes())
        for path in sorted(ROOT.glob("tests/cases/*/*")):
            if path.suffix in {".xlsx", ".jpg"}:
                home.tables.append((path.suffix, path.read_bytes()))
        rows = "编号,金额,比率\n007,1.10,90%\n甲,1000,0.5\n"
        home.tables += [(".csv", rows.encode()), (".csv", rows.encode("gb18030"))]
        return home

    @property
    def case(self) -> Path:
        """这个例子的文件夹。"""
        return self.root / "inputs" / "case"

    def clear(self) -> None:
        """上一个例子收拾掉。"""
        for folder in (self.case, self.root / "build", self.root / "own"):
            shutil.rmtree(folder, ignore_errors=True)
        self.case.mkdir()

    def sample(self, chance: random.Random) -> str:
        """一份原样的输入。"""
        return self.samples[chance.choice(sorted(self.samples))]


def dumped(tree: Any) -> str:
    """一棵树 → YAML；C 写的那一个写不出落单的代理码位，另一个写成转义。"""
    try:
        return yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    except UnicodeEncodeError:
        return yaml.dump(tree, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False)


def run(*arguments: object) -> int:
    """走一条命令。"""
    return door.run([str(argument) for argument in arguments])


def worst(*codes: int) -> int:
    """几条命令里最坏的退出码。"""
    return max(codes)


def input_commands(chance: random.Random, home: Home, path: Path) -> int:
    """一份输入，走一两条命令。"""
    out = home.root / "build"
    kind = chance.randrange(14)
    if kind < 5:
        return run("check", path, *chance.choice([(), (), ("--json",), ("--concise",)]))
    if kind < 7:
        return run("build", path, "--no-pages", "--draft", "--checklist", "-o", out)
    if kind == 7:
        return run("score", path, "--explain", chance.choice(["总分", "预算执行率", "x", ""]))
    if kind == 8:
        place = chance.choice(["year", "funds.total.spent", "indicators.预算执行率.actual", "a.b"])
        return run("score", path, "--set", f"{place}={safe(text_of(chance))}")
    if kind == 9:
        return run("check", path, "--fix", "--diff")
    if kind == 10:
        return run("rollover", path, "-o", home.case / "next.yaml")
    if kind == 11:
        return run("sheet", path, "-o", home.case / "x.xlsx")
    if kind == 12:
        other = home.case / "other.yaml"
        other.write_text(home.sample(chance), "utf-8")
        return run("diff", path, other)
    return run("check", path, "--report", home.case / "list.md", "--sarif")


def safe(text: str) -> str:
    """命令行上写得了的：系统不收零字符。"""
    return text.replace("\0", "")


def facts(chance: random.Random, home: Home) -> int:
    """输入的树改几枝。"""
    tree = yaml.load(home.sample(chance), Loader=yaml.CSafeLoader)
    for _ in range(chance.choice([1, 1, 2, 6])):
        mangle_tree(chance, tree)
    path = home.case / "x.yaml"
    path.write_bytes(encoded(chance, dumped(tree)))
    return input_commands(chance, home, path)


def prose(chance: random.Random, home: Home) -> int:
    """输入里的文字换成怪的话和引用。"""
    tree = yaml.load(home.sample(chance), Loader=yaml.CSafeLoader)
    places = [(box, key) for box, key in branches(tree) if isinstance(box[key], str)]
    for box, key in chance.sample(places, min(len(places), chance.choice([1, 2, 5]))):
        words = [wording.reference(chance), wording.sentence(chance), box[key]]
        chance.shuffle(words)
        box[key] = "".join(words[: chance.choice([1, 2, 3])])
    path = home.case / "x.yaml"
    path.write_bytes(encoded(chance, dumped(tree)))
    return input_commands(chance, home, path)


def text(chance: random.Random, home: Home) -> int:
    """输入的文字剪几刀。"""
    whole = home.sample(chance)
    for _ in range(chance.choice([1, 2, 5])):
        whole = mangle_text(chance, whole)
    path = home.case / "x.yaml"
    path.write_bytes(encoded(chance, whole))
    return input_commands(chance, home, path)


def _spoil(chance: random.Random, folder: Path) -> None:
    """格式文件夹里弄坏一个文件。"""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = chance.choice(files)
    kind = chance.randrange(14)
    if kind == 0:
        path.unlink()
        odd = chance.randrange(4)
        if odd == 0:
            path.mkdir()
        elif odd == 1:
            path.symlink_to("没有")
        elif odd == 2:
            path.symlink_to(path.name)
        return
    if kind == 1:
        name = chance.choice(
            [".#format.yaml", "~$x.docx", "x.j2", "con.yaml", "旧/x", "text/深.j2"]
        )
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(mangle_bytes(chance, path.read_bytes()))
        return
    whole = path.read_text("utf-8", "replace")
    if path.suffix == ".j2":
        at = chance.randrange(len(whole) + 1)
        whole = whole[:at] + wording.template(chance) + whole[at:]
    elif path.suffix == ".yaml" and kind < 10:
        try:
            tree = yaml.load(whole, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:  # 上一刀已经剪坏了
            tree = None
        if isinstance(tree, dict | list):
            mangle_tree(chance, tree)
            _slip_in_template(chance, tree)
            whole = dumped(tree)
    else:
        whole = mangle_text(chance, whole)
    path.write_bytes(encoded(chance, whole))


def _slip_in_template(chance: random.Random, tree: Any) -> None:
    if chance.random() < 0.3:
        places = [(box, key) for box, key in branches(tree) if isinstance(box[key], str)]
        if places:
            box, key = chance.choice(places)
            box[key] = wording.template(chance)


def folder(chance: random.Random, home: Home) -> int:
    """格式文件夹弄坏一两处。"""
    name = chance.choice(sorted(path.parent.name for path in ROOT.glob("templates/*/format.yaml")))
    templates = home.root / "own"
    shutil.copytree(ROOT / "templates" / name, templates / name)
    shutil.copytree(ROOT / "templates" / "_shared", templates / "_shared")
    sample = home.case / "x.yaml"
    shutil.copy(templates / name / "sample.yaml", sample)
    for _ in range(chance.choice([1, 1, 2])):
        _spoil(chance, templates / name)
    return _format_commands(chance, home, name, sample)


def _format_commands(chance: random.Random, home: Home, name: str, sample: Path) -> int:
    templates = ("--templates", home.root / "own")
    kind = chance.randrange(8)
    if kind < 3:
        return run("format", "check", name, *templates)
    if kind == 3:
        return run("format", "preview", name, "-o", home.root / "build", *templates)
    if kind == 4:
        return run("new", name, *templates)
    if kind == 5:
        return run("sheet", name, "-o", home.case / "x.xlsx", *templates)
    out = ("-o", home.root / "build")
    return run("build", sample, "--no-pages", "--draft", *out, *templates)


def frame(chance: random.Random, home: Home) -> int:
    """Word 模板弄坏。"""
    name = "zhengzhou-self-2022"
    templates = home.root / "own"
    shutil.copytree(ROOT / "templates" / name, templates / name)
    shutil.copytree(ROOT / "templates" / "_shared", templates / "_shared")
    sample = home.case / "x.yaml"
    shutil.copy(templates / name / "sample.yaml", sample)
    for path in sorted((templates / "_shared" / "frames").glob("*.docx")):
        path.write_bytes(mangle_package(chance, path.read_bytes()))
    out = ("-o", home.root / "build", "--templates", templates)
    built = run("build", sample, "--no-pages", *out)
    return worst(built, run("format", "check", name, "--templates", templates))


def report(chance: random.Random, home: Home) -> int:
    """成稿弄坏。"""
    path = home.case / "x.docx"
    path.write_bytes(mangle_package(chance, chance.choice(home.reports)))
    kind = chance.randrange(8)
    if kind < 3:
        return run("check", path)
    if kind == 3:
        return run("text", path)
    if kind == 4:
        return run("verify", path)
    if kind == 5:
        return run("extract", path, "-o", home.case / "out.yaml")
    other = home.case / "y.docx"
    other.write_bytes(chance.choice(home.reports))
    if kind == 6:
        return run("diff", other, path)
    return run("check", path, "--annotate", home.case / "out.docx")


def attached(chance: random.Random, home: Home) -> int:
    """附带的表和图片弄坏。"""
    suffix, data = chance.choice(home.tables)
    if suffix == ".xlsx":
        data = mangle_package(chance, data)
    elif suffix == ".csv" and chance.random() < 0.7:
        words = mangle_text(chance, data.decode("gb18030", "replace"))
        data = encoded(chance, words)
    else:
        data = mangle_bytes(chance, data)
    name = f"明细{chance.choice([suffix, suffix, suffix, '.csv', '.xlsx', '.png'])}"
    (home.case / name).write_bytes(data)
    tree = yaml.load(home.samples["mof-self-2020"], Loader=yaml.CSafeLoader)
    tree["files"] = {"明细": name}
    tree["goals"]["achieved"] = (
        "共{{ files.明细 | length }}行，合计{{ files.明细 | total('金额') }}。"
    )
    if chance.random() < 0.5:
        tree["pictures"] = [{"file": name, "title": "现场"}]
    path = home.case / "x.yaml"
    path.write_text(dumped(tree), "utf-8")
    return run("check", path)


def workbook(chance: random.Random, home: Home) -> int:
    """填报表弄坏。"""
    path = home.case / "x.xlsx"
    data = chance.choice(home.workbooks)
    path.write_bytes(mangle_package(chance, data, _mangle_cell))
    kind = chance.randrange(3)
    if kind == 0:
        return run("check", path)
    if kind == 1:
        return run("sheet", path, "-o", home.case / "x.yaml")
    return run("build", path, "--draft", "--no-pages", "-o", home.root / "build")


def _mangle_cell(chance: random.Random, text: str) -> str:
    from tests.fuzz.mangling import mangle_xml

    return mangle_xml(chance, text)


def order(chance: random.Random, home: Home) -> int:
    """命令行上写得怪：路径、选项、值。"""
    (home.case / "x.yaml").write_text(home.sample(chance), "utf-8")
    words = [
        *("check", "build", "score", "diff", "verify", "text", "extract", "sheet", "rollover"),
        *("new", "format", "list", "check", "preview", "schema", "names"),
    ]
    odd = [
        *(home.case / "x.yaml", home.case, "字" * 300, "a/" * 3000 + "x", "", ".", "/dev/null"),
        *("/dev/full", "\udcff.yaml", "x.docx", "--set", "a=b", "--year", "9" * 30, "-j", "0"),
        *("--explain", "--json", "--md", "--templates", home.root / "templates", "/proc/self/mem"),
        *("mof-self-2021", "～", "——draft", "con.yaml", "-", "--", *map(safe, ODD_TEXTS)),
    ]
    verb = chance.choice(words)
    arguments = [chance.choice(odd) for _ in range(chance.choice([0, 1, 2, 3]))]
    out = (
        ["-o", home.case / "out"]
        if verb in {"build", "sheet", "extract", "new", "rollover"}
        else []
    )
    if verb == "build":
        out.append("--no-pages")
    if verb == "text":  # 别的选项会去改这台机器上 git 的设置
        arguments = [word for word in arguments if word != "--git"]
    return run(verb, *arguments, *out)


def page(chance: random.Random, home: Home) -> int:
    """网页的请求；答 500 的当作退出码 70。"""
    from tests.web.conftest import Page

    (home.case / "x.yaml").write_text(home.sample(chance), "utf-8")
    opened = _page(home, Page)
    for _ in range(chance.choice([1, 2, 4])):
        answer = _ask(chance, home, opened)
        if answer.status_code >= 500:
            print(answer.text)
            return BUG
    return OK


_PAGES: dict[Path, Any] = {}


def _page(home: Home, kind: Callable[[Path], Any]) -> Any:
    """一个家开一个页面，用到底；只记得一个。"""
    if home.case not in _PAGES:
        _PAGES.clear()
        _PAGES[home.case] = kind(home.case)
    return _PAGES[home.case]


ACTS = [
    *("change", "add", "remove", "move", "rename", "divide", "paste", "sentence", "fix"),
    *("undo", "redo", "new", "rollover"),
]
READS = ["inputs", "summary", "formats", "form", "state", "pulse", "facts"]


def _ask(chance: random.Random, home: Home, opened: Any) -> Any:
    """问一次，或改一次；答网页的回答。"""
    name = chance.choice(["x.yaml", "x.yaml", "x.yaml", "没有.yaml", chance.choice(ODD_TEXTS)])
    kind = chance.randrange(10)
    if kind < 2:
        path = f"/api/{chance.choice(READS)}"
        query = {"file": clean(name)}
        return opened.client.get(path, params=query)
    if kind == 2:
        path = chance.choice(["/preview", "/compare", "/download", "/static/app.js", "/edit"])
        query = {"file": clean(name), "a": clean(name), "b": "x.yaml"}
        query |= {"kind": chance.choice(["md", "yaml", "docx", "填报表.xlsx", "x"])}
        return opened.client.get(path, params=query)
    if kind == 3:
        path = chance.choice(["/api/check", "/api/keep", "/api/sheet"])
        data = chance.choice([*home.reports, *home.workbooks, b"", b"format: x"])
        data = mangle_bytes(chance, data) if data and chance.random() < 0.5 else data
        query = {"name": clean(chance.choice(["x.docx", "x.xlsx", "y.yaml", text_of(chance)]))}
        return opened.client.post(path, params=query, content=data, headers=opened.headers)
    return _act(chance, home, opened, name)


def _act(chance: random.Random, home: Home, opened: Any, name: str) -> Any:
    """一次改动：地址是树里真有的一枝，或编的；别的各项都可以怪。"""
    import json

    tree = yaml.load((home.case / "x.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    address, value = _some_address(chance, tree)
    state = opened.client.get("/api/state", params={"file": "x.yaml"})
    etag = state.json().get("etag", "") if state.status_code == 200 else ""
    wishes = {
        "file": name,
        "address": address,
        "value": text_of(chance),
        "before": value if chance.random() < 0.8 else text_of(chance),
        "at": chance.choice([0, 0, 1, -1, 10**30]),
        "to": chance.choice([0, 1, -1, 10**30]),
        "name": text_of(chance),
        "text": "\n".join("\t".join(text_of(chance) for _ in range(4)) for _ in range(3)),
        "html": chance.choice(
            ["", "<table><tr><td>1</td></tr></table>", "<table><td rowspan=99999>"]
        ),
        "apply": chance.choice([True, False]),
        "code": chance.choice(["S02", "x"]),
        "start": chance.choice([0, 1, -1, 10**30]),
        "etag": etag if chance.random() < 0.9 else "x",
        "format": chance.choice(["mof-self-2021", "", "x", "../x"]),
        "year": chance.choice([2025, -1, 10**30]),
    }
    if chance.random() < 0.3:
        from tests.fuzz.mangling import value_of

        wishes[chance.choice(sorted(wishes))] = copy.deepcopy(value_of(chance))
    body = json.dumps(wishes)
    if chance.random() < 0.03:
        body = chance.choice(["", "[" * 100_000, "{", "null", '{"file": 1e400}', "9" * 5000])
    path = f"/api/{chance.choice(ACTS)}"
    return opened.client.post(path, content=body, headers=opened.headers)


def _some_address(chance: random.Random, tree: Any) -> tuple[list[Any], str]:
    address: list[Any] = []
    inside = tree
    while isinstance(inside, dict | list) and inside and len(address) < 8:
        key = chance.choice(list(inside) if isinstance(inside, dict) else list(range(len(inside))))
        address.append(key)
        inside = inside[key]
        if chance.random() < 0.25:
            break
    if chance.random() < 0.1:
        address.append(chance.choice(["x", 0, -1, 10**30, "name"]))
    return address, "" if isinstance(inside, dict | list) else str(inside)


def clean(text: str) -> str:
    """网址里写得了的。"""
    return text.encode("utf-8", "replace").decode("utf-8")


KINDS: dict[str, Callable[[random.Random, Home], int]] = {
    "输入": facts,
    "叙述": prose,
    "文字": text,
    "格式": folder,
    "模板": frame,
    "成稿": report,
    "附件": attached,
    "填报表": workbook,
    "命令": order,
    "页面": page,
}
