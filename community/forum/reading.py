"""How long a topic takes to read, in three steps that somebody tired can choose by."""

from django.utils.translation import gettext as _

WORDS_A_MINUTE = 200  # a slow, quiet pace: Brysbaert (2019) finds 238 for adults who read English silently
STEPS = (3, 10, 30)  # minutes


def words_in(body: str) -> int:
    return len(body.split())


def time_to_read(word_count: int) -> str:
    """The shortest of the steps in which this many words are read."""
    for minutes in STEPS:
        if word_count <= minutes * WORDS_A_MINUTE:
            return _("%(minutes)d minutes to read") % {"minutes": minutes}
    return _("More than %(minutes)d minutes to read") % {"minutes": STEPS[-1]}
