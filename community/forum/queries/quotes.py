"""Quotes in posts as each reader may see them: words that they do not meet elsewhere are in no quote either."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.forum import policy
from community.forum.models import Quote, Topic
from groups.models import Block
from groups.withheld import Withheld
from kit.quoted_lines import quote_of
from people.models import Viewer

LONGEST_QUOTE = 300  # characters that the page puts into the form; more can be typed


def words_to_quote(topic: Topic, number: int, *, viewer: Viewer) -> str:
    """The own words of a post, as the beginning of an answer to it; nothing if the viewer may not read it."""
    posts = policy.visible_posts(viewer).filter(topic=topic, number=number, hidden_at=None)
    return quote_of(posts.values_list("html", flat=True).first() or "", longest=LONGEST_QUOTE)


def with_quote(typed: str, quote: str) -> str:
    """What somebody typed, and the quote after it unless it stands there already."""
    typed = typed.replace("\r\n", "\n")
    if quote.strip() in typed:
        return typed
    return f"{typed.rstrip()}\n\n{quote}".lstrip()


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quotes of one post for one reader, by place: what stands in those that are closed, and whose words the
    others hold."""

    withheld: dict[int, str] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the words of a quote were said, and by which face."""

    number: int
    key: str
    author_id: int
    name: str

    @property
    def html(self) -> SafeString:
        address = reverse("forum:post", args=[self.key])
        link = format_html('<a href="{}" dir="auto">{}</a>', address, self.name)
        return format_html('<p class="quoted">{}</p>', format_html(_("%(name)s wrote:") % {"name": "{}"}, link))


def quotes_of(
    post_ids: Iterable[int], *, viewer: Viewer, blocker_id: int, may_read_removed: bool
) -> dict[int, Quoted]:
    """The quotes of these posts. `blocker_id` says whose blocks count; removed words are read by whoever may, and by
    those who said them. Nobody is named who does not show where the words were said."""
    is_blocked = Exists(Block.objects.filter(blocker_id=blocker_id, blocked=OuterRef("source__author")))
    rows = Quote.objects.filter(post__in=list(post_ids)).annotate(is_blocked=is_blocked)
    found: dict[int, Quoted] = {}
    sources: dict[tuple[int, int], list[_Source]] = {}
    for post_id, place, removed_at, waits, member_id, blocked, *source in rows.values_list(
        *("post_id", "place", "source__hidden_at", "source__waits", "source__author__member_id", "is_blocked"),
        *("source__number", "source__key", "source__author_id", "source__author__name"),
    ):
        quoted = found.setdefault(post_id, Quoted())
        may_read = may_read_removed or (member_id is not None and member_id == viewer.pk)
        if blocked:
            quoted.withheld[place] = Withheld.BLOCKED.html
        elif removed_at and not may_read:
            quoted.withheld.setdefault(place, (Withheld.WAITING if waits else Withheld.REMOVED).html)
        sources.setdefault((post_id, place), []).append(_Source(*source))
    for (post_id, place), said in sources.items():
        # What several people said is nobody's: who was meant cannot be known.
        if place not in found[post_id].withheld and len({one.author_id for one in said}) == 1:
            found[post_id].named[place] = max(said, key=lambda one: one.number).html
    return found
