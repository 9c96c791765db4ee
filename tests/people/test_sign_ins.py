"""Where a member is signed in: a list in plain words, each of which can be ended, with what is open there."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from people import actions, queries
from people.models import Member, SignIn
from tests import make
from tests.live import LiveSite
from tests.people.signing import confirmed, sign_in, signed_in

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"


@pytest.fixture
def ada() -> Member:
    return confirmed("ada@example.org")


def key_of(browser: Client) -> str:
    return SignIn.objects.get(session_key=browser.cookies[settings.SESSION_COOKIE_NAME].value).key


def is_in(browser: Client) -> bool:
    return browser.get(reverse("people:me")).status_code == 200


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        (SAMSUNG, "Samsung Internet on Android"),
        (EDGE, "Edge on Windows"),
        ("", "A browser that we do not know"),
        ("curl/8 <b>", "A browser that we do not know"),
    ],
)
def test_a_browser_is_named_in_plain_words(ada, words: str, shown: str) -> None:
    assert shown in signed_in(user_agent=words).get(reverse("people:sign_ins")).text


def test_neither_the_network_nor_the_time_of_day_is_kept(ada) -> None:
    signed_in(user_agent=FIREFOX)
    kept = {field.name for field in SignIn._meta.get_fields()}
    assert kept == {"id", "key", "member", "session_key", "browser", "device", "began_on", "last_used_on"}


def test_one_browser_is_ended_and_the_others_stay(ada) -> None:
    here, there, elsewhere = signed_in(user_agent=FIREFOX), signed_in(user_agent=PHONE), signed_in()
    page = here.post(reverse("people:end_sign_in", args=[key_of(there)]), follow=True)
    assert "That browser is signed out." in page.text
    assert "iPhone" not in page.text
    assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, True)


def test_all_others_are_ended_at_once(ada) -> None:
    here, there = signed_in(), signed_in()
    assert "Sign out everywhere but here" in here.get(reverse("people:sign_ins")).text
    page = here.post(reverse("people:end_other_sign_ins"), follow=True)
    assert "Sign out everywhere but here" not in page.text
    assert (is_in(here), is_in(there)) == (True, False)


def test_one_that_another_tab_has_ended_already_is_no_error(ada) -> None:
    here, there = signed_in(), signed_in()
    end = reverse("people:end_sign_in", args=[key_of(there)])
    assert here.post(end).status_code == here.post(end).status_code == 302


def test_nobody_ends_the_session_of_somebody_else(ada) -> None:
    confirmed("ben@example.org")
    ben, own = signed_in("ben@example.org"), signed_in()
    ben.post(reverse("people:end_sign_in", args=[key_of(own)]))
    ben.post(reverse("people:end_other_sign_ins"))
    assert is_in(own)


def test_signing_out_takes_the_browser_off_the_list(ada) -> None:
    browser = signed_in()
    browser.post(reverse("account_logout"))
    assert not SignIn.objects.exists()


def test_a_new_password_ends_the_others_and_keeps_this_one(ada) -> None:
    here, there = signed_in(), signed_in()
    words = {"oldpassword": make.PASSWORD, "password1": "seven slow green barges"}
    here.post(reverse("account_change_password"), words)
    assert (is_in(here), is_in(there)) == (True, False)
    assert "this one" in here.get(reverse("people:sign_ins")).text
    assert SignIn.objects.count() == 1


def test_the_day_of_the_last_use_is_kept_once_a_day(ada, django_assert_num_queries) -> None:
    begun = timezone.now()
    browser = signed_in()
    is_in(browser)
    with django_assert_num_queries(1):
        browser.get(reverse("people:help"))
    with time_machine.travel(begun + timedelta(days=2)):
        browser.get(reverse("people:help"))
        sign_in_now = SignIn.objects.get()
        assert sign_in_now.last_used_on - sign_in_now.began_on == timedelta(days=2)


def test_the_list_asks_little_however_long_it_is(ada, django_assert_num_queries) -> None:
    here = signed_in()
    for _number in range(9):
        signed_in()
    here.get(reverse("people:me"))
    with django_assert_num_queries(2):
        here.get(reverse("people:sign_ins"))


def test_a_session_that_is_over_is_not_listed_and_forgotten_in_time(ada) -> None:
    signed_in()
    Session.objects.all().delete()
    assert not queries.sign_ins_of(ada).exists()
    with time_machine.travel(timezone.now() + timedelta(days=33)):
        assert actions.forget_ended_sign_ins.call() == 1


def test_the_first_sign_in_leads_past_the_question_about_health(ada) -> None:
    newcomer = confirmed("kim@example.org", agrees=False)
    answer = sign_in(Client(), newcomer.email)
    assert urlsplit(answer.url).path == reverse("people:health")
    assert parse_qs(urlsplit(answer.url).query) == {"next": [reverse("home")]}
    assert sign_in(Client(), newcomer.email).url == reverse("home"), "asked once"


@pytest.mark.django_db(transaction=True)
def test_ending_a_session_closes_its_live_socket_and_no_other(live_site, ada) -> None:
    here, there = signed_in(), signed_in()
    with ExitStack() as open_until_the_end:
        sockets = [open_until_the_end.enter_context(socket_of(browser, live_site)) for browser in (here, there)]
        here.post(reverse("people:end_sign_in", args=[key_of(there)]))
        with pytest.raises(ConnectionClosed) as closed:
            sockets[1].recv(timeout=20)
        assert closed.value.rcvd.code == 4001
        sockets[0].send('{"ping": 1, "id": 7}')
        assert "pong" in sockets[0].recv(timeout=20)


@contextmanager
def socket_of(browser: Client, site: LiveSite) -> Iterator[ClientConnection]:
    """An open socket that follows the member's own channel."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    with connect(site.socket_url, origin=site.url, additional_headers={"Cookie": cookie}) as socket:
        socket.send('{"follow": "me"}')
        assert "followed" in socket.recv(timeout=20)
        yield socket
