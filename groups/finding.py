"""Words by which groups are found: case, accents and signs do not count, on any database."""

import unicodedata

MOST_WORDS = 8


def folded(text: str) -> str:
    """The text as it is searched: small letters without marks, one space between words."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def search_words_of(*texts: str) -> str:
    """What is kept with a group: every text of it that is searched. Each word begins after a space."""
    return " " + folded(" ".join(texts))


def words_asked(text: str) -> list[str]:
    return folded(text).split()[:MOST_WORDS]
