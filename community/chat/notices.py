"""Notices of private talks. They name neither a group nor a face: they may be read over a shoulder."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.chat import policy
from community.chat.before_eyes import source_of
from community.chat.models import Entry, ReadMark, Talk
from groups.models import Membership
from groups.quiet import rings_at
from kit import markdown
from people import actions as people_actions
from people import queries as people_queries
from people.muting import without_muting


def tell(face: Membership, *, kind: str, source: str, text: str | Promise, url: str) -> None:
    if face.member is not None:
        people_actions.tell_in_their_language(
            face.member, kind=kind, source=source, text=text, url=url, rings_at=rings_at(face.group)
        )


def source_of_request(talk: Talk) -> str:
    """How the sources of notices begin that tell of this request, however often it is made."""
    return f"{talk.key}:"


def tell_of_entry(entry: Entry) -> None:
    """Tell the owner of the side that they were written to, unless they have read it. One notice stands for a talk
    until it is read, or until its reader writes there."""
    owner = entry.room.owner
    if owner is None or owner.member is None or entry.hidden_at or _is_read(entry):
        return
    if not policy.visible_rooms(owner.member).filter(pk=entry.room_id).exists():
        return
    source = source_of(entry.room)
    waiting = people_queries.without_unread_notice([owner.member], kind="private", source_begins=source)
    if waiting and without_muting(waiting, markdown.plain(entry.body)):
        text = _("Somebody wrote to you privately.")
        url = reverse("chat:room", args=[entry.room.key])
        tell(owner, kind="private", source=f"{source}{entry.key}", text=text, url=url)


def _is_read(entry: Entry) -> bool:
    return ReadMark.objects.filter(room=entry.room_id, face=entry.room.owner, number__gte=entry.number).exists()
