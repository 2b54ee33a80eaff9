"""填 Word 表样：docxtpl 照改写好的标签渲染，再收拾加粗、脚注、图片、合并和插槽，封成规范的包。"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate

from reportgen.composing.environment import FAULTS, HELPS, code_of, reason_of
from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.document import Block
from reportgen.core.form import Form
from reportgen.core.format import Manifest
from reportgen.forms.environment import FormEnvironment, environment_for
from reportgen.forms.finishing import finished
from reportgen.forms.prepared import Prepared, prepared
from reportgen.word.frame.template import Frame
from reportgen.word.package import read_package

_NUMBER = re.compile(r"\| _[a-z]+\((\d+)")
PATCHED = 32

Slots = Mapping[str, tuple[Block, ...]]
"""插槽的名字 → 各块。"""


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl 的模板；改过的 XML 留着，同一份表样只改一次。"""

    def patch_xml(self, src_xml: str) -> str:
        """docxtpl 自己的改写，只做一次。"""
        return _patched(src_xml)


@lru_cache(maxsize=PATCHED)
def _patched(source: str) -> str:
    return str(DocxTemplate.patch_xml(None, source))


def fill_word_form(
    form: Form,
    manifest: Manifest,
    names: Mapping[str, Any],
    slots: Slots,
    frame: Frame | None,
) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """表样和名字 → 填好的各部件；填不成的没有部件，诊断指到那个标签。"""
    environment = environment_for(manifest)
    ready = prepared(form)
    environment.begin()
    template = _Template(io.BytesIO(ready.data))
    try:
        template.render(names, jinja_env=environment, autoescape=True)
    except FAULTS as error:
        return {}, (_fault(error, environment, ready, form),)
    stream = io.BytesIO()
    template.save(stream)
    parts = finished(read_package(stream.getvalue()), environment.pictures, slots, frame)
    return parts, ()


def _fault(
    error: Exception, environment: FormEnvironment, ready: Prepared, form: Form
) -> Diagnostic:
    """渲染时的错：凭行号找到那一段的标签。"""
    line = _line_of(error)
    lines = environment.latest.splitlines()
    numbers = _NUMBER.findall(lines[line - 1]) if 0 < line <= len(lines) else []
    reason = reason_of(error)
    code = code_of(error)
    if not numbers:
        return diagnose(code, whole(Source(form.shown)), f"表样填不成：{reason}", HELPS[code])
    tags = [ready.tags[int(number)] for number in numbers]
    quoted = re.findall("“(.+?)”", reason)[:1]
    tag = next((tag for tag in tags if any(word in tag.text for word in quoted)), tags[0])
    return diagnose(code, tag.place, f"“{tag.text}”填不成：{reason}", HELPS[code])


def _line_of(error: BaseException) -> int:
    """异常发生在模板的第几行；语法的错自己带着行号。"""
    line, trace = int(getattr(error, "lineno", 0) or 0), error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith("<template>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
