"""通常的做法：click + PyYAML + jsonschema + docxtpl，一个模板，一份数据，出一个 docx。"""

from __future__ import annotations

import json
from pathlib import Path

import click
import jsonschema
import yaml
from docxtpl import DocxTemplate


def render(template: Path, data: Path, target: Path) -> None:
    """读数据、核形状、渲染、存盘。"""
    context = yaml.safe_load(data.read_text("utf-8"))
    jsonschema.validate(context, json.loads((data.parent / "schema.json").read_text("utf-8")))
    document = DocxTemplate(str(template))
    document.render(context)
    document.save(str(target))


@click.command()
@click.argument("template", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
def main(template: Path, data: Path, target: Path) -> None:
    """出一份。"""
    render(template, data, target)


if __name__ == "__main__":
    main()
