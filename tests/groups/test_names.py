"""Names: what looks alike is one name, what cannot be seen is none, and a fresh one is free."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from groups import queries
from groups.forms import FaceForm
from groups.models import Membership
from groups.names import FIRST_WORDS, SECOND_WORDS, gives_away, name_key, suggest_name
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


GIVES_AWAY = {
    "ada@example.org": "e-mail",
    "Ada at@example.co.uk": "e-mail",
    "ada＠example.org": "e-mail",
    "@ada.lovelace": "e-mail",
    "07700900123": "long number",
    "Ada 0 77 00 9": "long number",
    "0-7-7-0-0-9": "long number",
    "943 476 5919": "long number",
    "٠٧٧٠٠٩": "long number",
    "Ada ①②③④⑤⑥": "long number",
    "www.example.org": "web address",
    "https://ada.example": "web address",
    "ada.example.org": "web address",
    "my-page.co.uk": "web address",
    "facebook.com/ada": "web address",
    "instagram。com": "web address",
}


@pytest.mark.parametrize(("name", "what"), GIVES_AWAY.items())
def test_a_name_that_leads_to_the_person_is_refused_and_the_error_says_why(name: str, what: str) -> None:
    form = FaceForm({"name": name})
    assert what in str(form.errors["name"])
    assert "who you are" in str(form.errors["name"])


@pytest.mark.parametrize(
    "name",
    ["Willow 12345", "Dr. Who", "St.John", "J.R.", "Mr. T", "Class of 1984", "No. 9 bus", "A.Nother", "Ada @ 3am"],
)
def test_names_with_stops_and_short_numbers_are_welcome(name: str) -> None:
    assert FaceForm({"name": name}).is_valid()


@pytest.mark.django_db
def test_a_name_that_was_given_before_stays_and_what_was_typed_is_kept() -> None:
    willow = make.face(make.member("ada"), make.group(), "Willow 01632 960")
    browser, address = Client(), reverse("groups:my_face", args=[willow.group.slug])
    browser.force_login(willow.member)
    assert browser.post(address, {"name": "Willow 01632 960", "about": "Up at night."}).status_code == 302
    answer = browser.post(address, {"name": "Willow 01632 961", "about": "Up early."})
    assert answer.status_code == 422
    assert "long number" in answer.text
    assert 'value="Willow 01632 961"' in answer.text
    assert 'value="Up early."' in answer.text
    willow.refresh_from_db()
    assert (willow.name, willow.about) == ("Willow 01632 960", "Up at night.")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["groups:join", "groups:found"])
def test_whoever_is_asked_for_a_name_reads_that_it_shall_not_be_the_real_one(page: str) -> None:
    browser, group = Client(), make.group()
    browser.force_login(make.member("ada"))
    assert "Not your real name" in browser.get(reverse(page, args=[group.slug] if page == "groups:join" else [])).text


def test_every_name_that_is_offered_may_be_taken() -> None:
    assert not any(gives_away(f"{suggest_name()} {number}") for number in (0, 99_999))


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
    assert all(FaceForm({"name": queries.fresh_name(group)}).is_valid() for _try in range(20))


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
