"""A request for a private talk that is sent twice is one request, answered alike."""

import pytest
from django.test import Client
from django.urls import reverse

from community.chat import actions
from community.chat.models import Talk
from groups.models import Membership
from kit.models import JournalEntry
from tests import make
from tests.moderation.test_at_once import at_once


def two() -> tuple[Membership, Membership]:
    group = make.group()
    return make.face(make.member("ada"), group, "Heron"), make.face(make.member("ben"), group, "Otter")


@pytest.mark.django_db
def test_asking_twice_is_asking_once(settings) -> None:
    settings.PACES = settings.PACES | {"talk": (1, 60)}
    ada, ben = two()
    browser = Client()
    browser.force_login(ada.member)
    address = reverse("chat:talk", args=[ben.group.slug, ben.key])
    answers = [browser.post(address) for _tap in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("chat:messages"))] * 2
    assert "Otter is asked." in browser.get(reverse("chat:messages")).text
    assert Talk.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_asking_in_two_processes_at_once_is_asking_once() -> None:
    ada, ben = two()
    answers = at_once(*[lambda: actions.ask(ada, ben)] * 3)
    assert {talk.pk for talk in answers} == {Talk.objects.get().pk}
    assert JournalEntry.objects.filter(name="chat.TalkAskedFor").count() == 1
