"""A password that would be tried early is refused, with the reason in plain words."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from people.models import Member

pytestmark = pytest.mark.django_db

EASY = {
    "password12": "is one of the passwords that most people use",
    "Elizabeth12": "is a word or a name",
    "adalovelace1": "is in your e-mail address",
    "mko098uhb76": "keys beside each other",
    "abcabcabcabc": "repeats itself",
    "alongside2026": "is a word or a name",
    "19.11.1985": "is a date",
    "12345678901234": "passwords that most people use",
}


def refusal(password: str, member: Member | None = None) -> str:
    with pytest.raises(ValidationError) as error:
        validate_password(password, member)
    return " ".join(error.value.messages)


@pytest.mark.parametrize(("password", "reason"), EASY.items())
def test_an_easy_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    said = refusal(password, Member(email="ada.lovelace@example.org"))
    assert reason in said
    assert "Three or four words" in said


GOOD = ["four quiet wooden spoons", "tR4mway-gh0st", "mae'r gath ar y to", "ёлка стоит в углу"]


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password: str) -> None:
    validate_password(password, Member(email="ada@example.org"))


def test_a_short_password_hears_how_long_it_should_be() -> None:
    assert "at least 10 characters" in refusal("kT9-wq")


def test_a_very_long_password_is_taken() -> None:
    validate_password("seven slow green barges " * 400, Member(email="ada@example.org"))


def test_the_reason_stands_beside_the_field_and_the_address_is_kept(client) -> None:
    words = {"email": "olu@example.org", "password1": "password12", "birth_month": "6", "birth_year": "1975"}
    page = client.post(reverse("account_signup"), words)
    assert 'id="id_password1_error"' in page.text
    assert "most people use" in page.text
    assert 'value="olu@example.org"' in page.text
    assert "password12" not in page.text
    assert "“" not in page.text.split('id="id_password1_error"')[1].split("</p>")[0]


@pytest.mark.parametrize(
    "password",
    [
        "dai.jones@example.org",
        "Dai.Jones@Example.ORG",
        "dai.jones@example",
        "daijones-example",
        "jones dai example",
        "dai.jones@example.org1985",
        "4 quiet dai.jones@example.org wooden spoons",
        "dai.jones-daijones",
        "xq7 vbn dai.jones r2",
    ],
)
def test_ones_own_address_is_no_password_nor_does_it_make_one_longer(password: str) -> None:
    said = refusal(password, Member(email="dai.jones@example.org"))
    assert "is in your e-mail address" in said


def test_a_good_password_may_hold_a_short_word_of_the_address() -> None:
    validate_password("four quiet wooden spoons for dai", Member(email="dai.jones@example.org"))
    validate_password("every example of wooden spoons", Member(email="dai.jones@example.org"))


def test_who_signs_up_hears_it_too(client) -> None:
    words = {"email": "dai.jones@example.org", "birth_month": "6", "birth_year": "1975"}
    page = client.post(reverse("account_signup"), {**words, "password1": "dai.jones@example.org"})
    assert "is in your e-mail address" in page.text


@pytest.mark.parametrize("password", [*EASY, "kT9-wq"])
def test_no_refusal_repeats_what_was_typed(password: str) -> None:
    """Somebody may be looking, or the device may be shared."""
    said = refusal(password, Member(email="ada.lovelace@example.org"))
    assert [word for word in (password, password.lower(), "“") if word in said] == []


def test_every_reason_of_the_library_has_a_sentence_of_ours() -> None:
    """Whatever zxcvbn finds, nobody reads its English or meets an error."""
    with translation.override("cy"):
        for password in [*EASY, "aaaaaaaaaa", "2019201920", "mko098uhb76", "1", "p@ssw0rd!!", "x" * 200]:
            refusal(password, Member(email="ada.lovelace@example.org"))
