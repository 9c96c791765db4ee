"""Signing in at an OpenID Connect provider: a real one on loopback, asked over HTTP by the site and by the browser."""

import re
import ssl
import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse

from people.models import Letter, Member
from tests import make
from tests.people.signing import confirmed, said, sent, sign_up, signed_in
from tests.people.test_pages import check

# What the provider is built on calls some of the provider's ways old.
with warnings.catch_warnings(record=True):
    from oidc_provider_mock import User, run_server_in_thread

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

AGE = {"birth_month": "5", "birth_year": "1980"}
TOO_YOUNG = {"birth_month": "5", "birth_year": "2016"}
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # to be trusted: loading all who are costs more than plain asking


def person(sub: str, email: str, *, verified: bool = True) -> User:
    return User(sub=sub, claims={"email": email, "email_verified": verified, "name": "Not for us"})


PEOPLE = [
    person("ada-there", "ada@example.org"),
    person("kim-there", "kim@example.org"),
    person("liar-there", "ada@example.org", verified=False),
    person("doubt-there", "doubt@example.org", verified=False),
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def provider(issuer: str, settings) -> None:
    known = site_settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    [app] = known["APPS"]
    own = {**known, "APPS": [{**app, "secret": "quiet", "settings": {"server_url": issuer}}]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": own}


def go(browser: Client, sub: str | None, *, process: str = "login"):
    """From our button to the provider, there as `sub` (None says no there), and back; what this site answers then."""
    asked = browser.post(reverse("openid_connect_login", args=["site"]) + f"?process={process}")
    assert asked.status_code == 302
    answered = httpx.post(asked.url, data={"sub": sub} if sub else {"action": "deny"}, verify=NOBODY)
    back = urlsplit(answered.headers["location"])
    return browser.get(f"{back.path}?{back.query}", follow=True)


def finish(browser: Client, **changes: str):
    return browser.post(reverse("socialaccount_signup"), {**AGE, **changes}, follow=True)


def newcomer(sub: str = "kim-there", email: str = "kim@example.org") -> Client:
    browser = Client()
    go(browser, sub)
    finish(browser, email=email)
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("people:me")).status_code == 200


def test_whoever_is_known_there_signs_up_with_their_age_and_is_in(issuer) -> None:
    browser = Client()
    page = go(browser, "kim-there")
    check(page)
    assert 'value="kim@example.org"' in page.text
    assert not Member.objects.exists(), "nobody has an account before they were asked"
    finish(browser, email="kim@example.org")
    assert is_in(browser)
    kim = Member.objects.get()
    assert not kim.has_usable_password()
    assert kim.socialaccount_set.get().extra_data == {}, "only who they are there is kept"
    assert EmailAddress.objects.get().verified


def test_whoever_signed_up_with_it_signs_in_with_it() -> None:
    newcomer()
    again = Client()
    go(again, "kim-there")
    assert is_in(again)
    assert Member.objects.count() == 1


def test_somebody_too_young_does_not_get_in_by_the_provider_either() -> None:
    browser = Client()
    go(browser, "kim-there")
    assert "You did nothing wrong" in finish(browser, email="kim@example.org", **TOO_YOUNG).text
    assert "You did nothing wrong" in finish(browser, email="kim@example.org").text
    assert not Member.objects.exists()


@pytest.mark.parametrize("sub", ["ada-there", "liar-there"])
def test_the_same_address_does_not_open_an_account_that_is_there(sub: str) -> None:
    ada = confirmed("ada@example.org")
    browser = Client()
    go(browser, sub)
    page = finish(browser, email="ada@example.org")
    assert "Look into your e-mail" in page.text
    assert not is_in(browser)
    assert Member.objects.get() == ada
    assert not ada.socialaccount_set.exists()
    assert [letter.subject for letter in sent()] == ["You have an account already"]


def test_it_answers_the_same_as_signing_up_with_a_new_address_that_nobody_vouches_for() -> None:
    confirmed("ada@example.org")
    pages = []
    for sub, email in (("liar-there", "ada@example.org"), ("doubt-there", "doubt@example.org")):
        browser = Client()
        go(browser, sub)
        page = finish(browser, email=email)
        pages.append((page.status_code, page.redirect_chain, said(page)))
    assert pages[0] == pages[1]
    assert Letter.objects.count() == 2


def test_an_address_that_nobody_vouches_for_is_confirmed_first() -> None:
    browser = newcomer("doubt-there", "doubt@example.org")
    assert not is_in(browser)
    assert [letter.subject for letter in sent()] == ["Confirm your e-mail address"]


def test_another_address_than_the_provider_knows_is_confirmed_first() -> None:
    assert not is_in(newcomer("kim-there", "other@example.org"))


def test_it_is_added_to_an_account_by_whoever_is_signed_in_to_it() -> None:
    ada = confirmed("ada@example.org")
    browser = signed_in()
    check(browser.get(reverse("socialaccount_connections")))
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    page = go(browser, "ada-there", process="connect")
    assert "You can sign in with it from now on." in page.text
    check(page)
    other = Client()
    go(other, "ada-there")
    assert is_in(other)
    account = ada.socialaccount_set.get()
    assert account.extra_data == {}, "only who they are there is kept, not what else the provider says"
    assert "Another way to sign in was added" in [letter.subject for letter in sent()]


def test_it_can_be_removed_again_unless_it_is_the_only_way_in() -> None:
    browser = newcomer()
    account = Member.objects.get().socialaccount_set.get()
    browser.post(reverse("socialaccount_connections"), {"account": account.pk})
    assert Member.objects.get().socialaccount_set.exists()


def test_one_account_there_belongs_to_one_account_here() -> None:
    newcomer()
    confirmed("ada@example.org")
    browser = signed_in()
    browser.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    page = go(browser, "kim-there", process="connect")
    assert "Another account here is signed in with this already." in page.text


def test_saying_no_there_is_told_kindly() -> None:
    page = go(Client(), None)
    assert "Nothing has changed." in page.text
    check(page)


def test_a_provider_that_does_not_answer_is_told_plainly(settings) -> None:
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    [app] = known["APPS"]
    gone = {**known, "APPS": [{**app, "settings": {"server_url": "http://localhost:9"}}]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": gone}
    page = Client().post(reverse("openid_connect_login", args=["site"]))
    assert page.status_code == 503
    assert "did not answer" in page.text


def test_an_answer_that_this_browser_did_not_ask_for_is_refused() -> None:
    asked = Client().post(reverse("openid_connect_login", args=["site"]))
    answered = httpx.post(asked.url, data={"sub": "ada-there"}, verify=NOBODY)
    back = urlsplit(answered.headers["location"])
    page = Client().get(f"{back.path}?{back.query}")
    assert page.status_code in {401, 403}


def test_the_button_is_on_both_pages_and_only_a_form_leads_there(client) -> None:
    for name in ("account_login", "account_signup"):
        assert "Go on with Anytown Health" in client.get(reverse(name)).text
    page = client.get(reverse("openid_connect_login", args=["site"]))
    assert page.status_code == 200
    check(page)
    assert client.get(reverse("openid_connect_login", args=["elsewhere"])).status_code == 404


def test_browsers_may_follow_the_form_there(client) -> None:
    rule = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    assert re.search(r"form-action [^;]*http://localhost:9", rule)


def test_signing_up_with_a_password_still_works() -> None:
    assert "Look into your e-mail" in sign_up(Client()).text
