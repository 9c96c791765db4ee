"""The command by which an open page says that somebody is still here."""

from typing import Any

from groups import presence
from groups.models import Membership
from kit.live import gates
from people.models import Viewer


@gates.command("here")
def here(viewer: Viewer, message: dict[str, Any]) -> dict[str, Any]:
    """`{"here": key of a group}`; answered in the same way whether or not there is such a group."""
    key = message["here"]
    if not isinstance(key, str) or not key.isascii() or len(key) > 40:
        raise gates.BadMessage("here: a short text is expected.")
    if viewer.is_authenticated:
        mine = Membership.objects.filter(member_id=viewer.pk, only_in="", group__key=key, shows_presence=True)
        presence.come(mine.first())
    return {"noted": True}
