"""Who is spoken to in a text that somebody wrote: `@` and a name of the group."""

import re

from groups import policy
from groups.models import Membership
from groups.names import name_key

SIGN = re.compile(r"(?<![\w/@.])@(?=\w)([^\n@]{1,60})")
WORD_END = re.compile(r"(?<=\w)(?!\w)|(?<=[^\w\s])(?=\s|$)")
LONGEST_NAME = 40
MOST_WORDS = 6
MOST_MENTIONS = 10


def spoken_to(body: str, *, group_id: int, topic_key: str) -> dict[str, int]:
    """The words of each name that somebody in the group has, the longest where several fit, and the id of the face."""
    starts = [_beginnings(found[1]) for found in SIGN.finditer(body)][:MOST_MENTIONS]
    keys = {words: name_key(words) for start in starts for words in start}
    if not keys:
        return {}
    # A name that stopped being one with another would tell that both are one person's.
    here = Membership.objects.filter(group=group_id)
    everyday = policy.shown_as_belonging(here.filter(only_in=""))
    nameless = here.filter(only_in=topic_key, state__in=[Membership.State.ACTIVE, Membership.State.LEFT])
    known = dict((everyday | nameless).filter(name_key__in=keys.values()).values_list("name_key", "pk"))
    named = [_name_in(start, keys, known) for start in starts]
    return {words: known[keys[words]] for words in named if words}


def _name_in(start: list[str], keys: dict[str, str], known: dict[str, int]) -> str:
    """The longest name that somebody has, without the signs after it, which count for nothing in a name."""
    key = next((keys[words] for words in start if keys[words] in known), None)
    return min((words for words in start if keys[words] == key), key=len, default="")


def _beginnings(text: str) -> list[str]:
    """What a name at the beginning of this text might be, the longest first."""
    ends = [found.start() for found in WORD_END.finditer(text[: LONGEST_NAME + 1])][: 2 * MOST_WORDS]
    return [text[:end] for end in reversed(ends) if 0 < end <= LONGEST_NAME]
