"""登记：部件的类型（[Content_Types].xml）和正文到部件的关系。Word 模板登记过的不再登记。"""

from __future__ import annotations

TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument"


def relate(parts: dict[str, bytes], id: str, kind: str, target: str) -> None:
    """正文到一个部件的关系；target 从 word/ 算起。"""
    entry = f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", f"{entry}</Relationships>".encode())


def override(parts: dict[str, bytes], name: str, kind: str) -> None:
    """一个部件的类型。"""
    if f'PartName="/{name}"'.encode() not in parts[TYPES]:
        entry = f'<Override PartName="/{name}" ContentType="{kind}"/>'
        parts[TYPES] = parts[TYPES].replace(b"</Types>", f"{entry}</Types>".encode())


def extension(parts: dict[str, bytes], suffix: str, kind: str) -> None:
    """一种扩展名的类型。"""
    if f'Extension="{suffix}"'.encode() not in parts[TYPES]:
        entry = f'<Default Extension="{suffix}" ContentType="{kind}"/>'.encode()
        at = parts[TYPES].index(b"<Override")
        parts[TYPES] = parts[TYPES][:at] + entry + parts[TYPES][at:]
