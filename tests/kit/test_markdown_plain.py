"""Plain words take a short way to their HTML; it must end where the long way does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import markdown

LETTERS = st.characters(categories=("L", "N"))
SEQUENCES = ["  ", "www", "http", "www.", "://", "~~", "1.", "a.b"]
SIGNS = st.sampled_from(list(" .,;:?()/%+=#@$€£°~'‘’“”„«»…–—-") + SEQUENCES)
EMOJI = st.characters(min_codepoint=0x2600, max_codepoint=0x27BF) | st.characters(
    min_codepoint=0x1F300, max_codepoint=0x1FAFF
)
ANYTHING = st.characters(exclude_categories=("Cs",))
WORDS = st.lists(LETTERS | SIGNS | EMOJI, min_size=1, max_size=40).map("".join)


@settings(max_examples=1500, deadline=None)
@given(WORDS)
def test_the_short_way_ends_where_the_long_one_does(words: str) -> None:
    assert markdown.render(words) == markdown._cook(words)


@settings(max_examples=500, deadline=None)
@given(st.lists(ANYTHING | SIGNS, max_size=20).map("".join))
def test_whatever_is_written_ends_where_the_long_way_does(words: str) -> None:
    assert markdown.render(words) == markdown._cook(words)


def test_every_letter_that_takes_the_short_way_is_left_as_it_is() -> None:
    signs = [chr(number) for number in range(0x110000) if markdown.PLAIN.fullmatch("a" + chr(number) + "a")]
    for start in range(0, len(signs), 500):
        words = f"a{'a'.join(signs[start : start + 500])}a".replace("  ", " ")
        assert markdown._cook(words) == f"<p>{words}</p>\n"


@pytest.mark.parametrize(
    "words",
    [
        "1. One",
        "- one",
        "# One",
        "see www.example.org",
        "http://example.org",
        "*kind*",
        "a_b_c",
        "~~no~~",
        "a & b",
        "a\nb",
        'it\'s "so"',
        "a \\ b",
        "[x](y)",
    ],
)
def test_what_may_be_more_than_words_takes_the_long_way(words: str) -> None:
    assert markdown.PLAIN.fullmatch(words) is None


@pytest.mark.parametrize(
    "words", ["Hello, how are you?", "Ça va – très bien…", "~20 minutes, at 7:30 (I think)", "👍 yes"]
)
def test_what_people_say_most_takes_the_short_way(words: str) -> None:
    assert markdown.PLAIN.fullmatch(words)
