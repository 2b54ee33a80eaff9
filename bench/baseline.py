"""通常的做法：click + PyYAML + jsonschema + docxtpl，做同一件事：读同一份输入，按同一个 schema 核对，渲染一个模板。

不计分、不核对、不写文字稿；模板要的文字已经备好（JSON），省去它自己拼文字的工夫。
"""

from __future__ import annotations

import json
from pathlib import Path

import click
import jsonschema
import yaml
from docxtpl import DocxTemplate


def render(source: Path, folder: Path, name: str, target: Path) -> None:
    """读输入、核形状、渲染、存盘。folder 里有模板 name.docx、数据 name.json 和 schema.json。"""
    # 日期、是否都留作文字：schema 按写的字核对，safe_load 会把日期换成别的值。
    facts = yaml.load(source.read_text("utf-8"), Loader=yaml.BaseLoader)
    jsonschema.validate(facts, json.loads((folder / "schema.json").read_text("utf-8")))
    document = DocxTemplate(str(folder / f"{name}.docx"))
    document.render(json.loads((folder / f"{name}.json").read_text("utf-8")))
    document.save(str(target))


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("name")
@click.argument("target", type=click.Path(path_type=Path))
def main(source: Path, folder: Path, name: str, target: Path) -> None:
    """出一份。"""
    render(source, folder, name, target)


if __name__ == "__main__":
    main()
