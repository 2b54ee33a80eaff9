"""查过的一份输入：沿走廊走到哪一步，就带着哪一步的结果；文书由它写成。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from reportgen.core.diagnostics import Diagnostic, Source
from reportgen.core.document import Block, Document
from reportgen.core.form import Output
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.scorecard import Scorecard


@frozen
class FilledForm:
    """填好的一份表样：哪一样、包里的各部件、印出的各块；margins 是页眉、页脚和脚注的各段。"""

    name: Output
    parts: Mapping[str, bytes] = field(repr=False)
    blocks: tuple[Block, ...]
    margins: tuple[Block, ...] = ()


@frozen
class Examined:
    """查过的一份输入：走到哪一步，就有哪一步的结果。attached 是附带的文件的指纹，forms 是填好的表样。"""

    source: Source
    diagnostics: tuple[Diagnostic, ...]
    format: Format | None = None
    evaluation: Evaluation | None = None
    scorecard: Scorecard | None = None
    document: Document | None = None
    attached: tuple[tuple[str, str], ...] = ()
    forms: tuple[FilledForm, ...] = ()
