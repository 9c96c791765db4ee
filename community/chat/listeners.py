"""What follows from private talks: notices. They name neither a group nor a face: they may be read over a shoulder."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.chat import events, policy
from community.chat.models import Entry, Room, Talk
from groups.models import Membership
from groups.quiet import rings_at
from kit import markdown
from kit.events import on
from people import actions as people_actions
from people import queries as people_queries
from people.muting import without_muting


def _tell(face: Membership, *, kind: str, source: str, text: str | Promise, url: str) -> None:
    if face.member is not None:
        people_actions.tell_in_their_language(
            face.member, kind=kind, source=source, text=text, url=url, rings_at=rings_at(face.group)
        )


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
        source = f"{talk.key}:{talk.asked_at:%Y%m%d%H%M%S%f}"
        _tell(talk.asked, kind="talk", source=source, text=text, url=reverse("chat:messages"))


@on(events.TalkBegun)
def tell_who_asked(event: events.TalkBegun) -> None:
    talk = _talk(event.talk_id)
    if talk is None or talk.asked_by.member is None:
        return
    side = policy.visible_rooms(talk.asked_by.member).filter(owner=talk.asked_by, other=talk.asked).first()
    if side is not None:
        text = _("Somebody has said yes to a private talk with you.")
        source = f"{talk.key}:{talk.asked_at:%Y%m%d%H%M%S%f}"
        _tell(talk.asked_by, kind="talk_begun", source=source, text=text, url=reverse("chat:room", args=[side.key]))


@on(events.EntrySaidPrivately)
def note_that_writer_has_read(event: events.EntrySaidPrivately) -> None:
    entry = _entry(event.entry_id)
    if entry is not None and entry.author.member is not None:
        people_actions.mark_read_of(entry.author.member, kind="private", source_begins=_source(entry.room))


@on(events.EntryReceived)
def tell_who_is_written_to(event: events.EntryReceived) -> None:
    """One notice stands for a talk until it is read, or until its reader writes there."""
    entry = _entry(event.entry_id)
    owner = entry.room.owner if entry is not None and not entry.hidden_at else None
    if entry is None or owner is None or owner.member is None:
        return
    if not policy.visible_rooms(owner.member).filter(pk=entry.room_id).exists():
        return
    source = _source(entry.room)
    waiting = people_queries.without_unread_notice([owner.member], kind="private", source_begins=source)
    if waiting and without_muting(waiting, markdown.plain(entry.body)):
        text = _("Somebody wrote to you privately.")
        url = reverse("chat:room", args=[entry.room.key])
        _tell(owner, kind="private", source=f"{source}{entry.key}", text=text, url=url)


def _entry(pk: int) -> Entry | None:
    related = ("room__owner__member", "room__owner__group", "author__member")
    return Entry.objects.select_related(*related).filter(pk=pk).first()


def _source(side: Room) -> str:
    return f"side:{side.key}:"
