"""Authenticator apps, recovery codes and passkeys: what the pages say, and what a password alone no longer opens."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import reverse
from fido2 import cbor
from fido2.utils import websafe_encode

from people.models import Member
from people.second_step import SecondStepAdapter
from tests import make
from tests.people.signing import confirmed, sent, sign_in, signed_in
from tests.people.test_pages import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Member:
    return confirmed("ada@example.org")


@pytest.fixture
def browser(ada: Member) -> Client:
    """Signed in, and the password typed once more a moment ago."""
    client = signed_in()
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    return client


def code_now(secret: str, *, steps_later: int = 0) -> str:
    """What the app shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_later))


def use_app(browser: Client) -> str:
    """Add an app; its secret."""
    page = browser.get(reverse("mfa_activate_totp"))
    secret = re.findall(r'long-code">(\w+)<', page.text)[0]
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def codes_on(page) -> list[str]:
    return re.findall(r'long-code">(\d+)<', page.text)


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_generate_recovery_codes"]
)
def test_its_pages_are_sound(browser: Client, name: str) -> None:
    page = browser.get(reverse(name))
    assert page.status_code == 200
    check(page)


def test_nothing_is_added_before_the_password_was_typed_once_more(ada) -> None:
    client = signed_in()
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))


def test_with_an_app_the_password_alone_opens_nothing(ada, browser) -> None:
    secret = use_app(browser)
    other = Client()
    assert sign_in(other).url == reverse("mfa_authenticate")
    assert other.get(reverse("people:me")).status_code == 302
    page = other.get(reverse("mfa_authenticate"))
    check(page)
    assert "One more step" in page.text
    assert "That did not work" in other.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    other.post(reverse("mfa_authenticate"), {"code": code_now(secret, steps_later=1)})
    assert other.get(reverse("people:me")).status_code == 200


def test_a_code_works_once(ada, browser) -> None:
    secret = use_app(browser)
    code = code_now(secret, steps_later=1)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
    assert first.get(reverse("people:me")).status_code == 200
    assert second.get(reverse("people:me")).status_code == 302


def test_guessing_codes_is_stopped(ada, browser) -> None:
    secret = use_app(browser)
    other = Client()
    sign_in(other)
    for number in range(6):
        page = other.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    assert "too often" in page.text
    other.post(reverse("mfa_authenticate"), {"code": code_now(secret, steps_later=1)})
    assert other.get(reverse("people:me")).status_code == 302, "even the right code has to wait now"


def test_a_recovery_code_lets_in_once_when_the_phone_is_lost(ada, browser) -> None:
    use_app(browser)
    page = browser.get(reverse("mfa_view_recovery_codes"))
    check(page)
    [code, *others] = codes_on(page)
    assert len(others) == 9
    for works in (True, False):
        other = Client()
        sign_in(other)
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert (other.get(reverse("people:me")).status_code == 200) is works
    assert code not in browser.get(reverse("mfa_view_recovery_codes")).text
    assert "9 codes are left." in browser.get(reverse("mfa_index")).text


def test_recovery_codes_can_be_saved_as_a_file_and_made_anew(browser) -> None:
    use_app(browser)
    old = browser.get(reverse("mfa_download_recovery_codes")).text.split()
    page = browser.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert len(codes_on(page)) == 10
    assert not set(codes_on(page)) & set(old)


def test_secrets_are_sealed_where_they_are_kept(ada, browser) -> None:
    secret = use_app(browser)
    kept = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes_on(browser.get(reverse("mfa_view_recovery_codes"))))


def test_what_is_sealed_opens_after_the_sites_secret_was_changed(settings) -> None:
    sealed = SecondStepAdapter().encrypt("JBSWY3DP")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-" + "9876543210" * 4
    assert SecondStepAdapter().decrypt(sealed) == "JBSWY3DP"


def test_a_letter_tells_of_each_change_and_how_to_undo_it(ada, browser, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        use_app(browser)
    browser.post(reverse("mfa_deactivate_totp"))
    told = [letter for letter in sent() if letter.to == ["ada@example.org"]]
    assert [letter.subject for letter in told] == [
        "An authenticator app was added",
        "An authenticator app was removed",
    ]
    assert all("choose a new password at once" in letter.body for letter in told)
    assert not Authenticator.objects.exists(), "codes for nothing are not kept"


def test_a_made_up_passkey_is_refused_plainly(client) -> None:
    for words in ("", "{}", '{"id": "x", "response": {"userHandle": "MQ"}}', "[1]", '{"response": {"userHandle": 7}}'):
        page = client.post(reverse("mfa_login_webauthn"), {"credential": words}, follow=True)
        assert page.status_code == 200
        assert page.redirect_chain[-1][0] == reverse("account_login")


def test_asking_for_a_passkey_tells_nothing_of_anybody(client, ada) -> None:
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    asked = answer["request_options"]["publicKey"]
    assert asked.get("allowCredentials", []) == []
    assert settings.SITE_NAME not in str(asked)


def second_step_of(member_email: str) -> str:
    other = Client()
    assert sign_in(other, member_email).url == reverse("mfa_authenticate")
    return other.get(reverse("mfa_authenticate")).text


def test_the_second_step_offers_no_passkey_to_somebody_who_has_none(ada, browser) -> None:
    use_app(browser)
    page = second_step_of(ada.email)
    assert "Use my passkey" not in page
    assert "Six digits from the app, or one of your recovery codes." in page


def test_the_second_step_asks_for_no_app_from_somebody_who_has_only_a_passkey(ada, browser, settings) -> None:
    use_app(browser)
    own = Authenticator.objects.filter(user=ada)
    own.filter(type="totp").delete()
    give_passkey(ada)
    page = second_step_of(ada.email)
    assert "Use my passkey" in page
    assert "One of your recovery codes." in page
    assert "from the app" not in page
    own.filter(type="recovery_codes").delete()
    page = second_step_of(ada.email)
    assert "Use my passkey" in page
    assert 'name="code"' not in page


def give_passkey(member: Member) -> None:
    """One that a device would have made, as allauth keeps it."""
    key = cbor.encode({1: 2, 3: -7, -1: 1, -2: b"\1" * 32, -3: b"\2" * 32})
    attested = b"\0" * 16 + (16).to_bytes(2, "big") + b"\3" * 16 + key
    made = b"\4" * 32 + b"\x45" + b"\0" * 4 + attested
    client = {"type": "webauthn.create", "challenge": "AAAA", "origin": "http://localhost"}
    attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": made})
    response = {
        "clientDataJSON": websafe_encode(json.dumps(client).encode()),
        "attestationObject": websafe_encode(attestation),
    }
    credential = {"id": websafe_encode(b"\3" * 16), "rawId": websafe_encode(b"\3" * 16), "type": "public-key"}
    data = {"name": "My phone", "credential": {**credential, "response": response}}
    Authenticator.objects.create(user=member, type="webauthn", data=data)
