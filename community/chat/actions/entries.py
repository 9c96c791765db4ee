"""Entries: said, changed, removed and brought back. Each change takes the next change number of its room.

What is said in a private talk is kept once on each side, known by its author and client key, and on the other's only
if it may reach them: so neither numbers nor pauses tell anybody that something was kept away.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from community.chat import events, frames, policy
from community.chat.actions import quotes
from community.chat.actions.rooms import locked_room, locked_sides
from community.chat.models import Entry, Room
from groups import actions as groups_actions
from groups.models import Membership
from kit import markdown
from kit.events import announce
from kit.policy import Refused, require
from kit.quoting import Sources
from kit.writes import count_up, insert


def say(author: Membership, room: Room, *, body: str, client_key: str) -> Entry:
    """The next entry of the room; the same `client_key` of the same author twice is the same entry."""
    html = markdown.render(body)  # before the lock: cooking takes longer than writing
    sources = quotes.sources_in(html, room.pk)
    entry = Entry(author=author, client_key=client_key, body=body, html=html, html_version=markdown.VERSION)
    try:
        return _write(entry, room, sources)
    except (IntegrityError, Refused):
        sent_before = Entry.objects.filter(room=room, author=author, client_key=client_key).first()
        if sent_before is None:
            raise
        return sent_before


@transaction.atomic
def _write(entry: Entry, room: Room, sources: Sources) -> Entry:
    if room.is_private:
        return _write_privately(entry, room)
    # One at a time: counting keeps all other writers out, so numbers have no gaps, and a refusal takes it back.
    entry.room = room = count_up(room, "last_number", "change_number", also=("closed_at",))
    require(policy.can_speak(entry.author, room))
    require(policy.can_say(entry.author, room, html=entry.html))
    _insert(entry)
    quotes.keep(entry, sources)
    if not entry.author.group.checks_first_posts:  # there only what somebody looked at counts
        groups_actions.count_early_post(entry.author)
    announce(events.EntrySaid(entry_id=entry.pk))
    frames.send(entry)
    return entry


def _write_privately(entry: Entry, room: Room) -> Entry:
    sides = {side.owner_id: side for side in locked_sides(room.owner_id, room.other_id)}
    entry.room = sides[room.owner_id]
    require(policy.can_speak(entry.author, entry.room))
    require(policy.can_say(entry.author, entry.room, html=entry.html))
    announce(events.EntrySaidPrivately(entry_id=_insert_next(entry).pk))
    there = sides.get(room.other_id)
    if there and policy.is_reached(there, author=entry.author):
        received = _insert_next(_copy(entry, there))
        announce(events.EntryReceived(entry_id=received.pk))
    return entry


def _copy(entry: Entry, side: Room) -> Entry:
    names = ("author", "client_key", "body", "html", "html_version", "created_at")
    return Entry(room=side, **{name: getattr(entry, name) for name in names})


def _insert_next(entry: Entry) -> Entry:
    count_up(entry.room, "last_number", "change_number")
    _insert(entry)
    quotes.note(entry)
    frames.send(entry)
    return entry


def _insert(entry: Entry) -> None:
    entry.number, entry.change_number = entry.room.last_number, entry.room.change_number
    insert(entry)


def edit_entry(author: Membership, entry: Entry, *, body: str) -> Entry:
    html = markdown.render(body)
    with transaction.atomic():
        entry = _locked_entry(entry)
        require(policy.can_edit(author, entry))
        require(policy.can_say(author, entry.room, html=html))
        if entry.body == body:
            return entry
        for one in (entry, *(twin for twin in _twins(entry) if policy.is_reached(twin.room, author=author))):
            before = one.html
            one.body, one.html, one.html_version, one.edited_at = body, html, markdown.VERSION, timezone.now()
            quotes.note(one, before=before)
            _stamp(one, "body", "html", "html_version", "edited_at")
        announce(events.EntryEdited(entry_id=entry.pk))
    return entry


@transaction.atomic
def hide_entry(actor: Membership | None, entry: Entry, *, reason: str) -> Entry:
    """Remove an entry, as moderation decided; its place stays. `actor` is None when the safety team acts."""
    entry = _locked_entry(entry)
    if actor is not None:
        require(policy.can_hide(actor, entry))
    if entry.hidden_at:
        return entry
    for one in (entry, *_twins(entry)):
        one.hidden_at, one.hidden_reason = timezone.now(), reason
        _stamp(one, "hidden_at", "hidden_reason")
        _stamp_quoting(one)
    announce(events.EntryHidden(entry_id=entry.pk))
    return entry


@transaction.atomic
def restore_entry(actor: Membership | None, entry: Entry) -> Entry:
    entry = _locked_entry(entry)
    if actor is not None:
        require(policy.can_hide(actor, entry))
    if not entry.hidden_at:
        return entry
    for one in (entry, *_twins(entry)):
        one.hidden_at, one.hidden_reason = None, ""
        _stamp(one, "hidden_at", "hidden_reason")
        _stamp_quoting(one)
    announce(events.EntryRestored(entry_id=entry.pk))
    return entry


def _locked_entry(entry: Entry) -> Entry:
    """The entry as it is now, with its room kept from all other writers; of a private talk, with both sides."""
    room = entry.room
    if room.is_private:
        room = next(side for side in locked_sides(room.owner_id, room.other_id) if side.pk == room.pk)
    else:
        room = locked_room(room)
    entry = Entry.objects.select_related("author").get(pk=entry.pk)
    entry.room = room
    return entry


def _twins(entry: Entry) -> list[Entry]:
    """The same words on the other side of a private talk, if they came there."""
    room = entry.room
    if not room.is_private:
        return []
    there = Entry.objects.filter(room__owner=room.other_id, room__other=room.owner_id)
    there = there.select_related("author", "room__owner__member", "room__other")
    return list(there.filter(author=entry.author_id, client_key=entry.client_key))


def _stamp_quoting(source: Entry) -> None:
    """What quotes the entry has changed with it."""
    for entry in quotes.those_quoting(source):
        entry.room = source.room
        _stamp(entry)


def _stamp(entry: Entry, *changed: str) -> None:
    """Write what changed under the room's next change number, and show it to everybody in the room."""
    room = entry.room
    room.change_number += 1
    room.save(update_fields=["change_number"])
    entry.change_number = room.change_number
    entry.save(update_fields=["change_number", *changed])
    frames.send(entry)
