"""格式的 Word 模板在哪里：共用的一份（format.yaml 写 frame: 名字），或自己的一份（文件夹里的 report.docx）。

要用 Word 模板的都从这里得知它的路径和显示的名字。两种都写，不知道该用哪一份；都没有，无从出稿：两样都是错误。
"""

from __future__ import annotations

from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.form import REPORT
from reportgen.core.frozen import frozen
from reportgen.core.outside import is_there
from reportgen.core.spelling import did_you_mean
from reportgen.source.files import read_source
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse

OWN = "report.docx"
SHARED = Path("_shared") / "frames"
"""共用的 Word 模板，在 templates/ 之下。"""
SHADOW = ".txt"
"""文字影子的文件名：模板的文件名再加这个。"""


@frozen
class FramePlace:
    """一份 Word 模板：路径，和诊断里的名字（不含本机的路径）。"""

    path: Path
    shown: str

    @property
    def shadow(self) -> FramePlace:
        """它的文字影子。"""
        return FramePlace(self.path.with_name(self.path.name + SHADOW), self.shown + SHADOW)


def frame_place(folder: Path, name: str) -> FramePlace:
    """格式文件夹和 format.yaml 里的 frame（没有写则为空）→ Word 模板在哪里。"""
    templates = folder.parent
    if name:
        relative = SHARED / f"{name}.docx"
    else:
        relative = Path(folder.name) / OWN
    return FramePlace(templates / relative, f"{templates.name}/{relative.as_posix()}")


def frame_named(folder: Path) -> str:
    """format.yaml 里写的 frame；没有写，或 format.yaml 读不成，则为空。"""
    source, problems = read_source(folder / "format.yaml", "format.yaml")
    node = None if problems else parse(source)[0]
    written = node.get("frame") if isinstance(node, Mapping) else None
    return written.text if isinstance(written, Scalar) else ""


def check_frame(folder: Path, manifest: Node | None) -> tuple[Diagnostic, ...]:
    """写的和有的对得上：不多不少正好一份。manifest 是 format.yaml，读不成则为 None。"""
    if not isinstance(manifest, Mapping):
        return ()
    has_own = is_there(folder / OWN)
    written = manifest.get("frame")
    if written is None:
        if has_own or not reports(manifest):
            return ()
        known = "、".join(_shared(folder)) or "无"
        message = f"格式 {folder.name} 没有 Word 模板：没有写 frame，也没有 {OWN}。"
        help = f"在 format.yaml 里写一行 frame: 名字（共用的有：{known}），或用 reportgen format frame 写出一份。"
        return (diagnose("F01", whole(Source(frame_place(folder, "").shown)), message, help),)
    if not isinstance(written, Scalar):
        return ()  # 形状不对，核对形状时已经说过
    if has_own:
        message = f"format.yaml 写了 frame: {written.text}，文件夹里又有 {OWN}，不知道用哪一份。"
        help = f"用共用的就移走 {OWN}；用自己的就删去 frame 这一行。"
        return (diagnose("F05", written.span, message, help),)
    shared = _shared(folder)
    if written.text not in shared:
        message = f"没有“{written.text}”这份共用的 Word 模板。"
        help = did_you_mean(written.text, shared)
        return (diagnose("F02", written.span, message, help),)
    return ()


def reports(manifest: Mapping) -> bool:
    """出不出报告：没有写 output，或写了 report。只出表样的可以没有 Word 模板。"""
    output = manifest.get("output")
    if not isinstance(output, Sequence):
        return True
    return any(isinstance(item, Scalar) and item.text == REPORT for item in output.items)


def _shared(folder: Path) -> list[str]:
    """共用的 Word 模板有哪些；Word 正开着的文件旁边会有 ~$ 开头的，不算。"""
    paths = (folder.parent / SHARED).glob("*.docx")
    return sorted(path.stem for path in paths if not path.name.startswith("~$"))
