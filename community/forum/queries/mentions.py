"""Names with `@` in posts, as links to the faces that have them now."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.forum.models import Mention
from community.forum.queries.speaking import spoken_to
from groups.models import Block, Group, Membership
from kit import markdown
from people.models import Viewer

TAG = re.compile(r"""(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)""")
LINKS = re.compile(r"<(/?)(?:a|code|pre)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is spoken to in a post: the words there, and who that is now, or nobody whom the viewer meets."""

    words: str
    key: str
    name: str


def named_in(post_ids: Iterable[int], *, blocker_id: int) -> dict[int, list[Named]]:
    """Who is spoken to in each of these posts; whoever the member with this id blocked has no name there."""
    rows = Mention.objects.filter(post__in=list(post_ids)).annotate(
        is_blocked=Exists(Block.objects.filter(blocker_id=blocker_id, blocked=OuterRef("face")))
    )
    found: dict[int, list[Named]] = {}
    for post_id, words, key, name, is_blocked in rows.values_list(
        "post_id", "words", "face__key", "face__name", "is_blocked"
    ):
        found.setdefault(post_id, []).append(Named(words, "" if is_blocked else key, "" if is_blocked else name))
    return found


def preview(body: str, *, group: Group, topic_key: str, viewer: Viewer) -> str:
    """The text as its writer would see it once it is stored."""
    html = markdown.render(body, has_images=True)
    found = spoken_to(body, group_id=group.pk, topic_key=topic_key)
    if not found:
        return html
    is_blocked = Exists(Block.objects.filter(blocker_id=viewer.pk, blocked=OuterRef("pk")))
    faces = Membership.objects.filter(pk__in=found.values()).annotate(is_blocked=is_blocked).in_bulk()
    named = [_named(words, faces[face_id]) for words, face_id in found.items()]
    return with_names(html, named, group_slug=group.slug)


def _named(words: str, face: Any) -> Named:
    return Named(words, "", "") if face.is_blocked else Named(words, face.key, face.name)


def with_names(html: str, named: list[Named], *, group_slug: str) -> str:
    """The post's HTML with links in the place of names, outside of links and of what is shown as it was typed."""
    links = {escape(f"@{one.words}"): _link_to(one, group_slug) for one in named}
    pattern = re.compile("|".join(re.escape(words) + r"(?!\w)" for words in sorted(links, key=len, reverse=True)))
    pieces = TAG.split(html)
    depth = 0
    for place, piece in enumerate(pieces):
        if place % 2:
            depth += {"": 1, "/": -1}[found[1]] if (found := LINKS.match(piece)) else 0
        elif depth == 0:
            pieces[place] = _linked(piece, pattern, links)
    return "".join(pieces)


def _linked(text: str, pattern: re.Pattern[str], links: Mapping[SafeString, str]) -> str:
    return pattern.sub(lambda found: links[SafeString(found[0])], text)


def _link_to(one: Named, group_slug: str) -> str:
    if not one.key:
        return "@" + escape(_("somebody"))
    return f'<a href="{reverse("groups:face", args=[group_slug, one.key])}">@{escape(one.name)}</a>'
