"""The posts of a topic as its page and its open pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from community.forum import policy
from community.forum.models import Post, Reaction, Topic, is_declined
from community.forum.queries.mentions import named_in, with_names
from community.forum.queries.quotes import quotes_of
from community.forum.shown import ShownPost, Sign, html_of_posts
from groups.models import Membership
from kit.prepared import Prepared
from kit.quoting import OPENING, places_left, with_beginnings, with_quotes
from people.models import Viewer
from people.muting import Muting, muting_of

PAGE_SIZE = 20
CHANGES_AT_ONCE = 60
BADGES: dict[str, Any] = {Membership.Role.MODERATOR: _("Moderator"), Membership.Role.HOST: _("Host")}


class PostRow(NamedTuple):
    """What is fetched of a post, in this order."""

    pk: int
    key: str
    number: int
    change_number: int
    html: str
    created_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None
    hidden_reason: str
    waits: bool
    author_id: int
    author__member_id: int | None
    author__key: str
    author__name: str
    author__avatar_seed: str
    author__picture_id: int | None
    author__role: str


@dataclass(frozen=True, slots=True)
class PostSlice:
    """Some posts of a topic, by number."""

    posts: list[SafeString]
    last_number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a topic since a change number, up to `change_number`."""

    posts: list[SafeString]
    new_count: int
    own_count: int
    change_number: int
    has_more: bool


def _rows_after(*, topic_id: int, blocker_id: int, after: int) -> QuerySet[Post, Any]:
    posts = policy.visible_places(topic_id, blocker_id=blocker_id).filter(number__gt=after)
    return posts.order_by("number").values_list(*PostRow._fields)[: PAGE_SIZE + 1]


ROWS_AFTER = Prepared(_rows_after)


def posts_of(topic: Topic, *, viewer: Viewer, face: Membership | None, after: int = 0) -> PostSlice:
    """The topic's next posts after this number, as HTML."""
    blocker_id = _blocker_id(topic, viewer, face)
    rows = [PostRow._make(row) for row in ROWS_AFTER.rows(topic_id=topic.pk, blocker_id=blocker_id, after=after)]
    shown = rows[:PAGE_SIZE]
    last_number = shown[-1].number if shown else after
    return PostSlice(_show(shown, topic, viewer, face), last_number, len(rows) > PAGE_SIZE)


def changes_of(topic: Topic, *, viewer: Viewer, face: Membership | None, since: int, seen: int) -> Changes:
    """Posts written, edited or removed after change number `since`; those after number `seen` are new."""
    posts = policy.visible_places(topic.pk, blocker_id=_blocker_id(topic, viewer, face))
    changed = posts.filter(change_number__gt=since).order_by("change_number").values_list(*PostRow._fields)
    rows = [PostRow._make(row) for row in changed[: CHANGES_AT_ONCE + 1]]
    has_more = len(rows) > CHANGES_AT_ONCE
    rows = rows[:CHANGES_AT_ONCE]
    reached = rows[-1].change_number if has_more else topic.change_number
    rows.sort(key=lambda row: row.number)
    new = [row for row in rows if row.number > seen and not row.hidden_at]
    own_count = sum(viewer.is_authenticated and row.author__member_id == viewer.pk for row in new)
    return Changes(_show(rows, topic, viewer, face), len(new) - own_count, own_count, reached, has_more)


def _blocker_id(topic: Topic, viewer: Viewer, face: Membership | None) -> int:
    """Whose blocks count when the topic is shown; moderators meet everybody."""
    if not viewer.is_authenticated or policy.can_read_removed(face, topic.group):
        return 0
    return viewer.pk


def shown_post(post: Post, *, viewer: Viewer, face: Membership | None) -> ShownPost:
    """One post as its page shows it; its topic must be at hand."""
    rows = [PostRow._make(row) for row in Post.objects.filter(pk=post.pk).values_list(*PostRow._fields)]
    return next(iter(_shown(rows, post.topic, viewer, face)))


def _show(rows: Sequence[PostRow], topic: Topic, viewer: Viewer, face: Membership | None) -> list[SafeString]:
    return html_of_posts(_shown(rows, topic, viewer, face))


def _shown(rows: Sequence[PostRow], topic: Topic, viewer: Viewer, face: Membership | None) -> Iterable[ShownPost]:
    """Every question of policy is asked once for all rows."""
    may_react = bool(policy.can_react(face, topic))
    eyes = _Eyes(
        member_id=viewer.pk,
        muting=muting_of(viewer),
        group_slug=topic.group.slug,
        may_write=bool(policy.can_reply(face, topic)),
        may_react=may_react,
        may_read_removed=bool(policy.can_read_removed(face, topic.group)),
    )
    signs = _signs_of(topic, rows, face, with_none=may_react)
    blocker_id = _blocker_id(topic, viewer, face)
    rows, above = _with_quotes(rows, viewer, blocker_id=blocker_id, may_read_removed=eyes.may_read_removed)
    rows = _with_names(rows, topic, blocker_id=blocker_id)
    return (eyes.see(row, signs[row.pk], above.get(row.pk, {})) for row in rows)


def _with_quotes(
    rows: Sequence[PostRow], viewer: Viewer, *, blocker_id: int, may_read_removed: bool
) -> tuple[Sequence[PostRow], dict[int, dict[int, str]]]:
    """Words that the viewer does not meet where they were said do not stand in a quote of them either. Also, by post
    and by the place of a quote among what is left, whose words it holds."""
    quoting = [row.pk for row in rows if OPENING in row.html]
    if not quoting:
        return rows, {}
    quoted = quotes_of(quoting, viewer=viewer, blocker_id=blocker_id, may_read_removed=may_read_removed)
    shown: list[PostRow] = []
    above: dict[int, dict[int, str]] = {}
    for row in rows:
        html = row.html
        if one := quoted.get(row.pk):
            places = enumerate(places_left(html, one.withheld))
            above[row.pk] = {now: one.named[before] for now, before in places if before in one.named}
            html = with_quotes(html, one.withheld)
        shown.append(row._replace(html=html))
    return shown, above


def _with_names(rows: Sequence[PostRow], topic: Topic, *, blocker_id: int) -> list[PostRow]:
    """Who is spoken to in these posts stands there under the name they have now."""
    spoken = [row.pk for row in rows if "@" in row.html]
    named = named_in(spoken, blocker_id=blocker_id) if spoken else {}
    return [
        row._replace(html=with_names(row.html, named[row.pk], group_slug=topic.group.slug)) if row.pk in named else row
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Who looks at the posts of a topic, and what they may do there."""

    member_id: int | None
    muting: Muting
    group_slug: str
    may_write: bool
    may_react: bool
    may_read_removed: bool

    def see(self, row: PostRow, signs: tuple[Sign, ...], above: Mapping[int, str]) -> ShownPost:
        """`above` names those whose words its quotes hold; a name folds nothing away."""
        is_mine = self.member_id is not None and row.author__member_id == self.member_id
        is_removed = row.hidden_at is not None
        may_read = not is_removed or is_mine or self.may_read_removed
        return ShownPost(
            key=row.key,
            number=row.number,
            created_at=row.created_at,
            edited_at=row.edited_at,
            author_key=row.author__key if may_read else "",
            author_name=row.author__name if may_read else "",
            avatar_seed=row.author__avatar_seed if may_read else "",
            has_picture=bool(may_read and row.author__picture_id),
            author_badge=str(BADGES.get(row.author__role, "")) if may_read else "",
            group_slug=self.group_slug,
            is_mine=is_mine,
            is_removed=is_removed,
            waits=row.waits,
            is_declined=is_declined(waits=row.waits, created_at=row.created_at, hidden_at=row.hidden_at),
            may_read=may_read,
            may_quote=self.may_write and not is_mine and not is_removed,
            may_edit=is_mine and self.may_write and _is_editable(row),
            may_react=self.may_react and not is_removed,
            may_report=self.member_id is not None and not is_mine and not is_removed,
            reason=row.hidden_reason if is_removed and may_read else "",
            signs=() if is_removed else signs,
            html=with_beginnings(row.html, above) if may_read else "",
            is_muted=not is_mine and self.muting.holds_html(row.html),
        )


def _is_editable(row: PostRow) -> bool:
    return policy.is_editable(created_at=row.created_at, hidden_at=row.hidden_at)


def _signs_between(*, topic_id: int, first: int, last: int, face_id: int) -> QuerySet[Reaction, Any]:
    mine = Count("pk", filter=Q(author_id=face_id))
    given = Reaction.objects.filter(post__topic_id=topic_id, post__number__gte=first, post__number__lte=last)
    return given.values_list("post_id", "kind").annotate(count=Count("pk"), own=mine)


SIGNS_BETWEEN = Prepared(_signs_between)


def _signs_of(
    topic: Topic, rows: Sequence[PostRow], face: Membership | None, *, with_none: bool
) -> dict[int, tuple[Sign, ...]]:
    """Reactions under these posts, by post, in the order of their kinds; `with_none` adds those that nobody gave."""
    found: dict[tuple[int, str], tuple[int, int]] = {}
    if rows:
        first, last = min(row.number for row in rows), max(row.number for row in rows)
        given = SIGNS_BETWEEN.rows(topic_id=topic.pk, first=first, last=last, face_id=face.pk if face else 0)
        found = {(post_id, kind): (count, own) for post_id, kind, count, own in given}
    labels = [(kind, str(label)) for kind, label in Reaction.Kind.choices]
    bare = tuple(Sign(kind, label, 0, False) for kind, label in labels) if with_none else ()
    given_to = {post_id for post_id, _kind in found}
    return {row.pk: _signs_under(row.pk, labels, found, bare) if row.pk in given_to else bare for row in rows}


def _signs_under(
    post_id: int,
    labels: Sequence[tuple[str, str]],
    found: Mapping[tuple[int, str], tuple[int, int]],
    bare: tuple[Sign, ...],
) -> tuple[Sign, ...]:
    return tuple(
        Sign(kind, label, *_counted(found.get((post_id, kind), (0, 0))))
        for kind, label in labels
        if bare or (post_id, kind) in found
    )


def _counted(numbers: tuple[int, int]) -> tuple[int, bool]:
    return numbers[0], numbers[1] > 0
