"""Speaking to somebody by name: a link to who they are now, and a notice, unless they want none from that person."""

import pytest
from django.urls import reverse

from community.forum import actions, listeners
from community.forum.events import PostPublished
from community.forum.models import Mention
from groups import actions as group_actions
from people.models import Notice
from tests import make


def page(place, who, post) -> str:
    return place.client(who).get(reverse("forum:topic", args=[post.topic.key])).text


def link_to(face) -> str:
    return f'<a href="{reverse("groups:face", args=[face.group.slug, face.key])}">@{face.name}</a>'


def told(face, post) -> bool:
    listeners.notify_those_spoken_to(PostPublished(post_id=post.pk))
    return Notice.objects.filter(member=face.member, kind="mention").exists()


@pytest.mark.parametrize(
    "body",
    ["@Ben what helps you?", "Thanks, @ben!", "(@BEN)", "**@Ben** said", "- @Ben\n- me", "@Ben's idea", "@Ben"],
)
def test_a_name_with_an_at_sign_leads_to_the_face_and_tells_them(place, body):
    post = make.post(place.ada, place.topic, body=body)
    assert link_to(place.ben) in page(place, place.mara, post)
    assert told(place.ben, post)


@pytest.mark.parametrize(
    "body", ["ben@Ben.org", "`@Ben`", "[see @Ben](/x/)", "@Bengt", "@Nobody", "https://a.example/@Ben"]
)
def test_what_only_looks_like_a_name_stays_text(place, body):
    post = make.post(place.ada, place.topic, body=body)
    assert link_to(place.ben) not in page(place, place.mara, post)


def test_the_longest_name_is_meant(place):
    long = make.face(make.member("benny"), place.group, "Ben of the Hill")
    post = make.post(place.ada, place.topic, body="@Ben of the Hill and @Ben")
    assert [mention.face for mention in Mention.objects.order_by("pk")] == [long, place.ben]
    assert link_to(long) in page(place, place.mara, post)


def test_a_new_name_stands_in_old_posts(place):
    post = make.post(place.ada, place.topic, body="@Ben & all")
    group_actions.describe(place.ben, name="River <b>", about="")
    text = page(place, place.mara, post)
    assert "@River &lt;b&gt;</a> &amp; all" in text
    assert "@Ben" not in text


def test_whoever_blocked_somebody_does_not_meet_their_name(place):
    post = make.post(place.ada, place.topic, body="@Ben what helps you?")
    group_actions.block(place.hana.member, place.ben)
    olga = make.face(make.member("olga"), place.group, "Olga")
    group_actions.block(olga.member, place.ben)
    text = page(place, olga, post)
    assert "@Ben" not in text
    assert "@somebody" in text


def test_a_blocked_person_speaks_to_nobody_under_any_face_and_sees_no_difference(place):
    elsewhere = make.face(place.ada.member, make.group("School gate"), "Robin")
    group_actions.block(place.ben.member, elsewhere)
    post = make.post(place.ada, place.topic, body="@Ben what helps you?")
    assert not told(place.ben, post)
    assert link_to(place.ben) in page(place, place.ada, post)


def test_nobody_tells_themselves_and_watchers_hear_once(place):
    own = make.post(place.ada, place.topic, body="@Ada that is me")
    assert not told(place.ada, own)
    make.post(place.ben, place.topic, body="I follow this now")
    post = make.post(place.ada, place.topic, body="@Ben hello")
    assert told(place.ben, post)
    listeners.notify_watchers(PostPublished(post_id=post.pk))
    assert Notice.objects.filter(member=place.ben.member).count() == 1


def test_a_name_taken_out_of_a_post_is_forgotten(place):
    post = make.post(place.ada, place.topic, body="@Ben hello")
    actions.edit_post(place.ada, post, body="Hello")
    assert not Mention.objects.exists()


# --- Suggestions --------------------------------------------------------------------------------------------------


def suggested(place, who, typed: str) -> list[str]:
    address = reverse("forum:suggest", args=[place.group.slug])
    answer = place.client(who).get(address, {"q": typed}).json()
    return [one["words"] for one in answer["suggestions"]]


def test_suggestions_name_people_of_the_group_but_not_those_i_blocked_nor_me(place):
    assert suggested(place, place.ada, "@b") == ["Ben"]
    assert suggested(place, place.ben, "@b") == []
    assert suggested(place, place.ada, "@") == ["Ben", place.hana.name, "Mara"]
    group_actions.block(place.ada.member, place.ben)
    assert suggested(place, place.ada, "@b") == []


def test_whoever_was_blocked_is_suggested_the_same_names_as_before(place):
    group_actions.block(place.ben.member, place.ada)
    assert suggested(place, place.ada, "@b") == ["Ben"]


def test_no_hidden_group_is_suggested_even_to_its_members(place):
    make.face(place.ada.member, make.group("Blue open", visibility="listed"))
    make.face(place.ada.member, make.group("Blue secret", visibility="hidden"))
    assert suggested(place, place.ada, "#blue") == ["Blue open"]


def test_words_come_from_titles_of_this_group_that_i_may_read(place):
    other = make.face(place.ada.member, make.group("School gate", visibility="hidden"))
    make.topic(other, title="Prednisone at school")
    make.topic(place.ben, title="Prednisolone: taste?")
    gone = make.topic(place.ben, title="Predator")
    actions.hide_topic(place.mara, gone, reason="Rule 1")
    assert suggested(place, place.ada, "Pred") == ["Prednisolone"]
    assert suggested(place, place.ada, "Pr") == []


def test_suggestions_cost_few_queries(place, django_assert_max_num_queries):
    client = place.client(place.ada)
    address = reverse("forum:suggest", args=[place.group.slug])
    client.get(address, {"q": "@b"})
    for typed in ("@b", "#b", "sleep"):
        with django_assert_max_num_queries(5):
            client.get(address, {"q": typed})


def test_the_preview_shows_names_as_the_post_will(place):
    body = "@Ben and @Nobody, what helps you?"
    asked = {"body": body, "preview": "1"}
    preview = place.client(place.mara).post(reverse("forum:reply", args=[place.topic.key]), asked).text
    stored = page(place, place.mara, make.post(place.mara, place.topic, body=body))
    shown = f"<p>{link_to(place.ben)} and @Nobody, what helps you?</p>"
    assert shown in preview
    assert shown in stored
