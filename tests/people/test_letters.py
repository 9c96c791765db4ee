"""Letters leave when the mail server takes them: no page waits for that, or tells by it who has an account."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kit.worker import Worker
from people import actions
from people.models import Letter, Member
from tests import make

pytestmark = pytest.mark.django_db

WORDS = {"password1": "four quiet wooden spoons", "birth_month": "5", "birth_year": "1980"}
LATER = timedelta(seconds=13)  # a little more than the first pause


class CountingHasher(MD5PasswordHasher):
    """A hasher that counts how often it was asked for the dear part of its work."""

    count = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.fixture
def silent_server(settings) -> Iterator[None]:
    """A mail server that takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        settings.EMAIL_TIMEOUT = 10
        yield


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def sign_up(email: str = "ada@example.org"):
    return Client().post(reverse("account_signup"), WORDS | {"email": email}, follow=True)


def forget_password(email: str):
    return Client().post(reverse("account_reset_password"), {"email": email})


def test_a_letter_waits_while_the_mail_server_is_down_and_leaves_when_it_is_back(mailbox, settings, caplog):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, closed_port()
    assert "Look into your e-mail" in sign_up().text
    Worker().run_due()
    assert mailbox.letters == []
    assert Letter.objects.count() == 1

    settings.EMAIL_PORT = port
    with time_machine.travel(timezone.now() + LATER):
        Worker().run_due()
    assert [letter["To"] for letter in mailbox.letters] == ["ada@example.org"]
    assert not Letter.objects.exists(), "a letter that was sent is not kept"


def test_no_page_waits_for_the_mail_server(silent_server):
    begun = time.monotonic()
    assert sign_up().status_code == 200
    assert forget_password("ada@example.org").status_code == 302
    assert time.monotonic() - begun < 5


def test_the_log_does_not_name_the_address(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port()
    sign_up()
    Worker().run_due()
    assert "was not taken: ConnectionRefusedError" in caplog.text
    assert "ada@example.org" not in caplog.text
    assert "ada@example.org" not in DBTaskResult.objects.get().traceback


def test_a_letter_to_nobody_is_given_up(mailbox):
    mailbox.refusal = "550 There is nobody of that name"
    actions.post_letter("nobody@example.org", subject="Hello", body="Hello")
    Worker().run_due()
    assert not Letter.objects.exists()


def test_a_letter_is_sent_once_however_often_its_task_runs():
    letter = actions.post_letter("ada@example.org", subject="Hello", body="Hello")
    actions.send_letter.enqueue(letter_id=letter.pk)
    Worker().run_due()
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]


def test_a_letter_is_not_kept_longer_than_its_links_work():
    with time_machine.travel(timezone.now() - timedelta(days=8)):
        actions.post_letter("ada@example.org", subject="Old", body="Old")
    actions.post_letter("ada@example.org", subject="New", body="New")
    assert actions.forget_old_letters.call() == 1
    assert Letter.objects.get().subject == "New"


@pytest.mark.parametrize("email", ["ada@example.org", "unknown@example.org"])
def test_known_and_unknown_addresses_cost_the_same(email, settings):
    known = Member.objects.create_user("ada@example.org", make.PASSWORD)
    EmailAddress.objects.create(user=known, email=known.email, verified=True, primary=True)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.count = 0
    sign_up(email)
    assert CountingHasher.count == 1, "signing up hashes a password whether or not it is kept"
    assert Letter.objects.count() == 1
    forget_password(email)
    assert Letter.objects.count() == 2
    assert CountingHasher.count == 1
