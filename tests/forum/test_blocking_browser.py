"""Whoever blocks somebody in one tab does not meet them in the other, and loses no words there."""

from playwright.sync_api import expect

from groups import actions as group_actions
from groups.models import Block
from tests import make
from tests.forum.conftest import build_place
from tests.forum.test_browser import opened


def test_an_open_page_of_the_blocker_alone_is_renewed(page_for, outside):
    place = build_place()
    topic = place.topic = make.topic(place.hana)
    make.post(place.ada, topic, body="I count the stairs.")
    make.post(place.mara, topic, body="> I count the stairs.\n\nDo you?")
    ben, mara = opened(page_for, place.ben, place), opened(page_for, place.mara, place)
    for page in (ben, mara):
        page.evaluate("window.isSame = true")
        page.get_by_label("Your reply").press_sequentially("Half a thought")
        expect(page.locator("#draft-state")).to_contain_text("Draft kept")
    outside(group_actions.block, place.ben.member, place.ada)
    expect(ben.locator("#post-2")).to_have_count(0)
    expect(ben.locator("#post-3 blockquote")).to_have_text("These words are by somebody whom you do not want to meet.")
    expect(ben.get_by_label("Your reply")).to_have_value("Half a thought")
    assert mara.evaluate("window.isSame")
    outside(group_actions.unblock, place.ben.member, Block.objects.get())
    expect(ben.locator("#post-2")).to_contain_text("I count the stairs.")
