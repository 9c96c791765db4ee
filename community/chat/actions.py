"""The only code that writes in this room. Each change takes the next change number and is sent to open pages."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.chat import events, frames, policy
from community.chat.models import Entry, Room
from groups import actions as groups_actions
from groups import policy as groups_policy
from groups.models import Group, Membership
from kit import markdown
from kit.events import announce
from kit.policy import Refused, require
from kit.writes import count_up, insert


@transaction.atomic
def open_room(host: Membership, group: Group, *, name: str) -> Room:
    require(policy.can_open_room(host, group))
    try:
        with transaction.atomic():
            room = Room.objects.create(group=group, name=name)
    except IntegrityError:
        raise Refused(_("There is a room of this name already.")) from None
    announce(events.RoomOpened(room_id=room.pk))
    return room


@transaction.atomic
def close_room(host: Membership, room: Room) -> Room:
    """From now on the room is only read."""
    room = _locked(room)
    require(policy.can_close_room(host, room))
    if room.closed_at:
        return room
    room.closed_at = timezone.now()
    room.save(update_fields=["closed_at"])
    announce(events.RoomClosed(room_id=room.pk))
    return room


@transaction.atomic
def reopen_room(host: Membership, room: Room) -> Room:
    room = _locked(room)
    require(policy.can_close_room(host, room))
    if not room.closed_at:
        return room
    room.closed_at = None
    room.save(update_fields=["closed_at"])
    announce(events.RoomReopened(room_id=room.pk))
    return room


def say(author: Membership, room: Room, *, body: str, client_key: str) -> Entry:
    """The next entry of the room; the same `client_key` of the same author twice is the same entry."""
    html = markdown.render(body)  # before the lock: cooking takes longer than writing
    entry = Entry(author=author, client_key=client_key, body=body, html=html, html_version=markdown.VERSION)
    try:
        return _write(entry, room)
    except (IntegrityError, Refused):
        sent_before = Entry.objects.filter(room=room, author=author, client_key=client_key).first()
        if sent_before is None:
            raise
        return sent_before


@transaction.atomic
def _write(entry: Entry, room: Room) -> Entry:
    # One at a time: counting keeps all other writers out, so numbers have no gaps, and a refusal takes it back.
    entry.room = room = count_up(room, "last_number", "change_number", also=("closed_at",))
    require(policy.can_speak(entry.author, room))
    require(groups_policy.can_say(entry.author, room.group, html=entry.html))
    entry.number, entry.change_number = room.last_number, room.change_number
    insert(entry)
    if not entry.author.group.checks_first_posts:  # there only what somebody looked at counts
        groups_actions.count_early_post(entry.author)
    announce(events.EntrySaid(entry_id=entry.pk))
    frames.send(entry)
    return entry


def edit_entry(author: Membership, entry: Entry, *, body: str) -> Entry:
    html = markdown.render(body)
    with transaction.atomic():
        entry = _locked_entry(entry)
        require(policy.can_edit(author, entry))
        require(groups_policy.can_say(author, entry.room.group, html=html))
        if entry.body == body:
            return entry
        entry.body, entry.html, entry.html_version, entry.edited_at = body, html, markdown.VERSION, timezone.now()
        _stamp(entry, "body", "html", "html_version", "edited_at")
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
    entry.hidden_at, entry.hidden_reason = timezone.now(), reason
    _stamp(entry, "hidden_at", "hidden_reason")
    announce(events.EntryHidden(entry_id=entry.pk))
    return entry


@transaction.atomic
def restore_entry(actor: Membership | None, entry: Entry) -> Entry:
    entry = _locked_entry(entry)
    if actor is not None:
        require(policy.can_hide(actor, entry))
    if not entry.hidden_at:
        return entry
    entry.hidden_at, entry.hidden_reason = None, ""
    _stamp(entry, "hidden_at", "hidden_reason")
    announce(events.EntryRestored(entry_id=entry.pk))
    return entry


def _locked(room: Room) -> Room:
    """The room as it is now, kept from all other writers until the transaction ends."""
    return Room.objects.select_for_update(of=("self",)).get(pk=room.pk)


def _locked_entry(entry: Entry) -> Entry:
    """The entry as it is now, with its room kept from all other writers."""
    room = _locked(Room(pk=entry.room_id))
    entry = Entry.objects.select_related("author").get(pk=entry.pk)
    entry.room = room
    return entry


def _stamp(entry: Entry, *changed: str) -> None:
    """Write what changed under the room's next change number, and show it to everybody in the room."""
    room = entry.room
    room.change_number += 1
    room.save(update_fields=["change_number"])
    entry.change_number = room.change_number
    entry.save(update_fields=["change_number", *changed])
    frames.send(entry)
