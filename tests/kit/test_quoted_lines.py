"""What somebody quotes of cooked words: its own words, with its paragraphs and lists."""

import pytest

from kit.markdown import render
from kit.quoted_lines import quote_of


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("One.\n\nTwo\nlines.", ["One.", "", "Two", "lines."]),
        ("> said\n\nMine.\n\n> said\n\nMine too.", ["Mine.", "", "Mine too."]),
        ("2. b\n3. c", ["2. b", "3. c"]),
        ("- a\n\n  more\n- b", ["- a", "  more", "- b"]),
        ("1. a\n   - x\n2. b\n\nEnd.", ["1. a", "   - x", "2. b", "", "End."]),
        ("# Head\n\n**bold** & <i>", ["Head", "", "bold & <i>"]),
        ("|a|b|\n|-|-|\n|1|2|", ["a b", "1 2"]),
        ("> only said", []),
        ("", []),
    ],
)
def test_paragraphs_stay_apart_and_lists_keep_their_signs(source: str, lines: list[str]) -> None:
    expected = "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n" if lines else ""
    assert quote_of(render(source), longest=300) == expected


def test_what_is_long_ends_between_two_words() -> None:
    assert quote_of(render("many words " * 50), longest=30) == "> many words many words many…\n\n"
    assert quote_of(render("x" * 50), longest=30) == f"> {'x' * 30}…\n\n"
