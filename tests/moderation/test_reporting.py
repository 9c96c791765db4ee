"""Saying that something is wrong."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from groups import actions as groups_actions
from kit.events import deliver_due
from kit.models import JournalEntry
from kit.policy import Refused
from moderation import actions
from moderation.models import Report, Review
from moderation.subjects import SUBJECTS
from people.models import Notice
from tests import make
from tests.moderation.scene import browser_of, notices_of, on_duty, staged

pytestmark = pytest.mark.django_db


def test_one_open_review_a_thing_and_one_report_a_member() -> None:
    scene = staged()
    first = scene.report()
    again = scene.report()
    other = scene.report(by=scene.hana.member)
    assert again == first
    assert other.review == first.review
    other.review.refresh_from_db()
    assert other.review.report_count == 2


def test_a_report_after_the_decision_opens_a_new_review() -> None:
    scene = staged()
    first = scene.report()
    scene.decide(first.review, outcome="keep")
    assert scene.report().review != first.review


def test_the_review_keeps_the_words_as_they_were() -> None:
    scene = staged()
    review = scene.review()
    scene.post.body = "I said nothing."
    scene.post.save()
    review.refresh_from_db()
    assert review.snapshot == "You are all fools."


def test_after_a_report_the_way_leads_back_to_what_was_reported() -> None:
    scene = staged()
    made = scene.report(by=scene.ben.member)
    page = browser_of(scene.ben.member).get(reverse("moderation:reported", args=[made.key]))
    assert f'href="{reverse("forum:post", args=[scene.post.key])}"' in page.text


def test_after_leaving_the_group_the_way_leads_home() -> None:
    scene = staged(visibility="listed")
    made = scene.report(by=scene.ben.member)
    groups_actions.leave(scene.ben)
    page = browser_of(scene.ben.member).get(reverse("moderation:reported", args=[made.key]))
    assert reverse("forum:post", args=[scene.post.key]) not in page.text


def test_ones_own_words_are_not_reported() -> None:
    scene = staged()
    with pytest.raises(Refused, match="yours"):
        scene.report(by=scene.ada.member)
    assert not Review.objects.exists()


def test_a_visitor_reports_in_an_open_group() -> None:
    scene = staged(visibility="open")
    address = reverse("moderation:report", args=["post", scene.post.key])
    answer = browser_of().post(address, {"category": "unsure"}, follow=True)
    report = Report.objects.get()
    assert report.reporter is None
    assert report.key in answer.text
    assert "usually within a day" in answer.text
    assert "leave it as it is, hide it" in answer.text


def test_two_visitors_count_as_two() -> None:
    scene = staged(visibility="open")
    review = actions.report(AnonymousUser(), scene.post, kind="post", category="rules").review
    actions.report(AnonymousUser(), scene.post, kind="post", category="rules")
    review.refresh_from_db()
    assert review.report_count == 2


@pytest.mark.parametrize("visibility", ["listed", "hidden"])
def test_what_one_cannot_see_cannot_be_reported(visibility: str) -> None:
    scene = staged(visibility=visibility)
    seen = reverse("moderation:report", args=["post", scene.post.key])
    missing = reverse("moderation:report", args=["post", "a" * 16])
    for browser in (browser_of(), browser_of(scene.olu)):
        assert browser.get(seen).status_code == browser.get(missing).status_code == 404
        assert browser.post(seen, {"category": "rules"}).status_code == 404
    assert browser_of(scene.ben.member).get(seen).status_code == 200


def test_an_unknown_kind_does_not_exist() -> None:
    assert browser_of().get("/report/member/aaaaaaaaaaaaaaaa/").status_code == 404


def test_every_kind_can_be_reported() -> None:
    scene = staged()
    room = make.room(scene.group)
    things = {
        "post": scene.post,
        "topic": scene.post.topic,
        "entry": make.entry(scene.ada, room),
        "face": scene.ada,
    }
    assert set(things) == set(SUBJECTS)
    browser = browser_of(scene.ben.member)
    for kind, thing in things.items():
        page = browser.post(reverse("moderation:report", args=[kind, thing.key]), {"category": "rules"}, follow=True)
        assert "We have your report" in page.text
    assert Review.objects.count() == len(things)


def test_the_form_says_what_is_missing() -> None:
    scene = staged()
    address = reverse("moderation:report", args=["post", scene.post.key])
    answer = browser_of(scene.ben.member).post(address, {"words": "It is bad."})
    assert answer.status_code == 422
    assert "It is bad." in answer.text


def test_reporting_has_a_pace(settings) -> None:
    settings.PACES = settings.PACES | {"report": (1, 600)}
    scene = staged(visibility="open")
    address = reverse("moderation:report", args=["post", scene.post.key])
    visitor = browser_of()
    assert visitor.post(address, {"category": "rules"}).status_code == 302
    assert visitor.post(address, {"category": "rules"}).status_code == 429


def test_the_acknowledgement_comes_with_the_report_or_not_at_all() -> None:
    scene = staged()
    report = scene.report()
    assert JournalEntry.objects.filter(name="moderation.ReportMade", payload={"report_id": report.pk}).count() == 1
    assert notices_of(scene.ben.member) == ["reported"]


def test_reporters_see_only_their_own_report() -> None:
    scene = staged()
    address = reverse("moderation:reported", args=[scene.report().key])
    assert browser_of(scene.ben.member).get(address).status_code == 200
    assert browser_of(scene.ada.member).get(address).status_code == 404
    assert browser_of().get(address).status_code == 404


def test_moderators_are_called_and_neither_author_nor_reporter_is() -> None:
    scene = staged()
    scene.report(by=scene.hana.member)
    assert notices_of(scene.mara.member) == ["report"]
    assert "report" not in notices_of(scene.hana.member)
    assert notices_of(scene.ada.member) == []


def test_only_those_on_duty_are_called() -> None:
    scene = staged()
    on_duty(scene.mara)
    scene.report()
    assert notices_of(scene.mara.member) == ["report"]
    assert notices_of(scene.hana.member) == []


def test_danger_calls_everybody_even_beside_the_rota() -> None:
    scene = staged()
    on_duty(scene.mara)
    scene.report(category="danger")
    for keeper in (scene.mara.member, scene.hana.member, scene.sol):
        assert notices_of(keeper) == ["report"]


def test_the_safety_team_is_called_where_nobody_else_may_decide() -> None:
    scene = staged()
    groups_actions.change_role(scene.hana, scene.mara, role="member")
    scene.report(by=scene.hana.member)
    assert notices_of(scene.sol) == ["report"]


def test_being_told_twice_makes_one_notice() -> None:
    scene = staged()
    scene.report()
    deliver_due()
    JournalEntry.objects.update(delivered_at=None, heard=[], due_at="2000-01-01T00:00:00Z")
    deliver_due()
    assert Notice.objects.filter(member=scene.mara.member).count() == 1
