"""What is being written is kept until it is sent or thrown away."""

from django.db import transaction
from django.utils import timezone

from community.forum import policy
from community.forum.models import Draft, Topic
from groups.models import Membership
from kit.policy import require


@transaction.atomic
def save_draft(author: Membership, topic: Topic | None, *, body: str, title: str = "") -> Draft | None:
    """Keep the reply to `topic`, or the new topic if there is none; nothing written means nothing kept."""
    if not body.strip() and not title.strip():
        return discard_draft(author, topic)
    verdict = policy.can_reply(author, topic) if topic else policy.can_start_topic(author, author.group)
    require(verdict)
    draft, _is_new = Draft.objects.update_or_create(
        author=author, topic=topic, defaults={"title": title, "body": body, "updated_at": timezone.now()}
    )
    return draft


@transaction.atomic
def discard_draft(author: Membership, topic: Topic | None) -> None:
    Draft.objects.filter(author=author, topic=topic).delete()
