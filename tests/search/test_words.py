"""Questions in plain words, and how a hit is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import alike, fold, highlight, words_of


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What helps with coughing at night?", ("helps", "coughing", "night")),
        ("Does anybody know how to get a GP appointment", ("gp", "appointment")),
        ("my son’s asthma", ("son", "asthma")),
        ("how do I", ("how", "do", "i")),
        ("", ()),
        ("  …  ", ()),
    ],
)
def test_a_question_is_its_words_without_the_asking(question: str, words: tuple[str, ...]) -> None:
    assert words_of(question) == words


def test_folding_takes_accents_and_case_but_no_other_script() -> None:
    assert fold("Château") == "chateau"
    assert fold("ŴYT") == "wyt"
    assert fold("हिन्दी") == "हिन्दी"


def test_words_alike_go_both_ways_and_leave_out_what_was_asked() -> None:
    assert "doctor" in alike(["gp"])
    assert alike(["gp", "doctor"]) == ()


def shown(text: str, *words: str, length: int = 60) -> str:
    return "".join(
        f"[{piece.text}]" if piece.is_hit else piece.text for piece in highlight(text, words, length=length)
    )


def test_the_excerpt_is_where_the_words_stand_together() -> None:
    text = "At night we sleep. " * 20 + "The cough at night stopped with honey. " + "Good luck to all. " * 20
    excerpt = shown(text, "cough", "honey")
    assert "[cough]" in excerpt
    assert "[honey]" in excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")


def test_other_forms_of_the_word_are_marked() -> None:
    assert shown("He coughed.", "coughing") == "He [coughed]."


def test_without_the_words_the_excerpt_is_the_beginning() -> None:
    assert shown("A short text.", "nothing") == "A short text."


@given(st.text(max_size=400), st.lists(st.text(max_size=10), max_size=5))
def test_any_text_gives_an_excerpt_of_itself(text: str, words: list[str]) -> None:
    pieces = highlight(text, words_of(" ".join(words)), length=50)
    joined = "".join(piece.text for piece in pieces).strip("…")
    assert joined in text or joined == ""
    assert len(joined) <= 50
