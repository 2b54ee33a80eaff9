"""附带的部件：图片、条形图、脚注。写正文时随到随登记，编号按出现的先后；脚注写完正文再一起放进包里。"""

from __future__ import annotations

from reportgen.core.document import Chart, Picture
from reportgen.word.frame.template import Frame
from reportgen.word.register import CHART, EMBEDDED, Register, image
from reportgen.word.writing.chart import chart_part, workbook_part
from reportgen.word.writing.footnotes import put_notes

WORKBOOK = "rId1"
"""图到它的工作簿的关系号：一张图只有这一条关系。"""


class Media:
    """一份报告附带的部件。图和脚注的编号接在 Word 模板已用到的后面：Word 要它们各不相同。"""

    def __init__(self, register: Register, frame: Frame) -> None:
        self.register, self.frame = register, frame
        self.pictures: dict[bytes, str] = {}
        self.drawings = frame.drawings
        self.notes: list[str] = []

    def picture(self, picture: Picture) -> tuple[str, int]:
        """一张图片的关系号和编号；同一张图只存一份。"""
        self.drawings += 1
        if picture.data not in self.pictures:
            self.pictures[picture.data] = self.register.add(image(picture.suffix), picture.data).id
        return self.pictures[picture.data], self.drawings

    def chart(self, chart: Chart) -> tuple[str, int]:
        """一张条形图的关系号和编号。"""
        self.drawings += 1
        entry = self.register.add(CHART, chart_part(chart, WORKBOOK).encode())
        self.register.add(EMBEDDED, workbook_part(chart), owner=entry.name, id=WORKBOOK)
        return entry.id, self.drawings

    def note(self, text: str) -> int:
        """一个脚注的编号。"""
        self.notes.append(text)
        return self.frame.notes + len(self.notes)

    def finish(self) -> None:
        """正文写完了：脚注放进包里。"""
        if self.notes:
            put_notes(self.register, self.notes, self.frame.notes + 1, self.frame.styles)
