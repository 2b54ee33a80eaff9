"""表样的模板环境：同 text/*.j2 一样的沙箱、过滤器和预算，总是转义；专给 docxtpl，不与别的模板共用。

标签在交给 docxtpl 以前都接上一个带编号的过滤器（prepared.py）：值怎么变成字、列表有几条都从那里过，
出错时也凭编号说出是哪一个标签。
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import Template, Undefined

from reportgen.composing.environment import Environment, NoSuchName, equip
from reportgen.composing.filters import Unprintable, described, printed
from reportgen.composing.metering import Exhausted
from reportgen.composing.tidy import cell_lines, runs
from reportgen.core.format import Manifest
from reportgen.core.model import PictureFile
from reportgen.core.paths import empty, rows_of
from reportgen.core.quantity import Quantity

TEXT, MERGED, ROWS, THERE, SPAN, COLOUR, IMAGE, FIGURE = (
    *("_text", "_merged", "_rows", "_there", "_across", "_colour", "_image", "_figure"),
)
"""接在标签后面的过滤器。"""
BOLD, PLAIN, NOTE, NOTE_END, MERGE_MARK, IMAGE_MARK, SLOT_MARK, FIGURE_MARK = map(
    chr, range(0xFDD8, 0xFDE0)
)
"""填好以后还要收拾的地方：不是字符的码位，输入里不会有。"""
PARAGRAPH = "\a"
"""docxtpl 的分段：同样的段落样子另起一段。"""
MOST_CONTENT = 40_000_000
"""循环一共最多写出这么多字的 XML：一行两千字、四千行的表是八百万。"""
WIDEST = 63
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
TEMPLATES = 256


class FormEnvironment(Environment):
    """给 docxtpl 的沙箱；编好的模板留着，source 是最近一个的全文，出错时凭行号找得到标签。"""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.latest = ""
        self.pictures: list[PictureFile] = []
        self.content = 0

    def begin(self) -> None:
        """填一份以前：预算从头记起。"""
        self.meter.start()
        self.pictures, self.content = [], 0

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        """一段模板；编好的不再编。"""
        self.latest = str(source)
        return _compiled(self, self.latest)


@lru_cache(maxsize=TEMPLATES)
def _compiled(environment: FormEnvironment, source: str) -> Template:
    return Environment.from_string(environment, source)


@lru_cache(maxsize=16)
def environment_for(manifest: Manifest, *, escape: bool = True) -> FormEnvironment:
    """一种格式的表样环境；Word 的总是转义，Excel 的格里是字，不是标记，不转义。"""
    environment = FormEnvironment(
        undefined=NoSuchName,
        autoescape=escape,
        optimized=False,
        auto_reload=False,
    )
    equip(environment, manifest)
    environment.filters.update(_filters(environment))
    return environment


def _filters(environment: FormEnvironment) -> dict[str, Callable[..., Any]]:
    """带编号的过滤器；编号只为出错时找得到。"""

    def text(value: object, number: int) -> object:
        return value if isinstance(value, Undefined) else marked(words_of(value))

    def merged(value: object, number: int) -> object:
        return value if isinstance(value, Undefined) else marked(words_of(value)) + MERGE_MARK

    def figure(value: object, number: int, certain: bool) -> object:
        if isinstance(value, Undefined):
            return value
        bare = isinstance(value, Decimal | int) and not isinstance(value, bool)
        bare = bare or (isinstance(value, Quantity) and not value.unit)
        return marked(words_of(value)) + (FIGURE_MARK if certain or bare else "")

    def rows(value: object, number: int, size: int) -> object:
        if isinstance(value, Undefined):
            return value
        listed = rows_of(value)
        if listed is None:
            raise Unprintable(f"{described(value)}不是列表，不能一条一条地写")
        environment.content += size * len(listed)
        if environment.content > MOST_CONTENT:
            raise Exhausted(f"循环写了 {MOST_CONTENT} 字还没有写完")
        return listed

    def there(value: object, number: int) -> bool:
        if isinstance(value, Undefined):
            str(value)  # 没有的名字用到就报错
        return value is not False and not empty(value)

    def across(value: object, number: int) -> int:
        count = value.number if isinstance(value, Quantity) else value
        if isinstance(count, int | Decimal) and 0 < count <= WIDEST and count == int(count):
            return int(count)
        raise Unprintable(f"{described(value)}不是横跨的列数（1–{WIDEST}）")

    def colour(value: object, number: int) -> str:
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise Unprintable(f"{described(value)}不是颜色，要写六位十六进制，如 FFF2CC")
        return value

    def image(value: object, number: int) -> str:
        if not isinstance(value, PictureFile):
            raise Unprintable(f"{described(value)}不是图片；写 pictures 的一条")
        environment.pictures.append(value)
        return f"{IMAGE_MARK}{len(environment.pictures) - 1}{IMAGE_MARK}"

    return {
        TEXT: text,
        MERGED: merged,
        ROWS: rows,
        THERE: there,
        SPAN: across,
        COLOUR: colour,
        IMAGE: image,
        FIGURE: figure,
    }


def words_of(value: object) -> str:
    """值印成的字。"""
    return value if isinstance(value, str) else printed(value)


def marked(text: str) -> str:
    """印出的字 → docxtpl 的分段，加粗和脚注留下记号，由 finishing 收拾。"""
    return PARAGRAPH.join(_marked_line(line) for line in cell_lines(text))


def _marked_line(line: str) -> str:
    if "**" not in line and "^[" not in line:
        return line
    pieces = []
    for run in runs(line):
        if run.note:
            pieces.append(f"{NOTE}{run.note}{NOTE_END}")
        elif run.bold:
            pieces.append(f"{BOLD}{run.text}{PLAIN}")
        else:
            pieces.append(run.text)
    return "".join(pieces)
