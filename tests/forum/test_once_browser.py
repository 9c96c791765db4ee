"""Sending twice in a real browser: two taps, and Back with the old words still in the form."""

import pytest
from playwright.sync_api import expect

from community.forum.models import Post, Topic
from tests.forum.conftest import build_place

COUNT_AND_STAY = """() => {
  window.sent = 0;
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) window.sent += 1;
    event.preventDefault();
  });
}"""
TAPS = """() => {
  const button = document.querySelector("form[data-words] [type=submit]:not([name])");
  for (let tap = 0; tap < 3; tap += 1) button.click();
  return window.sent;
}"""


@pytest.mark.parametrize("scripts", [False, True])
def test_back_and_sent_again_makes_no_second_topic_or_reply(page_for, scripts):
    place = build_place()
    page = page_for(place.ben.member, java_script_enabled=scripts)
    page.goto(f"/groups/{place.group.slug}/topics/new/")
    page.get_by_label("Title").fill("Cold air")
    page.get_by_label("What would you like to say or ask?").fill("Does a scarf help?")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#post-1")).to_contain_text("Does a scarf help?")
    page.go_back()
    expect(page.get_by_label("Title")).to_have_value("Cold air")  # as the browser kept it
    page.get_by_label("What would you like to say or ask?").fill("Does a scarf help?")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#post-1")).to_contain_text("Does a scarf help?")
    assert Topic.objects.filter(title="Cold air").count() == 1
    if scripts:
        return  # a reply is sent without leaving the page
    page.get_by_label("Your reply").fill("It does.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-2")).to_contain_text("It does.")
    page.go_back()
    page.get_by_label("Your reply").fill("It does.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-2")).to_contain_text("It does.")
    assert Post.objects.filter(body="It does.").count() == 1


def test_taps_while_the_first_is_on_its_way_send_nothing_until_the_page_comes_back(page_for):
    place = build_place()
    page = page_for(place.ben.member)
    page.goto(f"/groups/{place.group.slug}/topics/new/")
    page.evaluate(COUNT_AND_STAY)
    assert [page.evaluate(TAPS), page.evaluate(TAPS)] == [1, 1]
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert page.evaluate(TAPS) == 2
