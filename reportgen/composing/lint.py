"""模板里的名字：不渲染，只看语法树，找出写错的语法、没有的过滤器和没有的名字。"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from reportgen.composing.environment import FORMAT_NAMES, PASSING, Environment, environment_of
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.outline import Node, Outline
from reportgen.core.paths import NAMES
from reportgen.core.spelling import did_you_mean
from reportgen.core.tablespec import wordings

KNOWN = (*NAMES, *FORMAT_NAMES, *PASSING)


def lint_templates(format: Format) -> tuple[Diagnostic, ...]:
    """一种格式的全部模板：text/*.j2、表里的词和各列各格、提纲和附件的标题。"""
    environment = environment_of(format)
    problems: list[Diagnostic] = []
    for name, source in (*format.texts, *format.shared):
        problems += _lint(environment, source.text, source, None, name)
    for spec in format.tables:
        for text, span in wordings(spec):
            problems += _lint(environment, text, format.source, span, f"表 {spec.name}")
    for text, span in _headings(format.outline):
        problems += _lint(environment, text, format.source, span, "提纲")
    return tuple(problems)


def _headings(outline: Outline) -> Iterator[tuple[str, Span | None]]:
    yield outline.title, outline.span
    if outline.contents is not None:
        yield outline.contents.title, outline.span
    stack: list[Node] = list(outline.body)
    for entry in outline.appendix:
        yield entry.mark, entry.span
        yield entry.title, entry.span
        stack += entry.body
    while stack:
        node = stack.pop()
        yield node.heading, node.span
        stack += node.children


def _lint(
    environment: Environment, text: str, source: Source, span: Span | None, name: str
) -> Iterator[Diagnostic]:
    """一段模板；span 为空则行号取自模板自己。"""
    if "{" not in text:
        return
    try:
        environment.compile(text)  # 先编译：套得太深的，在这里说得成一句话
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        place = span or Span(source, error.lineno, 1, 0, 0)
        message = f"{name}：{_chinese(error)}。"
        yield diagnose("F06", place, message, "对照 templates/README.md。")
        return
    known = {*_defined(tree), *KNOWN}
    for name_node in tree.find_all(nodes.Name):
        unknown = name_node.name
        if name_node.ctx != "load" or unknown in known:
            continue
        known.add(unknown)  # 同一个名字只说一次
        place = span or Span(source, name_node.lineno, 1, 0, 0)
        yield diagnose(
            "F02", place, f"{name}：没有“{unknown}”这个名字。", did_you_mean(unknown, KNOWN)
        )


def _defined(tree: nodes.Template) -> set[str]:
    """模板自己定义的名字：set、循环变量、宏和它的参数、引入的宏，循环里的 loop。"""
    names = {"loop", "caller", "varargs", "kwargs"}
    names.update(node.name for node in tree.find_all(nodes.Name) if node.ctx in {"store", "param"})
    names.update(node.name for node in tree.find_all(nodes.Macro))
    names.update(node.target for node in tree.find_all(nodes.Import))
    for imported in tree.find_all(nodes.FromImport):
        for name in imported.names:
            names.add(name if isinstance(name, str) else name[1])
    return names


def _chinese(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    if message.startswith("No filter named"):
        return f"没有过滤器 {message.removeprefix('No filter named').strip(' .')}"
    return f"语法不对（{message}）"
