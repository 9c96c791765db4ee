"""A cache that is away keeps nobody from going on, and says so in the log."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from community.chat.models import Entry
from community.forum.models import Post
from kit import caches as patient
from kit import pace
from tests import make


@pytest.fixture
def dead_cache(settings) -> Iterator[None]:
    """The site's cache is a Redis that nobody runs."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
    settings.CACHES = {"default": {"BACKEND": "kit.caches.PatientRedisCache", "LOCATION": address}}
    settings.PACES = settings.PACES | {"knock": (1, 60)}
    patient.PatientClient.away_until = 0.0
    yield
    patient.PatientClient.away_until = 0.0


def test_everybody_may_go_on_and_the_log_says_why(dead_cache, caplog):
    for _ in range(5):
        pace.spend("knock", "ada")
    assert caplog.text.count("The cache is away") == 1


def test_one_client_serves_all_questions(dead_cache):
    cache = caches["default"]._cache
    assert cache.get_client() is cache.get_client()
    assert cache.get_client(write=True) is cache.get_client(write=True)


def test_it_is_asked_again_after_a_while(dead_cache, caplog, monkeypatch):
    monkeypatch.setattr(patient, "AWAY_SECONDS", 0.0)
    pace.spend("knock", "ada")
    assert caplog.text.count("The cache is away") > 1


def test_it_answers_as_if_it_were_empty(dead_cache):
    cache = caches["default"]
    cache.set("a", 1)
    cache.set_many({"b": 2})
    assert cache.get("a") is None
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.get_or_set("a", 3) == 3
    assert not cache.has_key("a")
    assert not cache.delete("a")
    assert not cache.touch("a")
    cache.delete_many(["a", "b"])
    with pytest.raises(ValueError, match="could not be counted up"):
        cache.incr("a")


@pytest.mark.parametrize("is_slow", [False, True])
def test_nobody_waits_long_for_a_cache_that_is_away(dead_cache, settings, is_slow):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        if is_slow:
            address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
            settings.CACHES = {"default": {"BACKEND": "kit.caches.PatientRedisCache", "LOCATION": address}}
        began = time.monotonic()
        for _ in range(5):
            pace.spend("knock", "ada")
        assert time.monotonic() - began < 4


@pytest.mark.django_db
def test_a_reply_and_a_chat_message_are_taken_all_the_same(dead_cache):
    group = make.group("Asthma at night")
    ada = make.face(make.member("Ada"), group, "Ada")
    topic = make.topic(ada)
    browser = Client()
    browser.force_login(ada.member)
    answer = browser.post(f"/topics/{topic.key}/reply/", {"body": "Still here."})
    assert answer.status_code == 302
    assert Post.objects.filter(topic=topic, body="Still here.").exists()
    room = make.room(group)
    answer = browser.post(f"/rooms/{room.key}/say/", {"body": "Here too.", "client_key": "k1"})
    assert answer.status_code == 302, answer.content
    assert Entry.objects.filter(room=room, body="Here too.").exists()


@pytest.mark.django_db
def test_passwords_cannot_be_guessed_while_the_cache_is_away(dead_cache, settings):
    """Each process counts for itself meanwhile: more tries than with Redis, and never as many as one likes."""
    options = {"counted_here": settings.GUARDS_OF_SIGNING_IN}
    settings.CACHES = {"default": {**settings.CACHES["default"], "OPTIONS": options}}
    ada = make.member("ada")
    words = {"login": ada.email, "password": "wrong"}
    for _ in range(5):
        assert "do not belong together" in Client().post("/accounts/login/", words).text
    page = Client().post("/accounts/login/", {**words, "password": make.PASSWORD})
    assert "tried too often" in page.text
    caches["default"].set("a", 1)
    assert caches["default"].get("a") is None, "anything else is not kept"
