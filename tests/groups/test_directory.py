"""Finding a group: by any name people use, by kind, place, language and age, and never a hidden one."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions, queries
from groups.finding import words_asked
from groups.queries import Wish
from tests import make

pytestmark = pytest.mark.django_db


def found(**wish: object) -> list[str]:
    return sorted(group.name for group in queries.directory(make.member(), Wish(**wish)))


@pytest.mark.parametrize("words", ["sugar", "SUGAR", "diab", "Zuckerkrankheit", "súgar", "type 1", "Leeds", "insulin"])
def test_a_group_is_found_by_its_name_its_purpose_its_place_and_what_else_people_call_it(words: str) -> None:
    names = "sugar, type 1, Zuckerkrankheit"
    make.group("Diabetes together", purpose="For whoever needs insulin.", other_names=names, where="Leeds")
    make.group("Asthma")
    assert found(words=words) == ["Diabetes together"]


def test_accents_in_what_is_searched_do_not_count_either() -> None:
    make.group("Ménière", other_names="żółty")
    assert found(words="meniere") == found(words="ŻÓŁTY") == ["Ménière"]


def test_a_word_within_a_word_is_no_find() -> None:
    make.group("Early years")
    assert found(words="ear") == ["Early years"]
    assert found(words="arly") == []


def test_what_changes_is_found_by_its_new_words() -> None:
    group = make.group("Asthma")
    host = make.host_of(group)
    actions.change_words(host, group, purpose="Breathing.", welcome="", other_names="wheezing")
    actions.rename(host, group, name="Lungs")
    assert found(words="wheezing") == found(words="lungs") == ["Lungs"]
    assert found(words="asthma") == []


def test_kind_language_and_age_narrow_it() -> None:
    make.group("Hill school", kind="school", languages=",en,cy,", youngest=5, oldest=11)
    make.group("Elm school", kind="school", languages=",en,", youngest=11)
    make.group("Anybody", kind="interest")
    assert found(kind="school") == ["Elm school", "Hill school"]
    assert found(language="cy") == ["Hill school"]
    assert found(age=7) == ["Anybody", "Hill school"]
    assert found(age=11) == ["Anybody", "Elm school", "Hill school"]


def test_hidden_and_closed_groups_stand_in_nobodys_directory() -> None:
    make.group("Hidden", visibility="hidden")
    closed = make.group("Closed")
    actions.archive(make.host_of(closed), closed)
    assert found() == []


def test_every_group_comes_once_over_all_pages_by_name_and_by_place() -> None:
    for number in range(33):
        make.group(f"Group {number:02}", where="Leeds" if number % 3 else "", purpose="Together.")
    for order in ("", "place"):
        names, address = [], f"{reverse('groups:directory')}?order={order}"
        while address:
            page = Client().get(address)
            names += [group.name for group, _size, _languages in page.context["rows"]]
            cursor = page.context["slice"].next_cursor
            address = f"{reverse('groups:directory')}?order={order}&after={cursor}" if cursor else ""
        assert len(names) == len(set(names)) == 33
        assert (names == sorted(names)) == (order == "")
    assert names[22:] == sorted(f"Group {number:02}" for number in range(0, 33, 3)), "those without a place are last"


def test_nobody_outside_learns_how_many_people_there_are_exactly() -> None:
    group = make.group("Asthma")
    for _number in range(12):
        make.face(make.member(), group)
    pages = [Client().get(reverse("groups:directory")), Client().get(reverse("groups:group", args=[group.slug]))]
    for page in pages:
        assert "10 to 50 people" in page.text
        assert "13" not in page.text.split("<main")[1].split("</main>")[0]


def test_whoever_finds_nothing_is_told_what_to_do_next() -> None:
    browser = Client()
    browser.force_login(make.member("ada"))
    page = browser.get(reverse("groups:directory") + "?q=loneliness").text
    assert "start the group that is missing" in page
    assert reverse("groups:found") + "?name=loneliness" in page
    assert 'value="loneliness"' in browser.get(reverse("groups:found") + "?name=loneliness").text


@pytest.mark.parametrize("query", ["?kind=cats", "?language=xx&age=-3", "?age=x&order=moon", "?after=zzz", "?q=%00"])
def test_an_address_that_was_changed_by_hand_does_no_harm(query: str) -> None:
    make.group("Asthma")
    assert Client().get(reverse("groups:directory") + query).status_code == 200


def test_a_search_of_many_words_looks_at_the_first_few() -> None:
    assert len(words_asked("word " * 50)) == 8
