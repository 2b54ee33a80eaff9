"""编辑器：起一个 yaml-language-server，打开一个文件，问它标出了什么、能补全什么。

服务器由 YAML_LANGUAGE_SERVER 指明（`npm install yaml-language-server` 装来的 bin 里的文件），或在 PATH 里；没有则跳过。
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

SERVER = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server") or ""
AVAILABLE = bool(SERVER and shutil.which("node"))
SETTINGS = {
    "yaml": {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}},
    "http": {},
    "[yaml]": {},
    "editor": {},
    "files": {},
}


class Editor:
    """一个打开着的编辑器；用作上下文管理器。"""

    def __enter__(self) -> Editor:
        self.process = subprocess.Popen(
            ["node", SERVER, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.number = 0
        self.marked: dict[str, list[dict[str, Any]]] = {}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    def problems(self, path: Path, text: str) -> list[str]:
        """打开一个文件（内容是 text），标出的各条：行号和说明。"""
        uri = path.resolve().as_uri()
        self.marked.pop(uri, None)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self.marked:
            self.hear()
        return [
            f"{found['range']['start']['line'] + 1}: {found['message']}"
            for found in self.marked[uri]
        ]

    def completions(self, path: Path, line: int, column: int) -> list[str]:
        """已经打开的文件的一处，能补全的各个词。"""
        place = {
            "textDocument": {"uri": path.resolve().as_uri()},
            "position": {"line": line, "character": column},
        }
        answer = self.ask("textDocument/completion", place)
        return [item["label"] for item in answer["items"]]

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        """问一句，等它回答。"""
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": parameters})
        while True:
            message = self.hear()
            if message.get("id") == number and "method" not in message:
                return message["result"]

    def tell(self, method: str, parameters: dict[str, Any]) -> None:
        """说一句，不等回答。"""
        self.send({"method": method, "params": parameters})

    def send(self, message: dict[str, Any]) -> None:
        """写出一条。"""
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """读进一条；它问设置的就回答，标出的记下。"""
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b": ")
            length = int(value) if name == b"Content-Length" else length
        assert length, "yaml-language-server 停了"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            items = [SETTINGS.get(item["section"]) for item in message["params"]["items"]]
            self.send({"id": message["id"], "result": items})
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.marked[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message
