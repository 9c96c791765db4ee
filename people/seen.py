"""What an address names, as far as whoever asks may see it: nearly every page asks this first, so it is prepared."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet
from django.http import Http404

from kit.prepared import Prepared, Value
from people.models import Member, Viewer

Thing = TypeVar("Thing", bound=Model)


def _any_member(pk: int) -> Member:
    """Of whom nothing is known but a number: nobody has it, so asking for more of them is an error."""
    return Member.from_db(None, ["id"], [pk])


class Seen(Generic[Thing]):
    """`TOPIC = Seen(lambda viewer, *, key: policy.visible_topics(viewer).filter(key=key))` makes one query for members
    and one for visitors; then `TOPIC.or_404(viewer, key=key)` only fills in the values.

    `build` gets a member who is nothing but their number: what hangs on anything else of them cannot be prepared so.
    Numbers out of an address may be too large for a column: ask by texts.
    """

    def __init__(self, build: Callable[..., QuerySet[Thing]]) -> None:
        self.build = build
        self.by_member = Prepared(lambda *, viewer_id, **values: build(_any_member(viewer_id), **values))
        self.by_visitor = Prepared(lambda **values: build(AnonymousUser(), **values))

    def first(self, viewer: Viewer, **values: Value) -> Thing | None:
        return next(iter(self.rows(viewer, **values)), None)

    def or_404(self, viewer: Viewer, **values: Value) -> Thing:
        """What one may not see does not exist."""
        thing = self.first(viewer, **values)
        if thing is None:
            raise Http404
        return thing

    def rows(self, viewer: Viewer, **values: Value) -> list[Thing]:
        if viewer.is_authenticated:
            return self.by_member.rows(viewer_id=viewer.pk, **values)
        try:
            return self.by_visitor.rows(**values)
        except EmptyResultSet:  # a policy that shows visitors nothing makes no query at all
            return []
