"""What somebody may mean by the beginning of a word: a person of the group, another group, a word that is used here.

Everything comes from what the viewer may read in this group or find in the directory, so that no suggestion tells
of anything else. Hidden groups are suggested to nobody, for one slip would show a group where nobody should know it.
Who blocked whom makes no difference beyond what the lists of the group show: a name that is missing would tell.
"""

import re
from collections import Counter
from dataclasses import dataclass

from django.urls import reverse

from community.forum import policy
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Group, Membership
from people.models import Viewer

MOST = 6
SHORTEST_WORD = 3  # letters before a word is suggested
TITLES = 200  # newest topics that are looked through for words
WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is shown, and what it puts in the place of what was typed."""

    words: str
    text: str


def suggestions(typed: str, *, viewer: Viewer, face: Membership, group: Group) -> list[Suggestion]:
    """At most six for `@person`, `#group` or the beginning of a word."""
    sign, rest = typed[:1], typed[1:].strip()
    if sign == "@":
        return _people(rest, viewer, face, group)
    if sign == "#":
        return _groups(rest, viewer)
    return _words(typed.strip(), viewer, group) if len(typed.strip()) >= SHORTEST_WORD else []


def _people(start: str, viewer: Viewer, face: Membership, group: Group) -> list[Suggestion]:
    faces = groups_queries.members_of(group, viewer=viewer).filter(only_in="", name__istartswith=start)
    names = faces.exclude(pk=face.pk).order_by("name_key").values_list("name", flat=True)
    return [Suggestion(name, f"@{name}") for name in names[:MOST]]


def _groups(start: str, viewer: Viewer) -> list[Suggestion]:
    groups = groups_policy.visible_groups(viewer).exclude(visibility=Group.Visibility.HIDDEN)
    named = groups.filter(archived_at__isnull=True, name__istartswith=start).order_by("name", "pk")
    found = named.values_list("name", "slug")[:MOST]
    return [Suggestion(name, f"[{name}]({reverse('groups:group', args=[slug])})") for name, slug in found]


def _words(start: str, viewer: Viewer, group: Group) -> list[Suggestion]:
    topics = policy.visible_topics(viewer).filter(group=group, title__icontains=start)
    titles = topics.order_by("-last_post_at", "-pk").values_list("title", flat=True)[:TITLES]
    known = [*titles, group.name, group.other_names]
    used = Counter(word.casefold() for text in known for word in WORD.findall(text))
    meant = start.casefold()
    fitting = [word for word, _count in used.most_common() if word.startswith(meant) and word != meant]
    return [Suggestion(start + word[len(meant) :], start + word[len(meant) :]) for word in fitting[:MOST]]
