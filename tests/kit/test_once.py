"""What makes two forms the same writing, and what a form carries for it."""

import re

import pytest
from django import forms
from django.core.cache import cache

from kit import once


class NoteForm(forms.Form):
    client_key = once.ClientKeyField()


def shown_key(form: forms.Form) -> str:
    return re.search(r'type="hidden"[^>]* value="([^"]*)"', str(form["client_key"]))[1]


def sent_as(key: str = "a", *words: str, writer: int | None = 1, place: str = "topic x") -> str | None:
    return once.sent_as(key, *(words or ("Hello",)), writer=writer, place=place)


def test_the_same_words_of_one_writer_under_one_key_are_one_writing() -> None:
    assert sent_as() == sent_as()
    assert re.fullmatch(f"[a-z2-7]{{{once.LENGTH}}}", sent_as())


@pytest.mark.parametrize(
    "other",
    [
        lambda: sent_as("b"),
        lambda: sent_as("a", "Hello."),
        lambda: sent_as(writer=2),
        lambda: sent_as(place="topic y"),
        lambda: sent_as("a", "Hel", "lo"),
    ],
)
def test_another_key_writer_place_or_word_makes_another_writing(other) -> None:
    assert other() != sent_as()


def test_what_came_without_a_key_is_the_same_as_nothing() -> None:
    assert sent_as("") is None


def test_a_form_that_is_shown_has_a_key_and_keeps_it_when_it_comes_back() -> None:
    fresh = {shown_key(NoteForm()) for _time in range(3)}
    assert len(fresh) == 3
    assert all(once.CLIENT_KEY.fullmatch(key) for key in fresh)
    assert shown_key(NoteForm({"client_key": "kept-1"})) == "kept-1"


@pytest.mark.parametrize("sent", [None, "", "k" * 41, 'a" onfocus', "a\0b", "ключ"])
def test_a_key_that_no_form_of_ours_has_is_left_out_and_is_nobodys_mistake(sent) -> None:
    form = NoteForm({"client_key": sent} if sent is not None else {})
    assert form.is_valid()
    assert form.cleaned_data["client_key"] == ""


def test_a_form_at_the_same_place_goes_on_with_the_key_that_was_sent_there() -> None:
    once.note("k1", place="topic x", writer=1)
    assert once.key_at("topic x", writer=1) == "k1"
    assert len({"k1", once.key_at("topic y", writer=1), once.key_at("topic x", writer=2)}) == 3
    cache.clear()
    assert once.key_at("topic x", writer=1) != "k1"


def test_what_visitors_send_is_not_known_again_by_its_place() -> None:
    once.note("k1", place="topic x", writer=None)
    assert once.key_at("topic x", writer=None) != "k1"
