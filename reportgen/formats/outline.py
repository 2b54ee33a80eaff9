"""提纲的译码：outline.yaml → Outline。"""

from __future__ import annotations

from typing import cast

from reportgen.core.document import Page
from reportgen.core.outline import BLOCK_KINDS, STYLES, Appendix, BlockSpec, ContentsSpec, Outline
from reportgen.core.outline import Node as OutlineNode
from reportgen.source.fields import Fields
from reportgen.source.tree import Node


def decode_outline(node: Node) -> Outline:
    """outline.yaml：提纲。"""
    top = Fields(node)
    contents = top.mapping("contents")
    return Outline(
        title=str(top.prose("title") or ""),
        numbering=tuple(str(text) for text in top.texts("numbering")),
        body=_nodes(top, "body"),
        appendix=tuple(_appendix(Fields(item)) for item in top.items("appendix")),
        cover=tuple(block for item in top.items("cover") for block in _block(Fields(item))),
        contents=ContentsSpec(contents.words("title"), contents.integer("levels", 2)) if "contents" in top else None,
        span=node.span,
    )


def _appendix(fields: Fields) -> Appendix:
    return Appendix(
        mark=fields.words("mark"),
        title=str(fields.prose("title") or ""),
        blocks=_blocks(fields),
        body=_nodes(fields, "body"),
        listed=fields.flag("listed", False),
        when=fields.text("when") or "",
        page=cast(Page, fields.words("page")),
        span=fields.span,
    )


def _nodes(fields: Fields, key: str) -> tuple[OutlineNode, ...]:
    return tuple(_node(Fields(item)) for item in fields.items(key))


def _node(fields: Fields) -> OutlineNode:
    return OutlineNode(
        heading=fields.words("heading"),
        blocks=_blocks(fields),
        children=_nodes(fields, "children"),
        each=fields.text("each") or "",
        when=fields.text("when") or "",
        topic=fields.words("with"),
        numbered=fields.flag("numbered", True),
        run_in=fields.flag("run_in", False),
        page=cast(Page, fields.words("page")),
        required=fields.flag("required", False),
        span=fields.span,
    )


def _blocks(fields: Fields) -> tuple[BlockSpec, ...]:
    """一节的内容块：直接写在这一节的，和 blocks 里的。"""
    return (*_block(fields), *(block for item in fields.items("blocks") for block in _block(Fields(item))))


def _block(fields: Fields) -> tuple[BlockSpec, ...]:
    role = STYLES[fields.words("style", "正文")]
    return tuple(BlockSpec(kind, _name(fields, kind), role, fields.span) for kind in BLOCK_KINDS if kind in fields)


def _name(fields: Fields, kind: str) -> str:
    """叙述的路径记得自己写在哪里；模板文件和表名是普通的 str，Jinja 编译出的代码要存下它。"""
    return fields.text(kind) or "" if kind == "section" else fields.words(kind)
