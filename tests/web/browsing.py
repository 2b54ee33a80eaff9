"""真的浏览器：Chromium，没有界面；真的程序：另一个进程，杀得掉，再开还在同一个端口。"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import (
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

CHROMEDRIVER = "/usr/bin/chromedriver"
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 10
PASSING = (
    NoSuchElementException,
    StaleElementReferenceException,
    ElementNotInteractableException,
    AssertionError,
)


class Program:
    """开着的程序。"""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options = folder, options
        self.start()

    def start(self) -> None:
        """开；杀掉以后再开，端口和钥匙还是原来的。"""
        command = [sys.executable, "-m", "reportgen", "serve", str(self.folder), "--no-open"]
        command += self.options
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:")

    def kill(self) -> None:
        """不让它收拾，直接停掉。"""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def chromium(downloads: Path) -> webdriver.Chrome:
    """一个浏览器，1280 × 720。"""
    options = Options()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=zh-CN"):
        options.add_argument(argument)
    options.add_argument("--window-size=1280,860")
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))


class Officer:
    """用页面的人：看得见什么就点什么，找不到就等一等。"""

    def __init__(self, driver: webdriver.Chrome, program: Program) -> None:
        self.driver, self.program = driver, program
        self.home = program.url.split("?")[0]

    def arrive(self) -> None:
        """照程序打印的网址打开。"""
        self.driver.get(self.program.url)

    def open(self, file: str) -> None:
        """填一份。"""
        self.driver.get(f"{self.home}edit?file={file}")
        self.wait(lambda: self.one("main.form h2"))

    def one(self, css: str) -> WebElement:
        """一个元素。"""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        """全部这样的元素。"""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def wait(self, look: Callable[[], Any]) -> Any:
        """等到看得见为止；十秒还没有，就是没有。"""
        until = time.monotonic() + SECONDS
        while True:
            try:
                seen = look()
            except PASSING:
                if time.monotonic() > until:
                    raise
                seen = None
            if seen:
                return seen
            assert time.monotonic() < until, "等了十秒"
            time.sleep(0.05)

    def press(self, words: str, within: str = "body") -> None:
        """按一个写着这几个字的按钮。"""

        def click() -> bool:
            for button in self.all(f"{within} button, {within} summary, {within} a"):
                if button.is_displayed() and words in button.text:
                    button.click()
                    return True
            return False

        self.wait(click)

    def sheet(self, title: str) -> None:
        """到一页。"""
        self.press(title, ".left nav")
        self.wait(lambda: self.one("main.form h2").text == title)

    def field(self, label: str, at: int = 0) -> WebElement:
        """凭中文名找一格。"""

        def find() -> WebElement | None:
            named = []
            for tag in self.all("main.form label"):
                if (tag.get_attribute("textContent") or "").removesuffix("必填") == label:
                    named.append(tag.get_attribute("for"))
            return self.one(f"#{named[at]}") if len(named) > at else None

        found: WebElement = self.wait(find)
        return found

    def fill(self, box: WebElement, text: str) -> None:
        """换成这几个字，离开这一格。"""
        if box.tag_name == "select":
            self.driver.execute_script(
                "arguments[0].value=arguments[1];"
                "arguments[0].dispatchEvent(new Event('input',{bubbles:true}))",
                box,
                text,
            )
        else:
            box.send_keys(Keys.CONTROL, "a")
            box.send_keys(text if text else Keys.DELETE)
        self.driver.execute_script("arguments[0].blur()", box)
        self.settled()

    def settled(self) -> None:
        """都存好了。"""
        script = "return document.body.classList.contains('unsaved')"
        self.wait(lambda: not self.driver.execute_script(script))

    def console(self) -> list[str]:
        """浏览器里的错误。"""
        logged = self.driver.get_log("browser")
        return [entry["message"] for entry in logged if entry["level"] == "SEVERE"]
