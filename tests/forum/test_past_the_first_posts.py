"""Ways round those who look at first posts: changing what they let through, being declined often, and the chat."""

import pytest
from django.test import Client
from django.urls import reverse

from community.forum import actions
from groups import actions as group_actions
from groups.models import Group, Membership, Picture
from kit.policy import Refused
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    group = make.group("Asthma", visibility="open")
    return group_actions.change_ways(make.host_of(group), group, checks_first_posts=True, first_posts=3)


@pytest.fixture
def ada(group: Group) -> Membership:
    return group_actions.join(make.member("ada"), group, name="Willow")


def test_what_was_let_through_stays_as_it_was_read(group: Group, ada: Membership) -> None:
    topic = make.topic(make.host_of(group))
    post = actions.let_through(make.host_of(group), make.post(ada, topic, body="Hello."))
    browser = Client()
    browser.force_login(ada.member)
    page = browser.post(reverse("forum:edit_post", args=[post.key]), {"body": "Something quite different."})
    assert (page.status_code, "Something quite different." in page.text) == (422, True)
    assert "stay as they were read" in page.text
    post.refresh_from_db()
    assert post.body == "Hello."


def test_being_declined_three_times_lets_nobody_past(group: Group, ada: Membership) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    for _time in range(2):
        actions.decline_post(host, make.post(Membership.objects.get(pk=ada.pk), topic), reason="Selling.")
    actions.hide_post(host, make.post(Membership.objects.get(pk=ada.pk), topic), reason="Selling.")
    assert make.post(Membership.objects.get(pk=ada.pk), topic).waits


def test_talking_in_the_chat_lets_nobody_past(group: Group, ada: Membership) -> None:
    room = make.room(group)
    for _time in range(3):
        make.entry(ada, room)
    assert make.post(Membership.objects.get(pk=ada.pk), make.topic(make.host_of(group))).waits


def test_a_post_that_only_names_somebody_elses_picture_takes_nothing_away_and_brings_nothing_back() -> None:
    group = make.group()
    host = make.host_of(group)
    willow, robin = make.face(make.member("ada"), group, "Willow"), make.face(make.member("ben"), group, "Robin")
    topic, picture = make.topic(host), make.picture(willow)
    words = f"![A puffer]({picture.address})"
    first, second = make.post(willow, topic, body=words), make.post(robin, topic, body=words)
    actions.hide_post(host, second, reason="Not yours.")
    assert Picture.objects.get().hidden_at is None
    actions.hide_post(host, first, reason="Too much.")
    actions.restore_post(host, second)
    assert Picture.objects.get().hidden_at is not None
    actions.restore_post(host, first)
    assert Picture.objects.get().hidden_at is None


def test_whoever_does_not_agree_founds_no_group_about_health() -> None:
    ada = make.member("ada", agrees=False)
    browser = Client()
    browser.force_login(ada)
    typed = {"name": "Lungs", "face_name": "Willow", "visibility": "listed", "joining": "open"}
    page = browser.post(reverse("groups:found"), {**typed, "kind": "condition"})
    assert (page.status_code, "Lungs" in page.text, Group.objects.count()) == (422, True, 0)
    with pytest.raises(Refused, match="about health"):
        group_actions.found(ada, name="Lungs", face_name="Willow", kind="condition")
    assert browser.post(reverse("groups:found"), {**typed, "kind": "interest"}).status_code == 302
