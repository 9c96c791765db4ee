"""A report that is sent twice stands once, and what its reporter says in other words is not lost."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from kit.models import JournalEntry
from moderation import actions
from moderation.events import ReportMade
from moderation.models import Report, Review
from tests.moderation.scene import Scene, browser_of, staged
from tests.moderation.test_at_once import at_once

pytestmark = pytest.mark.django_db
SENT = {"category": "rules", "words": "It sells.", "client_key": "a-key"}


def address_in(scene: Scene) -> str:
    return reverse("moderation:report", args=["post", scene.post.key])


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_report_sent_twice_stands_once_and_is_answered_alike(is_signed_in: bool, settings) -> None:
    settings.PACES = settings.PACES | {"report": (1, 60)}
    scene = staged(visibility="open")
    browser = browser_of(scene.ben.member) if is_signed_in else Client()
    first, second = (browser.post(address_in(scene), SENT) for _tap in range(2))
    assert (second.status_code, second.url) == (302, first.url)
    assert Review.objects.get().report_count == Report.objects.count() == 1


def test_a_visitor_who_changes_the_words_makes_another_report() -> None:
    scene, visitor = staged(visibility="open"), Client()
    for words in ("It sells.", "It sells pills."):
        visitor.post(address_in(scene), SENT | {"words": words})
    assert Report.objects.count() == 2


def test_the_same_form_sent_again_after_the_decision_opens_nothing() -> None:
    scene = staged()
    browser = browser_of(scene.ben.member)
    first = browser.post(address_in(scene), SENT)
    scene.decide(Review.objects.get(), outcome="keep")
    assert browser.post(address_in(scene), SENT).url == first.url
    assert Review.objects.count() == 1


def test_what_happens_again_after_the_decision_is_reported_again_in_the_same_words() -> None:
    scene = staged()
    browser = browser_of(scene.ben.member)
    for outcome in ("keep", ""):
        shown = browser.get(address_in(scene)).text
        key = re.search(r'name="client_key" value="([^"]+)"', shown)
        assert key
        browser.post(address_in(scene), {"category": "danger", "words": "", "client_key": key[1]})
        if outcome:
            scene.decide(Review.objects.get(), outcome=outcome)
    assert Review.objects.count() == 2


def test_other_words_of_the_same_member_are_added_and_make_it_no_less_urgent() -> None:
    scene = staged()
    browser = browser_of(scene.ben.member)
    for category, words in (("rules", "It sells."), ("danger", "She may harm herself."), ("rules", "no")):
        browser.post(address_in(scene), SENT | {"category": category, "words": words})
    report = Report.objects.get()
    assert report.words == "It sells.\n\nShe may harm herself.\n\nno"
    assert report.category == "danger"
    assert Review.objects.get().report_count == 1
    told = JournalEntry.objects.filter(name=f"moderation.{ReportMade.__name__}")
    assert told.count() == 2  # when it came, and when it became urgent


@pytest.mark.django_db(transaction=True)
def test_a_visitors_report_in_two_processes_at_once_stands_once() -> None:
    scene = staged(visibility="open")
    visitor = AnonymousUser()
    answers = at_once(*[lambda: actions.report(visitor, scene.post, kind="post", **SENT)] * 3)
    assert {report.pk for report in answers} == {Report.objects.get().pk}
    assert Review.objects.get().report_count == 1
