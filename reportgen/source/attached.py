"""附带的文件：输入旁边的数据表（CSV、xlsx）和图片。只读输入所在文件夹里面的，先看大小再打开。

读不成的得 I11，指到输入里写文件名的那一行；数据表的文字照原样，不猜类型。
"""

from __future__ import annotations

import errno
import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.core.approved import ApprovedGoals
from reportgen.core.diagnostics import Diagnostic, Related, Source, Span, diagnose, whole
from reportgen.core.image import BadImage, image_size
from reportgen.core.model import Evaluation, PictureFile
from reportgen.core.oserrors import reason
from reportgen.core.outside import MEGABYTE, TooLarge, megabytes, read_outside
from reportgen.core.quantity import shorten
from reportgen.core.survey import DataTable
from reportgen.core.text import Record, Text
from reportgen.source.approved import read_approved
from reportgen.source.csvfile import read_csv
from reportgen.source.grid import BadTable, Grid, Remark
from reportgen.source.sheetcells import MOST_CELLS
from reportgen.source.sheets import open_xlsx, read_sheet
from reportgen.source.workbook import Workbook

LARGEST = 10 * MEGABYTE
"""附带的文件最大多少字节。"""
TEXT_TABLES = (".csv", ".tsv", ".txt")
LARGEST_TOGETHER = 40 * MEGABYTE
"""各个附带的文件合在一起最大多少字节；附几次算几次。"""

Digests = tuple[tuple[str, str], ...]
"""文件名和内容的 SHA-256。"""


class _Unusable(Exception):
    """用不了：理由、改法，和文件里的地方（说的是整个文件的为空）。"""

    def __init__(self, reason: str, help: str, label: str = "") -> None:
        super().__init__(reason)
        self.help = help
        self.label = label


_HELPS = {
    errno.ENAMETOOLONG: "给文件取一个短的名字，这里和文件夹里一起改。",
    errno.ELOOP: "把文件本身放到输入旁边，不用快捷方式（链接）。",
    errno.ENODEV: "把文件本身放到输入旁边，不用快捷方式（链接）。",
    errno.ENXIO: "把文件本身放到输入旁边，不用快捷方式（链接）。",
    errno.EISDIR: "写文件夹里的那个文件，如 data/花名册.csv。",
    errno.EINVAL: "给文件取一个普通的名字，这里和文件夹里一起改。",
}


def _unreadable(error: OSError) -> _Unusable:
    """读不了的理由和改法。"""
    help = _HELPS.get(error.errno or 0, "看看文件的权限，是不是被别的程序占用。")
    return _Unusable(f"读不了（{reason(error)}）", help)


def attach(
    evaluation: Evaluation, folder: Path
) -> tuple[Evaluation, tuple[Diagnostic, ...], Digests]:
    """读进附带的文件：files 的文件名换成数据表，pictures 补上内容和宽高，approved 补上各行。"""
    reader = _Reader(folder)
    files = Record(
        tuple((name, reader.table(written)) for name, written in evaluation.files.entries)
    )
    pictures = tuple(reader.picture(picture) for picture in evaluation.pictures)
    approved = evaluation.approved
    if approved is not None:
        approved = reader.approved(approved)
    return (
        replace(evaluation, files=files, pictures=pictures, approved=approved),
        tuple(reader.diagnostics),
        tuple(reader.digests.items()),
    )


def attached_bytes(name: Text, folder: Path) -> tuple[bytes, tuple[Diagnostic, ...], Digests]:
    """一个附带的文件的字节和指纹；用不了的有一条 I11。"""
    reader = _Reader(folder)
    try:
        data = reader.content(name)
    except _Unusable as error:
        reader.refuse(name, error)
        return b"", tuple(reader.diagnostics), ()
    return data, (), tuple(reader.digests.items())


class _Reader:
    """读附带的文件时要记住的：文件夹、各文件的指纹、诊断。"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.digests: dict[str, str] = {}
        self.diagnostics: list[Diagnostic] = []
        self.books: dict[bytes, Workbook] = {}
        self.size = self.cells = 0

    def table(self, written: object) -> DataTable:
        """一张数据表；读不成的为空表。"""
        name = written if isinstance(written, Text) else Text(str(written))
        try:
            grid = self._grid(name)
            self.cells += len(grid) * len(grid[0])
            if self.cells > MOST_CELLS:
                reason = f"连同前面的各张表共有 {self.cells} 格，最多 {MOST_CELLS} 格"
                raise _Unusable(reason, "只留要印的行和列；同一张表不要附几次。")
            return self._as_rows(grid, name)
        except _Unusable as error:
            self.refuse(name, error)
        except BadTable as error:
            self.refuse(name, _Unusable(str(error), _mended(name, error), error.label))
        return DataTable((), (), name.span)

    def picture(self, picture: PictureFile) -> PictureFile:
        """一张图片；读不成的没有内容。"""
        try:
            data = self._bytes(picture.file, "缩小图片（长边两千像素就够印）。")
            suffix, width, height = image_size(data)
        except _Unusable as error:
            self.refuse(picture.file, error)
        except BadImage as error:
            self.refuse(picture.file, _Unusable(str(error), error.help))
        else:
            return replace(picture, data=data, width=width, height=height, suffix=suffix)
        return picture

    def approved(self, goals: ApprovedGoals) -> ApprovedGoals:
        """批复的绩效目标表；读不成的没有行。"""
        name = goals.file
        try:
            data = self._bytes(name, "只留那一张表。")
            folder = posixpath.dirname(name.span.source.name) if name.span is not None else ""
            return replace(goals, rows=read_approved(data, posixpath.join(folder, str(name))))
        except _Unusable as error:
            self.refuse(name, error)
        except BadTable as error:
            help = "表头要有“指标名称”（或“三级指标”）和“指标值”；旧的 .xls 另存为 .xlsx。"
            self.refuse(name, _Unusable(str(error), help, error.label))
        return goals

    def _grid(self, name: Text) -> Grid:
        file, _, sheet = str(name).partition("#")
        data = self._bytes(Text(file, name.span), "只留要印的行和列。")
        if file.lower().endswith(".xlsx"):
            if data not in self.books:
                self.books[data] = open_xlsx(data)
            table = read_sheet(self.books[data], sheet)
            self._remark(name, table.remarks)
            return table.grid
        if not file.lower().endswith(TEXT_TABLES):
            raise _Unusable("只认 CSV 和 xlsx 两种数据表", "旧的 .xls 请另存为 .xlsx。")
        grid, encoding, remarks = read_csv(data)
        self._remark(name, remarks)
        if encoding != "UTF-8" and name.span is not None:
            message = f"{file} 不是 UTF-8，按 {encoding} 读入。"
            help = "在 Excel 里另存为“CSV UTF-8”。"
            self.diagnostics.append(diagnose("I05", name.span, message, help))
        return grid

    def _remark(self, name: Text, remarks: tuple[Remark, ...]) -> None:
        """读成了而要说的，各在表里的地方。"""
        if name.span is None:
            return
        for remark in remarks:
            span, related = _inside(name, name.span, remark.label)
            message = f"附带的文件 {shorten(name, 40)}：{remark.message}"
            problem = diagnose(
                remark.code, span, message, remark.help, related=related, subject=str(name)
            )
            self.diagnostics.append(problem)

    def content(self, name: Text) -> bytes:
        """一个文件的字节，照原样。"""
        return self._bytes(name, "这个文件只放文字和数字；请检查是否写错了名字。")

    def _bytes(self, name: Text, smaller: str) -> bytes:
        path = self._resolved(name)
        if not path.is_relative_to(self.folder):
            raise _Unusable(
                "不在输入所在的文件夹里", "把文件放到输入旁边，写相对的路径，如 data/花名册.csv。"
            )
        try:
            data = read_outside(path, LARGEST)
        except FileNotFoundError:
            near = "、".join(self._nearby())
            help = f"这个文件夹里有：{near}。" if near else "把文件放到输入旁边，核对文件名。"
            raise _Unusable("没有这个文件", help) from None
        except TooLarge as error:
            raise _Unusable(str(error), smaller) from None
        except OSError as error:
            raise _unreadable(error) from None
        self.size += len(data)
        if self.size > LARGEST_TOGETHER:
            together = f"连同前面的共有 {megabytes(self.size)}，最多 {megabytes(LARGEST_TOGETHER)}"
            raise _Unusable(together, f"{smaller.rstrip('。')}；同一个文件不要附几次。")
        self.digests[path.relative_to(self.folder).as_posix()] = hashlib.sha256(data).hexdigest()
        return data

    def _resolved(self, name: Text) -> Path:
        """文件名 → 它真正指的地方（链接走到底）。"""
        try:
            return (self.folder / str(name)).resolve()
        except RuntimeError:  # Python 3.12 以前，绕成圈的链接是 RuntimeError
            raise _unreadable(OSError(errno.ELOOP, "链接")) from None
        except ValueError:  # 文件名里有零字符，或有不能编码的字
            raise _unreadable(OSError(errno.EINVAL, "文件名")) from None
        except OSError as error:
            raise _unreadable(error) from None

    def _nearby(self, most: int = 6) -> Iterator[str]:
        """文件夹里可以附带的文件，供写错名字的人对照。"""
        paths = (*self.folder.glob("*"), *self.folder.glob("*/*"))
        names = sorted(
            path.relative_to(self.folder).as_posix()
            for path in paths
            if path.suffix.lower() in {*TEXT_TABLES, ".xlsx", ".png", ".jpg", ".jpeg"}
        )
        yield from names[:most]

    def _as_rows(self, grid: Grid, name: Text) -> DataTable:
        heads, *rows = grid
        records = tuple(
            Record(
                tuple((head, Text(text)) for head, text in zip(heads, row, strict=True)), name.span
            )
            for row in rows
        )
        return DataTable(heads, records, name.span)

    def refuse(self, name: Text, error: _Unusable) -> None:
        """记下用不了的理由。"""
        if name.span is None:
            return
        span: Span = name.span
        related: tuple[Related, ...] = ()
        if error.label:
            span, related = _inside(name, name.span, error.label)
        message = f"附带的文件 {shorten(name, 40)}：{error}。"
        problem = diagnose("I11", span, message, error.help, related=related, subject=str(name))
        self.diagnostics.append(problem)


def _mended(name: Text, error: BadTable) -> str:
    """数据表怎么改：说到一格的 xlsx 改那一格；别的另存一份。"""
    if error.label and ".xlsx" in str(name).lower():
        return "在 Excel 或 WPS 里改好，保存。"
    return "在 Excel 或 WPS 里改好，另存为 CSV（UTF-8）或 xlsx。"


def _inside(name: Text, span: Span, label: str) -> tuple[Span, tuple[Related, ...]]:
    """附带的文件里的地方，和输入里写文件名的那一行。"""
    file = posixpath.join(posixpath.dirname(span.source.name), str(name).partition("#")[0])
    place = replace(whole(Source(file)), label=label)
    return place, (Related(span, "输入里写在这里"),)
