"""开着网页：在本机上找一个端口，写下钥匙，打开浏览器，一直到关。

一个文件夹只开一个：DIR/.reportgen/serve.json 写着进程、端口和钥匙（只有自己读得到），第二次运行就打开正开着的那个；
钥匙留着，重开以后，开着的标签页接着用。
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import platform
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportgen.core.frozen import frozen
from reportgen.web.folder import OWN, Folder
from reportgen.web.guard import Lock
from reportgen.web.session import Session

HERE = "127.0.0.1"
RECORD = "serve.json"
LOOK_EVERY = 15
"""隔几秒看一次还有没有人用。"""


class CannotListen(Exception):
    """端口开不了；理由用中文。"""


@frozen
class Opening:
    """打开的网址（带钥匙）；running 是已经开着，不必再开。"""

    url: str
    running: bool


def serve(folder: Folder, port: int, announce: Callable[[Opening], None]) -> None:
    """一直开到关。announce 收到网址，印出来、打开浏览器。"""
    record = _read_record(folder)
    key = str(record.get("key") or secrets.token_urlsafe(32))
    running = _running(record)
    if running:
        announce(Opening(_url(running, key), True))
        return
    with contextlib.closing(_listen(port, int(record.get("port") or 0))) as listening:
        lock = Lock(key, listening.getsockname()[1])
        _write_record(folder, lock)
        _run(folder, lock, listening, announce)


def _run(
    folder: Folder,
    lock: Lock,
    listening: socket.socket,
    announce: Callable[[Opening], None],
) -> None:
    import asyncio

    import uvicorn

    from reportgen.web.app import make_app

    server: Any = None

    def stop() -> None:
        server.should_exit = True

    session = Session(folder, lock, stop)
    config = uvicorn.Config(
        make_app(session),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)

    async def watched() -> None:
        running = asyncio.ensure_future(server.serve(sockets=[listening]))
        while not running.done():
            await asyncio.wait([running], timeout=LOOK_EVERY)
            if session.idle:
                stop()
        await running

    announce(Opening(_url(lock.port, lock.key), False))
    asyncio.run(watched())


def _url(port: int, key: str) -> str:
    return f"http://{HERE}:{port}/?key={key}"


def _listen(port: int, before: int) -> socket.socket:
    """指定的端口；没有指定的先试上次的，再随便一个。"""
    wanted = (port,) if port else (before, 0)
    for number in dict.fromkeys(wanted):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name != "nt":  # Windows 上这样会与别人同用一个端口
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HERE, number))
            listening.listen(128)
        except OSError:
            listening.close()
            continue
        return listening
    raise CannotListen(f"端口 {port} 开不了，可能正被别的程序占用。换一个，或不写 --port。")


def _record_path(folder: Folder) -> Path:
    return folder.root / OWN / RECORD


def _read_record(folder: Folder) -> dict[str, Any]:
    """上次写下的；不是这台机器写的、读不了的不算。"""
    try:
        record = json.loads(_record_path(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    ours = isinstance(record, dict) and record.get("machine") == platform.node()
    return record if ours else {}


def _write_record(folder: Folder, lock: Lock) -> None:
    """写下进程、端口和钥匙，只有自己读得到；写不了（只读的）就不写。"""
    if folder.read_only:
        return
    path = _record_path(folder)
    record = {
        "machine": platform.node(),
        "pid": os.getpid(),
        "port": lock.port,
        "key": lock.key,
    }
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(record, stream)


def _running(record: dict[str, Any]) -> int:
    """正开着的端口；没有开着的是零。"""
    port, key = record.get("port"), record.get("key")
    if not isinstance(port, int) or not isinstance(key, str):
        return 0
    connection = http.client.HTTPConnection(HERE, port, timeout=2)
    try:
        connection.request("GET", "/api/pulse", headers={"cookie": f"reportgen-{port}={key}"})
        return port if connection.getresponse().status == http.client.OK else 0
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
