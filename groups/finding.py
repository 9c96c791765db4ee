"""Words by which groups are found: case, accents and signs do not count, on any database.

Lay questions are understood: words around the question are left out, forms and other words of the same thing count,
and where nothing fits, one slip of a letter is forgiven.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from django.db.models import Case, IntegerField, QuerySet, When

from groups.lay_words import ALL_SAME, AROUND, SAYINGS
from groups.models import Group
from groups.vocabulary import Vocabulary
from kit.english import STOP_WORDS, stem

MOST_WORDS = 8
MOST_FOUND = 300  # nobody reads on to the worse ones
WHOLE, BEGUN, ALIKE, SLIPPED = 10, 7, 5, 5  # how well a word of a group fits the one that was asked for
NAMES, PLACE, PURPOSE = 4, 2, 1  # how much it says of the group, by where it stands
A_WORD = 1000  # more of the words that were asked for come before better ones


def folded(text: str) -> str:
    """The text as it is searched: small letters without marks, one space between words."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def search_words_of(*texts: str) -> str:
    """What is kept with a group: every text of it that is searched. Each word begins after a space."""
    return " " + folded(" ".join(texts))


def words_asked(text: str) -> list[str]:
    """The words that say what somebody looks for, each once; all of them if none is left."""
    asked = f" {folded(text)} "
    for saying, word in SAYINGS.items():
        asked = asked.replace(f" {saying} ", f" {word} ")
    words = list(dict.fromkeys(asked.split()))
    spoken = [word for word in words if word not in STOP_WORDS and (len(word) > 1 or not word.isalpha())]
    meant = [word for word in spoken if word not in AROUND]
    return (meant or spoken or words)[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory knows of one group, `words` being all that it is found by."""

    number: int
    words: str
    name: str
    other_names: str
    where: str


@dataclass(slots=True)
class _Meant:
    """What may be meant by one word: words of groups and how well they fit; `others` are further ones for the same
    thing, which do not count as the word itself."""

    fits: dict[str, int]
    others: dict[str, int] = field(default_factory=dict)


def fitting(groups: QuerySet[Group], words: Sequence[str]) -> QuerySet[Group]:
    """Those of the groups that have any of the words, with `misfit`: the less it is, the better they fit."""
    rows = groups.values_list("pk", "search_words", "name", "other_names", "where")
    best = sorted(misfits(words, [Known(*row) for row in rows]).items(), key=itemgetter(1))[:MOST_FOUND]
    by_misfit: dict[int, list[int]] = {}
    for number, misfit in best:
        by_misfit.setdefault(misfit, []).append(number)
    cases = [When(pk__in=numbers, then=misfit) for misfit, numbers in by_misfit.items()]
    found = groups.filter(pk__in=[number for number, _misfit in best])
    return found.annotate(misfit=Case(*cases, default=0, output_field=IntegerField()))


def misfits(words: Sequence[str], known: Sequence[Known]) -> dict[int, int]:
    """By their numbers the groups that have any of the words, and how badly each fits: the least fits best."""
    vocabulary = Vocabulary(" ".join(one.words for one in known).split())
    meant = [_meant(word, vocabulary) for word in words]
    fits = ((one.number, _fit(one, meant)) for one in known)
    return {number: -fit for number, fit in fits if fit}


def _meant(word: str, vocabulary: Vocabulary) -> _Meant:
    others = dict.fromkeys(vocabulary.of_stems(_same_things(word)), ALIKE)
    straight = dict.fromkeys(vocabulary.begun(word), BEGUN)
    straight |= dict.fromkeys(vocabulary.of_stems({stem(word)}), WHOLE)
    if straight:
        return _Meant(straight, others)
    return _Meant(others or dict.fromkeys(vocabulary.slips(word), SLIPPED))


@lru_cache(maxsize=1)
def _things() -> dict[str, frozenset[str]]:
    """By the stem of each word that we know others for, the stems of all that mean the same."""
    things: dict[str, frozenset[str]] = {}
    for same in ALL_SAME:
        stems = frozenset(map(stem, same))
        things |= {one: things.get(one, frozenset()) | stems for one in stems}
    return things


def _same_things(word: str) -> frozenset[str]:
    return _things().get(stem(word), frozenset())


def _fit(group: Known, meant: Iterable[_Meant]) -> int:
    """0 if the group has none of the words."""
    fit = 0
    for one in meant:
        straight = _best(group, one.fits)
        fit += straight + A_WORD if straight else _best(group, one.others)
    return fit


def _best(group: Known, fits: dict[str, int]) -> int:
    """The words of a group stand between spaces, so that each is found without cutting them apart."""
    words = f"{group.words} "
    return max((fit * _weight(group, word) for word, fit in fits.items() if f" {word} " in words), default=0)


def _weight(group: Known, word: str) -> int:
    if f" {word} " in _between_spaces(f"{group.name} {group.other_names}"):
        return NAMES
    return PLACE if f" {word} " in _between_spaces(group.where) else PURPOSE


@lru_cache(maxsize=10_000)
def _between_spaces(text: str) -> str:
    return f" {folded(text)} "
