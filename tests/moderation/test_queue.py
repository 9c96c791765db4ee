"""The queue, the review page and the rota, as those who keep a group safe see them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions as groups_actions
from kit.events import deliver_due
from kit.live.gates import own_channel
from kit.policy import Refused
from moderation import actions, queries
from moderation.models import Review, Shift
from tests import make
from tests.moderation.scene import browser_of, on_duty, staged

pytestmark = pytest.mark.django_db


def reported(scene, category: str, hours: int) -> Review:
    post = make.post(scene.ada, scene.post.topic, body=f"A post of {category} and {hours}.")
    review = actions.report(scene.ben.member, post, kind="post", category=category).review
    review.opened_at = timezone.now() - timedelta(hours=hours)
    review.save(update_fields=["opened_at"])
    return review


def test_danger_comes_first_then_hurt_then_the_rest_and_the_oldest_of_each() -> None:
    scene = staged()
    old_rule = reported(scene, "rules", 300)
    new_abuse = reported(scene, "abuse", 1)
    old_abuse = reported(scene, "private", 5)
    danger = reported(scene, "danger", 0)
    new_rule = reported(scene, "unsure", 2)
    assert list(queries.queue_of(scene.mara.member)) == [danger, old_abuse, new_abuse, old_rule, new_rule]


def test_one_worried_report_among_others_is_enough_to_come_first() -> None:
    scene = staged()
    first = reported(scene, "abuse", 10)
    second = scene.review(category="rules")
    scene.report(by=scene.hana.member, category="danger")
    assert list(queries.queue_of(scene.mara.member)) == [second, first]


def test_the_queue_says_what_waits_and_who_is_on_duty(django_assert_max_num_queries) -> None:
    scene = staged()
    on_duty(scene.mara)
    for hours in range(3):
        reported(scene, "abuse", hours + 1)
    browser = browser_of(scene.mara.member)
    with django_assert_max_num_queries(9):
        page = browser.get(reverse("moderation:queue"))
    for words in ("Can hurt somebody", "It attacks or threatens somebody", "1 report", "Juniper looks after Asthma"):
        assert words in page.text


def test_the_queue_goes_on_where_it_ended() -> None:
    scene = staged()
    for hours in range(23):
        reported(scene, "abuse", hours + 1)
    browser = browser_of(scene.mara.member)
    first = browser.get(reverse("moderation:queue"))
    rest = browser.get(reverse("moderation:queue"), {"after": first.context["next_cursor"]})
    seen = [line.review.pk for page in (first, rest) for line in page.context["lines"]]
    assert len(seen) == len(set(seen)) == 23


def test_only_keepers_have_a_queue() -> None:
    scene = staged()
    address = reverse("moderation:queue")
    for keeper in (scene.mara.member, scene.hana.member, scene.sol):
        assert browser_of(keeper).get(address).status_code == 200
    for other in (scene.ben.member, scene.olu):
        assert browser_of(other).get(address).status_code == 404
    assert browser_of().get(address).status_code == 302


def test_a_foreign_group_has_no_queue_as_a_missing_one_has_none() -> None:
    scene, other = staged(), staged(visibility="hidden")
    browser = browser_of(scene.mara.member)
    for slug in (other.group.slug, "nowhere"):
        assert browser.get(reverse("moderation:queue"), {"group": slug}).status_code == 404


def test_restricted_pages_answer_as_if_they_were_missing() -> None:
    scene = staged()
    review = scene.review()
    decision = scene.decide(review)
    appeal = actions.appeal(scene.ada.member, decision, words="I meant nobody.")
    addresses = [
        reverse("moderation:review", args=[review.key]),
        reverse("moderation:answer", args=[appeal.key]),
        reverse("moderation:rota", args=[scene.group.slug]),
    ]
    for address in addresses:
        for nobody in (scene.ada.member, scene.ben.member, scene.olu):
            assert browser_of(nobody).get(address).status_code == 404
    assert browser_of(scene.olu).post(reverse("moderation:decide", args=[review.key])).status_code == 404


def test_the_review_shows_then_and_now_the_reports_and_what_was_before(django_assert_max_num_queries) -> None:
    scene = staged()
    earlier = make.post(scene.ada, scene.post.topic)
    old = actions.report(scene.ben.member, earlier, kind="post", category="rules").review
    scene.decide(old)
    review = scene.review()
    scene.post.body = "I said nothing."
    scene.post.save()
    browser = browser_of(scene.mara.member)
    with django_assert_max_num_queries(14):
        page = browser.get(reverse("moderation:review", args=[review.key]))
    for words in ("You are all fools.", "I said nothing.", "This hurts.", "Hide it", "somebody with an account"):
        assert words in page.text
    assert reverse("moderation:review", args=[old.key]) in page.text
    assert "Rowan" not in page.text.split("<main", 1)[1]


def test_a_moderator_decides_on_the_page() -> None:
    scene = staged()
    review = scene.review()
    address = reverse("moderation:decide", args=[review.key])
    browser = browser_of(scene.mara.member)
    missing = browser.post(address, {"outcome": "hide"})
    assert missing.status_code == 422
    assert "Choose the rule" in missing.text
    assert "Tell the author why" in missing.text
    words = {"outcome": "hide", "rule": scene.rule.pk, "explanation": "It attacks a person."}
    assert browser.post(address, words).status_code == 302
    review.refresh_from_db()
    assert review.state == Review.State.DECIDED


def test_where_somebody_may_be_in_danger_only_support_is_offered() -> None:
    scene = staged()
    review = scene.review(category="danger")
    browser = browser_of(scene.mara.member)
    page = browser.get(reverse("moderation:review", args=[review.key])).text
    assert "Words of support" in page
    for outcome in ("hide", "warn", "silence"):
        assert f'value="{outcome}"' not in page
    forced = {"outcome": "silence", "rule": scene.rule.pk, "explanation": "Out."}
    assert browser.post(reverse("moderation:decide", args=[review.key]), forced).status_code == 422
    assert browser.post(reverse("moderation:decide", args=[review.key]), {"outcome": "keep"}).status_code == 302


def test_a_thing_that_is_gone_can_still_be_decided() -> None:
    scene = staged()
    review = scene.review()
    scene.post.topic.delete()
    page = browser_of(scene.mara.member).get(reverse("moderation:review", args=[review.key]))
    assert "deleted since" in page.text
    scene.decide(review)


def test_open_queues_hear_of_a_report_and_the_author_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = staged()
    own = make.post(scene.mara, scene.post.topic, body="You are fools, too.")
    deliver_due()
    told: list[str] = []
    monkeypatch.setattr("kit.live.tell", lambda channel, news: told.append(channel) if news == "queue" else None)
    actions.report(scene.ben.member, own, kind="post", category="abuse", words="")
    deliver_due()
    assert set(told) == {own_channel(scene.hana.member.pk), own_channel(scene.sol.pk)}


def test_a_host_plans_the_rota_and_a_moderator_reads_it() -> None:
    scene = staged()
    address = reverse("moderation:rota", args=[scene.group.slug])
    shift = {"moderator": scene.mara.key, "starts_at": "2040-01-01T08:00", "ends_at": "2040-01-01T16:00"}
    assert browser_of(scene.mara.member).post(address, shift).status_code == 403
    assert browser_of(scene.hana.member).post(address, shift).status_code == 302
    assert "Juniper" in browser_of(scene.mara.member).get(address).text
    gone = reverse("moderation:remove_shift", args=[scene.group.slug, Shift.objects.get().key])
    assert browser_of(scene.mara.member).post(gone).status_code == 403
    assert browser_of(scene.hana.member).post(gone).status_code == 302
    assert not Shift.objects.exists()


def test_a_shift_is_for_a_moderator_and_ends_after_it_starts() -> None:
    scene = staged()
    address = reverse("moderation:rota", args=[scene.group.slug])
    browser = browser_of(scene.hana.member)
    backwards = {"moderator": scene.mara.key, "starts_at": "2040-01-02T08:00", "ends_at": "2040-01-01T16:00"}
    assert browser.post(address, backwards).status_code == 422
    assert browser.post(address, backwards | {"moderator": scene.ben.key}).status_code == 422
    with pytest.raises(Refused):
        on_duty(scene.ben)


def test_somebody_who_no_longer_moderates_is_not_on_duty() -> None:
    scene = staged()
    on_duty(scene.mara)
    groups_actions.change_role(scene.hana, scene.mara, role="member")
    assert not queries.on_duty(scene.hana.member)
