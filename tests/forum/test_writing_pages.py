"""Writing on a page: replies, topics, drafts, previews and changes, with scripts and without; no word is lost."""

import pytest
from django.urls import reverse

from community.forum import actions
from community.forum.models import Post, Topic
from tests import make
from tests.forum.addresses import HTMX, page_of, reply_to


def test_a_reply_without_javascript_leads_to_its_place(place):
    answer = place.client(place.ben).post(reply_to(place.topic), {"body": "So do I."})
    assert answer.status_code == 302
    assert answer.url == page_of(place.topic) + "#post-2"
    assert Post.objects.get(number=2).author == place.ben


def test_a_reply_with_htmx_gives_an_empty_form_back_and_tells_the_page(place):
    answer = place.client(place.ben).post(reply_to(place.topic), {"body": "So do I."}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "forum:replied"
    assert answer.text.lstrip().startswith('<section id="reply"')
    assert "So do I." not in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_invalid_reply_keeps_what_was_typed(place, headers):
    words = "*" * 20_001
    answer = place.client(place.ben).post(reply_to(place.topic), {"body": words}, headers=headers)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Keep it to 20000 letters or fewer" in answer.text
    assert Post.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_reply_keeps_what_was_typed_and_says_why(place, headers):
    actions.close_topic(place.mara, place.topic)
    answer = place.client(place.ben).post(reply_to(place.topic), {"body": "Slowly typed"}, headers=headers)
    assert answer.status_code == 422
    assert "Slowly typed" in answer.text
    assert "This topic is closed to new replies." in answer.text
    assert Post.objects.count() == 1


def test_a_reply_that_shows_nothing_is_refused(place):
    answer = place.client(place.ben).post(reply_to(place.topic), {"body": "[x]: http://example.org"})
    assert "There is nothing to read in this yet." in answer.text


def test_the_preview_is_what_will_be_stored(place):
    client = place.client(place.ben)
    words = "Hello <b>you</b>\n\n- one\n- two & www.example.org"
    shown = client.post(reply_to(place.topic), {"body": words, "preview": "1"}, headers=HTMX)
    assert Post.objects.count() == 1
    client.post(reply_to(place.topic), {"body": words})
    assert Post.objects.get(number=2).html in shown.text


def test_line_ends_of_browsers_do_not_count_twice(place):
    words = "\r\n".join(["a" * 99] * 200)
    assert place.client(place.ben).post(reply_to(place.topic), {"body": words}).status_code == 302


def test_an_expired_session_leads_to_signing_in_and_back(place):
    client = place.client(None)
    plain = client.post(reply_to(place.topic), {"body": "Typed"})
    assert plain.url == f"{reverse('account_login')}?next={reply_to(place.topic)}"
    htmx = client.post(reply_to(place.topic), {"body": "Typed"}, headers=HTMX)
    assert (htmx.status_code, htmx.headers["HX-Redirect"]) == (204, plain.url)
    back = place.client(place.ben).get(reply_to(place.topic))
    assert back.url == page_of(place.topic) + "#reply"


def test_a_draft_is_shown_again(place):
    client = place.client(place.ben)
    kept = client.post(reverse("forum:draft", args=[place.topic.key]), {"body": "Half a thought"})
    assert kept.status_code == 200
    assert "Half a thought" in client.get(page_of(place.topic)).text
    assert "Half a thought" not in place.client(place.ada).get(page_of(place.topic)).text


def test_a_new_topic_is_drafted_previewed_and_published(place):
    client = place.client(place.ben)
    new = reverse("forum:new_topic", args=[place.group.slug])
    draft = reverse("forum:draft_of_topic", args=[place.group.slug])
    assert client.post(draft, {"title": "Inhalers", "body": "Whi"}).status_code == 200
    assert 'value="Inhalers"' in client.get(new).text
    words = {"title": "Inhalers", "body": "Which **one**?"}
    assert "<strong>one</strong>" in client.post(new, words | {"preview": "1"}).text
    answer = client.post(new, words)
    topic = Topic.objects.get(title="Inhalers")
    assert answer.url == page_of(topic) + "#post-1"
    assert 'value="Inhalers"' not in client.get(new).text


def test_a_topic_without_a_title_is_asked_for_one_and_keeps_its_words(place):
    answer = place.client(place.ben).post(
        reverse("forum:new_topic", args=[place.group.slug]), {"title": " ", "body": "Long words"}
    )
    assert answer.status_code == 422
    assert "Long words" in answer.text
    assert 'id="id_title_error"' in answer.text


def test_a_post_is_changed_on_its_own_page(place):
    post = make.post(place.ben, place.topic, body="Frist")
    edit = reverse("forum:edit_post", args=[post.key])
    client = place.client(place.ben)
    assert "Frist" in client.get(edit).text
    assert client.post(edit, {"body": "First"}).url.endswith("#post-2")
    assert "Changed on" in client.get(page_of(place.topic)).text
    assert place.client(place.ada).get(edit).status_code == 403
    assert place.client(place.olu).get(edit).status_code == 404
