"""网页的各个地址：收下请求，交给做事的模块，答成 JSON、页面或文件。Starlette 只在这里和 serving。"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from reportgen.corridor.fault import explained
from reportgen.corridor.printing import can_print
from reportgen.web import acts, citing, shelf
from reportgen.web.answers import state_of
from reportgen.web.compared import compare_page
from reportgen.web.folder import Refused
from reportgen.web.forms import form_of
from reportgen.web.guard import TOO_MUCH, TooMuch, guarded
from reportgen.web.opened import Opened, open_input
from reportgen.web.preview import notice_page, preview_page
from reportgen.web.session import Session

STATIC = Path(__file__).parent / "static"
KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
PAGES = {
    "": ("start", "绩效评价报告"),
    "edit": ("edit", "填写"),
    "check": ("check", "核对成稿"),
}
"""网址 → 页面的脚本和标题。"""
SHELL = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="reportgen-key" content="{key}"><meta name="reportgen-read-only" content="{read_only}">
<meta name="reportgen-pdf" content="{pdf}">
<title>{title}</title><link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/app.css">
<script type="module" src="/static/{script}.js"></script></head>
<body class="{script}"><noscript>请在浏览器里允许运行脚本。</noscript></body></html>
"""

Handler = Callable[[Request], Awaitable[Response]]
Work = Callable[[Session, Request, bytes], Response]


def make_app(session: Session) -> Any:
    """一个文件夹的网页程序，带着门卫。"""
    routes = [Route(f"/{name}", _handler(session, _shell)) for name in PAGES]
    routes.append(Route("/static/{name}", _handler(session, _static)))
    for path, work in READS.items():
        routes.append(Route(path, _handler(session, work)))
    for name, act in acts.ACTS.items():
        handler = _handler(session, _acting(act))
        routes.append(Route(f"/api/{name}", handler, methods=["POST"]))
    for path, work in WRITES.items():
        routes.append(Route(path, _handler(session, work), methods=["POST"]))
    return guarded(Starlette(routes=routes), session.lock)


def _handler(session: Session, work: Work) -> Handler:
    """做一件事；不能照做的答一句话，程序自己的错也是。"""

    async def handle(request: Request) -> Response:
        session.alive()
        try:
            body = await request.body() if request.method == "POST" else b""
            return await run_in_threadpool(work, session, request, body)
        except TooMuch:
            return JSONResponse({"message": TOO_MUCH}, status_code=413)
        except Refused as refusal:
            answer = {"message": refusal.message, **refusal.more}
            return JSONResponse(answer, status_code=refusal.status)
        except Exception as error:
            session.log(explained(error))
            return JSONResponse({"message": explained(error)}, status_code=500)

    return handle


def _shell(session: Session, request: Request, _: bytes) -> Response:
    script, title = PAGES[request.url.path.strip("/")]
    page = SHELL.format(
        pdf="yes" if can_print() else "",
        key=escape(session.lock.key, quote=True),
        read_only="yes" if session.folder.read_only else "",
        title=title,
        script=script,
    )
    return HTMLResponse(page)


def _static(session: Session, request: Request, _: bytes) -> Response:
    name = request.path_params["name"]
    path = STATIC / name
    if path.suffix not in KINDS or path.parent != STATIC or not path.is_file():
        raise Refused(404, "没有这个文件。")
    return Response(path.read_bytes(), media_type=KINDS[path.suffix])


def _file(request: Request) -> str:
    return request.query_params.get("file", "")


def _opened(session: Session, request: Request) -> Opened:
    name = _file(request)
    return open_input(session.folder.find(name), name)


def _inputs(session: Session, request: Request, _: bytes) -> Response:
    answer = {
        "folder": session.folder.root.resolve().name,
        "files": session.folder.names(),
        "readOnly": session.folder.read_only,
    }
    return JSONResponse(answer)


def _form(session: Session, request: Request, _: bytes) -> Response:
    input = _opened(session, request)
    form = form_of(input) if input.editable else {"file": input.name}
    return JSONResponse({"form": form, "state": whole_state(session, input)})


def _state(session: Session, request: Request, _: bytes) -> Response:
    return JSONResponse(whole_state(session, _opened(session, request)))


def whole_state(session: Session, input: Opened) -> dict[str, Any]:
    """现在的样子，和能不能撤销、重做。"""
    history = session.folder.history(input.name)
    return {**state_of(input), "undo": history.can_undo, "redo": history.can_redo}


def _facts(session: Session, request: Request, _: bytes) -> Response:
    input = _opened(session, request)
    return JSONResponse(citing.facts(input, shelf.examined_of(session.folder, input.name)))


def _pdf(session: Session, request: Request, _: bytes) -> Response:
    """按打印的样子：LibreOffice 排的 PDF。文件没有变的，排过一次就用那一次的。"""
    input = _opened(session, request)
    data = session.printed(input.etag, lambda: shelf.printed(session.folder, input.name))
    return Response(data, media_type="application/pdf")


def _pulse(session: Session, request: Request, _: bytes) -> Response:
    """开着的页面隔几秒问一次：文件变了没有。"""
    name = _file(request)
    etag = session.watch.digest(session.folder.find(name)) if name else ""
    return JSONResponse({"etag": etag})


def _preview(session: Session, request: Request, _: bytes) -> Response:
    if "format" in request.query_params:
        examined = shelf.sample_of(session.folder, request.query_params["format"])
    else:
        examined = shelf.examined_of(session.folder, _file(request), draft=True)
    if examined.document is None:
        message = "填好必填的、改好红色的错误，这里就显示报告的样子。"
        return HTMLResponse(notice_page(message))
    return HTMLResponse(preview_page(examined.document))


def _compare(session: Session, request: Request, _: bytes) -> Response:
    asked = request.query_params
    return HTMLResponse(compare_page(session.folder, asked.get("a", ""), asked.get("b", "")))


def _download(session: Session, request: Request, _: bytes) -> Response:
    draft = request.query_params.get("draft", "") == "yes"
    kind = request.query_params.get("kind", "")
    name, media, data = shelf.download(session.folder, _file(request), kind, draft)
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media, headers={"content-disposition": disposition})


def _summary(session: Session, request: Request, _: bytes) -> Response:
    return JSONResponse(shelf.summary(session.folder, _file(request)))


def _formats(session: Session, request: Request, _: bytes) -> Response:
    return JSONResponse(shelf.formats(session.folder))


def _check(session: Session, request: Request, body: bytes) -> Response:
    name = request.query_params.get("name", "")
    return JSONResponse({"problems": shelf.reviewed(session.folder, name, body)})


def _keep(session: Session, request: Request, body: bytes) -> Response:
    name = request.query_params.get("name", "")
    return JSONResponse({"file": shelf.keep(session.folder, name, body)})


def _sheet(session: Session, request: Request, body: bytes) -> Response:
    name = request.query_params.get("name", "")
    return JSONResponse(shelf.take_back(session.folder, name, body))


def _quit(session: Session, request: Request, body: bytes) -> Response:
    session.quit()
    return JSONResponse({"message": "程序已经关闭，这个页面可以关了。"})


def _acting(act: acts.Act) -> Work:
    """改动：收 JSON，答现在的样子。"""

    def work(session: Session, request: Request, body: bytes) -> Response:
        answer = act(session.folder, acts.wishes(_json(body)))
        if isinstance(answer, Opened):
            return JSONResponse(whole_state(session, answer))
        return JSONResponse(answer)

    return work


def _json(body: bytes) -> dict[str, Any]:
    try:
        wishes = json.loads(body)
        json.dumps(wishes, ensure_ascii=False).encode()  # 落单的代理码位写不进任何文件
    except (ValueError, RecursionError):
        raise Refused(400, "请求写得不对。") from None
    if not isinstance(wishes, dict):
        raise Refused(400, "请求写得不对。")
    return wishes


READS: dict[str, Work] = {
    "/api/inputs": _inputs,
    "/api/summary": _summary,
    "/api/formats": _formats,
    "/api/form": _form,
    "/api/state": _state,
    "/api/pulse": _pulse,
    "/api/facts": _facts,
    "/pdf": _pdf,
    "/preview": _preview,
    "/compare": _compare,
    "/download": _download,
}
WRITES: dict[str, Work] = {
    "/api/check": _check,
    "/api/keep": _keep,
    "/api/sheet": _sheet,
    "/api/quit": _quit,
}
