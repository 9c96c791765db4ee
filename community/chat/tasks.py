"""What this room does a while later."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from community.chat.before_eyes import SECONDS
from community.chat.models import Entry, Room
from community.chat.notices import tell_of_entry
from kit.tasks import enqueue_once, retrying

MOST = 20  # of the last words that are looked at


@retrying(attempts=5)
def tell_if_unread(side_id: int) -> None:
    """Tell whoever had the talk before their eyes of the last words there, if they left without having read them.

    The oldest first, for a later one may hold a word that they muted; one notice stands for all.
    """
    received = Entry.objects.filter(room=side_id, hidden_at=None).exclude(author=F("room__owner"))
    last = received.select_related("room__owner__member", "room__owner__group").order_by("-number")[:MOST]
    for entry in reversed(last):
        tell_of_entry(entry)


def look_later(side: Room) -> None:
    """Look again once a page that was left without a word counts as left."""
    later = tell_if_unread.using(run_after=timezone.now() + timedelta(seconds=SECONDS))
    enqueue_once(later, f"side:{side.pk}", side_id=side.pk)
