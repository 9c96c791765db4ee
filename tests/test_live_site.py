"""The live site and its browser: what every journey builds on."""

import urllib.request

import pytest
from django.core.mail import send_mail

from people.models import Member
from tests import make


def test_the_live_site_answers_over_http(live_site):
    with urllib.request.urlopen(f"{live_site.url}/livez", timeout=60) as answer:
        assert answer.status == 200


def test_the_live_site_can_be_served_again_in_one_process(live_site):
    with urllib.request.urlopen(f"{live_site.url}/", timeout=60) as answer:
        assert answer.status == 200


def test_a_member_is_signed_in_in_a_browser_of_their_own(page_for):
    ada, olu = make.member("ada"), make.member("olu")
    adas, olus = page_for(ada), page_for(olu)
    for page in (adas, olus):
        page.goto("/me/")
        assert page.url.endswith("/me/")
    assert adas.context is not olus.context


def test_a_stranger_is_shown_the_way_in(page):
    page.goto("/me/")
    assert "/accounts/login/" in page.url


def test_a_deed_outside_is_seen_in_the_browser_thread(page, outside):
    member = outside(make.member, "ben")
    assert Member.objects.get(pk=member.pk) == member


@pytest.mark.django_db
def test_a_letter_reaches_the_mailbox(mailbox):
    send_mail("Hello", "Words", "noreply@example.org", ["ada@example.org"])
    assert [letter["subject"] for letter in mailbox.letters] == ["Hello"]
