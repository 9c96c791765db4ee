"""The room on the socket: who may follow it, how one talks, and what was missed."""

from typing import Any

from django.utils.translation import gettext as _

from community.chat import actions, policy, queries
from community.chat.forms import LONGEST
from community.chat.frames import frames_of
from community.chat.models import Entry, Room
from groups import queries as groups_queries
from groups.models import Membership
from kit import pace
from kit.live import gates
from kit.policy import Refused
from people.models import Viewer


@gates.channel("room")
def follow_room(viewer: Viewer, key: str) -> gates.Admission | None:
    change = policy.visible_rooms(viewer).filter(key=key).values_list("change_number", flat=True).first()
    if change is None:
        return None
    return gates.Admission(position=change, hidden_authors=groups_queries.hidden_faces(viewer))


@gates.command("say", together="room")
def say(viewer: Viewer, message: dict[str, Any]) -> dict[str, Any]:
    """`{"say": words, "room": key, "key": client key}`; answered with the entry's place when it is stored."""
    body, room_key, client_key = _words(message), _short(message, "room"), _short(message, "key")
    face, room = _place_of(viewer, room_key)
    if room is None:
        return {"gone": f"room:{room_key}"}
    if face is None:
        raise Refused(policy.can_speak(None, room).reason)
    pace.spend("say", viewer.pk or 0)
    entry = actions.say(face, room, body=body, client_key=client_key)
    return {"said": client_key, "entry": entry.key, "number": entry.number, "change": entry.change_number}


@gates.catch_up("room")
def entries_since(key: str, position: int, limit: int) -> list[gates.Frame]:
    """Every entry that was said, edited, hidden or restored since, as it is now."""
    entries = Entry.objects.filter(room__key=key, change_number__gt=position).select_related("author")
    return frames_of(list(entries.order_by("change_number")[:limit]))


@gates.heads("room")
def change_numbers(keys: list[str]) -> dict[str, int]:
    return dict(Room.objects.filter(key__in=keys).values_list("key", "change_number"))


def _place_of(viewer: Viewer, room_key: str) -> tuple[Membership | None, Room | None]:
    """Whoever belongs is there by one question; only for others sight is asked."""
    own = queries.own_place_at(viewer, room_key)
    if own is not None and not (own[1].is_private and _is_out_of_sight(own[1], viewer)):
        return own
    return None, policy.visible_rooms(viewer).select_related("group").filter(key=room_key).first()


def _is_out_of_sight(side: Room, viewer: Viewer) -> bool:
    """Whether they blocked the one whom they talked with."""
    return not policy.visible_rooms(viewer).filter(pk=side.pk).exists()


def _words(message: dict[str, Any]) -> str:
    words = message["say"]
    if not isinstance(words, str) or "\0" in words:
        raise gates.BadMessage("say: text is expected.")
    words = words.strip()
    if not words:
        raise Refused(_("Write something first."))
    if len(words) > LONGEST:
        raise Refused(_("This is too long for the chat. Shorten it, or write it as a topic."))
    return words


def _short(message: dict[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not 0 < len(value) <= 40:
        raise gates.BadMessage(f"{name}: a short text is expected.")
    return value
