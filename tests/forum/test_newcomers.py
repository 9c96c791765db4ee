"""What a newcomer learns where they write, and what a host learns who declines a first post without a word."""

import re

import pytest
from django.urls import reverse

from groups import actions as group_actions
from tests import make
from tests.forum.addresses import HTMX, page_of, reply_to


@pytest.fixture
def nia(place):
    place.group = group_actions.change_ways(place.hana, place.group, checks_first_posts=True, first_posts=1)
    return group_actions.join(make.member("nia"), place.group, name="Nia")


def test_a_refused_link_is_named_and_can_be_taken_out(place, nia):
    client = place.client(nia)
    sent = {"body": "Look at <b> [the leaflet](https://nhs.example/asthma?a=1&b=2), and www.cure.example too."}
    answer = client.post(reply_to(place.topic), sent, headers=HTMX)
    assert answer.status_code == 422
    assert "In your first days here" in answer.text
    links = "the leaflet (https://nhs.example/asthma?a=1&amp;b=2), www.cure.example"
    assert f"Take these links out, and the rest can be sent: {links}" in answer.text
    again = client.post(
        reply_to(place.topic), {"body": "Look at the leaflet, and www.cure.example too."}, headers=HTMX
    )
    assert "Take this link out, and the rest can be sent: www.cure.example" in again.text
    assert client.post(reply_to(place.topic), {"body": "Look at the leaflet."}, headers=HTMX).status_code == 200


def test_the_form_of_a_new_topic_says_beforehand_what_waits_and_what_does_not_go(place, nia):
    page = reverse("forum:new_topic", args=[place.group.slug])
    text = place.client(nia).get(page).text
    assert "reads your first posts before others see them" in text
    assert "not yet send links, pictures" in text
    assert text.index("not yet send links") < text.index("<textarea")
    assert "first posts" not in place.client(place.hana).get(page).text


def test_ones_own_topic_is_not_offered_to_be_put_aside(place):
    offer = "Do not meet this topic"
    assert offer not in place.client(place.ada).get(page_of(place.topic)).text
    for who in (place.ben, place.mara):
        assert offer in place.client(who).get(page_of(place.topic)).text
    nameless = make.post(place.ben, place.topic, without_name=True)
    assert nameless.author_id != place.ben.pk
    assert offer in place.client(place.ben).get(page_of(place.topic)).text
    place.client(place.ada).post(reverse("forum:mute", args=[place.topic.key]), {"wish": "yes"})  # from an older page
    assert "Meet this topic again" in place.client(place.ada).get(page_of(place.topic)).text


def test_a_no_without_a_reason_comes_back_to_the_post_with_what_is_missing(place, nia):
    posts = [make.post(nia, place.topic, body=f"Hello {number}.") for number in range(12)]
    for _page, post, cursor in [(1, posts[0], ""), (2, posts[11], "second")]:
        page = reverse("forum:waiting", args=[place.group.slug])
        if cursor:
            more = re.search(r'href="\?(after=[^"]+)"', place.client(place.mara).get(page).text)
            page = f"{page}?{more[1]}"
        text = place.client(place.mara).get(page.replace("&amp;", "&")).text
        address = re.search(rf'action="({reverse("forum:settle", args=[post.key])}[^"]*)"', text)[1]
        answer = place.client(place.mara).post(address.replace("&amp;", "&"), {"answer": "no", "reason": " "})
        assert answer.status_code == 422
        assert answer.text.count("<details open>") == 1
        field = re.search(rf'<textarea id="reason-{post.key}"[^>]*>', answer.text)[0]
        assert 'aria-invalid="true"' in field
        assert f'aria-describedby="reason-{post.key}_error"' in field
        assert "autofocus" in field
        error = re.search(rf'id="reason-{post.key}_error"[^>]*>([^<]*)<', answer.text)[1]
        assert error.strip() == "Say in a few words why, so that its author understands."
        post.refresh_from_db()
        assert post.waits
