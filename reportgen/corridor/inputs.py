"""命令行给的路径 → 要做的各份。写出的文件照收；文件夹里挑出输入（核对时还有成稿），别的数一数。

文件夹里的输入是写着 `format:` 的 .yaml（.yml），和填报表（.xlsx）；由旁边的输入写出的填报表，读的是那份输入。
不看的：程序自己写出的（build、.reportgen）、Word 和 Excel 的临时文件（~$ 开头）、名字以点开头的，
以及格式文件夹（它的 sample.yaml、report.docx 属于格式）。
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.core.kinds import kind_of
from reportgen.core.oserrors import reason
from reportgen.core.outside import MEGABYTE, read_outside
from reportgen.core.spelling import nearest
from reportgen.corridor.project import is_format

INPUTS = (".yaml", ".yml")
WORKBOOKS = (".xlsx",)
"""填报表；是不是我们写的，看里面有没有“版本”一页。"""
REPORTS = (".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".pdf")
"""核对得了的成稿。"""
SHEETS = (".xlsx", ".xls", ".et", ".ods")
"""填好的表单；和输入放在一起的是附带的数据，不是成稿。"""

LARGEST_WORKBOOK = 20 * MEGABYTE

LEFT_OUT = ("build",)
"""不进去看的文件夹；以点开头的也不进去。"""

_NAMES_A_FORMAT = re.compile(
    rb"""^(?:\xef\xbb\xbf)?(?:\{[ \t]*)?["']?format["']?[ \t]*(?::|\xef\xbc\x9a)""",
    re.MULTILINE,
)
"""一行顶格的 `format:`。冒号写成全角的也算：收下来，才说得出它错在哪里。"""

_TOP_KEY = re.compile(r"^[\"']?(\w{1,20})[\"']?[ \t]*[:：]", re.MULTILINE)
HEAD = 20_000
"""找写错了的 format，看文件开头这么多字。"""
NEARLY = Decimal("0.82")
"""多像才算写错了的 format；formatter、platform 不算。"""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@frozen
class Gathered:
    """收齐的各份；路径有错的诊断；文件夹里没有收的文件，按扩展名各几个。

    misspelt 是没有收的 YAML 里像是把 format 写错了的：文件，和写成了什么。
    """

    paths: tuple[Path, ...]
    problems: tuple[Diagnostic, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    misspelt: tuple[tuple[Path, str], ...] = ()


def gather(arguments: Iterable[Path], *, reports: bool = False) -> Gathered:
    """收齐。reports 为真时文件夹里的成稿也收；一份文件给了两次只收一次。"""
    paths: dict[str, Path] = {}
    problems: list[Diagnostic] = []
    skipped: Counter[str] = Counter()
    misspelt: list[tuple[Path, str]] = []
    for argument in arguments:
        if not os.path.isdir(argument):
            paths.setdefault(os.path.realpath(argument), argument)
            continue
        wanted: list[Path] = []
        files = list(_files(argument, problems))
        homes = {file.parent for file in files if is_input(file)} if reports else set()
        for file in files:
            wanted_report = reports and _is_found_report(file, homes)
            if is_input(file) or is_sheet(file) or wanted_report:
                wanted.append(file)
            else:
                skipped[_suffix(file)] += 1
                misspelt += [(file, word) for word in _nearly_format(file)]
        if not wanted:
            problems.append(_empty(argument, reports))
        for file in wanted:
            paths.setdefault(os.path.realpath(file), file)
    kept, twins = _without_twins(paths.values())
    counted = tuple(sorted(skipped.items()))
    return Gathered(kept, (*problems, *twins), counted, tuple(misspelt))


def is_report(path: Path) -> bool:
    """是不是一份成稿：看扩展名；别的扩展名，看开头的字节是不是 Office 文件、PDF、图片。"""
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return not _is_ours(path)
    return suffix in (*REPORTS, *SHEETS) or (suffix not in INPUTS and _is_binary(path))


def _is_ours(path: Path) -> bool:
    """工作簿是不是填报表：里面有“版本”一页。"""
    from reportgen.workbook.reading import NotOurs, open_workbook

    try:
        open_workbook(read_outside(path, LARGEST_WORKBOOK))
    except (OSError, ValueError, NotOurs):
        return False
    return True


def _is_found_report(file: Path, homes: set[Path]) -> bool:
    """文件夹里的一个是不是成稿：认扩展名；工作簿和输入放在一起（或在它的下一层）的不是。"""
    suffix = file.suffix.lower()
    if suffix in SHEETS:
        beside = file.parent in homes or file.parent.parent in homes
        return not beside and is_report(file)
    return suffix in REPORTS


def _is_binary(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return kind_of(stream.read(HEAD)) not in {"text", "empty"}
    except OSError:
        return False


def is_workbook(path: Path) -> bool:
    """是不是工作簿；填报表是其中有“版本”一页的，见 is_sheet。"""
    return path.suffix.lower() in WORKBOOKS


def is_sheet(path: Path) -> bool:
    """是不是一本要读的填报表：旁边没有它由之写出的输入（有的，读的是那一份输入）。"""
    from reportgen.core.outside import TooLarge, read_outside
    from reportgen.source.files import LARGEST_FILE
    from reportgen.workbook.reading import NotOurs, open_workbook

    if not is_workbook(path):
        return False
    try:
        _, version = open_workbook(read_outside(path, LARGEST_FILE))
    except (NotOurs, TooLarge, OSError):
        return False
    if version.part:  # 分给一个科室的，并回去才算
        return False
    origin = path.with_name(version.input) if version.input else None
    own = origin is not None and origin.stem == path.stem and origin.parent == path.parent
    return not (own and origin is not None and os.path.isfile(origin))


def is_input(path: Path) -> bool:
    """是不是一份输入：.yaml，里面写着 format。读不了的也算，读的时候会说为什么。"""
    if path.suffix.lower() not in INPUTS:
        return False
    try:
        with path.open("rb") as stream:
            data = stream.read()
    except OSError:
        return True
    return data.startswith(_UTF_16) or _NAMES_A_FORMAT.search(data) is not None


def looks_like_format(word: str) -> bool:
    """一个键是不是像写错了的 format：fromat、Format、格式。"""
    known = ("format", "报告格式", "格式")
    return word != "format" and bool(nearest(word.lower(), known, alike=NEARLY))


def _nearly_format(path: Path) -> list[str]:
    """没有收的 YAML 里，头一个像写错了的 format 的键。"""
    if path.suffix.lower() not in INPUTS:
        return []
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            text = stream.read(HEAD)
    except OSError:
        return []
    keys = [match[1] for match in _TOP_KEY.finditer(text)]
    return list(filter(looks_like_format, keys))[:1]


def misspelt_in_words(gathered: Gathered) -> list[str]:
    """没有收的 YAML 里像是把 format 写错了的，一份一句。"""
    files = gathered.misspelt
    return [f"{path.as_posix()} 里的“{word}”，是不是想写 format？" for path, word in files]


def _files(top: Path, problems: list[Diagnostic]) -> Iterator[Path]:
    """文件夹里要看的全部文件，按名字的次序；进不去的文件夹记一条诊断。"""

    def closed(error: OSError) -> None:
        place = whole(Source(Path(error.filename).as_posix()))
        message = f"读不了这个文件夹：{reason(error)}。"
        problems.append(diagnose("S05", place, message, "请检查文件夹的权限。"))

    for name, inner, files in os.walk(top, onerror=closed):
        home = Path(name)
        inner[:] = sorted(folder for folder in inner if _entered(home / folder))
        yield from (home / file for file in sorted(files) if not file.startswith((".", "~$")))


def _entered(folder: Path) -> bool:
    return not folder.name.startswith(".") and folder.name not in LEFT_OUT and not is_format(folder)


def _suffix(path: Path) -> str:
    return path.suffix.lower() or "没有扩展名的"


def _empty(folder: Path, reports: bool) -> Diagnostic:
    wanted = "输入（写着 format: 的 .yaml）" + ("，也没有成稿（.docx）" if reports else "")
    message = f"{folder.name or folder} 是文件夹，里面没有{wanted}。"
    place = whole(Source(folder.as_posix()))
    return diagnose("S05", place, message, "请写出放输入的文件夹，或文件。")


def _without_twins(paths: Iterable[Path]) -> tuple[tuple[Path, ...], list[Diagnostic]]:
    """同一个文件夹里两份同名的输入分不清哪一份算数：后一份不做，说出两份的名字。"""
    first: dict[tuple[str, str], Path] = {}
    kept: list[Path] = []
    twins: list[Diagnostic] = []
    for path in paths:
        other = first.setdefault((os.path.realpath(path.parent), path.stem), path)
        if other is path or is_report(path) or is_report(other):
            kept.append(path)
            continue
        message = f"{path.name} 与 {other.as_posix()} 在同一个文件夹里同名，分不清哪一份算数。"
        help = "留下一份，另一份移走或改名。"
        twins.append(diagnose("O02", whole(Source(path.as_posix())), message, help))
    return tuple(kept), twins
