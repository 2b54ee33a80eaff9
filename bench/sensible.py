"""用心写的脚本：做 baseline.py 同一件事，只是不做无用的功。

libyaml 读 YAML；schema 的校验器建一次；Word 模板的 XML 补一次、编一次，每份报告只渲染和存盘；命令行不用 click。
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import jsonschema
import yaml
from docxtpl import DocxTemplate
from jinja2 import Environment


class Script:
    """备好的一个模板：folder 里的模板 name.docx 和 schema.json。"""

    def __init__(self, folder: Path, name: str) -> None:
        self.frame = (folder / f"{name}.docx").read_bytes()
        opened = self._opened()
        self.wording = Environment().from_string(opened.patch_xml(opened.get_xml()))
        schema = json.loads((folder / "schema.json").read_text("utf-8"))
        self.validator = jsonschema.validators.validator_for(schema)(schema)

    def render(self, source: Path, context: Path, target: Path) -> None:
        """一份输入：读、核形状、渲染、存盘。context 是备好的数据（JSON）。"""
        facts = yaml.load(source.read_text("utf-8"), Loader=yaml.CBaseLoader)
        problem = jsonschema.exceptions.best_match(self.validator.iter_errors(facts))
        if problem is not None:
            raise problem
        opened = self._opened()
        text = self.wording.render(json.loads(context.read_text("utf-8")))
        opened.map_tree(opened.fix_tables(text))
        opened.save(str(target))

    def _opened(self) -> DocxTemplate:
        opened = DocxTemplate(io.BytesIO(self.frame))
        opened.init_docx()
        return opened


if __name__ == "__main__":
    source, folder, name, target = sys.argv[1:]
    script = Script(Path(folder), name)
    script.render(Path(source), Path(folder) / f"{name}.json", Path(target))
