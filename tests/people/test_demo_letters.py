"""The demo keeps its letters in a folder and says which; in everything else it asks for the same as any site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Member
from tests import make
from tests.people.signing import confirmed, said, sign_in, sign_up, signed_in
from tests.people.test_address import ask_for

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "This demo sends no letters: they lie in the folder var/letters, the newest last."


def settings_with(**own: str) -> list[str]:
    """Whether addresses must be confirmed, where letters lie, and how they leave."""
    asked = "from config import settings as s; "
    asked += "print(s.ACCOUNT_EMAIL_VERIFICATION, s.LETTERS_FOLDER or '-', s.EMAIL_BACKEND.split('.')[-2])"
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {**bare, "SECRET_KEY": "x" * 60, **own}
    run = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


@pytest.fixture
def ada() -> Member:
    return confirmed("ada@example.org")


@pytest.fixture
def demo(settings) -> None:
    settings.LETTERS_FOLDER = "var/letters"


def test_the_demo_wants_addresses_confirmed_like_any_site() -> None:
    assert settings_with() == ["mandatory", "-", "smtp"]
    assert settings_with(DEMO="on") == ["mandatory", "var/letters", "filebased"]
    assert settings_with(DEMO="on", EMAIL_URL="smtp://mail.example") == ["mandatory", "-", "smtp"]
    assert settings_with(DEMO="on", EMAIL_VERIFICATION="optional")[0] == "mandatory", "there is no way round it"
    assert settings_with(DEMO="on", VAR_DIR="/srv/demo")[1] == "/srv/demo/letters"


def pages_after_a_letter() -> list[str]:
    forgot = Client().post(reverse("account_reset_password"), {"email": "olu@example.org"}, follow=True)
    here = signed_in()
    ask_for(here, "new@example.org")
    return [sign_up(Client(), "olu@example.org").text, forgot.text, here.get(reverse("account_email")).text]


def test_the_demo_says_where_its_letters_lie(demo, ada) -> None:
    assert [SENTENCE in page for page in pages_after_a_letter()] == [True, True, True]


def test_no_other_site_says_a_word_about_it(ada) -> None:
    assert [page for page in pages_after_a_letter() if "var/letters" in page] == []


def test_a_page_on_which_no_letter_was_asked_for_does_not_speak_of_letters(demo, ada) -> None:
    assert "var/letters" not in signed_in().get(reverse("account_email")).text


def test_in_the_demo_too_known_and_unknown_addresses_get_the_same_page(demo, ada) -> None:
    assert said(sign_up(Client(), ada.email)) == said(sign_up(Client(), "olu@example.org"))


def test_whoever_was_made_by_a_command_confirms_their_address_too(demo) -> None:
    """No other way in leads round the confirmation: neither the command for operators nor a row without an address."""
    Member.objects.create_superuser("kim@example.org", make.PASSWORD)
    browser = Client()
    assert sign_in(browser, "kim@example.org").url == reverse("account_email_verification_sent")
    assert browser.get(reverse("people:me")).status_code == 302
