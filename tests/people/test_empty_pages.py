"""What pages say to somebody who has nothing yet: what there would be, and what to do."""

import pytest
from django.test import Client
from django.urls import reverse

from people import policy
from people.models import Member
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Member:
    return make.member("ada")


@pytest.fixture
def browser(client: Client, ada: Member) -> Client:
    client.force_login(ada)
    return client


def test_whoever_belongs_to_no_group_is_led_from_messages_to_the_groups(browser) -> None:
    page = browser.get(reverse("chat:messages")).text.split("<main")[1]
    assert "You belong to no group yet." in page
    assert f'href="{reverse("groups:directory")}"' in page
    assert "None of your groups" not in page


def test_whoever_belongs_to_a_group_without_a_room_hears_that(browser, ada) -> None:
    make.face(ada, make.group(kind="carers"))
    page = browser.get(reverse("chat:messages")).text
    assert "None of your groups has a chat room yet." in page
    assert "You belong to no group yet." not in page


def test_an_empty_list_of_words_says_so(browser) -> None:
    page = browser.get(reverse("people:muted_words")).text
    assert 'class="empty"' in page
    assert "No word is folded away now." in page


def test_without_consent_joining_is_named_too() -> None:
    newcomer = Member.objects.create_user("kim@example.org", make.PASSWORD)
    assert "Before you join a group about a condition" in policy.can_share_health(newcomer).reason
