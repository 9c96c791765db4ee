"""Quotes in posts as each reader may see them: words that they do not meet elsewhere are in no quote either."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from community.forum import policy
from community.forum.models import Quote, Topic
from groups.models import Block
from groups.withheld import Withheld
from kit import markdown
from people.models import Viewer

LONGEST_QUOTE = 300  # characters that the page puts into the form; more can be typed


def words_to_quote(topic: Topic, number: int, *, viewer: Viewer) -> str:
    """The own words of a post, as the beginning of an answer to it; nothing if the viewer may not read it."""
    posts = policy.visible_posts(viewer).filter(topic=topic, number=number, hidden_at=None)
    words = markdown.plain(posts.values_list("body", flat=True).first() or "", has_quotes=False)
    if len(words) > LONGEST_QUOTE:
        words = f"{words[: words.rfind(' ', 0, LONGEST_QUOTE)]}…"
    return "".join(f"> {line}\n" for line in words.splitlines()) + "\n" if words else ""


def withheld_in(
    post_ids: Iterable[int], *, viewer: Viewer, blocker_id: int, may_read_removed: bool
) -> dict[int, dict[int, str]]:
    """By post and place, what stands in the quotes whose words the viewer does not meet. `blocker_id` says whose
    blocks count; removed words are read by whoever may, and by those who said them."""
    is_blocked = Exists(Block.objects.filter(blocker_id=blocker_id, blocked=OuterRef("source__author")))
    rows = Quote.objects.filter(post__in=list(post_ids)).annotate(is_blocked=is_blocked)
    found: dict[int, dict[int, str]] = {}
    for post_id, place, removed_at, waits, author_id, blocked in rows.values_list(
        *("post_id", "place", "source__hidden_at", "source__waits", "source__author__member_id", "is_blocked")
    ):
        may_read = may_read_removed or (author_id is not None and author_id == viewer.pk)
        if blocked:
            found.setdefault(post_id, {})[place] = Withheld.BLOCKED.html
        elif removed_at and not may_read:
            kind = Withheld.WAITING if waits else Withheld.REMOVED
            found.setdefault(post_id, {}).setdefault(place, kind.html)
    return found
