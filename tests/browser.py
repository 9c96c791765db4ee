"""A real browser for the tests: Chromium, and a watch on every page for what no page of ours may do."""

import asyncio
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

# No telemetry, no updates, no name looked up outside this machine.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    # Each context has a process of its own all the same; without this it gets a second one with its first page.
    "--renderer-process-limit=1",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


# The first is the same browser without the parts that only a window needs; a page costs it a fifth.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM"), *NAMES) if name)
    return next((path for path in found if path), None)


@contextmanager
def chromium_running() -> Iterator[Browser]:
    """One Chromium; a test is skipped where there is none to be had."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium was found; $CHROMIUM can name one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class Turns:
    """Playwright's event loop stays in its thread from the first browser test to the last, and tests that bring a loop
    of their own could not run beside it. So it is only said to be running during the modules that use the browser.
    """

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()

    def begin(self) -> None:
        asyncio._set_running_loop(self.loop)

    def end(self) -> None:
        asyncio._set_running_loop(None)


@dataclass
class Watch:
    """Collects what is wrong with the pages of one test: foreign requests, errors, refusals of the CSP."""

    origin: str
    expected: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("page", self.follow_page)
        context.on("request", self.note_request)
        context.on("console", self.note_console)
        context.on("weberror", lambda error: self.complain(f"script error: {error.error.message}"))

    def follow_page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.note_address(socket.url))

    def note_request(self, request: Request) -> None:
        self.note_address(request.url)

    def note_address(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(self.origin).netloc:
            self.complain(f"foreign request: {url}")

    def note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complain(f"console: {message.text} ({message.location.get('url', '')})")

    def complain(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def unexpected(self) -> list[str]:
        return [said for said in self.complaints if not any(re.search(known, said) for known in self.expected)]


def close_quietly(context: BrowserContext) -> None:
    try:
        context.close()
    except Error as error:
        if "closed" not in str(error):
            raise
