"""All words that groups are found by, and which of them somebody may mean by one that they typed."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

from groups.lay_words import HEARD
from kit.english import stem

SHORTEST_BEGINNING = 3  # letters of a word that is still being typed
SHORTEST_SLIP = 4
SHORTEST_HEARD = 6  # letters of a word that may be both heard and mistyped


class Vocabulary:
    """Different words in small letters, each looked at as few times as can be."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        return _by(self.words, stem)

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        return _by((word for word in self.words if len(word) >= SHORTEST_SLIP), heard)

    def of_stems(self, stems: Iterable[str]) -> list[str]:
        return [word for one in stems for word in self._by_stem.get(one, ())]

    def begun(self, word: str) -> list[str]:
        """Words that begin so; in scripts without spaces those that hold it."""
        if not word.isascii():
            return [known for known in self.words if word in known]
        return [known for known in self.words if known.startswith(word)] if len(word) >= SHORTEST_BEGINNING else []

    def slips(self, word: str) -> list[str]:
        """Words that somebody may have meant who wrote this one: a letter is wrong, or they sound the same."""
        if len(word) < SHORTEST_SLIP or word.isdigit():
            return []
        sound = heard(word)
        sounds = [sound]
        if len(sound) >= SHORTEST_HEARD:
            sounds += _one_apart_from(sound, self._by_sound, shortest=SHORTEST_HEARD)
        return [
            *_one_apart_from(word, self.words),
            *self.of_stems(_one_apart_from(stem(word), self._by_stem)),
            *(known for one in sounds for known in self._by_sound.get(one, ())),
        ]


def _by(words: Iterable[str], form: Callable[[str], str]) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for word in words:
        kept.setdefault(form(word), []).append(word)
    return kept


def _one_apart_from(word: str, known: Iterable[str], *, shortest: int = SHORTEST_SLIP) -> Iterator[str]:
    """One slip leaves the first or the last third of a word as it was, which is quicker to see than the slip."""
    third = max(1, len(word) // 3)
    begins, ends = word[:third], word[-third:]
    for one in known:
        if len(one) >= shortest and (one.startswith(begins) or one.endswith(ends)) and is_one_apart(word, one):
            yield one


def is_one_apart(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, changed, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    begins = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if begins is None:
        return True
    rest, others = one[begins:], other[begins:]
    is_swapped = rest[:2] == others[:2][::-1] and rest[2:] == others[2:]
    return is_swapped or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


@lru_cache(maxsize=50_000)
def heard(word: str) -> str:
    """The word by its sound: asma and asthma are one."""
    for letters, sound in HEARD:
        word = word.replace(letters, sound)
    return "".join(letter for place, letter in enumerate(word) if not place or letter != word[place - 1])
