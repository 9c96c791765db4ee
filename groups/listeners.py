"""What follows from people coming and going: notices, and open pages that ask again whether they may stay."""

from django.urls import reverse
from django.utils.translation import gettext as _

from groups import events, policy
from groups.models import Membership
from kit import live
from kit.events import on
from people import actions as people_actions


def _face(pk: int) -> Membership | None:
    return Membership.objects.select_related("group", "member").filter(pk=pk).first()


@on(events.JoiningAsked)
def tell_hosts_of_request(event: events.JoiningAsked) -> None:
    face = _face(event.face_id)
    if face is None:
        return
    for host in policy.hosts_of(face.group).select_related("member"):
        if host.member is not None:
            people_actions.tell(
                host.member,
                kind="request",
                source=face.key,
                text=_("Somebody asks to join %(group)s.") % {"group": face.group.name},
                url=reverse("groups:requests", args=[face.group.slug]),
            )


@on(events.FaceJoined)
def welcome_newcomer(event: events.FaceJoined) -> None:
    face = _face(event.face_id)
    if face is None or face.member is None:
        return
    live.recheck(face.member.pk)
    people_actions.tell(
        face.member,
        kind="joined",
        source=f"{face.key}:{face.joined_at:%Y%m%d%H%M%S}",
        text=_("You belong to %(group)s now. Your name there is %(name)s.")
        % {"group": face.group.name, "name": face.name},
        url=reverse("groups:group", args=[face.group.slug]),
    )


@on(events.FaceLeft, events.FaceChanged)
def recheck_seats(event: events.FaceLeft | events.FaceChanged) -> None:
    if event.member_id is not None:
        live.recheck(event.member_id)


@on(events.FaceBlocked, events.FaceUnblocked)
def recheck_blocker(event: events.FaceBlocked | events.FaceUnblocked) -> None:
    live.recheck(event.blocker_id)
