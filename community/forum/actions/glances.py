"""How far a member has been through what is new."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.forum.models import Glance
from people.models import Member


@transaction.atomic
def go_through(member: Member, *, until: datetime) -> Glance:
    """What changed up to this time is not new to the member any more; they never go back, nor into the future."""
    until = min(until, timezone.now())
    glance, is_first = Glance.objects.get_or_create(member=member, defaults={"looked_at": until})
    if not is_first:
        Glance.objects.filter(pk=glance.pk, looked_at__lt=until).update(looked_at=until)  # two tabs never go back
        glance.refresh_from_db(fields=["looked_at"])
    return glance
