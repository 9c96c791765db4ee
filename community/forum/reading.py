"""How long a topic takes to read, in steps that somebody tired can choose by."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

WORDS_A_MINUTE = 200  # a slow, quiet pace: Brysbaert (2019) finds 238 for adults who read English silently
STEPS = (3, 10, 30)  # minutes


def words_in(body: str) -> int:
    return len(body.split())


def time_to_read(word_count: int) -> str:
    """The shortest of the steps in which this many words are read."""
    return times_to_read([word_count])[0]


def times_to_read(word_counts: Iterable[int]) -> list[str]:
    """The same for many topics, each of the few sentences looked up once."""
    language = get_language()
    steps = (next((step for step in (1, *STEPS) if count <= step * WORDS_A_MINUTE), 0) for count in word_counts)
    return [_sentence(step, language) for step in steps]


@lru_cache
def _sentence(minutes: int, _language: str | None) -> str:
    if minutes == 1:
        return _("A minute to read")
    if minutes:
        return _("%(minutes)d minutes to read") % {"minutes": minutes}
    return _("More than %(minutes)d minutes to read") % {"minutes": STEPS[-1]}
