"""Whoever writes a reply knows under which name it will be read, and what that name cannot do yet."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from community.forum.models import Post
from groups import actions as group_actions
from tests import make
from tests.forum.addresses import HTMX, page_of, reply_to
from tests.forum.conftest import build_place
from tests.forum.test_browser import opened

ASKED = "You have written here without your name"


def said_without_name(place) -> str:
    """Ben speaks in the topic without his name; the name he has there."""
    return make.post(place.ben, place.topic, without_name=True).author.name


def test_the_form_says_which_name_one_has_in_this_topic(place):
    client = place.client(place.ben)
    assert "You get another name and picture" in client.get(page_of(place.topic)).text
    name = said_without_name(place)
    for text in (client.get(page_of(place.topic)).text, client.post(reply_to(place.topic), {"body": ""}).text):
        assert f"Here you are {name}." in text
        assert "You get another name" not in text
    for who in (place.ada, place.mara):
        assert "Here you are" not in place.client(who).get(page_of(place.topic)).text
    other = make.topic(place.ada)
    assert "You get another name" in client.get(page_of(other)).text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_before_the_everyday_name_is_read_beside_the_other_one_is_asked_once(place, headers):
    name = said_without_name(place)
    client = place.client(place.ben)
    asked = client.post(reply_to(place.topic), {"body": "It is me."}, headers=headers)
    assert asked.status_code == 200
    assert f"{ASKED}, as {name}." in asked.text
    assert f"Send it as {name}" in asked.text
    assert "Send it as Ben" in asked.text
    assert "It is me.</textarea>" in asked.text
    assert not Post.objects.filter(body="It is me.").exists()
    client.post(reply_to(place.topic), {"body": "It is me.", "under_name": "1"}, headers=headers)
    assert Post.objects.get(body="It is me.").author == place.ben
    client.post(reply_to(place.topic), {"body": "And again."}, headers=headers)  # it has been read there by now
    assert Post.objects.get(body="And again.").author == place.ben


def test_the_other_answer_sends_it_without_the_name_and_a_tick_is_never_asked_about(place):
    name = said_without_name(place)
    client = place.client(place.ben)
    for body, more in [("Ticked.", {"without_name": "on"}), ("Both.", {"without_name": "on", "under_name": "1"})]:
        client.post(reply_to(place.topic), {"body": body, **more})
        assert Post.objects.get(body=body).author.name == name
    preview = client.post(reply_to(place.topic), {"body": "Look.", "preview": "1"})
    assert (preview.status_code, ASKED in preview.text) == (200, False)
    assert ASKED not in place.client(place.ada).post(reply_to(place.topic), {"body": "Hello."}, headers=HTMX).text


def test_a_reply_that_waits_is_not_said_to_stand_there(place):
    group_actions.change_ways(place.hana, place.group, checks_first_posts=True, first_posts=1)
    nia = group_actions.join(make.member("nia"), place.group, name="Nia")
    sent = place.client(nia).post(reply_to(place.topic), {"body": "Hello."}, headers=HTMX).text
    assert "Your reply was sent. It waits until somebody who looks after the group has read it." in sent
    sent = place.client(place.hana).post(reply_to(place.topic), {"body": "Welcome."}, headers=HTMX).text
    assert "Your reply was sent.</p>" in sent


@pytest.mark.parametrize("scripts", [False, True])
def test_in_the_browser_the_question_comes_first_and_the_picture_tool_says_what_it_needs(page_for, scripts):
    place = build_place()
    name = said_without_name(place)
    page = opened(page_for, place.ben, place, java_script_enabled=scripts)
    box = page.get_by_label("Without my name")
    expect(box).to_be_checked()
    page.get_by_text("Add a picture").click()
    hint = page.get_by_text("Pictures need your name")
    expect(hint).to_be_visible()
    box.uncheck()
    expect(hint).to_be_hidden()
    page.get_by_label("Your reply").fill("It was me.")
    page.get_by_role("button", name="Send", exact=True).click()
    question = page.get_by_role("alert").filter(has_text=ASKED)
    expect(question).to_be_in_viewport()
    if scripts:
        expect(question).to_be_focused()
    assert not Post.objects.filter(body="It was me.").exists()
    page.get_by_role("button", name=f"Send it as {name}").click()
    expect(page.locator("#post-3")).to_contain_text("It was me.")
    expect(page.locator("#post-3")).to_contain_text(name)


def test_where_no_picture_may_be_added_at_all_nothing_is_said_of_names(place):
    group_actions.change_ways(place.hana, place.group, first_days=0, first_posts=0)
    text = place.client(place.ben).get(page_of(place.topic)).text
    assert "Pictures need your name" not in text
    new = place.client(place.ben).get(reverse("forum:new_topic", args=[place.group.slug])).text
    assert "Pictures need your name" not in new
    group_actions.change_ways(place.hana, place.group, first_days=3)
    for address in (page_of(place.topic), reverse("forum:new_topic", args=[place.group.slug])):
        assert "Pictures need your name" in place.client(place.ben).get(address).text
