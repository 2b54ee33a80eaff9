"""安全的一张表（每行一个测试）：谁的请求放进来，谁的不放；出去的带什么头。"""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from reportgen.web.app import make_app
from reportgen.web.folder import Folder
from reportgen.web.guard import LARGEST_BODY, Lock, guarded
from reportgen.web.serving import _listen
from reportgen.web.session import Session
from tests.web.conftest import HOME, KEY, PORT, SELF, Page


def status(page: Page, path: str = "/", method: str = "GET", **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return page.client.request(method, path, headers=named).status_code


def test_it_listens_on_this_machine_only() -> None:
    with _listen(0, 0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert listening.family == socket.AF_INET


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil:{PORT}"],
)
def test_other_names_of_this_machine_are_refused(page: Page, host: str) -> None:
    """DNS 重绑定：别的网站让自己的名字指到本机。"""
    assert status(page, host=host) == 403


def test_localhost_is_this_machine(page: Page) -> None:
    cookie = f"reportgen-{PORT}={KEY}"
    assert status(page, host=f"localhost:{PORT}", cookie=cookie) == 200


def test_two_host_headers_are_refused() -> None:
    headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"host", b"evil.example")]
    assert _asked([*headers, (b"cookie", f"reportgen-{PORT}={KEY}".encode())]) == 403


def test_without_the_key_nothing_is_shown(page: Page) -> None:
    page.client.cookies.clear()
    for path in (
        "/",
        "/edit",
        "/api/inputs",
        "/static/app.css",
        f"/download?file={SELF}&kind=yaml",
    ):
        assert status(page, path) == 403
        assert KEY not in page.client.get(path).text


@pytest.mark.parametrize("key", ["", "k", "x" * 43, "钥匙"])
def test_a_wrong_key_is_refused(page: Page, key: str) -> None:
    page.client.cookies.clear()
    answer = page.client.get("/", params={"key": key})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_key_becomes_a_cookie_and_leaves_the_address(page: Page) -> None:
    page.client.cookies.clear()
    answer = page.client.get("/edit", params={"key": KEY, "file": SELF})
    assert answer.status_code == 303
    assert KEY not in answer.headers["location"] and answer.headers["location"].startswith("/edit?")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and f"reportgen-{PORT}=" in cookie


def test_the_way_in_does_not_lead_to_another_host(page: Page) -> None:
    answer = page.client.get(f"{HOME}//evil.example/?key={KEY}")
    assert answer.headers["location"].startswith("/evil.example")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_requests_sent_by_other_sites_are_refused(page: Page, site: str) -> None:
    assert status(page, sec_fetch_site=site) == 403
    assert status(page, "/?key=" + KEY, sec_fetch_site=site) == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": HOME},
        {"x-reportgen": KEY},
        {"x-reportgen": KEY, "origin": "http://evil.example"},
        {"x-reportgen": KEY, "origin": "null"},
        {"x-reportgen": "wrong", "origin": HOME},
    ],
)
def test_changes_need_the_own_page_and_the_key(page: Page, headers: dict[str, str]) -> None:
    before = page.text()
    address = ["project", "name"]
    body = {"file": SELF, "address": address, "value": "别的", "before": "企业服务活动专项经费"}
    assert page.client.post("/api/change", json=body, headers=headers).status_code == 403
    assert page.text() == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_no_other_method_does_anything_and_no_site_is_let_in(page: Page, method: str) -> None:
    answer = page.client.request(method, "/api/change", headers=page.headers)
    assert answer.status_code in {403, 405}
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "name",
    [
        "../outside.yaml",
        "..%2foutside.yaml",
        "/etc/passwd",
        "inputs/../../outside.yaml",
        ".reportgen/serve.json",
        ".reportgen/history/x.yaml",
        "inputs//2022/zhengzhou-gxj-qyfw.yaml",
        "C:/windows/x.yaml",
        "inputs\\2022\\x.yaml",
        "link.yaml",
        "readme.txt",
        "",
        "a\0.yaml",
    ],
)
def test_only_inputs_inside_the_folder_are_reached(page: Page, tmp_path: Path, name: str) -> None:
    outside = tmp_path.parent / "outside.yaml"
    outside.write_text("format: mof-self-2021\n", "utf-8")
    (page.root / "link.yaml").symlink_to(outside)
    (page.root / "readme.txt").write_text("秘密", "utf-8")
    for path in ("/api/form", "/api/state", "/api/summary", "/preview", "/download"):
        answer = page.client.get(path, params={"file": name, "kind": "yaml"})
        assert answer.status_code == 404, path
    wishes = {"address": ["year"], "value": "2023", "before": "", "etag": ""}
    assert page.send("change", file=name, **wishes)[0] == 404
    assert outside.read_text("utf-8") == "format: mof-self-2021\n"


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "app.py", "%2e%2e/guard.py", "none.js"]
)
def test_only_the_page_s_own_files_are_served(page: Page, name: str) -> None:
    assert page.client.get(f"/static/{name}").status_code == 404


def test_a_body_that_says_it_is_too_long_is_refused(page: Page) -> None:
    headers = {**page.headers, "content-length": str(LARGEST_BODY + 1)}
    answer = page.client.post("/api/check?name=x.docx", content=b"x", headers=headers)
    assert answer.status_code == 413


def test_a_body_is_counted_while_it_comes(page: Page) -> None:
    """分块送来的，没有写多长；收到限度就不收了。"""
    sent: list[int] = []

    def pieces() -> Any:
        for _ in range(40):
            sent.append(1)
            yield b"x" * 1024 * 1024

    answer = page.client.post("/api/check?name=x.docx", content=pieces(), headers=page.headers)
    assert answer.status_code == 413
    assert "20 MB" in answer.json()["message"]


def test_a_body_is_not_read_beyond_the_limit() -> None:
    """放进去之前就数；里面的程序得不到多出来的。"""
    received: list[int] = []

    async def reading(scope: Any, receive: Any, send: Any) -> None:
        more = True
        while more:
            message = await receive()
            received.append(len(message["body"]))
            more = message["more_body"]

    headers = [
        (b"host", f"127.0.0.1:{PORT}".encode()),
        (b"cookie", f"reportgen-{PORT}={KEY}".encode()),
        (b"origin", HOME.encode()),
        (b"x-reportgen", KEY.encode()),
    ]
    status = _asked(headers, "POST", reading, b"x" * 1024 * 1024)
    assert status == 413
    assert sum(received) <= LARGEST_BODY


def test_every_answer_carries_the_same_headers(page: Page) -> None:
    for path in ("/", "/static/app.css", "/api/inputs", f"/preview?file={SELF}", "/nowhere"):
        headers = page.client.get(path).headers
        policy = headers["content-security-policy"]
        for rule in ("default-src 'none'", "script-src 'self'", "base-uri 'none'"):
            assert rule in policy
        assert "unsafe" not in policy and "*" not in policy
        assert "frame-ancestors 'self'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert not [name for name in headers if name.startswith("access-control")]


def test_a_websocket_is_closed_at_the_door() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    app = make_app(Session(Folder(Path()), Lock(KEY, PORT), lambda: None))
    asyncio.run(app({"type": "websocket", "headers": []}, _nothing, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 100_000, b'{"file": 1}', b"\xff\xfe"])
def test_made_up_requests_get_a_sentence(page: Page, body: bytes) -> None:
    for name in ("change", "add", "move", "undo", "fix", "new", "rollover"):
        answer = page.client.post(f"/api/{name}", content=body, headers=page.headers)
        assert 400 <= answer.status_code < 500, name
        assert answer.json()["message"]


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def _asked(
    headers: list[tuple[bytes, bytes]],
    method: str = "GET",
    inner: Any = None,
    piece: bytes = b"",
) -> int:
    """不经过客户端，直接问门卫；头可以随便写。正文是没有完的一块一块。"""
    statuses: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": piece, "more_body": True}

    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    scope = {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": headers}
    asyncio.run(guarded(inner or refuse, Lock(KEY, PORT))(scope, receive, send))
    return statuses[0]
