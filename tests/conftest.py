"""What every test may ask for: the database, a live site, a browser, letters; see the fixtures' own words."""

import gc
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client, TransactionTestCase
from django.utils import translation

from kit import fragments
from tests import browser as browsing
from tests.live import LiveSite, served

gc.disable()  # until everything is loaded: there is no garbage yet, and looking for it takes a seventh of that time
pytest_plugins = [
    "tests.processes",
    "tests.scales",
    "tests.databases",
    "tests.sign_in",
    "tests.static_files",
    "tests.own_site",
    "tests.rendering",
]
SCREENSHOTS = Path(__file__).resolve().parent.parent / "var" / "screenshots"
PATIENCE = 30_000  # milliseconds a page may take on a busy machine


# How long one example takes says more about the machine's other work than about the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rates, sessions and the language of one test are nothing to the next."""
    cache.clear()
    yield
    cache.clear()
    translation.deactivate()


def empty_every_table(test: TransactionTestCase) -> None:
    """After a test that commits; what is known of the models themselves stays, as every test may begin with it.

    Foreign keys are looked at when this commits, so the order is all the same; most tables are empty anyway.
    """
    for name in test._databases_names(include_mirrors=False):
        connection = connections[name]
        quoted = connection.ops.quote_name
        tables = set(connection.introspection.django_table_names(only_existing=True)) - OF_THE_MODELS
        filled = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quoted(table)})" for table in sorted(tables))
        with transaction.atomic(using=name), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(filled))
            for (table,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {quoted(table)}")


OF_THE_MODELS = {"django_content_type", "auth_permission", "django_migrations"}
TransactionTestCase._fixture_teardown = empty_every_table


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays to the end, so nobody needs to look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


# --- The live site ------------------------------------------------------------------------------------------------


@pytest.fixture
def live_site(collected_static: None, transactional_db: None, settings) -> Iterator[LiveSite]:
    """The whole site, served over HTTP and WebSocket from this process; `live_site.url` is its address."""
    from config.asgi import application
    from config.server import options
    from tests.static_files import with_hashed_files

    settings.STORAGES = with_hashed_files()
    fragments.forget()  # other tests have no hashes in the addresses of their files
    with served(application, **options()) as site:
        yield site
    fragments.forget()


@pytest.fixture
def outside() -> Iterator[Callable]:
    """Runs a deed in a thread, as another process would do it: `outside(actions.reply, ben, topic, body="…")`.

    Needed in browser tests for what crosses into asyncio: Playwright keeps an event loop in the test's own thread.
    """

    def run(deed: Callable, *things: object, **details: object) -> object:
        try:
            return deed(*things, **details)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as executor:
        yield lambda deed, *things, **details: executor.submit(run, deed, *things, **details).result()


# --- The browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[object, browsing.Turns]]:
    """One Chromium for all browser tests of this process: starting one costs more than most tests."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE)
    with browsing.chromium_running() as running:
        turns = browsing.Turns()
        turns.end()
        yield running, turns
        turns.begin()


@pytest.fixture(scope="module")
def browser(chromium: tuple[object, browsing.Turns]) -> Iterator[object]:
    """The Chromium, for the browser tests of a module.

    Playwright's event loop makes Django believe that the test's thread is asynchronous; while it is there, Django is
    told that this is known.
    """
    running, turns = chromium
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        turns.begin()
        yield running
        turns.end()


@pytest.fixture
def expected_errors() -> list[str]:
    """Patterns of console errors that a test provokes on purpose: `expected_errors.append("status of 403")`."""
    return []


@pytest.fixture
def page_for(browser, live_site: LiveSite, expected_errors: list[str]) -> Iterator[Callable]:
    """A page of somebody's own browser, signed in: `page_for(ada.member)`; `page_for(None)` is a stranger's.

    Further arguments are Playwright's for a new context; the site's worker is there with `service_workers="allow"`,
    because its arrival costs more than most tests. The test fails if any page asks another origin for
    anything, logs an error or offends against the content security policy.
    """
    watch = browsing.Watch(live_site.url, expected_errors)
    contexts = []

    def open_page(member: object | None = None, **options: object) -> object:
        options = {"base_url": live_site.url, "service_workers": "block", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        if member is not None:
            context.add_cookies([session_cookie(member, live_site)])
        return context.new_page()

    yield open_page
    for context in contexts:
        browsing.close_quietly(context)
    assert watch.unexpected() == []


@pytest.fixture
def page(page_for: Callable) -> object:
    """A stranger's page; addresses may be relative."""
    return page_for(None)


def session_cookie(member: object, site: LiveSite) -> dict[str, str]:
    client = Client()
    client.force_login(member)
    name = site_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site.url}


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """The folder in which journeys leave their pictures."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


# --- Letters ------------------------------------------------------------------------------------------------------


class Mailbox:
    """An SMTP server's handler that keeps every letter, parsed, in `letters`; with a `refusal` it knows nobody."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.refusal = ""

    async def handle_RCPT(self, server: object, session: object, envelope, address: str, options) -> str:  # noqa: N802
        if not self.refusal:
            envelope.rcpt_tos.append(address)
        return self.refusal or "250 Known"

    async def handle_DATA(self, server: object, session: object, envelope) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content))
        return "250 Kept"


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """A real SMTP server, to which the site sends its letters during the test."""
    from aiosmtpd.controller import Controller

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()
