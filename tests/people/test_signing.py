"""Signing up, in and out, and what a stranger can learn or try on the way."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from kit.worker import Worker
from people.models import Member
from tests import make

pytestmark = pytest.mark.django_db

WORDS = {"email": "ada@example.org", "password1": "four quiet wooden spoons", "is_old_enough": "on"}


@pytest.fixture
def ada() -> Member:
    return confirmed("ada@example.org")


def confirmed(email: str) -> Member:
    member = Member.objects.create_user(email, make.PASSWORD)
    EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    return member


def sign_up(client: Client, **changes: str):
    return client.post(reverse("account_signup"), WORDS | changes, follow=True)


def sign_in(client: Client, email: str = "ada@example.org", password: str = make.PASSWORD, **headers: str):
    return client.post(reverse("account_login"), {"login": email, "password": password}, headers=headers)


def sent() -> list[mail.EmailMessage]:
    """The letters that have left once the worker has done what is due."""
    Worker().run_due()
    return mail.outbox


def said(page) -> str:
    """What the page says, without what was typed and without the tokens that differ from page to page."""
    return re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page.text)


def link_in(text: str) -> str:
    found = re.search(r"http://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]


def test_whoever_signs_up_gets_a_letter_confirms_and_is_in(client, mailbox):
    assert "Look into your e-mail" in sign_up(client).text
    Worker().run_due()
    [letter] = mailbox.letters
    assert letter["To"] == "ada@example.org"
    assert letter["Subject"] == "Confirm your e-mail address"
    link = link_in(letter.get_payload(decode=True).decode())

    assert "Is <strong>ada@example.org</strong> your address?" in client.get(link).text
    assert EmailAddress.objects.get().verified is False, "looking at the link must change nothing"
    client.post(link)
    assert EmailAddress.objects.get().verified is True
    assert sign_in(client, password=WORDS["password1"]).status_code == 302
    assert client.get(reverse("people:me")).status_code == 200


def test_nobody_is_in_before_the_address_is_confirmed(client):
    sign_up(client)
    assert sign_in(client, password=WORDS["password1"]).url == reverse("account_email_verification_sent")
    assert client.get(reverse("people:me")).status_code == 302


def test_signing_up_asks_for_the_age(client):
    page = sign_up(client, is_old_enough="")
    assert "You need to be 16 or older to join." in page.text
    assert not Member.objects.exists()


def test_an_address_is_kept_in_lower_case(client):
    sign_up(client, email="Ada@Example.ORG")
    assert Member.objects.get().email == "ada@example.org"


def test_signing_up_answers_the_same_whether_or_not_the_address_has_an_account(ada):
    known, unknown = sign_up(Client()), sign_up(Client(), email="olu@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    assert said(known) == said(unknown)
    assert [letter.subject for letter in sent()] == ["You have an account already", "Confirm your e-mail address"]


def test_asking_for_a_new_password_answers_the_same_whether_or_not_the_address_has_an_account(ada):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("ada@example.org", "olu@example.org")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert said(answers[0]) == said(answers[1])
    assert [letter.to for letter in sent()] == [["ada@example.org"], ["olu@example.org"]]


def test_signing_in_answers_the_same_to_a_wrong_password_and_an_unknown_address(ada):
    wrong, unknown = sign_in(Client(), password="wrong"), sign_in(Client(), "olu@example.org", "wrong")
    assert "error" in wrong.text
    assert said(wrong) == said(unknown)


def test_a_forgotten_password_is_replaced_through_the_letter(client, ada):
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    link = link_in(sent()[0].body)
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "seven slow green barges"})
    ada.refresh_from_db()
    assert ada.check_password("seven slow green barges")
    assert "This link has ended" in Client().get(link, follow=True).text


def test_letters_name_the_site_and_nothing_about_health(ada):
    sign_up(Client())
    Client().post(reverse("account_reset_password"), {"email": "ada@example.org"})
    for letter in sent():
        assert f"This letter comes from {settings.SITE_NAME}." in letter.body
        assert "group" not in letter.body


def test_signing_in_leads_back_to_where_one_wanted_to_go(client, ada):
    asked = client.get(reverse("people:notices"))
    page = client.get(asked.url)
    assert f'name="next" value="{reverse("people:notices")}"' in page.text
    page = client.post(asked.url, {"login": ada.email, "password": make.PASSWORD, "next": reverse("people:notices")})
    assert page.url == reverse("people:notices")
    elsewhere = {"login": ada.email, "password": make.PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post(reverse("account_login"), elsewhere).url == reverse("home")


def test_signing_out_needs_a_form_and_is_done_by_it(client, ada):
    client.force_login(ada)
    client.get(reverse("account_logout"))
    assert client.get(reverse("people:me")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("people:me")).status_code == 302


def test_a_browser_forgets_who_does_not_want_to_stay_signed_in(client, ada):
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["expires"] == ""


def test_guessing_one_password_is_stopped_after_five_tries(client, ada):
    for _ in range(5):
        assert "correct" in sign_in(client, password="wrong").text
    assert sign_in(client).status_code == 200, "even the right password has to wait now"


def test_many_sign_ins_from_one_address_get_429_and_a_plain_page(client):
    statuses = [sign_in(client, f"nobody{number}@example.org").status_code for number in range(30)]
    assert set(statuses) == {200}
    page = sign_in(client)
    assert page.status_code == 429
    assert "please wait a few minutes" in page.text


def test_many_sign_ups_from_one_address_get_429(client):
    for number in range(10):
        assert sign_up(client, email=f"somebody{number}@example.org").status_code == 200
    assert sign_up(client, email="one-more@example.org").status_code == 429


def test_a_forged_forwarding_header_does_not_get_round_the_limits(client):
    for number in range(30):
        sign_in(client, f"nobody{number}@example.org", x_forwarded_for=f"203.0.113.{number}")
    assert sign_in(client, x_forwarded_for="198.51.100.7").status_code == 429


def test_operators_sign_in_where_everybody_does(client):
    page = client.get("/operate/login/")
    assert page.status_code == 302
    assert page.url.startswith(reverse("account_login"))


def test_changing_the_address_needs_the_password_again_and_a_confirmation(client, ada):
    sign_in(client)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    page = client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert page.url.startswith(reverse("account_reauthenticate"))
    page = client.post(page.url, {"password": make.PASSWORD}, follow=True)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    client.post(link_in(sent()[-1].body))
    ada.refresh_from_db()
    assert ada.email == "new@example.org"
