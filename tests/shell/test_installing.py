"""The site as an app: its manifest, and the page that a browser shows when there is no network, and what it keeps."""

import json
import re
import struct
import time
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from config import installing
from tests import make

STATIC = Path(site_settings.BASE_DIR) / "static"
# What the browser's cache storage holds, as paths.
KEPT = """async () => {
    const names = await caches.keys();
    const shelves = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return shelves.flat().map((request) => new URL(request.url).pathname);
}"""


def paper(scheme: str) -> str:
    tokens = (STATIC / "css/tokens.css").read_text()
    column = {"light": "day", "dark": "night"}[scheme]
    return re.search(rf"--paper:.*?var\(--{column}, (#\w+)\)", tokens)[1]


@pytest.mark.django_db
def test_the_manifest_tells_what_an_app_needs(client) -> None:
    answer = client.get("/manifest.webmanifest")
    said = json.loads(answer.text)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert said["name"] == site_settings.SITE_NAME
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")
    assert said["theme_color"] == said["background_color"] == paper("light")
    for icon in said["icons"]:
        name = icon["src"].removeprefix("/static/")
        width, height = struct.unpack(">II", Path(finders.find(name)).read_bytes()[16:24])
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}


@pytest.mark.django_db
def test_pages_name_the_manifest_and_the_colours_of_the_tokens(client) -> None:
    page = client.get("/").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert re.findall(r'theme-color"\s+content="(#\w+)"', page) == [paper("light"), paper("dark")]


@pytest.mark.django_db
def test_only_members_are_given_the_worker(client, settings) -> None:
    assert 'name="worker"' not in client.get("/").text
    client.force_login(make.member("ada"))
    assert '<meta name="worker" content="/sw.js">' in client.get("/").text
    settings.OFFLINE_PAGE = False
    assert 'name="worker"' not in client.get("/").text


@pytest.mark.django_db
def test_the_worker_is_asked_for_anew_each_time_and_may_serve_the_whole_site(client) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_offline_page_is_the_same_for_everybody_and_needs_only_what_is_kept(client) -> None:
    stranger = client.get("/offline/").text
    client.force_login(make.member("ada"))
    answer = client.get("/offline/")
    assert answer.text == stranger
    assert answer.headers["Cache-Control"] == "no-cache"
    asked = re.findall(r'<link rel="(?:stylesheet|icon)" href="/static/([^"]+)"', stranger)
    assert sorted(asked) == sorted(installing.LOOK)
    assert "<script" not in stranger


@pytest.mark.django_db
def test_the_worker_changes_with_the_language_of_its_page(client) -> None:
    english = client.get("/sw.js", headers={"Accept-Language": "en-gb"}).text
    assert client.get("/sw.js", headers={"Accept-Language": "en-gb"}).text == english
    installed = [client.get("/sw.js", headers={"Accept-Language": "cy"}).text, english]
    assert installed[0] != installed[1]


@pytest.mark.django_db
def test_whoever_works_on_the_site_has_the_parts_of_its_look_kept_too(client, settings) -> None:
    assert "css/site.css" in client.get("/sw.js").text
    assert "css/tokens.css" not in client.get("/sw.js").text
    settings.DEBUG = True
    assert "css/tokens.css" in client.get("/sw.js").text


# --- In the browser -------------------------------------------------------------------------------------------------


def wait_until(page, expression: str) -> None:
    """Asks again and again from outside: the page's own policy forbids it to evaluate a string."""
    deadline = time.monotonic() + 10
    while not page.evaluate(expression) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert page.evaluate(expression)


def wait_for_worker(page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until(page, "navigator.serviceWorker.controller !== null")


@pytest.fixture
def ada(live_site, browser, outside):
    return outside(make.face, make.member("ada"), make.group("Asthma", visibility="hidden"), "Juniper")


def test_without_network_the_offline_page_is_shown_and_later_the_page(page_for, ada, expected_errors) -> None:
    expected_errors.append("ERR_INTERNET_DISCONNECTED")
    page = page_for(ada.member, service_workers="allow")
    page.goto("/")
    wait_for_worker(page)
    page.context.set_offline(True)
    page.goto(f"/groups/{ada.group.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    expect(page.get_by_text("What you typed")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 246, 239)"
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Asthma")


def test_a_member_s_session_leaves_nothing_of_theirs_in_the_browser(page_for, ada, outside) -> None:
    topic = outside(make.topic, ada, title="Only between us")
    page = page_for(ada.member, service_workers="allow")
    page.goto("/")
    wait_for_worker(page)
    for path in (f"/groups/{ada.group.slug}/", f"/topics/{topic.key}/", "/me/", "/notices/", "/search/?q=us"):
        page.goto(path)
    hashed = re.compile(r"\.[0-9a-f]{12}(?=\.)")
    kept = {hashed.sub("", path) for path in page.evaluate(KEPT)}
    assert kept == {"/offline/", *(f"/static/{name}" for name in installing.LOOK)}


def test_an_old_shelf_is_thrown_away(page_for, ada) -> None:
    page = page_for(ada.member, service_workers="allow")
    page.goto("/offline/")  # the one page that does not ask for the worker
    page.evaluate("caches.open('offline-of-last-year')")
    page.goto("/")
    wait_for_worker(page)
    wait_until(page, "caches.keys().then((names) => names.length === 1)")


def test_the_site_can_take_its_worker_back(page_for, ada, settings) -> None:
    page = page_for(ada.member, service_workers="allow")
    page.goto("/")
    wait_for_worker(page)
    settings.OFFLINE_PAGE = False
    page.goto("/me/")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one?.update())")
    wait_until(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    assert page.evaluate("caches.keys()") == []
