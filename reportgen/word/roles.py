"""角色与样式：报告结构里的角色 → Word 里的样式名。写、读回、核对 Word 模板用的是同一张表。"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.core.document import Align, CellRole, ParagraphRole, TableRole

TITLE = "Title"
HEADINGS = ("heading 1", "heading 2", "heading 3", "heading 4")
"""内置的标题样式，Word 里显示为“标题 1”……导航窗格和目录认得它们。"""

PARAGRAPHS: Mapping[ParagraphRole, str] = {
    "body": "报告正文",
    "note": "表注",
    "center": "居中",
    "signature": "落款",
    "cover_title": "封面标题",
    "cover": "封面文字",
    "attachments": "附件说明",
    "attachment": "附件标记",
    "attachment_title": "附件标题",
}
CAPTION, UNIT = "表题", "金额单位"
CELLS: Mapping[CellRole, str] = {
    "text": "表格文字",
    "number": "表格数字",
    "head": "表头",
    "label": "层级标签",
}
REPEATED_LABEL = "层级标签续"
"""跨页时在新页首再印一次的层级标签；读回时凭它与上一页的合并还原成一格。"""

GAP = "表后"
"""表后面的一行窄段落：Word 要求表与表、表与分节之间有段落。"""

CONTENTS, ENTRIES = "目录标题", ("toc 1", "toc 2", "toc 3")
"""目录：标题和各级的行；各级是内置的样式，Word 更新目录时认得。"""
PICTURE, FIGURE = "图片", "图题"
"""图片或图所在的一段（行距不固定，图才不会被切掉），和它下面的图题。"""
NOTE_TEXT, NOTE_MARK = "footnote text", "footnote reference"
"""脚注的文字和注号，都是内置的样式。"""

LEAD, BOLD = "随文标题", "加粗"
"""字符样式：随文标题、加粗。"""

USUAL_ALIGN: Mapping[CellRole, Align] = {
    "text": "left",
    "number": "right",
    "head": "center",
    "label": "center",
}
"""各角色的样式里已有的对齐；与它不同时才另写。"""

TABLES: Mapping[TableRole, str] = {"grid": "表格", "scorecard": "评分表", "form": "表单"}
FOOTER = "页脚"

PARAGRAPH_STYLES = (
    TITLE,
    *HEADINGS,
    *PARAGRAPHS.values(),
    CAPTION,
    UNIT,
    *CELLS.values(),
    REPEATED_LABEL,
    GAP,
    CONTENTS,
    *ENTRIES,
    PICTURE,
    FIGURE,
    NOTE_TEXT,
)
REQUIRED = (*PARAGRAPH_STYLES, LEAD, BOLD, NOTE_MARK, *TABLES.values())
"""Word 模板必须有的样式。"""
