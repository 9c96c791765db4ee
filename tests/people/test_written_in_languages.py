"""How the language of a page writes dates and numbers, and in which direction it goes."""

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from community.forum.models import Topic
from kit.templatetags.numbers import counted
from tests import make
from tests.people.reading import Reading, page

pytestmark = pytest.mark.django_db

WITH_ARABIC = [*settings.LANGUAGES, ("ar", "Arabic")]


@pytest.fixture
def topic() -> Topic:
    place = make.group("Asthma", visibility="open")
    return make.topic(make.face(make.member("ada"), place))


# --- Dates and numbers --------------------------------------------------------------------------------------------


def test_times_are_written_as_the_reader_writes_them(topic: Topic, client: Client) -> None:
    Topic.objects.filter(pk=topic.pk).update(created_at="2026-05-05T06:48:00Z")
    topic.posts.update(created_at="2026-05-05T06:48:00Z")
    place = reverse("forum:topic", args=[topic.key])
    assert "1 · 5 May 2026, 07:48" in page(client, place, "en-GB").pieces
    assert "1 · 5 Mai 2026, 07:48" in page(client, place, "cy").pieces
    assert "1 · 5 May 2026, 07:48" in page(client, place, "en-GB").pieces


def test_great_numbers_are_written_as_the_reader_writes_them() -> None:
    written = {}
    with override_settings(LANGUAGES=[*WITH_ARABIC, ("de", "German")]):
        for language in ("en-gb", "cy", "de"):
            with translation.override(language):
                written[language] = (counted(999), counted(12_345))
    assert written == {"en-gb": ("999", "12,345"), "cy": ("999", "12,345"), "de": ("999", "12.345")}


def test_the_replies_of_a_long_topic_are_easy_to_read(topic: Topic, client: Client) -> None:
    Topic.objects.filter(pk=topic.pk).update(post_count=1235)
    place = reverse("forum:topics", args=[topic.group.slug])
    assert "1,234 replies" in page(client, place, "en-GB").pieces
    assert "1,234 ateb" in page(client, place, "cy").pieces


# --- Right to left ------------------------------------------------------------------------------------------------


@override_settings(LANGUAGES=WITH_ARABIC)
def test_a_language_that_is_written_from_the_right_turns_the_page_round(topic: Topic, client: Client) -> None:
    for place in (reverse("home"), reverse("forum:topic", args=[topic.key]), "/nowhere/"):
        assert (page(client, place, "ar").language, page(client, place, "ar").direction) == ("ar", "rtl")
        assert page(client, place, "cy").direction == "ltr"


@override_settings(LANGUAGES=WITH_ARABIC)
def test_the_page_of_a_failed_site_is_turned_round_too() -> None:
    with translation.override("ar"):
        assert Reading(render_to_string("500.html")).direction == "rtl"
    assert Reading(render_to_string("500.html")).direction == "ltr"
