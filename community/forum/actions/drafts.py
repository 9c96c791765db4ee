"""What is being written is kept until it is sent or thrown away."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from community.forum import policy
from community.forum.actions import pictures
from community.forum.models import Draft, Topic
from groups.models import Membership
from kit.policy import require


@transaction.atomic
def save_draft(
    author: Membership,
    topic: Topic | None,
    *,
    body: str,
    title: str = "",
    without_name: bool = False,
    client_key: str = "",
    seen: str | None = None,
) -> Draft | None:
    """Keep the reply to `topic`, or the new topic if there is none; nothing written means nothing kept.

    `seen` is the version that the writer went on from. What was kept from elsewhere since then is not lost: the newer
    words stand in the draft, and the others in `earlier`. Whoever goes on elsewhere sends them under the same
    `client_key`.
    """
    if not body.strip() and not title.strip():
        return discard_draft(author, topic)
    require(policy.can_reply(author, topic) if topic else policy.can_start_topic(author, author.group))
    written: dict[str, Any] = {"title": title, "body": body, "without_name": without_name, "client_key": client_key}
    written["updated_at"] = timezone.now()
    old = Draft.objects.select_for_update().filter(author=author, topic=topic).first()
    if old and seen is not None and seen != old.version and old.body.strip() and old.body not in body:
        written["earlier"] = old.body
    draft, _is_new = Draft.objects.update_or_create(author=author, topic=topic, defaults=written)
    pictures.keep(author, body)
    return draft


@transaction.atomic
def discard_draft(author: Membership, topic: Topic | None, *, body: str | None = None) -> None:
    """Throw away what was being written; with a `body` only if that is what was written, spaces apart."""
    for draft in Draft.objects.filter(author=author, topic=topic):
        if body is None or draft.body.split() == body.split():
            draft.delete()
