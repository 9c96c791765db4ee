"""Names: what looks alike is one name, what cannot be seen is none, and a fresh one is free."""

from importlib import import_module

import pytest
from django.apps import apps

from groups import queries
from groups.forms import FaceForm
from groups.models import Membership
from groups.names import FIRST_WORDS, SECOND_WORDS, name_key
from tests import make

LOOK_ALIKES = [
    ("Willow", "willow"),
    ("Willow", "W i l l o w"),
    ("Willow", "Wil|ow"),
    ("Willow", "Wiⅼlow"),
    ("Willow", "Wіllow"),  # a Cyrillic letter
    ("Willow", "Ԝіӏӏоԝ"),  # nothing but Cyrillic letters
    ("Poppy", "Рорру"),
    ("HERON", "ΗΕRΟΝ"),  # Greek capitals
    ("Zoë", "Zoe"),
    ("Modern", "Modem"),
    ("Bob", "8o8"),
    ("Full Width", "Ｆｕｌｌ Ｗｉｄｔｈ"),
    ("Fancy", "𝓕𝓪𝓷𝓬𝔂"),
]


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_names_that_look_alike_are_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Willow", "Willows"), ("Ana", "Anna"), ("Лиса", "Лес"), ("花子", "太郎")])
def test_names_that_do_not_look_alike_are_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["Ольга", "花子", "שרה", "Ngô Thị Hương", "Ṣọlá", "อรุณ", "María-José"])
def test_names_of_every_script_are_welcome(name: str) -> None:
    assert FaceForm({"name": name}).is_valid()


@pytest.mark.parametrize(
    "name",
    [
        "Wil\u200blow",
        "Wil\u00adlow",
        "\u202ewolliW",
        "Willow\u2066",
        "\u3164\u3164ab",
        "Wi\u0301\u0302\u0303llow",
        "Willow\ue000",
    ],
)
def test_letters_that_cannot_be_seen_are_refused(name: str) -> None:
    assert "name" in FaceForm({"name": name}).errors


@pytest.mark.parametrize(
    "name", ["Moderator", "moderator 2", "The Host", "Mоdеrаtоr", "ADMIN", "Alongside", "Safety  team", "CYMEDROLWR"]
)
def test_nobody_is_called_as_those_who_run_the_place(name: str) -> None:
    assert "sounds like" in str(FaceForm({"name": name}).errors)


@pytest.mark.parametrize("name", ["Ghost", "Hostess Anna", "Member of the wedding", "Supporting Sue"])
def test_names_that_only_remind_of_it_are_free(name: str) -> None:
    assert FaceForm({"name": name}).is_valid()


@pytest.mark.django_db
def test_a_fresh_name_is_free_even_where_nearly_all_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    group = make.group()
    monkeypatch.setattr("groups.names.FIRST_WORDS", ["Quiet"])
    monkeypatch.setattr("groups.names.SECOND_WORDS", ["Heron", "Otter"])
    make.face(make.member("ada"), group, "Quiet Heron")
    assert queries.fresh_name(group) == "Quiet Otter"
    make.face(make.member("ben"), group, "quiet 0tter")
    assert queries.fresh_name(group) in {"Quiet Quiet Heron", "Quiet Quiet Otter"}
    make.face(make.member("cai"), group, "Quiet Quiet Heron")
    make.face(make.member("dee"), group, "Quiet Quiet Otter")
    assert queries.fresh_name(group).startswith("Quiet ")
    assert any(letter.isdigit() for letter in queries.fresh_name(group))


@pytest.mark.django_db
def test_names_from_before_get_their_new_keys_and_everybody_keeps_their_name() -> None:
    group = make.group()
    first = make.face(make.member("ada"), group, "Willow")
    second = make.face(make.member("ben"), group, "Wіllow and more")
    Membership.objects.filter(pk=first.pk).update(name_key="wlllow")
    Membership.objects.filter(pk=second.pk).update(name_key="w\u0456llow", name="Wіllow")
    import_module("groups.migrations.0004_look_alikes").rename(apps, None)
    keys = dict(group.memberships.filter(pk__in=[first.pk, second.pk]).values_list("name", "name_key"))
    assert keys["Willow"] == name_key("Willow")
    assert keys["Wіllow"] == f"{name_key('Willow')}:{second.key}"


def test_no_name_that_is_offered_is_one_of_those_in_these_tests() -> None:
    """What a test says of Willow would by chance be said of somebody without a name as well."""
    used = {
        "Willow",
        "River",
        "Robin",
        "Juniper",
        "Fern",
        "Pebble",
        "Poppy",
        "Heron",
        "Otter",
        "Finch",
        "Wren",
        "Moss",
    }
    assert used.isdisjoint([*FIRST_WORDS, *SECOND_WORDS])
