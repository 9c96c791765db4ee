"""The whole shell under its real server."""

import asyncio
import http.client
import json
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.test import Client
from starlette.requests import Request
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from config.health import LayerPart, Readiness, ThreadPart
from config.limits import SENTENCE
from config.metrics import is_local
from config.shell import Shell
from config.threads import Threads
from tests import make
from tests.live import LiveSite
from tests.shell.asking import ask, scope
from tests.static_files import with_hashed_files

MIB = 1024 * 1024


def get(site: LiveSite, path: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(site.url + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def cookie_of(member) -> str:
    client = Client()
    client.force_login(member)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


# --- Probes -------------------------------------------------------------------------------------------------------


def test_every_part_is_ready(live_site):
    status, body = get(live_site, "/readyz")
    assert status == 200
    assert json.loads(body) == {"ready": True, "parts": {"database": "ok", "layer": "ok", "index": "ok"}}


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads(2, name="health", lanes=2)
    yield threads
    threads.close()


async def test_one_part_that_fails_or_hangs_makes_the_site_unready(caplog, monkeypatch, threads):
    def fail() -> None:
        raise OSError("a secret address")

    class SilentLayer(LayerPart):
        async def __call__(self) -> None:
            await asyncio.sleep(60)

    monkeypatch.setattr("config.health.LIMIT_SECONDS", 1)
    parts = {"database": ThreadPart(threads, fail), "layer": SilentLayer(), "index": ThreadPart(threads, list)}
    answer = await Readiness(parts).answer(Request(scope("/readyz")))
    assert answer.status_code == 503
    said = {"database": "failed", "layer": "too slow", "index": "ok"}
    assert json.loads(answer.body) == {"ready": False, "parts": said}
    assert "a secret address" in caplog.text


async def test_a_database_that_hangs_does_not_hang_the_probe(monkeypatch, threads):
    monkeypatch.setattr("config.health.LIMIT_SECONDS", 0.05)
    readiness = Readiness({"database": ThreadPart(threads, partial(time.sleep, 0.3))})
    for _ in range(4):
        assert (await readiness.answer(Request(scope("/readyz")))).status_code == 503


async def test_the_layer_is_asked_under_one_address(settings):
    part = LayerPart()
    await part()
    address = part.address
    await part()
    assert part.address == address


def test_metrics_are_for_programs_on_this_machine_only(live_site):
    get(live_site, "/")
    status, body = get(live_site, "/metrics")
    assert status == 200
    assert b'alongside_pages_total{status="2xx"}' in body
    assert b"alongside_seats 0.0" in body
    assert get(live_site, "/metrics", **{"X-Forwarded-For": "127.0.0.1"})[0] == 404
    assert not is_local({**scope("/metrics"), "client": ("192.0.2.7", 4000)})
    assert not is_local({**scope("/metrics"), "client": None})


# --- Files and bodies ---------------------------------------------------------------------------------------------


def test_a_page_links_files_that_are_kept_for_ever(live_site):
    body = get(live_site, "/")[1].decode()
    path = body.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0]
    with urllib.request.urlopen(live_site.url + path, timeout=60) as answer:
        assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/static/../manage.py", "/static/%2e%2e/manage.py", "/media/%2e%2e/%2e%2e/manage.py"]
)
def test_no_path_leads_out_of_the_folders(live_site, path):
    address = urlsplit(live_site.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    connection.request("GET", path)
    assert connection.getresponse().status == 404
    connection.close()


def test_a_large_body_is_refused_whether_it_says_so_or_not(live_site):
    address = urlsplit(live_site.url)
    for body in (b"x" * (MIB + 1), iter([b"x" * 65_536] * 17)):
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        connection.request("POST", "/accounts/login/", body=body, encode_chunked=not isinstance(body, bytes))
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (413, SENTENCE)
        connection.close()


def test_connection_headers_of_one_hop_stay_on_it(live_site):
    address = urlsplit(live_site.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    for _ in range(2):
        connection.request("GET", "/", headers={"Connection": "keep-alive, X-Secret", "X-Secret": "1"})
        answer = connection.getresponse()
        answer.read()
        names = {name.lower() for name, _ in answer.getheaders()}
        assert answer.status == 200
        assert not names & {"x-secret", "keep-alive", "te", "trailer", "upgrade", "proxy-authenticate", "server"}
    connection.close()


# --- Sockets ------------------------------------------------------------------------------------------------------


def test_a_member_of_a_page_of_this_site_is_let_in(live_site):
    ada = make.member("ada")
    headers = {"Cookie": cookie_of(ada)}
    with connect(live_site.socket_url, origin=live_site.url, additional_headers=headers) as client:
        client.send('{"ping": 1, "id": 1}')
        assert json.loads(client.recv(timeout=60)) == {"pong": True, "id": 1}


@pytest.mark.parametrize("fast", [True, False])
def test_a_seat_is_written_to_with_ready_made_frames_or_plainly(live_site, settings, fast):
    settings.LIVE_FAST_FRAMES = fast
    with connect(live_site.socket_url, origin=live_site.url) as client:
        for number in range(50):
            client.send(json.dumps({"ping": 1, "id": number}))
        assert [json.loads(client.recv(timeout=60))["id"] for _ in range(50)] == list(range(50))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "https://evil.example",
        "http://127.0.0.1:1",
        "http://127.0.0.1.evil.example",
        "null",
        "http://[::1",
        "file://",
    ],
)
def test_other_pages_are_refused_the_socket(live_site, origin):
    with pytest.raises(InvalidStatus) as refused, connect(live_site.socket_url, origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_a_host_that_is_not_ours_is_refused_the_socket(live_site):
    headers = {"Host": "evil.example"}
    address = live_site.socket_url
    with (
        pytest.raises(InvalidStatus),
        connect(address, origin="http://evil.example", additional_headers=headers),
    ):
        pass


@pytest.mark.parametrize("path", ["/", "/live/more", "/static/x", "/livez", "/nowhere"])
def test_a_socket_without_an_address_is_closed_without_a_traceback(live_site, caplog, path):
    with (
        caplog.at_level(logging.WARNING),
        pytest.raises((InvalidStatus, ConnectionClosed)) as refused,
        connect(live_site.url.replace("http", "ws") + path, origin=live_site.url),
    ):
        pass
    assert refused.value.response.status_code in (403, 404)
    assert "Traceback" not in caplog.text


# --- Start and end ------------------------------------------------------------------------------------------------


async def begin(shell: Shell) -> list[dict]:
    """What the server is told when it starts the site."""
    told: list[dict] = []

    async def receive() -> dict:
        return {"type": "lifespan.startup"} if not told else {"type": "lifespan.shutdown"}

    async def send(message: dict) -> None:
        told.append(message)

    await shell.application()({"type": "lifespan", "state": {}}, receive, send)
    return told


async def test_it_starts_and_ends(transactional_db):
    assert [message["type"] for message in await begin(Shell())] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [("ALLOWED_HOSTS", ["*"], "SITE_HOSTS must name"), ("SECRET_KEY", "short", "SECRET_KEY is too short")],
)
async def test_it_says_in_one_sentence_why_it_does_not_start(settings, name, value, sentence):
    setattr(settings, name, value)
    (refusal,) = await begin(Shell())
    assert refusal["type"] == "lifespan.startup.failed"
    assert refusal["message"].startswith(sentence)
    assert "\n" not in refusal["message"]


async def test_it_does_not_start_on_a_database_that_lacks_migrations(monkeypatch, transactional_db):
    monkeypatch.setattr("config.shell.missing_migrations", lambda: 3)
    (refusal,) = await begin(Shell())
    assert refusal["message"] == "The database lacks 3 migrations: run `manage.py migrate` first."


async def test_it_does_not_start_without_its_static_files(settings, tmp_path, transactional_db):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = with_hashed_files()
    (refusal,) = await begin(Shell())
    assert refusal["message"] == "Static files are missing: run `manage.py collectstatic` first."


async def test_the_stock_handler_is_one_setting_away(settings, transactional_db):
    settings.DJANGO_HANDLER = "stock"
    answer = await ask(Shell().application(), "/nowhere/", headers={"host": "localhost"})
    assert answer.status == 404
