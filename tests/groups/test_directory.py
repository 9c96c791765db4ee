"""Finding a group: by any name people use, by kind, place, language and age, and never a hidden one."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions, queries
from groups.finding import words_asked
from groups.models import Group
from groups.queries import Wish
from groups.vocabulary import is_one_apart
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
    make.group("Wheelchairs")
    assert found(words="whe") == found(words="wheel") == ["Wheelchairs"]
    assert found(words="chairs") == []


@pytest.fixture
def town() -> None:
    """Some groups as they call themselves, and one that nobody outside may know."""
    make.group("Breathing Space", other_names="asthma, wheeze, wheezing, short of breath, chest, inhalers")
    make.group("Minding Each Other", purpose="For people who look after a parent, partner or child.")
    make.group("Type One Together", other_names="diabetes, sugar, T1D", purpose="Numbers welcome.")
    make.group("Stiff and sore", purpose="Rheumatism, and whatever else comes along. Some of us wheeze.")
    make.group("The Blue Room", visibility="hidden", other_names="asthma, wheeze, puffer, asma, zebra")


LAY_WORDS = {
    "my lad wheezes at night": "Breathing Space",
    "looking after my mum": "Minding Each Other",
    "asma": "Breathing Space",
    "astma": "Breathing Space",
    "ashtma": "Breathing Space",
    "wheeze": "Breathing Space",
    "puffer": "Breathing Space",
    "my daughter was told she is diabetic": "Type One Together",
    "diabeets": "Type One Together",
    "is there a group for rumatism?": "Stiff and sore",
    "sore numbers rheumatism": "Stiff and sore",
}


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(("words", "first"), LAY_WORDS.items())
def test_lay_words_find_the_group_and_what_fits_best_is_first(words: str, first: str) -> None:
    page = Client().get(reverse("groups:directory"), {"q": words})
    names = [group.name for group, _size, _languages in page.context["rows"]]
    assert names[0] == first
    assert "The Blue Room" not in names


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("words", ["zebra", "zebr", "xyz", "cat", "asthmatics zebra"])
def test_words_of_hidden_groups_find_nothing_nor_lead_anywhere_else(words: str) -> None:
    """Not even that a word is known: one letter wrong, it is forgiven as if the hidden group were not there."""
    with_it = found(words=words)
    Group.objects.filter(visibility="hidden").delete()
    assert with_it == found(words=words)
    assert "The Blue Room" not in with_it


@pytest.mark.usefixtures("town")
def test_words_around_the_question_do_not_count() -> None:
    assert found(words="I am looking for a group of people with numbers") == ["Type One Together"]
    assert "Minding Each Other" in found(words="people"), "where nothing else is asked, they do"


def test_forms_of_a_word_are_the_word() -> None:
    make.group("Green fingers", purpose="Gardening in small yards.")
    make.group("Rose gardens")
    assert found(words="gardens") == ["Green fingers", "Rose gardens"]
    assert found(words="Yard") == ["Green fingers"]


def test_more_of_the_words_come_before_a_better_one() -> None:
    make.group("Tea lovers")
    make.group("Evenings", purpose="Sewing, with tea.")
    make.group("Mornings", other_names="sewing, tea")
    names = [group.name for group in queries.directory(make.member(), Wish(words="tea sewing")).order_by("misfit")]
    assert names == ["Mornings", "Evenings", "Tea lovers"]


@pytest.mark.usefixtures("town")
def test_short_words_must_be_right_and_numbers_too() -> None:
    make.group("Cwm 1234", other_names="sew")
    assert found(words="sew") == found(words="1234") == ["Cwm 1234"]
    assert found(words="sow") == found(words="1235") == []


def test_a_search_costs_the_same_however_many_groups_there_are(django_assert_max_num_queries: Callable) -> None:
    browser, address = Client(), reverse("groups:directory") + "?q=lungs+wheezing"
    for count in (1, 20):
        for number in range(count):
            make.group(f"Lungs {count} {number}", other_names="wheeze")
        with django_assert_max_num_queries(3):
            browser.get(address)


def test_every_group_that_fits_comes_once_over_all_pages() -> None:
    for number in range(40):
        make.group(f"Lungs {number:02}", purpose="We wheeze." if number % 2 else "")
    names, address = [], reverse("groups:directory") + "?q=wheezing+lungs"
    while address:
        page = Client().get(address)
        names += [group.name for group, _size, _languages in page.context["rows"]]
        cursor = page.context["slice"].next_cursor
        address = reverse("groups:directory") + f"?q=wheezing+lungs&after={cursor}" if cursor else ""
    assert len(names) == len(set(names)) == 40
    assert names[:20] == [f"Lungs {number:02}" for number in range(1, 40, 2)], "those with both words are first"


def test_what_changes_is_found_by_its_new_words() -> None:
    group = make.group("Asthma")
    host = make.host_of(group)
    actions.change_words(host, group, purpose="Breathing.", welcome="", other_names="bellows")
    actions.rename(host, group, name="Lungs")
    assert found(words="bellows") == found(words="lungs") == ["Lungs"]
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
    page = browser.get(reverse("groups:directory") + "?q=loneliness&kind=school").text.split("<main")[1]
    assert "No group fits this yet." in page
    assert "Try fewer words" not in page, "they may have typed one"
    assert "start the group that is missing" in page
    assert reverse("groups:found") + "?name=loneliness" in page
    assert 'value="loneliness"' in browser.get(reverse("groups:found") + "?name=loneliness").text
    empty = page.split('class="empty')[1]
    for kind in ("condition", "school", "place", "carers", "interest"):
        assert f'href="{reverse("groups:directory")}?kind={kind}"' in empty
    assert f'href="{reverse("groups:directory")}"' in empty


def test_a_visitor_who_finds_nothing_is_led_on_as_well() -> None:
    empty = Client().get(reverse("groups:directory") + "?q=loneliness").text.split('class="empty')[1]
    assert f'href="{reverse("groups:directory")}?kind=carers"' in empty
    assert reverse("account_signup") in empty


def test_the_box_holds_the_words_of_the_results_and_the_browser_fills_in_no_others() -> None:
    page = Client().get(reverse("groups:directory") + "?q=asthma").text
    box = page.split('id="directory-words"')[1].split(">")[0]
    assert 'value="asthma"' in box
    assert 'autocomplete="off"' in box
    assert "js/asked.js" in page


@pytest.mark.parametrize("query", ["?kind=cats", "?language=xx&age=-3", "?age=x&order=moon", "?after=zzz", "?q=%00"])
def test_an_address_that_was_changed_by_hand_does_no_harm(query: str) -> None:
    make.group("Asthma")
    assert Client().get(reverse("groups:directory") + query).status_code == 200


def test_a_search_of_many_words_looks_at_the_first_few() -> None:
    assert len(words_asked(" ".join(f"word{number}" for number in range(50)))) == 8


SLIPS = [("heart", "haert"), ("heart", "hart"), ("heart", "hearth"), ("heart", "heard"), ("heart", "heart")]


@pytest.mark.parametrize(("one", "other"), SLIPS)
def test_one_slip_is_one_letter_left_out_put_in_changed_or_swapped(one: str, other: str) -> None:
    assert is_one_apart(one, other)
    assert is_one_apart(other, one)


@pytest.mark.parametrize(("one", "other"), [("heart", "hat"), ("heart", "ehatr"), ("heart", "earth")])
def test_two_slips_are_another_word(one: str, other: str) -> None:
    assert not is_one_apart(one, other)
    assert not is_one_apart(other, one)
