"""门卫：每个请求进来先过这里，一条不合就不往里走；出去的都带上同样的头。

只认本机的名字（防 DNS 重绑定）和自己的页面（防别的网站借浏览器发请求）；钥匙在第一次的网址里，换成 cookie 以后
网址里不再有；改动文件的请求还要带钥匙的头。正文边收边数，不信它自己报的长短。
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from reportgen.core.frozen import frozen
from reportgen.core.outside import MEGABYTE

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 20 * MEGABYTE
TOO_MUCH = f"文件太大，最多 {LARGEST_BODY // MEGABYTE} MB。"
HEADER = "x-reportgen"
OPEN_SITES = ("same-origin", "none", "")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
PRINTED_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
"""PDF 的：浏览器自己的阅读器要它自己的样式，里面没有脚本可跑。"""

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
OPEN_IT = "请从程序打印的网址打开（网址里带着钥匙），或再运行一次 reportgen serve。"


class TooMuch(Exception):
    """正文超过限度。"""


@frozen
class Lock:
    """锁：钥匙和端口。"""

    key: str
    port: int

    @property
    def hosts(self) -> tuple[str, str]:
        """认得的主机名。"""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    @property
    def cookie(self) -> str:
        """cookie 的名字；同一台机器上各端口的 cookie 混在一起，名字里要有端口。"""
        return f"reportgen-{self.port}"

    def fits(self, key: str) -> bool:
        """钥匙对不对；比较的时间与对了几个字无关。"""
        return hmac.compare_digest(key.encode(), self.key.encode())


def guarded(inner: App, lock: Lock) -> App:
    """程序外面加上门卫。"""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await inner(scope, receive, send)
            return
        headers = _headers(scope)
        refusal = _refusal(scope, headers, lock)
        if refusal is not None:
            await _answer(send, *refusal)
            return
        await _counted(inner, scope, receive, send)

    return app


def _headers(scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1")
        headers[key] = "" if key in headers and key == "host" else value.decode("latin-1")
    return headers


Answer = tuple[int, str, dict[str, str]]


def _refusal(scope: Scope, headers: dict[str, str], lock: Lock) -> Answer | None:
    """不放进去的理由；放进去的没有。"""
    if headers.get("host", "") not in lock.hosts:
        return 403, "只认本机的网址。", {}
    if headers.get("sec-fetch-site", "") not in OPEN_SITES:
        return 403, f"别的网站发来的请求不收。{OPEN_IT}", {}
    reading = scope["method"] in {"GET", "HEAD"}
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    if reading and "key" in query:
        return _let_in(scope, query, lock)
    if not lock.fits(_cookie(headers, lock.cookie)):
        return 403, OPEN_IT, {}
    if reading:
        return None
    if headers.get("origin", "") not in {f"http://{host}" for host in lock.hosts}:
        return 403, "别的网站发来的请求不收。", {}
    if not lock.fits(headers.get(HEADER, "")):
        return 403, "页面旧了，请刷新。", {}
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return 413, TOO_MUCH, {}
    return None


def _let_in(scope: Scope, query: dict[str, str], lock: Lock) -> Answer:
    """钥匙对的：换成 cookie，转到没有钥匙的网址；不对的不放。"""
    if not lock.fits(query.pop("key")):
        return 403, f"钥匙不对。{OPEN_IT}", {}
    rest = f"?{urlencode(query)}" if query else ""
    path = "/" + scope["path"].lstrip("/\\")  # 两道斜线开头的会转到别的网站去
    cookie = f"{lock.cookie}={lock.key}; HttpOnly; SameSite=Strict; Path=/"
    return 303, "", {"location": f"{_quoted(path)}{rest}", "set-cookie": cookie}


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


def _cookie(headers: dict[str, str], name: str) -> str:
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""


async def _counted(inner: App, scope: Scope, receive: Receive, send: Send) -> None:
    """边收边数；出去的都带上头。"""
    size, started = 0, False

    async def counting() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise TooMuch
        return message

    async def sending(message: Message) -> None:
        nonlocal started
        if message["type"] == "http.response.start":
            started = True
            message = {**message, "headers": _with_policy(message.get("headers", ()))}
        await send(message)

    try:
        await inner(scope, counting, sending)
    except TooMuch:
        if not started:
            await _answer(send, 413, TOO_MUCH, {})


def _with_policy(headers: Any) -> list[tuple[bytes, bytes]]:
    kinds = [value for name, value in headers if name.lower() == b"content-type"]
    policy = PRINTED_POLICY if kinds == [b"application/pdf"] else POLICY
    added = {**HEADERS, "content-security-policy": policy}
    extra = [(name.encode(), value.encode()) for name, value in added.items()]
    return [*headers, *extra]


async def _answer(send: Send, status: int, message: str, headers: dict[str, str]) -> None:
    body = json.dumps({"message": message}, ensure_ascii=False).encode()
    kind = ("content-type", "application/json; charset=utf-8")
    pairs = [kind, ("content-length", str(len(body))), *headers.items()]
    if status == 413:
        pairs.append(("connection", "close"))
    raw = [(name.encode(), value.encode("latin-1")) for name, value in pairs]
    await send({"type": "http.response.start", "status": status, "headers": _with_policy(raw)})
    await send({"type": "http.response.body", "body": body})
