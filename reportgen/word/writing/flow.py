"""写到哪里：自上而下写一节时，本页已经占去的高度（缇）。表要知道自己从页面的哪里开始。

照固定行距一行一行地数；标题与下一段同页，放不下的一起到下一页。脚注占的地方、行距不固定的样式只是估计。
"""

from __future__ import annotations

from reportgen.word.layout import Area
from reportgen.word.styles import Prose


class Flow:
    """一节里写到的地方：版心，和本页已占的高度。"""

    def __init__(self, area: Area, used: int) -> None:
        self.area = area
        self.used = used
        self.previous: Prose | None = None

    def turn(self) -> None:
        """另起一页。"""
        self.used = 0
        self.previous = None

    def words(self, prose: Prose, text: str, following: int = 0) -> None:
        """写一段；following 是要与它同页的下一段的第一行，放不下就一起到下一页。"""
        count = prose.count(text, self.area.width)
        close = prose.close and prose == self.previous
        height = count * prose.line + (0 if close else prose.space)
        self.previous = prose
        if prose.keep and self.used and self.used + height + following > self.area.height:
            self.used = 0
        if self.used + height <= self.area.height:
            self.used += height
            return
        here = max(0, (self.area.height - self.used) // prose.line)
        page = max(1, self.area.height // prose.line)
        self.used = (count - here - 1) % page * prose.line + prose.line

    def whole(self, height: int) -> None:
        """写一块不能断开的，如图；放不下的到下一页。"""
        if self.used and self.used + height > self.area.height:
            self.used = 0
        self.used += height
        self.previous = None
