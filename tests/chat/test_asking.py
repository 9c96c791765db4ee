"""Asking for a private talk: without a word, answered by yes or by nothing, and never by surprise."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.chat import actions, policy, queries
from community.chat.models import Room, Talk
from community.chat.pause import PAUSE
from groups import actions as group_actions
from groups.models import Group, Membership
from kit.events import deliver_due
from kit.policy import Refused, Verdict
from people.models import Member, Notice
from tests import make
from tests.chat.conftest import Place

MESSAGES = reverse("chat:messages")
TOKEN = re.compile(r'csrfmiddlewaretoken" value="\w+"')


def signed_in(face: Membership) -> Client:
    client = Client()
    assert face.member
    client.force_login(face.member)
    return client


def page_about(other: Membership) -> str:
    return reverse("chat:talk", args=[other.group.slug, other.key])


def main_of(client: Client, address: str) -> str:
    """What the page says, without what differs by chance."""
    return TOKEN.sub("", client.get(address).text.split("<main")[1].split("</main>")[0])


def may_ask(face: Membership, other: Membership) -> Verdict:
    face, other = (Membership.objects.select_related("group", "member").get(pk=one.pk) for one in (face, other))
    own, theirs = (Talk.objects.filter(asked_by=a, asked=b).first() for a, b in ((face, other), (other, face)))
    return policy.can_ask(face, other, own=own, theirs=theirs, side=queries.side_of(face, other))


def notices_of(face: Membership, kind: str) -> list[Notice]:
    while deliver_due():
        pass
    return list(Notice.objects.filter(member=face.member, kind=kind).order_by("pk"))


def time_passes(**time: int) -> None:
    Talk.objects.update(asked_at=F("asked_at") - timedelta(**time), declined_at=F("declined_at") - timedelta(**time))
    Room.objects.exclude(owner=None).update(closed_at=F("closed_at") - timedelta(**time))


def test_ada_asks_ben_says_yes_and_they_write_to_each_other(here: Place) -> None:
    ada, ben = signed_in(here.ada), signed_in(here.ben)
    assert page_about(here.ben) in ada.get(reverse("groups:face", args=[here.group.slug, here.ben.key])).text
    assert "Heron</bdi> would like to talk with you privately." in ada.get(page_about(here.ben)).text
    assert ada.post(page_about(here.ben), {"body": "Give me your number", "words": "x"})["Location"] == MESSAGES
    assert "You have asked <bdi>Otter</bdi>." in ada.get(MESSAGES).text
    (notice,) = notices_of(here.ben, "talk")
    assert (notice.text, notice.url) == ("Somebody would like to talk with you privately.", MESSAGES)
    asked = ben.get(MESSAGES).text
    assert "<bdi>Heron</bdi> would like to talk with you privately." in asked
    assert "your number" not in asked
    assert not Room.objects.exclude(owner=None).exists()  # there is nowhere to write yet
    talk = Talk.objects.get()
    answer = ben.post(reverse("chat:answer", args=[talk.key]), {"answer": "yes"})
    again = ben.post(reverse("chat:answer", args=[talk.key]), {"answer": "yes"})
    assert again["Location"] == answer["Location"]
    bens, adas = Room.objects.get(owner=here.ben), Room.objects.get(owner=here.ada)
    assert answer["Location"] == reverse("chat:room", args=[bens.key])
    assert [one.url for one in notices_of(here.ada, "talk_begun")] == [reverse("chat:room", args=[adas.key])]
    ada.post(reverse("chat:say", args=[adas.key]), {"body": "Are you *well*?", "client_key": "k"})
    shown = ben.get(answer["Location"]).text
    assert "<em>well</em>" in shown
    assert ">Heron</h1>" in "".join(shown.split())
    assert "Nobody else reads this, no host and no moderator." in shown
    assert 'data-here="' not in shown
    for client, other in ((ada, "Otter"), (ben, "Heron")):
        listed = client.get(MESSAGES).text
        assert f'dir="auto">{other}</a>' in listed
        assert "would like" not in listed
        assert "1 message" not in listed


def test_a_no_is_told_to_nobody_and_brings_a_month_of_peace(here: Place) -> None:
    ada, ben = signed_in(here.ada), signed_in(here.ben)
    talk = actions.ask(here.ada, here.ben)
    before = [main_of(ada, page) for page in (MESSAGES, page_about(here.ben))]
    ben.post(reverse("chat:answer", args=[talk.key]), {"answer": ""})
    assert Talk.objects.get(pk=talk.pk).is_to_answer, "an answer that says nothing is none"
    ben.post(reverse("chat:answer", args=[talk.key]), {"answer": "no"})
    assert "would like to talk" not in ben.get(MESSAGES).text
    assert [main_of(ada, page) for page in (MESSAGES, page_about(here.ben))] == before
    assert not may_ask(here.ada, here.ben)
    time_passes(days=25)
    assert ada.post(reverse("chat:take_back", args=[talk.key])).status_code == 302
    assert "You can ask again after" in may_ask(here.ada, here.ben).reason
    Talk.objects.update(asked_at=timezone.now() - PAUSE, declined_at=timezone.now() - timedelta(days=20))
    actions.ask(here.ada, here.ben)  # looks as ever, and comes to nobody
    assert "You have asked <bdi>Otter</bdi>." in ada.get(MESSAGES).text
    assert "would like to talk" not in ben.get(MESSAGES).text
    actions.take_back(here.ada, Talk.objects.get())
    time_passes(days=31)
    actions.ask(here.ada, here.ben)
    assert "would like to talk" in ben.get(MESSAGES).text


def test_whoever_said_no_may_ask_themselves(here: Place) -> None:
    actions.decline(here.ben, actions.ask(here.ada, here.ben))
    talk = actions.ask(here.ben, here.ada)
    assert "You have asked" not in signed_in(here.ada).get(MESSAGES).text  # there is one to answer instead
    assert actions.accept(here.ada, talk).owner == here.ada
    assert Room.objects.get(owner=here.ben).closed_at is None


def test_two_requests_at_once_are_one(here: Place) -> None:
    actions.ask(here.ada, here.ben)
    assert "They have asked you." in may_ask(here.ben, here.ada).reason
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.create(asked_by=here.ben, asked=here.ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.create(asked_by=here.ben, asked=here.ben)
    with pytest.raises(IntegrityError), transaction.atomic():
        Room.objects.create(group=here.group, owner=here.ben)


def test_answers_are_for_whoever_was_asked_and_once(here: Place) -> None:
    talk = actions.ask(here.ada, here.ben)
    with pytest.raises(Refused):
        actions.accept(here.ada, talk)
    with pytest.raises(Refused):
        actions.take_back(here.ben, talk)
    actions.take_back(here.ada, talk)
    with pytest.raises(Refused, match="no longer there"):
        actions.accept(here.ben, talk)
    assert signed_in(here.ben).post(reverse("chat:answer", args=[talk.key]), {"answer": "yes"})["Location"] == MESSAGES


def test_newcomers_are_asked_and_do_not_ask_and_write_without_links(here: Place) -> None:
    nia = group_actions.approve(make.host_of(here.group), _asking_to_join(here.group))
    assert "not yet send links, pictures or private messages" in signed_in(nia).get(page_about(here.ada)).text
    assert signed_in(nia).post(page_about(here.ada)).status_code == 403
    theirs, mine = make.talk(here.ada, nia)
    make.entry(nia, mine)
    make.entry(here.ada, theirs, body="https://example.org")
    with pytest.raises(
        Refused, match=r"holds a link: https://example.org/a\?b&c\. .* Take it out, and send the rest\."
    ) as no:
        make.entry(nia, mine, body="Look at https://example.org/a?b&c")
    assert "private messages" not in no.value.reason
    with pytest.raises(Refused, match="holds a link"):
        actions.edit_entry(nia, make.entry(nia, mine, body="Look"), body="[Look](https://example.org)")
    nia.refresh_from_db()
    assert nia.early_posts == 0  # what is said to one person makes nobody known in the group
    Group.objects.filter(pk=here.group.pk).update(first_days=0, first_posts=0)
    assert may_ask(nia, here.ben)


def _asking_to_join(group: Group) -> Membership:
    Group.objects.filter(pk=group.pk).update(joining=Group.Joining.REQUEST)
    group.refresh_from_db()
    return group_actions.join(make.member("nia"), group, name="Nia")


def test_who_may_be_asked(here: Place) -> None:
    assert may_ask(here.ada, here.ben)
    group_actions.describe(here.ben, name="Otter", welcomes_talks=False)
    assert "does not want to be asked" in may_ask(here.ada, here.ben).reason
    assert not may_ask(make.silenced(here.mara), here.ada)
    left = make.face(make.member("leo"), here.group, "Leo", state="left")
    assert "no longer belongs" in may_ask(here.ada, left).reason
    ended = make.face(make.member("sam"), here.group, "Sam", state="removed")
    Membership.objects.filter(pk=ended.pk).update(stays_shown_until=timezone.now() + timedelta(days=9))
    actions.ask(here.ada, Membership.objects.get(pk=ended.pk))  # as with somebody who does not answer
    assert notices_of(ended, "talk") == []
    Group.objects.filter(pk=here.group.pk).update(has_chat=False)
    assert "switched the live chat" in may_ask(here.ada, here.mara).reason
    Group.objects.filter(pk=here.group.pk).update(has_chat=True, archived_at=timezone.now())
    assert "This group is closed." in may_ask(here.ada, here.mara).reason


def test_only_everyday_faces_talk_alone_and_nobody_with_themselves(here: Place) -> None:
    nameless = make.post(here.ben, make.topic(here.ben), without_name=True).author
    ada = signed_in(here.ada)
    assert ada.get(page_about(nameless)).status_code == 404
    assert ada.get(page_about(here.ada)).status_code == 404
    assert page_about(nameless) not in ada.get(reverse("groups:face", args=[here.group.slug, nameless.key])).text


def test_the_switch_stands_beside_ones_name_and_is_on_at_first(here: Place) -> None:
    address = reverse("groups:my_face", args=[here.group.slug])
    page = signed_in(here.ben).get(address).text
    assert "checked" in page.split('name="welcomes_talks"')[1].split(">")[0]
    signed_in(here.ben).post(address, {"name": "Otter"})
    here.ben.refresh_from_db()
    assert not here.ben.welcomes_talks


def test_few_people_are_asked_in_a_day(here: Place) -> None:
    ada = signed_in(here.ada)
    others = [make.face(make.member(f"m{number}"), here.group) for number in range(6)]
    assert [ada.post(page_about(one)).status_code for one in others] == [302] * 5 + [429]


@pytest.mark.parametrize("blocked", ["everyday", "nameless", "elsewhere"])
def test_a_request_of_somebody_who_is_blocked_looks_sent_and_never_arrives(here: Place, blocked: str) -> None:
    _block(here.ben.member, here.ada, blocked)
    ada, ben = signed_in(here.ada), signed_in(here.ben)
    assert ada.post(page_about(here.ben))["Location"] == MESSAGES
    assert "You have asked <bdi>Otter</bdi>." in ada.get(MESSAGES).text
    assert notices_of(here.ben, "talk") == []
    for block in here.ben.member.blocks.all():
        group_actions.unblock(here.ben.member, block)
    assert "would like to talk" not in ben.get(MESSAGES).text
    assert ben.post(reverse("chat:answer", args=[Talk.objects.get().key]), {"answer": "yes"})["Location"] == MESSAGES
    assert not Room.objects.exclude(owner=None).exists()
    assert may_ask(here.ben, here.ada)  # nothing tells them either that there was a request


@pytest.mark.parametrize("blocked", ["nameless", "elsewhere"])
def test_a_yes_of_somebody_who_is_blocked_under_another_face_never_arrives(here: Place, blocked: str) -> None:
    _block(here.ben.member, here.ada, blocked)
    ben = signed_in(here.ben)
    ben.post(page_about(here.ada), follow=True)
    before = main_of(ben, page_about(here.ada))
    talk = Talk.objects.get()
    answer = signed_in(here.ada).post(reverse("chat:answer", args=[talk.key]), {"answer": "yes"}, follow=True)
    assert "say-form" in answer.text
    make.entry(here.ada, Room.objects.get(owner=here.ada))
    assert not Room.objects.filter(owner=here.ben).exists()
    assert notices_of(here.ben, "talk_begun") == notices_of(here.ben, "private") == []
    assert main_of(ben, page_about(here.ada)) == before
    ben.post(reverse("chat:take_back", args=[talk.key]))  # for the other that is the end of a talk
    assert "This talk has ended." in signed_in(here.ada).get(answer.redirect_chain[0][0]).text


@pytest.mark.parametrize("blocked", ["nameless", "elsewhere"])
def test_a_request_of_somebody_who_was_asked_themselves_takes_nothing_from_whoever_keeps_them_away(
    here: Place, blocked: str
) -> None:
    ada, ben = signed_in(here.ada), signed_in(here.ben)
    asked = actions.ask(here.ben, here.ada)
    _block(here.ben.member, here.ada, blocked)
    before = [main_of(ben, page) for page in (MESSAGES, page_about(here.ada))]
    actions.decline(here.ada, asked)
    ada.post(page_about(here.ben))
    assert "You have asked <bdi>Otter</bdi>." in ada.get(MESSAGES).text
    assert [main_of(ben, page) for page in (MESSAGES, page_about(here.ada))] == before
    assert signed_in(here.ben).post(reverse("chat:take_back", args=[asked.key])).status_code == 302
    assert "You have asked <bdi>Otter</bdi>." in ada.get(MESSAGES).text


def _block(blocker: Member | None, person: Membership, which: str) -> None:
    """Block that face of the person: the one itself, the one without a name, or the one in another group."""
    face = person
    if which == "nameless":
        face = make.post(person, make.topic(person), without_name=True).author
    if which == "elsewhere":
        face = make.face(person.member, make.group("Elsewhere"), "River")
    assert blocker
    group_actions.block(blocker, face)


def test_an_answer_to_somebody_who_has_gone_is_refused_with_a_sentence(here: Place) -> None:
    talk = actions.ask(here.ada, here.ben)
    group_actions.leave(here.ada)
    assert "would like to talk" not in signed_in(here.ben).get(MESSAGES).text
    answer = signed_in(here.ben).post(reverse("chat:answer", args=[talk.key]), {"answer": "yes"})
    assert answer.status_code == 403
    assert "no longer belongs to the group" in answer.text


def test_a_refused_link_keeps_the_words_of_whoever_has_no_javascript(here: Place) -> None:
    nia = group_actions.approve(make.host_of(here.group), _asking_to_join(here.group))
    _theirs, mine = make.talk(here.ada, nia)
    words = {"body": "Look: https://example.org", "client_key": "k"}
    answer = signed_in(nia).post(reverse("chat:say", args=[mine.key]), words)
    assert answer.status_code == 422
    assert "This holds a link: https://example.org." in answer.text
    assert "Look: https://example.org</textarea>" in answer.text
