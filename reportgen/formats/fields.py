"""输入的形状：核心的各项（core/model.py 的声明），加上格式的 fields.yaml。专有事实照它定，别的各项只能更严。"""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.fieldspec import PASSAGES, FieldSpec
from reportgen.core.model import Evaluation
from reportgen.core.shape import Shape, shape_of, told
from reportgen.core.spelling import did_you_mean
from reportgen.core.text import Record


def core_shape() -> Shape:
    """输入的核心：各格式共有的各项。"""
    return told(shape_of(Evaluation), "输入")


def input_shape(spec: FieldSpec) -> tuple[Shape, tuple[Diagnostic, ...]]:
    """fields.yaml → 输入的形状，和写得不对的地方（F05）。"""
    fields = _Fields()
    shape = fields.narrowed("输入", core_shape(), spec)
    return shape, tuple(fields.diagnostics)


class _Fields:
    """编一份 fields.yaml 时要记住的：诊断。"""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def refuse(self, spec: FieldSpec, message: str, help: str) -> None:
        """写得不对。"""
        assert spec.span is not None
        self.diagnostics.append(diagnose("F05", spec.span, message, help))

    def narrowed(self, name: str, base: Shape, spec: FieldSpec) -> Shape:
        """核心已有的一项，在这种格式里更严。"""
        shape = self._chosen(name, base, spec)
        shape = told(
            replace(shape, named=""),
            spec.title or base.title,
            spec.hint or base.hint,
            spec.rollover or base.rollover,
            spec.takes or base.takes,
        )
        shape = self._least(name, self._words(name, shape, spec), spec)
        if spec.fields is not None:
            shape = self._members(name, shape, spec)
        if spec.each is not None:
            shape = self._each(name, shape, spec.each)
        return shape

    def defined(self, name: str, spec: FieldSpec) -> Shape:
        """专有事实里的一项。"""
        if not spec.title:
            self.refuse(
                spec, f"“{name}”没有中文名（title）。", f"如 {name}: {{title: 编制数, is: count}}。"
            )
        if spec.way == PASSAGES:
            self.refuse(spec, f"“{name}”不是叙述，不能写 is: {PASSAGES}。", "列表写 each。")
        shape = Shape(title=spec.title, hint=spec.hint, rollover=spec.rollover, takes=spec.takes)
        if spec.fields is not None:
            group = replace(shape, kind="object", make=Record)
            shape = self._members(name, group, spec)
        elif spec.each is not None:
            items = self.defined(name, replace(spec.each, title=spec.each.title or spec.title))
            shape = replace(shape, kind="array", items=items)
        else:
            # 实际完成值读得文字和数量，专有事实只要文字
            then = itemgetter(0) if spec.way == "actual" else None
            shape = replace(shape, format=spec.way or "text", then=then)
        if spec.way and shape.kind != "scalar":
            self.refuse(spec, f"“{name}”写了 is，又写了 fields 或 each。", "只写一样。")
        return self._least(name, self._words(name, shape, spec), spec)

    def _chosen(self, name: str, base: Shape, spec: FieldSpec) -> Shape:
        """几种写法里凭 is 定一种；只有一种写法的，由程序定。"""
        if not spec.way:
            return base
        kind = "array" if spec.way == PASSAGES else "scalar"
        for choice in base.choices:
            if choice.kind == kind and (kind == "array" or choice.format == spec.way):
                return choice
        if base.choices or base.kind != "scalar" or base.format != spec.way:
            self.refuse(spec, f"“{name}”怎么写由程序定，不能改成 is: {spec.way}。", "删去 is。")
        return base

    def _words(self, name: str, shape: Shape, spec: FieldSpec) -> Shape:
        if not spec.words:
            return shape
        if shape.kind != "scalar" or shape.format != "text":
            self.refuse(spec, f"“{name}”不是一行文字，不能写 words。", "words 只用于 is: text。")
            return shape
        known = [word for word, _ in shape.words]
        for word, _ in spec.words:
            if known and word not in known:
                help = did_you_mean(word, known)
                self.refuse(spec, f"“{name}”没有“{word}”这个选项。", help)
        return replace(shape, words=spec.words)

    def _least(self, name: str, shape: Shape, spec: FieldSpec) -> Shape:
        if not spec.least:
            return shape
        if shape.kind != "array":
            self.refuse(spec, f"“{name}”不是列表，不能写 least。", "least 只用于列表。")
        return replace(shape, least=max(shape.least, spec.least))

    def _each(self, name: str, shape: Shape, spec: FieldSpec) -> Shape:
        if shape.items is None:
            self.refuse(spec, f"“{name}”不是列表，不能写 each。", "删去 each。")
            return shape
        return replace(shape, items=self.narrowed(f"{name} 的每项", shape.items, spec))

    def _members(self, name: str, shape: Shape, spec: FieldSpec) -> Shape:
        if shape.kind != "object" or shape.variants is not None:
            self.refuse(spec, f"“{name}”没有下级，不能写 fields。", "删去 fields。")
            return shape
        properties = dict(shape.properties)
        required = list(shape.required)
        for key, inner in spec.fields or ():
            if key in properties:
                properties[key] = self.narrowed(key, properties[key], inner)
            elif shape.make is Record:
                properties[key] = self.defined(key, inner)
            elif shape.rest is not None:
                properties[key] = self.narrowed(key, shape.rest, inner)
            else:
                help = did_you_mean(key, shape.properties) or "格式自定的写在 facts 里。"
                self.refuse(inner, f"“{shape.title or name}”里没有“{key}”。", help)
            if inner.required:
                required.append(key)
        # 格式列出了有哪些，别的就是写错了的；open 是说还可以写别的
        rest = (shape.rest or Shape()) if spec.open else None
        return replace(
            shape, properties=properties, required=tuple(dict.fromkeys(required)), rest=rest
        )
