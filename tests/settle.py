"""在系统的 Python 里运行（它有 uno）：连上 LibreOffice，把各份 docx 的修订全部接受或拒绝，另存。"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}


def main(pipe: str, home: str, sides: str, *names: str) -> None:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    context = connected(resolver, f"uno:{pipe}")
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    dispatcher = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", context
    )
    for name in names:
        for side in sides.split(","):
            source = (Path(home) / f"{name}.docx").as_uri()
            document = desktop.loadComponentFromURL(source, "_blank", 0, (named("Hidden", True),))
            frame = document.CurrentController.Frame
            dispatcher.executeDispatch(frame, COMMANDS[side], "", 0, ())
            target = (Path(home) / f"{name}.{side}.docx").as_uri()
            document.storeToURL(target, (named("FilterName", "MS Word 2007 XML"),))
            document.close(True)
    desktop.terminate()


def connected(resolver: Any, url: str) -> Any:
    """LibreOffice 启动要几秒。"""
    for _ in range(300):
        try:
            return resolver.resolve(url)
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("连不上 LibreOffice")


def named(name: str, value: object) -> Any:
    setting = PropertyValue()
    setting.Name, setting.Value = name, value
    return setting


if __name__ == "__main__":
    main(*sys.argv[1:])
