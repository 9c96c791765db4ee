"""What follows from people coming and going: notices, and open pages that ask again whether they may stay.

A notice names neither a group nor a face: it may be read over a shoulder.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups import events, policy, tasks
from groups.models import Group, Membership, Merger, RoleOffer
from groups.quiet import rings_at
from kit import live
from kit.events import on
from kit.tasks import enqueue_once
from people import actions as people_actions
from people.models import Member


def _tell(member: Member, group: Group, *, kind: str, source: str, text: str | Promise, url: str) -> None:
    people_actions.tell_in_their_language(
        member, kind=kind, source=source, text=text, url=url, rings_at=rings_at(group)
    )


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
                face.group,
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
    if policy.is_last_host(face):  # they founded it, and know
        return
    _tell(
        face.member,
        face.group,
        kind="joined",
        source=_coming_of(face),
        text=_("You belong to a new group now."),
        url=reverse("groups:group", args=[face.group.slug]),
    )


@on(events.JoiningDeclined)
def console_asker(event: events.JoiningDeclined) -> None:
    member = Member.objects.filter(pk=event.member_id or 0).first()
    group = Group.objects.filter(pk=event.group_id).first()
    if member is None or group is None:
        return
    text: str | Promise = _(
        "You asked to join a group, and its hosts have said: not this time. There may be another that fits."
    )
    if event.words:
        sentence = _("You asked to join a group, and its hosts have said: not this time. Their words: “%(words)s”")
        with translation.override(member.language or settings.LANGUAGE_CODE):
            text = str(sentence) % {"words": event.words}
    _tell(member, group, kind="declined", source=event.asked, text=text, url=reverse("groups:directory"))


def _offer(pk: int) -> RoleOffer | None:
    offers = RoleOffer.objects.select_related("face__group", "face__member", "offered_by__member")
    return offers.filter(pk=pk).first()


@on(events.RoleOffered)
def ask_about_role(event: events.RoleOffered) -> None:
    """Whoever only seems to belong, or keeps the asker away, does not hear of it; they never answer, that is all."""
    offer = _offer(event.offer_id)
    if offer is None or not offer.is_heard or not offer.is_open or offer.face.member is None:
        return
    text = _("You are asked whether you would like to help to look after a group.")
    if offer.steps_down:
        text = _("You are asked whether you would like to run a group in the place of its host.")
    group = offer.face.group
    url = reverse("groups:offer", args=[group.slug, offer.key])
    _tell(offer.face.member, group, kind="role", source=offer.key, text=text, url=url)


@on(events.RoleOfferAnswered)
def tell_asker_of_answer(event: events.RoleOfferAnswered) -> None:
    offer = _offer(event.offer_id)
    if offer is None or offer.offered_by.member is None:
        return
    text = _("Whoever you asked to help to look after a group has said yes.")
    if offer.is_declined:
        text = _("Whoever you asked to help to look after a group has said: no, thank you.")
    elif offer.steps_down:
        text = _("Your group is in other hands now: whoever you asked has said yes. You are a member of it.")
    group = offer.face.group
    url = reverse("groups:face", args=[group.slug, offer.face.key])
    _tell(offer.offered_by.member, group, kind="role_answer", source=offer.key, text=text, url=url)


@on(events.MergerProposed)
def tell_other_hosts(event: events.MergerProposed) -> None:
    merger = _merger(event.merger_id)
    if merger is not None:
        text = _("The hosts of another group ask whether their people may join one that you host.")
        _tell_hosts(merger, merger.staying, source="proposed", text=text)


@on(events.MergerBegun)
def ask_members(event: events.MergerBegun) -> None:
    """In a task of its own: a group may be large, and others wait for the deliverer."""
    enqueue_once(tasks.ask_members_about_merger, f"merger:{event.merger_id}", merger_id=event.merger_id)


@on(events.MergerEnded)
def tell_hosts_of_end(event: events.MergerEnded) -> None:
    merger = _merger(event.merger_id)
    if merger is None:
        return
    text = _("It is over: the groups stay apart.")
    if merger.state == Merger.State.DONE:
        text = _("It is done: who said yes belongs to the other group now, and the old one is closed.")
    for group in (merger.leaving, merger.staying):
        _tell_hosts(merger, group, source=f"ended:{group.pk}", text=text)


def _merger(pk: int) -> Merger | None:
    return Merger.objects.select_related("leaving", "staying").filter(pk=pk).first()


def _tell_hosts(merger: Merger, group: Group, *, source: str, text: Promise) -> None:
    url = reverse("groups:merger", args=[merger.key])
    for host in policy.hosts_of(group).select_related("member"):
        if host.member is not None:
            _tell(host.member, group, kind="merger", source=f"{merger.key}:{source}", text=text, url=url)


@on(events.FaceLeft, events.FaceChanged)
def recheck_seats(event: events.FaceLeft | events.FaceChanged) -> None:
    if event.member_id is not None:
        live.recheck(event.member_id)


@on(events.FaceRenamed)
def refresh_names(event: events.FaceRenamed) -> None:
    """Open pages of the group ask for the names on them again."""
    face = _face(event.face_id)
    if face is not None:
        live.tell(f"group:{face.group.key}", "faces")


@on(events.FaceBlocked, events.FaceUnblocked)
def recheck_blocker(event: events.FaceBlocked | events.FaceUnblocked) -> None:
    live.recheck(event.blocker_id)
