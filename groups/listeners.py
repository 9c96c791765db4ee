"""What follows from people coming and going: notices, and open pages that ask again whether they may stay.

A notice names neither a group nor a face: it may be read over a shoulder.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups import events, policy
from groups.models import Membership
from kit import live
from kit.events import on
from people import actions as people_actions
from people.models import Member


def _tell(member: Member, *, kind: str, source: str, text: Promise, url: str) -> None:
    with translation.override(member.language or settings.LANGUAGE_CODE):
        people_actions.tell(member, kind=kind, source=source, text=str(text), url=url)


def _coming_of(face: Membership) -> str:
    """One person may ask and come more than once, and each time is told."""
    return f"{face.key}:{face.joined_at:%Y%m%d%H%M%S%f}"


def _face(pk: int) -> Membership | None:
    return Membership.objects.select_related("group", "member").filter(pk=pk).first()


@on(events.JoiningAsked)
def tell_hosts_of_request(event: events.JoiningAsked) -> None:
    face = _face(event.face_id)
    if face is None:
        return
    for host in policy.hosts_of(face.group).select_related("member"):
        if host.member is not None:
            _tell(
                host.member,
                kind="request",
                source=_coming_of(face),
                text=_("Somebody asks to join a group that you host."),
                url=reverse("groups:requests", args=[face.group.slug]),
            )


@on(events.FaceJoined)
def welcome_newcomer(event: events.FaceJoined) -> None:
    face = _face(event.face_id)
    if face is None or face.member is None:
        return
    live.recheck(face.member.pk)
    _tell(
        face.member,
        kind="joined",
        source=_coming_of(face),
        text=_("You belong to a new group now."),
        url=reverse("groups:group", args=[face.group.slug]),
    )


@on(events.FaceLeft, events.FaceChanged)
def recheck_seats(event: events.FaceLeft | events.FaceChanged) -> None:
    if event.member_id is not None:
        live.recheck(event.member_id)


@on(events.FaceBlocked, events.FaceUnblocked)
def recheck_blocker(event: events.FaceBlocked | events.FaceUnblocked) -> None:
    live.recheck(event.blocker_id)
