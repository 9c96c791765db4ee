"""Words that a member does not want to read for now: what holds them is folded away, for them alone.

Whole words are meant, in any case: whoever mutes "scan" still reads of a scanner.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from html import unescape

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from people.models import Member, MutedWord, Viewer

FOLDED = gettext_lazy("It holds a word that you do not want to read. Show it.")
TAG = re.compile(r"<[^>]*>")


class Muting:
    """The muted words of one member."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = sorted({" ".join(one.casefold().split()) for one in words})

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        wanted = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in self.words)
        return re.compile(rf"(?<!\w)(?:{wanted})(?!\w)")

    def holds(self, *texts: str) -> bool:
        """Whether one of the texts has a muted word in it."""
        return bool(self.words) and any(self._pattern.search(text.casefold()) for text in texts)

    def holds_html(self, html: str) -> bool:
        """The same for cooked words; what stands in tags does not count."""
        return bool(self.words) and self.holds(unescape(TAG.sub(" ", html)))


NOTHING = Muting()


def muted_words_of(viewer: Viewer) -> QuerySet[MutedWord]:
    if not viewer.is_authenticated:
        return MutedWord.objects.none()
    return MutedWord.objects.filter(member_id=viewer.pk).order_by("words")


def muting_of(viewer: Viewer) -> Muting:
    """What the viewer has muted. Most mute nothing, and members come with that number: see people.queries."""
    if not viewer.is_authenticated or getattr(viewer, "muted_count", None) == 0:
        return NOTHING
    return Muting(muted_words_of(viewer).values_list("words", flat=True))


def without_muting(members: list[Member], text: str) -> list[Member]:
    """Those of the members who have muted no word of the text."""
    muted: dict[int, list[str]] = {}
    for member_id, words in MutedWord.objects.filter(member__in=members).values_list("member_id", "words"):
        muted.setdefault(member_id, []).append(words)
    return [member for member in members if not Muting(muted.get(member.pk, ())).holds(text)]
