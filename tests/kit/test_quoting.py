"""Quotes in cooked words: where they are, what they repeat, and how they are taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import markdown, quoting
from kit.quoting import Said, quotes_in, sources_of, with_quotes, without_quotes

WORDS = "I wake at **three** every night, and then I lie there. Does a [warm drink](/x/) help? It’s the worst hour!"


def sources(body: str, *said: str) -> dict[int, list[int]]:
    """Whose words they are; `said` is numbered from 1, in the order in which it was said."""
    numbered = [Said(number, markdown.render(one)) for number, one in enumerate(said, start=1)]
    return sources_of(markdown.render(body), numbered[::-1])


@pytest.mark.parametrize(
    "body",
    [
        "> I wake at three every night, and then I lie there.\n\nSo do I.",
        "> I WAKE at *three* every night",
        "> wake at three every night, and th",
        "> I wake at three every night,\n> and then I lie there.",
        "> Ada wrote: I wake at three every night",
        "> I wake … and then I lie there",
        "> Ada:\n>\n> - Does a warm drink help?\n> - something else",
        "> It's the worst hour",
        "> Does a warm drink help? And a word of my own.",
        "Yes.\n\n1. > I wake at three every night\n",
        "> I wake at three every night, and then I lie there. Does a warm drink help? It's the worst hour!",
    ],
)
def test_a_quote_is_known_whatever_signs_and_lines_it_has(body: str) -> None:
    assert sources(body, "Hello all.", WORDS, "Good night.") == {0: [2]}


@pytest.mark.parametrize(
    "body",
    [
        "I wake at three every night, and then I lie there.",  # no quote
        "> Take one tablet at breakfast and one at supper.",  # of nobody here
        "> wake at",
        "> Hm.",
        "> three every",  # short, and no whole sentence
        "```\n> I wake at three every night\n```",
    ],
)
def test_what_nobody_said_before_is_nobodys(body: str) -> None:
    assert sources(body, WORDS, "Hm.") == {}


def test_a_short_sentence_is_theirs_who_said_it_last() -> None:
    assert sources("> Go away.", "Go away.", "Well. Go away!", "Do not go away.") == {0: [2]}


def test_what_several_said_may_be_of_each_of_them() -> None:
    assert sources("> I was told so last year", *["I was told so last year."] * 5) == {0: [5, 4, 3]}


def test_words_that_somebody_only_quoted_are_not_theirs() -> None:
    assert sources("> I wake at three every night", WORDS, "> I wake at three every night\n\nI do, too.") == {0: [1]}


def test_quotes_within_quotes_are_told_apart() -> None:
    body = (
        "> > I wake at three every night\n>\n> Have you tried the quiet radio?\n\nYes.\n\n> Hm, maybe a little later"
    )
    found = sources(body, WORDS, "Have you tried the quiet radio?", "Maybe a little later?")
    assert found == {0: [2], 1: [1], 2: [3]}


def test_other_letters_than_ours_are_known_too() -> None:
    assert sources("> Я просыпаюсь в три часа", "Я просыпаюсь в три часа ночи.") == {0: [1]}
    assert sources("> Cafe fermé demain matin", "Le café fermé, demain matin?") == {0: [1]}


def test_hundreds_of_quotes_are_looked_through_only_so_far() -> None:
    body = "\n\n".join(f"> this is quote number {number} of them\n\nYes." for number in range(300))
    said = "\n\n".join(f"This is quote number {number} of them." for number in range(300))
    assert len(sources(body, said)) == quoting.MOST_QUOTES


def test_a_quote_that_stayed_keeps_its_sources_though_the_words_are_gone_there() -> None:
    before, html = markdown.render("> one\n\nx\n\n> two"), markdown.render("> new\n\nx\n\n> two")
    assert quoting.kept_sources({0: [9]}, [(0, 7), (1, 8)], before=before, html=html) == {0: [9], 1: [8]}


def test_a_quote_is_replaced_whole_and_nothing_else() -> None:
    html = markdown.render("Me.\n\n> > inner\n>\n> outer\n\nYou.\n\n> last")
    assert with_quotes(html, {1: "<p>…</p>"}) == (
        "<p>Me.</p>\n<blockquote>\n<blockquote><p>…</p></blockquote>\n<p>outer</p>\n</blockquote>\n"
        "<p>You.</p>\n<blockquote>\n<p>last</p>\n</blockquote>\n"
    )
    assert with_quotes(html, {0: "a", 1: "b", 2: "c"}) == (
        "<p>Me.</p>\n<blockquote>a</blockquote>\n<p>You.</p>\n<blockquote>c</blockquote>\n"
    )
    assert with_quotes(html, {}) == html


def test_of_very_long_texts_only_the_nearest_are_looked_through() -> None:
    many = "word" * (quoting.MOST_CHARACTERS // 12)
    said = [f"<p>{many} I count the stairs {place}</p>" for place in range(5)]
    found = sources_of("<blockquote>\n<p>I count the stairs</p>\n</blockquote>", list(map(Said, range(5), said)))
    assert found == {0: [0, 1]}


def test_words_that_look_like_tags_are_words() -> None:
    html = markdown.render('[x](/y "<blockquote>") <blockquote> `</blockquote>`\n\n> said')
    assert [quote.own for quote in quotes_in(html)] == ["\n<p>said</p>\n"]
    assert "said" not in without_quotes(html)


PIECES = ["> ", ">> ", "\n", "\n\n", "- ", "1. ", "words ", "`<blockquote>`", "</blockquote>", '"', "*"]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_quote_is_found_and_can_be_taken_out(source: str) -> None:
    html = markdown.render(source)
    quotes = quotes_in(html)
    assert len(quotes) == html.count("<blockquote>") == html.count("</blockquote>")
    assert [quote.place for quote in quotes] == list(range(len(quotes)))
    assert "<blockquote>" not in without_quotes(html)
    assert with_quotes(html, {quote.place: html[quote.start : quote.end] for quote in quotes}) == html
    emptied = with_quotes(html, {quote.place: "" for quote in quotes})
    assert emptied.replace("<blockquote></blockquote>", "") == without_quotes(html)


def test_plain_words_can_be_had_without_what_they_quote() -> None:
    assert markdown.plain("> theirs\n> > and others'\n\nmine", has_quotes=False) == "mine"
    assert markdown.plain("> theirs\n\nmine") == "theirs\nmine"
