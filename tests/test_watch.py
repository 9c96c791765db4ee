"""The watch on every page of a browser test sees what no page of ours may do."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser import Watch
from tests.live import LiveSite, served

BODIES = {
    "/calm": "<h1>Nothing to see</h1>",
    "/foreign": "<img src='https://example.org/pixel.png' alt=''>",
    "/socket": "<script>new WebSocket('ws://localhost:1/live')</script>",
    "/inline": "<script>1</script>",
    "/console": "<script>console.error('boo')</script>",
    "/thrown": "<script>throw new Error('thrown')</script>",
}
STRICT = {"content-security-policy": "default-src 'none'"}


def answer(request) -> HTMLResponse:
    path = request.url.path
    body = f"<!doctype html><link rel='icon' href='data:,'>{BODIES[path]}"
    return HTMLResponse(body, headers=STRICT if path == "/inline" else {})


@pytest.fixture
def bad_site() -> Iterator[LiveSite]:
    with served(Starlette(routes=[Route(path, answer) for path in BODIES])) as site:
        yield site


@pytest.fixture
def complaints(browser, bad_site):
    def visit(path: str, *expected: str) -> str:
        watch = Watch(bad_site.url, list(expected))
        context = browser.new_context(base_url=bad_site.url)
        watch.follow(context)
        context.new_page().goto(path, wait_until="networkidle")
        context.close()
        return " ".join(watch.unexpected())

    return visit


def test_a_calm_page_gives_no_cause_for_complaint(complaints):
    assert complaints("/calm") == ""


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/foreign", "foreign request: https://example.org/pixel.png"),
        ("/socket", "foreign request: ws://localhost:1/live"),
        ("/inline", "Content Security Policy"),
        ("/console", "console: boo"),
        ("/thrown", "script error: thrown"),
    ],
)
def test_a_page_is_complained_of(complaints, path, complaint):
    assert complaint in complaints(path)


def test_what_a_test_expects_is_no_complaint(complaints):
    assert complaints("/console", "console: boo") == ""
