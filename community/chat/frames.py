"""What an open page is told of an entry: the same for everybody who may read the room."""

from typing import Any

from community.chat.models import Entry
from groups.templatetags.faces import avatar
from kit import live


def frame_of(entry: Entry) -> dict[str, Any]:
    """The entry as its frame. A hidden one has left its place and its number, and nothing else."""
    if entry.hidden_at:
        return {"entry": {"key": entry.key, "number": entry.number, "hidden": True}}
    face = entry.author
    return {
        "entry": {
            "key": entry.key,
            "number": entry.number,
            "sent_as": entry.client_key,
            "face": {"key": face.key, "name": face.name, "avatar": avatar(face)},
            "html": entry.html,
            "at": entry.created_at.isoformat(timespec="seconds"),
            "edited": entry.edited_at is not None,
            "hidden": False,
        }
    }


def send(entry: Entry) -> None:
    """Bring the entry as it is now to everybody in the room, in the order of the room's changes."""
    live.send(f"room:{entry.room.key}", frame_of(entry), number=entry.change_number, author=entry.author_id)
