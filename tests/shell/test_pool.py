"""Django behind one hop: the same answers, on threads and connections that stay."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator

import pytest
from asgiref.sync import async_to_sync
from django.core import signals
from django.core.handlers.asgi import ASGIHandler
from django.db import connection
from django.db.backends.signals import connection_created

from config import pool
from config.pool import PooledHandler
from config.threads import Threads
from tests.shell import pages
from tests.shell.asking import Client, ask, scope

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


@pytest.fixture(autouse=True)
def _small_site(settings, transactional_db) -> None:
    settings.ROOT_URLCONF = "tests.shell.pages"
    settings.MIDDLEWARE = MIDDLEWARE
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    pages.seen.clear()


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads(4, name="pages")
    yield threads
    threads.close()


@pytest.fixture
def handler(threads: Threads) -> PooledHandler:
    return PooledHandler(threads)


@pytest.fixture
def lone_thread() -> Iterator[PooledHandler]:
    threads = Threads(1, name="lone")
    yield PooledHandler(threads)
    threads.close()


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """The names of the signals that were sent."""
    names: list[str] = []
    kinds = {"started": signals.request_started, "finished": signals.request_finished, "connected": connection_created}
    kept = [(signal, _listener(names, name)) for name, signal in kinds.items()]
    for signal, listener in kept:
        signal.connect(listener)
    yield names
    for signal, listener in kept:
        signal.disconnect(listener)


def _listener(names: list[str], name: str) -> Callable:
    return lambda **details: names.append(name)


async def test_it_answers_like_the_stock_handler(handler):
    answers = [await ask(app, "/hello/") for app in (handler, ASGIHandler())]
    assert answers[0].status == answers[1].status == 200
    assert answers[0].body == answers[1].body == b"hello"
    assert answers[0].headers["set-cookie"] == answers[1].headers["set-cookie"]
    assert answers[0].headers.keys() == answers[1].headers.keys()


async def test_a_page_costs_one_thread_and_the_same_one_again(handler, threads, monkeypatch):
    monkeypatch.setattr("config.threads.time.process_time", time.monotonic)
    monkeypatch.setattr("config.threads.STALLED_LOOKS", 1_000_000)
    names = {(await ask(handler, "/hello/")).headers["x-thread"] for _ in range(5)}
    assert names == {"pages-1"}
    assert len(threads.workers) == 1


async def test_many_pages_at_once_leak_no_connection(handler, heard):
    await asyncio.gather(*(ask(handler, "/query/") for _ in range(60)))
    assert heard.count("connected") <= 4
    assert heard.count("started") == heard.count("finished") == 60


async def test_a_connection_is_kept_from_one_page_to_the_next(lone_thread, heard, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    for _ in range(3):
        await ask(lone_thread, "/query/")
    assert heard.count("connected") == 1


async def test_a_connection_past_its_age_is_closed_after_the_page(lone_thread, heard, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    for _ in range(3):
        await ask(lone_thread, "/query/")
    assert heard.count("connected") == 3


async def test_language_time_zone_and_context_do_not_reach_the_next_request(lone_thread):
    await ask(lone_thread, "/leave_traces/")
    answer = await ask(lone_thread, "/find_traces/")
    assert b'"thread": "lone-1"' in answer.body
    assert b'["en-gb", "Europe/London", ""]' in answer.body


async def test_a_transaction_left_open_does_not_reach_the_next_request(lone_thread, caplog):
    await ask(lone_thread, "/leave_transaction/")
    answer = await ask(lone_thread, "/find_transaction/")
    assert answer.body == b'{"in_transaction": false, "rows": 0}'
    assert "A transaction was left open" in caplog.text


async def test_a_failing_page_answers_500_and_is_logged(handler, caplog):
    with caplog.at_level(logging.ERROR, logger="django.request"):
        answer = await ask(handler, "/fail/")
    assert answer.status == 500
    assert "this page always fails" in caplog.text


async def test_a_missing_page_answers_404(handler):
    assert (await ask(handler, "/nowhere/")).status == 404


async def test_a_body_arrives_whole_in_one_piece_or_many(handler, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert (await ask(handler, "/echo/", b"one", method="POST")).body == b"one"
    pieces = [b"a" * 700, b"b" * 700, b"c" * 700]
    assert (await ask(handler, "/echo/", *pieces, method="POST")).body == b"".join(pieces)


async def test_an_uploaded_file_arrives(handler):
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nwords\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(len(body))}
    assert (await ask(handler, "/upload/", body, method="POST", headers=headers)).body == b"words"


async def test_a_client_that_leaves_within_its_body_is_forgotten(handler):
    client = Client(b"half")
    client.pieces = []
    client.left.set()
    await handler(scope("/echo/", method="POST"), client.receive, client.send)
    assert client.answer.messages == []


async def test_an_async_view_runs_on_the_servers_loop_with_the_database_on_its_thread(handler):
    answer = await ask(handler, "/patient/")
    assert answer.status == 200
    assert b'"thread": "pages-1"' in answer.body
    assert pages.seen["loop"] is asyncio.get_running_loop()


async def test_more_async_views_than_threads_do_not_lock_each_other_out(handler):
    answers = await asyncio.wait_for(asyncio.gather(*(ask(handler, "/patient/") for _ in range(20))), 10)
    assert {answer.status for answer in answers} == {200}


async def test_an_async_view_is_cancelled_when_its_client_leaves(handler, heard):
    client = Client()
    request = asyncio.create_task(handler(scope("/wait_for_ever/"), client.receive, client.send))
    await until(lambda: "began" in pages.seen)
    client.left.set()
    await asyncio.wait_for(request, 5)
    assert pages.seen["cancelled"] is True
    assert client.answer.messages == []
    assert heard.count("finished") == 1


async def test_an_async_view_is_cancelled_when_the_server_gives_up(handler, heard):
    client = Client()
    request = asyncio.create_task(handler(scope("/wait_for_ever/"), client.receive, client.send))
    await until(lambda: "began" in pages.seen)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    await until(lambda: "cancelled" in pages.seen and "finished" in heard)


async def test_a_synchronous_view_ends_what_it_began_when_the_server_gives_up(handler, heard):
    client = Client()
    request = asyncio.create_task(handler(scope("/rest/"), client.receive, client.send))
    await until(lambda: "started" in heard)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    await until(lambda: "finished" in heard)
    assert pages.seen["rested"] is True
    assert client.answer.messages == []
    assert (await ask(handler, "/hello/")).status == 200


async def test_a_page_that_waits_lets_others_run(threads, handler):
    most = 0

    def rest() -> None:
        nonlocal most
        most = max(most, threads.running)
        time.sleep(0.1)

    await asyncio.gather(*(threads.run(rest) for _ in range(4)))
    assert most == 4
    assert (await ask(handler, "/hello/")).status == 200


async def test_pages_that_only_compute_run_one_at_a_time(threads, monkeypatch):
    # A processor of our own, fully used, whatever else this machine does.
    monkeypatch.setattr("config.threads.time.process_time", time.monotonic)
    monkeypatch.setattr("config.threads.STALLED_LOOKS", 1_000_000)
    busiest = 0

    def compute() -> None:
        nonlocal busiest
        busiest = max(busiest, threads.running)
        sum(range(20_000))

    await asyncio.gather(*(threads.run(compute) for _ in range(200)))
    assert busiest == 1


async def test_too_much_at_once_is_answered_with_a_sentence(handler, threads):
    threads.patience = 3
    answers = await asyncio.gather(*(ask(handler, "/rest/") for _ in range(12)))
    busy = [answer for answer in answers if answer.status == 503]
    assert busy
    assert busy[0].body == pool.BUSY
    assert busy[0].headers["retry-after"] == "5"
    assert all(answer.status in (200, 503) for answer in answers)


async def test_a_stream_reads_its_rows_on_one_thread(handler, heard):
    answer = await ask(handler, "/stream/")
    lines = answer.body.decode().splitlines()
    assert len(lines) == 3
    assert {line.split(" on ")[1] for line in lines} == {"pages-1"}
    assert heard.count("finished") == 1


async def test_an_endless_stream_ends_when_its_client_leaves(handler):
    client = Client()
    request = asyncio.create_task(handler(scope("/endless/"), client.receive, client.send))
    await until(lambda: len(client.answer.messages) > 3)
    client.left.set()
    await asyncio.wait_for(request, 5)
    assert pages.seen["endless"] == "closed"


async def test_an_async_stream_keeps_the_language_of_its_request(handler, heard):
    answer = await ask(handler, "/async_stream/")
    assert answer.body == b"cy 0\ncy 1\ncy 2\n"
    assert heard.count("finished") == 1


async def test_an_async_stream_occupies_no_thread_and_ends_with_its_client(handler, threads):
    client = Client()
    request = asyncio.create_task(handler(scope("/async_stream/?count=100000"), client.receive, client.send))
    await until(lambda: len(client.answer.messages) > 3)
    assert threads.running == 0
    client.left.set()
    await asyncio.wait_for(request, 5)
    assert pages.seen["words"] == "closed"


async def test_a_file_is_sent_whole(handler, heard):
    answer = await ask(handler, "/file/")
    assert answer.body == b"x" * 200_000
    assert heard.count("finished") == 1


async def test_sockets_are_none_of_its_business(handler):
    with pytest.raises(ValueError, match="only answer HTTP"):
        await handler({"type": "websocket"}, None, None)


async def test_a_closed_pool_opens_again_for_another_server(handler, threads):
    await ask(handler, "/hello/")
    threads.close()
    assert (await ask(handler, "/hello/")).status == 503
    threads.open()
    assert (await ask(handler, "/hello/")).status == 200


def test_threads_serve_one_event_loop_after_another(handler, threads):
    for _ in range(2):
        assert async_to_sync(ask)(handler, "/hello/").status == 200


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_so():
            await asyncio.sleep(0.005)
