"""What follows from what happens in rooms: open pages hear that something changed, and people get notices."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.chat import before_eyes, events, policy, tasks
from community.chat.before_eyes import source_of
from community.chat.models import Entry, Room, Talk
from community.chat.notices import source_of_request, tell, tell_of_entry
from kit import live
from kit.events import on
from people import actions as people_actions


@on(events.RoomClosed, events.RoomReopened, events.TalkEnded)
def refresh_way_to_write(event: events.RoomClosed | events.RoomReopened | events.TalkEnded) -> None:
    """Open pages ask anew whether one may write there."""
    pk = event.side_id if isinstance(event, events.TalkEnded) else event.room_id
    for key in Room.objects.filter(pk=pk).values_list("key", flat=True):
        live.tell(f"room:{key}", "writing")


def _talk(pk: int) -> Talk | None:
    related = ("asked__member", "asked__group", "asked_by__member", "asked_by__group")
    return Talk.objects.select_related(*related).filter(pk=pk).first()


@on(events.TalkAskedFor)
def tell_who_is_asked(event: events.TalkAskedFor) -> None:
    talk = _talk(event.talk_id)
    if talk is None or talk.asked.member is None or not talk.is_to_answer:
        return
    if policy.visible_talks(talk.asked.member).filter(pk=talk.pk).exists():
        text = _("Somebody would like to talk with you privately.")
        source = f"{source_of_request(talk)}{talk.asked_at:%Y%m%d%H%M%S%f}"
        tell(talk.asked, kind="talk", source=source, text=text, url=reverse("chat:messages"))


@on(events.TalkBegun)
def tell_who_asked(event: events.TalkBegun) -> None:
    talk = _talk(event.talk_id)
    if talk is None or talk.asked_by.member is None:
        return
    side = policy.visible_rooms(talk.asked_by.member).filter(owner=talk.asked_by, other=talk.asked).first()
    if side is not None:
        text = _("Somebody has said yes to a private talk with you.")
        source = f"{source_of_request(talk)}{talk.asked_at:%Y%m%d%H%M%S%f}"
        tell(talk.asked_by, kind="talk_begun", source=source, text=text, url=reverse("chat:room", args=[side.key]))


@on(events.EntrySaidPrivately)
def note_that_writer_has_read(event: events.EntrySaidPrivately) -> None:
    entry = _entry(event.entry_id)
    if entry is not None and entry.author.member is not None:
        people_actions.mark_read_of(entry.author.member, kind="private", source_begins=source_of(entry.room))


@on(events.EntryReceived)
def tell_who_is_written_to(event: events.EntryReceived) -> None:
    """Whoever has the talk before their eyes is not told of what they read; it is looked after a while whether they
    did."""
    entry = _entry(event.entry_id)
    if entry is None or entry.room.owner is None:
        return
    if before_eyes.has(entry.room):
        tasks.look_later(entry.room)
    else:
        tell_of_entry(entry)


def _entry(pk: int) -> Entry | None:
    related = ("room__owner__member", "room__owner__group", "author__member")
    return Entry.objects.select_related(*related).filter(pk=pk).first()
