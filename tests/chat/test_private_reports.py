"""Reporting what somebody wrote in a private talk: nothing is promised there that two people alone cannot keep."""

import pytest
from django.urls import reverse

from community.chat.models import Entry
from moderation import actions as moderation_actions
from moderation.models import Report
from tests import make
from tests.chat.conftest import Alone, Place
from tests.chat.test_asking import main_of, signed_in

MAY_GUESS = "may guess that it was you"
NEVER = "never learn"


@pytest.fixture
def received(alone: Alone) -> Entry:
    alone.says(alone.ada, "You are a fool.")
    return Entry.objects.get(room=alone.bens)


def reported(entry: Entry, by: Place) -> Report:
    return moderation_actions.report(by.ben.member, entry, kind="entry", category="abuse", words="")


def test_whoever_reports_reads_before_and_after_that_the_other_may_guess(here: Place, received: Entry) -> None:
    ben = signed_in(here.ben)
    before = main_of(ben, reverse("moderation:report", args=["entry", received.key]))
    after = main_of(ben, reverse("moderation:reported", args=[reported(received, here).key]))
    for page in (before, after):
        assert MAY_GUESS in page
        assert NEVER not in page
    assert "call 999" in before


def test_of_what_everybody_reads_nobody_learns_who_reported_it(here: Place) -> None:
    entry = make.entry(here.ada, here.room)
    ben = signed_in(here.ben)
    before = main_of(ben, reverse("moderation:report", args=["entry", entry.key]))
    after = main_of(ben, reverse("moderation:reported", args=[reported(entry, here).key]))
    for page in (before, after):
        assert NEVER in page
        assert MAY_GUESS not in page
        assert "End this talk" not in page


def test_the_ways_out_stand_where_one_reports_and_after_it(here: Place, alone: Alone, received: Entry) -> None:
    ben = signed_in(here.ben)
    end, block = (
        reverse("chat:end", args=[alone.bens.key]),
        reverse("groups:block", args=[here.group.slug, here.ada.key]),
    )
    addresses = [
        reverse("moderation:report", args=["entry", received.key]),
        reverse("moderation:reported", args=[reported(received, here).key]),
    ]
    for address in addresses:
        page = main_of(ben, address)
        assert f'href="{end}"' in page
        assert f'action="{block}"' in page
    ben.post(end)
    assert f'href="{end}"' not in main_of(ben, addresses[1])
    ben.post(block)
    gone = main_of(ben, addresses[1])
    assert MAY_GUESS in gone
    assert block not in gone


def test_the_moderator_is_reminded_that_the_author_can_guess(here: Place, received: Entry) -> None:
    review = reported(received, here).review
    address = reverse("moderation:review", args=[review.key])
    page = main_of(signed_in(here.mara), address)
    assert "its author can guess who reported it" in page
    assert NEVER not in page
    moderation_actions.decide(here.mara.member, review, outcome="hide", explanation="It attacks a person.")
    assert "its author can guess who reported it" in main_of(signed_in(here.mara), address)
    other = reported(make.entry(here.ada, here.room), here).review
    page = main_of(signed_in(here.mara), reverse("moderation:review", args=[other.key]))
    assert NEVER in page
    assert "can guess" not in page


def test_a_message_to_one_person_is_called_so(here: Place, received: Entry) -> None:
    ben = signed_in(here.ben)
    assert "This private message:" in ben.get(reverse("moderation:report", args=["entry", received.key])).text
    review = reported(received, here).review
    shown = signed_in(here.mara).get(reverse("moderation:review", args=[review.key])).text
    assert "A private message by" in shown
    decision = moderation_actions.decide(here.mara.member, review, outcome="hide", explanation="It attacks a person.")
    shown = signed_in(here.ada).get(reverse("moderation:decision", args=[decision.key])).text
    assert "A decision about your private message" in shown
    entry = make.entry(here.ada, here.room)
    assert "This chat message:" in ben.get(reverse("moderation:report", args=["entry", entry.key])).text
