"""网页测试共用的：一个临时的文件夹，和一个拿着钥匙的浏览器（没有界面，只发请求）。"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportgen.web.app import make_app
from reportgen.web.folder import Folder
from reportgen.web.guard import Lock
from reportgen.web.session import Session

ROOT = Path(__file__).resolve().parents[2]
PORT = 8123
HOME = f"http://127.0.0.1:{PORT}"
KEY = "k" * 43
SELF = "inputs/2022/zhengzhou-gxj-qyfw.yaml"


class Page:
    """一个页面：发的请求与浏览器里的脚本一样。"""

    def __init__(self, root: Path, read_only: bool = False) -> None:
        self.root = root
        self.stopped: list[bool] = []
        session = Session(
            Folder(root, read_only), Lock(KEY, PORT), lambda: self.stopped.append(True)
        )
        self.client = TestClient(make_app(session), base_url=HOME, follow_redirects=False)
        self.client.cookies.set(f"reportgen-{PORT}", KEY)
        self.headers = {"origin": HOME, "x-reportgen": KEY}

    def read(self, path: str, **query: str) -> Any:
        """问。"""
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, act: str, /, file: str = SELF, **wishes: Any) -> Any:
        """改；答 (状态, 内容)。"""
        if "etag" not in wishes and act not in {"new", "rollover"}:
            wishes["etag"] = self.state(file)["etag"]
        answer = self.client.post(
            f"/api/{act}", json={"file": file, **wishes}, headers=self.headers
        )
        return answer.status_code, answer.json()

    def change(self, address: list[Any], value: str, before: str, file: str = SELF) -> Any:
        """填一格。"""
        return self.send("change", file, address=address, value=value, before=before)

    def state(self, file: str = SELF) -> Any:
        """现在的样子。"""
        return self.read("/api/state", file=file)

    def text(self, file: str = SELF) -> str:
        """文件的全文。"""
        return (self.root / file).read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """一个文件夹，里面是随程序的六份输入。"""
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    return tmp_path


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    """开着这个文件夹的页面。"""
    yield Page(folder)
