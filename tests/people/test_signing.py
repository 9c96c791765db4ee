"""Signing up, in and out, and what a stranger can learn or try on the way."""

from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kit.worker import Worker
from people import actions
from people.models import Member
from tests import make
from tests.people.signing import SIGN_UP, confirmed, link_in, said, sent, sign_in, sign_up

pytestmark = pytest.mark.django_db

WORDS = SIGN_UP


@pytest.fixture
def ada() -> Member:
    return confirmed("ada@example.org")


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


def test_an_address_is_kept_in_lower_case(client):
    sign_up(client, email="Ada@Example.ORG")
    assert Member.objects.get().email == "ada@example.org"


def bare(page) -> tuple[object, ...]:
    """Everything that whoever asks can see of an answer and of those that led to it, without tokens."""
    steps = [(place, status) for place, status in page.redirect_chain]
    headers = {name: value for name, value in page.headers.items() if name not in {"Date", "Expires"}}
    cookies = sorted(page.client.cookies)
    return page.status_code, steps, headers, cookies, said(page)


def test_signing_up_answers_the_same_whether_or_not_the_address_has_an_account(ada):
    known, unknown = sign_up(Client()), sign_up(Client(), email="olu@example.org")
    assert bare(known) == bare(unknown)
    assert len(known.content) == len(unknown.content)
    assert [letter.subject for letter in sent()] == ["You have an account already", "Confirm your e-mail address"]


def test_asking_for_a_new_password_answers_the_same_whether_or_not_the_address_has_an_account(ada):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("ada@example.org", "olu@example.org")
    ]
    assert bare(answers[0]) == bare(answers[1])
    assert len(answers[0].content) == len(answers[1].content)
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
        assert "do not belong together" in sign_in(client, password="wrong").text
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


# --- Where they were going ------------------------------------------------------------------------------------------


def sign_up_on_the_way_to(address: str) -> None:
    sign_up(Client(), "kim@example.org", next=address)
    Client().post(link_in(sent()[-1].body))


def first_sign_in():
    actions.agree_about_health(Member.objects.get(email="kim@example.org"))
    return sign_in(Client(), "kim@example.org", SIGN_UP["password1"]).url


def test_whoever_was_going_somewhere_gets_there_after_the_letter_in_any_browser_and_once() -> None:
    sign_up_on_the_way_to("/invitations/abcdefghijklmnop/")
    assert "invitations" not in sent()[-1].body, "the letter does not tell where to"
    assert first_sign_in() == "/invitations/abcdefghijklmnop/"
    assert first_sign_in() == reverse("home")


def test_what_they_ask_for_now_counts_more_than_where_they_were_going() -> None:
    sign_up_on_the_way_to("/invitations/abcdefghijklmnop/")
    actions.agree_about_health(Member.objects.get())
    words = {"login": "kim@example.org", "password": SIGN_UP["password1"], "next": reverse("people:notices")}
    assert Client().post(reverse("account_login"), words).url == reverse("people:notices")


def test_the_question_about_health_comes_on_the_way_and_leads_on() -> None:
    sign_up_on_the_way_to("/groups/asthma/about/")
    answer = sign_in(Client(), "kim@example.org", SIGN_UP["password1"])
    assert answer.url == f"{reverse('people:health')}?next=%2Fgroups%2Fasthma%2Fabout%2F"


def test_whoever_was_invited_sees_whether_they_can_come_before_anything_about_health_is_asked() -> None:
    sign_up_on_the_way_to("/invitations/abcdefghijklmnop/")
    assert sign_in(Client(), "kim@example.org", SIGN_UP["password1"]).url == "/invitations/abcdefghijklmnop/"


LEADING_AWAY = [
    *("//evil.example", "https://evil.example/", "/\\\\evil.example", "https:evil.example", "////evil.example/%2f.."),
    *(
        "javascript:alert(1)",
        "\thttps://evil.example",
        "/%09/evil.example/..//",
        "http://0xd8.0x3a.0xd6.0xce",
        "x" * 400,
    ),
]


@pytest.mark.parametrize("address", LEADING_AWAY)
def test_nobody_is_led_away_from_this_site(address: str) -> None:
    sign_up_on_the_way_to(address)
    place = urlsplit(first_sign_in())
    assert (place.scheme, place.netloc) == ("", "")
    assert place.path.startswith("/")
    assert not place.path.startswith("//")
