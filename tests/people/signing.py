"""What tests of accounts share: people who have confirmed their address, letters that left, and the links in them."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from kit.worker import Worker
from people import actions
from people.models import Member
from tests import make

SIGN_UP = {"password1": "four quiet wooden spoons", "birth_month": "5", "birth_year": "1980"}


def confirmed(email: str, *, agrees: bool = True) -> Member:
    member = Member.objects.create_user(email, make.PASSWORD)
    EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    if agrees:
        actions.agree_about_health(member)
    return member


def sign_up(client: Client, email: str = "ada@example.org", **changes: str):
    return client.post(reverse("account_signup"), {"email": email, **SIGN_UP, **changes}, follow=True)


def sign_in(client: Client, email: str = "ada@example.org", password: str = make.PASSWORD, **headers: str):
    return client.post(reverse("account_login"), {"login": email, "password": password}, headers=headers)


def signed_in(email: str = "ada@example.org", **headers: str) -> Client:
    client = Client()
    assert sign_in(client, email, **headers).status_code == 302
    return client


def sent() -> list[mail.EmailMessage]:
    """The letters that have left once the worker has done what is due."""
    Worker().run_due()
    return mail.outbox


def link_in(text: str) -> str:
    """The last one: what the letter is about stands before it."""
    found = re.findall(r"http://[^/\s]+(/\S+)", text)
    assert found, text
    return found[-1]


def said(page) -> str:
    """What the page says, without what was typed and without the tokens that differ from page to page."""
    return re.sub(r'value="[^"]*"|"X-CSRFToken": ?"[^"]*"', "", page.text)
