"""Nothing that was typed is lost: a closed tab, an expired session, a lost network, another device."""

import json
import os
import re
import signal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from community.forum import actions
from community.forum.models import Draft
from groups import actions as group_actions
from tests.conftest import session_cookie
from tests.forum.conftest import build_place
from tests.forum.test_browser import opened

OFFLINE = ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "WebSocket", "Failed to fetch"]


def field_of(page):
    return page.get_by_label("Your reply")


def kept_here(page) -> dict[str, dict[str, str]]:
    return json.loads(page.evaluate("JSON.stringify(localStorage)"))


def body_kept_here(page) -> str:
    return "".join(json.loads(kept)["body"] for kept in kept_here(page).values())


def kill(page) -> None:
    """The process behind the tab ends at once: no word of goodbye runs in it."""
    session = page.context.browser.new_browser_cdp_session()
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "renderer":
            os.kill(process["id"], signal.SIGKILL)
    page.wait_for_event("crash")


def test_words_are_there_again_when_the_tab_was_killed_in_the_middle_of_writing(page_for, expected_errors):
    expected_errors.extend(OFFLINE)
    place = build_place()
    page = opened(page_for, place.ben, place)
    page.route("**/draft/", lambda route: route.abort())  # killed before the site could have them
    field_of(page).press_sequentially("Half a thou")
    kill(page)
    assert not Draft.objects.exists()
    again = page.context.new_page()
    again.goto(f"/topics/{place.topic.key}/")
    expect(field_of(again)).to_have_value("Half a thou")
    expect(again.locator("#draft-state")).to_contain_text("Draft kept")
    assert kept_here(again) == {}
    assert Draft.objects.get().body == "Half a thou"


def test_words_are_there_after_signing_in_again_and_for_nobody_else_meanwhile(page_for, live_site):
    """Ada signs in in the same tab while Ben's words wait; she neither sees nor loses them."""
    place = build_place()
    page = opened(page_for, place.ben, place)
    field_of(page).fill("Long and careful words")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    back = parse_qs(urlsplit(page.url).query)["next"][0]
    page.context.add_cookies([session_cookie(place.ada.member, live_site)])
    page.goto(back)
    expect(field_of(page)).to_have_value("")
    assert body_kept_here(page) == "Long and careful words"
    page.context.add_cookies([session_cookie(place.ben.member, live_site)])
    page.goto(back)
    expect(field_of(page)).to_have_value("Long and careful words")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-2")).to_contain_text("Long and careful words")
    assert kept_here(page) == {}


def test_without_a_network_words_stay_here_and_go_to_the_site_when_it_is_back(page_for, expected_errors):
    expected_errors.extend(OFFLINE)
    place = build_place()
    page = opened(page_for, place.ben, place)
    page.context.set_offline(True)
    field_of(page).press_sequentially("Written in a tunnel")
    expect(page.locator("#draft-state")).to_contain_text("Only on this device: no connection.")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    expect(field_of(page)).to_have_value("Written in a tunnel")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(page.locator("#draft-state")).to_contain_text("Draft kept")
    assert Draft.objects.get().body == "Written in a tunnel"
    assert kept_here(page) == {}


@pytest.mark.parametrize(
    ("visibility", "sentence"),
    [("open", "Only members of the group can write here. Your words"), ("listed", "Your words")],
)
def test_whoever_may_not_write_here_any_more_reads_that_and_no_word_of_the_connection(
    page_for, outside, expected_errors, visibility, sentence
):
    expected_errors.extend(["403", "404"])
    place = build_place(visibility=visibility)
    page = opened(page_for, place.ben, place)
    expect(field_of(page)).to_be_visible()
    outside(group_actions.remove, place.hana, place.ben)
    field_of(page).press_sequentially("I did not mean that")
    state = page.locator("#draft-state")
    expect(state).to_contain_text(f"{sentence} are kept on this device only: the site does not take them here.")
    expect(state).not_to_contain_text("connection")
    expect(field_of(page)).to_have_value("I did not mean that")
    assert body_kept_here(page) == "I did not mean that"


def test_a_site_in_trouble_is_no_lost_connection(page_for, expected_errors):
    expected_errors.append("503")
    place = build_place()
    page = opened(page_for, place.ben, place)
    page.route("**/draft/", lambda route: route.fulfill(status=503))
    field_of(page).press_sequentially("Half a thought")
    expect(page.locator("#draft-state")).to_contain_text("the site cannot take it just now")
    assert body_kept_here(page) == "Half a thought"


def test_what_another_device_wrote_meanwhile_can_be_got_back(page_for, outside):
    place = build_place()
    page = opened(page_for, place.ben, place)
    outside(actions.save_draft, place.ben, place.topic, body="From the telephone")
    field_of(page).press_sequentially("From the desk")
    other = page.locator("#draft-other")
    expect(other).to_be_visible()
    other.locator("summary").click()
    expect(other).to_contain_text("From the telephone")
    again = opened(page_for, place.ben, place)  # a third device sees the newer words, and the others beside them
    expect(field_of(again)).to_have_value("From the desk")
    again.locator("#draft-other summary").click()
    again.get_by_role("button", name="Put these into the field instead").click()
    expect(field_of(again)).to_have_value("From the telephone")
    expect(again.locator("#draft-state")).to_contain_text("Draft kept")
    draft = Draft.objects.get()
    assert (draft.body, draft.earlier) == ("From the telephone", "From the desk")


def test_a_new_topic_that_was_sent_leaves_nothing_on_the_device(page_for):
    place = build_place()
    page = page_for(place.ben.member)
    page.goto(f"/groups/{place.group.slug}/topics/new/")
    page.get_by_label("Title").fill("Inhalers")
    page.get_by_label("What would you like to say or ask?").fill("Which one?")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#post-1")).to_contain_text("Which one?")
    assert kept_here(page) == {}
    assert not Draft.objects.exists()


def test_a_changed_post_is_kept_on_the_device_until_it_is_saved(page_for):
    place = build_place()
    post = place.topic.posts.get()
    page = page_for(place.ada.member)
    page.goto(f"/posts/{post.key}/edit/")
    page.get_by_label("Your post").fill("I wake at four.")
    expect(page.locator("#draft-state")).to_have_text("Kept on this device until you save.")
    page.goto(f"/posts/{post.key}/edit/")
    expect(page.get_by_label("Your post")).to_have_value("I wake at four.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#post-1")).to_contain_text("I wake at four.")
    assert kept_here(page) == {}
