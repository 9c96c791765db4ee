"""Topics in a real browser: live replies, words that are not lost, and the same without JavaScript."""

import re

from playwright.sync_api import expect

from community.forum import actions
from tests.forum.conftest import Place, build_place


def opened(page_for, who, place: Place, **options: object):
    page = page_for(who.member, **options)
    page.goto(f"/topics/{place.topic.key}/")
    return page


def test_a_reply_appears_on_every_open_page(page_for, outside, screenshots):
    place = build_place()
    ada, ben = opened(page_for, place.ada, place), opened(page_for, place.ben, place)
    ben.get_by_label("Your reply").fill("I sit up and **count**.")
    ben.get_by_role("button", name="Send").click()
    expect(ben.locator("#post-2")).to_contain_text("I sit up and count.")
    expect(ben.locator("#reply")).to_contain_text("Your reply was sent.")
    expect(ben.get_by_label("Your reply")).to_have_value("")
    expect(ada.locator("#post-2 strong")).to_have_text("count")
    expect(ada.locator("#topic-news")).to_have_text("1 new reply")
    ada.screenshot(path=screenshots / "forum-topic.png", full_page=True)
    post = place.topic.posts.get(number=2)
    outside(actions.hide_post, None, post, reason="Rule 1")
    expect(ada.locator("#post-2")).to_have_text(re.compile("Post 2 was removed"))
    expect(ben.locator("#post-2")).to_contain_text("Only you and they can still read it.")
    outside(actions.restore_post, None, post)
    expect(ada.locator("#post-2 strong")).to_have_text("count")


def test_signs_change_in_place(page_for):
    place = build_place()
    page = opened(page_for, place.ben, place)
    thanks = page.locator("#post-1").get_by_role("button", name="Thank you")
    thanks.click()
    expect(thanks).to_have_text("Thank you 1")
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_be_focused()
    thanks.click()
    expect(thanks).to_have_text("Thank you")


def test_what_is_typed_is_kept_and_comes_back(page_for):
    place = build_place()
    page = opened(page_for, place.ben, place)
    page.get_by_label("Your reply").press_sequentially("Half a thought")
    expect(page.locator("#draft-state")).to_have_text(re.compile(r"Draft kept \d\d:\d\d"))
    again = opened(page_for, place.ben, place)
    expect(again.get_by_label("Your reply")).to_have_value("Half a thought")
    expect(again.locator("#draft-state")).to_contain_text("You began this earlier.")


def test_everything_works_without_javascript(page_for, screenshots):
    place = build_place()
    page = opened(page_for, place.ben, place, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.get_by_label("Your reply").fill("- one\n- two")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview li")).to_have_text(["one", "two"])
    expect(page.locator("#preview")).to_be_focused()
    expect(page.locator("#preview")).to_be_in_viewport()
    page.screenshot(path=screenshots / "forum-preview-narrow.png", full_page=True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-2 li")).to_have_text(["one", "two"])
    page.locator("#post-1").get_by_role("button", name="Same here").click()
    expect(page.locator("#post-1").get_by_role("button", name="Same here")).to_have_text("Same here 1")


def test_a_field_that_somebody_made_larger_breaks_no_rule_of_the_page_when_the_form_is_exchanged(page_for):
    place = build_place()
    page = opened(page_for, place.ben, place)
    page.evaluate(
        "document.querySelector('#reply textarea').style.height = '300px'"
    )  # as the corner of the field does
    page.get_by_label("Your reply").fill("Look.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Look.")


def test_what_is_wrong_with_a_reply_comes_first_for_the_keyboard(page_for, expected_errors):
    expected_errors.append("status of 422")
    place = build_place()
    page = opened(page_for, place.ben, place)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#form-errors")).to_be_focused()
