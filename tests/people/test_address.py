"""Changing the address: the old mailbox is told, and for seven days can take the account back."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from people import actions
from people.forms import SignUpForm
from people.models import AddressChange, AnonymousUser, Letter, Member
from people.views import SignUp
from tests import make
from tests.people.signing import SIGN_UP, confirmed, link_in, said, sent, sign_in, sign_up, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Member:
    return confirmed("ada@example.org")


def ask_for(browser: Client, address: str):
    """Ask for another address, and type the password once more: what was asked is done then."""
    page = browser.post(reverse("account_email"), {"email": address, "action_add": ""})
    if page.status_code != 302 or "reauthenticate" not in page.url:
        return page
    return browser.post(page.url, {"password": make.PASSWORD}, follow=True)


def change_address(browser: Client, to: str = "thief@example.org") -> None:
    ask_for(browser, to)
    [confirm] = [letter for letter in sent() if letter.to == [to]]
    browser.post(link_in(confirm.body))


def way_back() -> str:
    [told] = [letter for letter in sent() if "Your e-mail address was changed" in letter.subject]
    assert told.to == ["ada@example.org"]
    return next(part for part in told.body.split() if "/undo/" in part).partition("testserver")[2]


@pytest.fixture
def stolen(ada: Member) -> Client:
    """Somebody who knows the password has given the account another address."""
    thief = signed_in()
    change_address(thief)
    ada.refresh_from_db()
    assert ada.email == "thief@example.org"
    return thief


def test_the_old_mailbox_is_told_and_looking_changes_nothing(ada, stolen) -> None:
    page = Client().get(way_back())
    assert "ada@example.org" in page.text
    ada.refresh_from_db()
    assert ada.email == "thief@example.org"


def test_the_old_mailbox_takes_the_account_back_with_a_new_password(ada, stolen) -> None:
    owner = Client()
    page = owner.post(way_back(), follow=True)
    assert "Choose a new password" in page.text
    owner.post(page.redirect_chain[-1][0], {"password1": "seven slow green barges"})
    assert sign_in(Client(), "ada@example.org", "seven slow green barges").status_code == 302
    assert sign_in(Client(), "thief@example.org", "seven slow green barges").status_code == 200
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("ada@example.org", True, True)]


def test_taking_back_ends_every_session_and_the_old_password(ada, stolen) -> None:
    Client().post(way_back())
    assert stolen.get(reverse("people:me")).status_code == 302
    assert sign_in(Client(), "ada@example.org").status_code == 200
    assert not ada.sign_ins.exists()


def test_ways_in_that_were_added_around_the_change_are_gone_and_older_ones_stay(ada, stolen) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    Authenticator.objects.create(user=ada, type="webauthn", data={}, created_at=long_ago)
    Authenticator.objects.create(user=ada, type="totp", data={}, created_at=timezone.now() - timedelta(hours=3))
    Authenticator.objects.create(user=ada, type="webauthn", data={})
    Client().post(way_back())
    assert [key.created_at for key in Authenticator.objects.all()] == [long_ago]


def test_the_link_works_once_and_says_so(stolen) -> None:
    link = way_back()
    Client().post(link)
    for page in (Client().get(link), Client().post(link)):
        assert page.status_code == 410
        assert "This link has ended" in page.text


def test_the_link_works_for_seven_days(ada, stolen) -> None:
    link = way_back()
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert Client().get(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert Client().post(link).status_code == 410
        assert actions.forget_address_changes.call() == 1
    ada.refresh_from_db()
    assert ada.email == "thief@example.org"


@pytest.mark.parametrize("token", ["nonsense", "MQ:1vMabc:forged", "a\x00b"])
def test_a_made_up_link_answers_like_one_that_has_ended(token: str) -> None:
    assert Client().get(reverse("people:undo_address", args=[token])).status_code == 410


def test_changing_once_more_does_not_shake_off_the_first_mailbox(ada, stolen) -> None:
    link = way_back()
    change_address(stolen, "second@example.org")
    Client().post(link)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert not AddressChange.objects.exists(), "the thief's own letter undoes nothing any more"


def test_a_thief_who_goes_back_one_address_does_not_shake_off_the_first_mailbox_either(ada, stolen) -> None:
    link = way_back()
    change_address(stolen, "second@example.org")
    change = AddressChange.objects.get(old_address="thief@example.org")
    actions.undo_address_change(change)
    Client().post(link)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert not AddressChange.objects.exists()


def test_nobody_can_sign_up_with_an_address_that_may_be_taken_back(stolen) -> None:
    """Else whoever took the account over could bar the way back; and it tells no more than for any other account."""
    link = way_back()
    assert said(sign_up(Client(), "ada@example.org")) == said(sign_up(Client(), "olu@example.org"))
    assert not Member.objects.filter(email="ada@example.org").exists()
    assert Client().post(link).status_code == 302


def test_an_address_that_another_account_has_confirmed_meanwhile_is_not_taken_from_it(ada, stolen) -> None:
    link = way_back()
    ben = confirmed("ben@example.org")
    ben.email = "ada@example.org"
    ben.save()
    page = Client().post(link)
    assert page.status_code == 410
    assert "Another account has this address now" in page.text


def test_whoever_asks_for_an_address_that_has_an_account_sees_what_everybody_sees(ada) -> None:
    confirmed("ben@example.org")
    pages = []
    for number, wanted in enumerate(["ben@example.org", "new@example.org"]):
        browser = signed_in(confirmed(f"cleo{number}@example.org").email)
        page = ask_for(browser, wanted)
        words = said(page).replace(wanted, "").replace(f"cleo{number}", "")
        pages.append((page.status_code, page.redirect_chain, words))
        assert Letter.objects.count() == number + 1
    assert pages[0] == pages[1]


def test_confirming_an_address_that_somebody_else_has_now_is_told_plainly(ada) -> None:
    browser = signed_in()
    ask_for(browser, "new@example.org")
    link = link_in(sent()[-1].body)
    confirmed("new@example.org")
    assert "This link has ended" in browser.get(link).text
    browser.post(link)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_an_address_in_capitals_is_the_same_address(ada) -> None:
    assert sign_in(Client(), "ADA@Example.org").status_code == 302
    page = ask_for(signed_in(), "Ada@Example.ORG")
    assert "the address that you have already" in page.text
    sign_up(Client(), "ADA@EXAMPLE.ORG")
    assert sent()[-1].subject == "You have an account already"
    assert Member.objects.count() == 1


def test_a_confirming_link_that_another_tab_has_used_is_told_plainly() -> None:
    sign_up(Client())
    link = link_in(sent()[0].body)
    assert Client().post(link).status_code == 302
    for page in (Client().get(link), Client().post(link, follow=True)):
        assert "If you have confirmed already, you can sign in" in page.text or page.status_code == 404


def test_signing_up_twice_at_once_makes_one_account(client) -> None:
    """Both forms were found right before either was kept, as when somebody taps twice."""
    forms = [SignUpForm({"email": "kim@example.org", **SIGN_UP}) for _number in range(2)]
    assert all(form.is_valid() for form in forms)
    sign_up(Client(), "kim@example.org")
    request = RequestFactory().post(reverse("account_signup"))
    request.session, request.user = client.session, AnonymousUser()
    with context.request_context(request):
        view = SignUp(request=request)
        answer = view.form_valid(forms[1])
    assert answer.url == reverse("account_email_verification_sent")
    assert Member.objects.filter(email="kim@example.org").count() == 1
