"""Every kind of page by plain requests: it is there, it is sound HTML, and its forms lead somewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from pprint import pformat

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from tests.crawl.markup import Markup, complaints_about
from tests.crawl.places import Seen, walk
from tests.crawl.scene import ROLES, Scene, signed_in
from tests.crawl.validity import invalid
from tests.static_files import parts_of

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"
OWN_FILE = re.compile(r'(?:href|src)="/static/((?:css|js)/[^"]+)"')


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """All that the walks of this module have met. The checker reads it at the end: its start costs most."""
    return {}


@pytest.fixture(scope="module")
def scenes(django_db_setup, django_db_blocker) -> Iterator[dict[bool, Scene]]:
    """The member's and that of all others, made once; what a walk changes goes with its test."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PACES_FACTOR=100):
            made = {is_members: Scene("member" if is_members else "") for is_members in (True, False)}
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def scene_of(scenes: dict[bool, Scene], db: None):
    return lambda role: deepcopy(scenes[role == "member"])


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_sound_without_javascript(role: str, scene_of, pages: dict[str, str], settings) -> None:
    settings.PACES_FACTOR = 100
    scene: Scene = scene_of(role)
    client = signed_in(scene.who(role))
    complaints: dict[str, list[str]] = {}

    def look(address: str) -> Seen:
        answer = client.get(address, follow=True)
        end = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        markup = Markup(answer.text, end)
        pages[f"{role} {end}"] = answer.text
        found = complaints_about(markup)
        if answer.status_code != 200:
            found.append(f"answers {answer.status_code}")
        if found:
            complaints[address] = found
        return Seen(ORIGIN + end, markup.links)

    met = walk(scene.starts(role), look)
    assert complaints == {}, pformat(complaints)
    assert len(met) > 8


# Who sends what: forms that come back with what is wrong, deeds that are refused, and one that was decided meanwhile.
ANSWERED: list[tuple[str, int, str, str, dict[str, str]]] = [
    ("visitor", 200, "account_login", "", {"login": "nobody", "password": "x"}),
    ("visitor", 200, "account_signup", "", {"email": "nobody"}),
    ("outsider", 422, "groups:join", "group", {"name": ""}),
    ("outsider", 422, "forum:reply", "topic", {"body": "May I?"}),
    ("outsider", 403, "groups:members", "group", {}),
    ("silenced", 422, "chat:say", "room", {"body": "May I?", "client_key": "one"}),
    ("member", 422, "forum:new_topic", "group", {"title": "", "body": ""}),
    ("member", 200, "forum:reply", "topic", {"body": "**Almost**", "preview": "1"}),
    ("member", 403, "groups:invite", "group", {"uses": "1"}),
    ("member", 422, "moderation:report", "post", {"category": "", "words": ""}),
    ("host", 422, "chat:rooms", "group", {"name": ""}),
    ("host", 422, "people:me", "", {"theme": "purple"}),
    ("moderator", 422, "moderation:decide", "review", {"outcome": ""}),
]


def keys_of(scene: Scene, thing: str) -> list[str]:
    if thing == "post":
        return ["post", scene.post.key]
    return [] if not thing else [scene.group.slug if thing == "group" else getattr(scene, thing).key]


def test_pages_that_only_a_form_leads_to_are_sound_too(scene_of, pages: dict[str, str], settings) -> None:
    settings.PACES_FACTOR = 100
    scene: Scene = scene_of("anybody")
    people = {role: signed_in(scene.members.get(role) if role != "visitor" else None) for role, *_ in ANSWERED}
    complaints = {}
    for role, status, name, thing, form in ANSWERED:
        address = reverse(name, args=keys_of(scene, thing))
        answer = people[role].post(address, form) if form else people[role].get(address)
        pages[f"{role} {name}"] = answer.text
        found = complaints_about(Markup(answer.text, address))
        if found or answer.status_code != status:
            complaints[f"{role} {address}"] = [answer.status_code, *found]
    assert complaints == {}, pformat(complaints)


def test_no_page_loads_a_part_of_a_file_twice(pages: dict[str, str]) -> None:
    """A module that ran twice would do everything twice."""
    assert pages, "the walks of this module meet the pages; run it as a whole"
    twice = {}
    for title, page in pages.items():
        parts = Counter(part for name in OWN_FILE.findall(page) for part in parts_of(name))
        if found := [part for part, count in parts.items() if count > 1]:
            twice[title] = found
    assert twice == {}, pformat(twice)


@pytest.mark.embedded  # once is enough: templates do not know what the site runs on
def test_every_page_that_was_met_is_valid(pages: dict[str, str], tmp_path: Path) -> None:
    assert pages, "the walks of this module meet the pages; run it as a whole"
    assert invalid(pages, tmp_path) == {}
