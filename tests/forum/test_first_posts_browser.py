"""First posts in a real browser: the page of whoever wrote one while it waits, and when it is shown."""

from playwright.sync_api import expect

from community.forum import actions
from groups import actions as group_actions
from tests import make
from tests.forum.conftest import build_place


def newcomer_in(place):
    place.group = group_actions.change_ways(place.hana, place.group, checks_first_posts=True, first_posts=1)
    return group_actions.join(make.member("nia"), place.group, name="Nia")


def test_the_page_of_a_topic_that_is_let_through_can_be_written_on_at_once(page_for, outside):
    place = build_place(visibility="open")
    nia = newcomer_in(place)
    topic = make.topic(nia, title="Cold air", body="Does a scarf help?")
    page = page_for(nia.member)
    page.goto(f"/topics/{topic.key}/")
    expect(page.locator("#post-1")).to_contain_text("Only you can read this yet")
    expect(page.locator("#reply")).to_contain_text("reads this topic first")
    unread = page.locator("#unread-count").inner_text()
    outside(actions.let_through, place.hana, topic.posts.get())
    expect(page.locator("#post-1")).not_to_contain_text("Only you can read this yet")
    expect(page.locator("#reply")).not_to_contain_text("reads this topic first")
    expect(page.locator("#unread-count")).not_to_have_text(unread)
    page.get_by_role("button", name="Bold").click()  # the tools are ready, and so is sending without leaving the page
    page.get_by_label("Your reply").fill("It did last night.")
    page.evaluate("window.isSame = true")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#reply")).to_contain_text("Your reply was sent.")
    assert page.evaluate("window.isSame")
