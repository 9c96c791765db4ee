"""What follows from people coming and going: notices, and open pages that ask again whether they may stay.

A notice names neither a group nor a face: it may be read over a shoulder.
"""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups import events, policy, tasks
from groups.models import Group, Membership, Merger, RoleOffer
from groups.quiet import rings_at
from kit import live
from kit.events import on
from kit.live.gates import own_channel
from kit.tasks import enqueue_once
from people import actions as people_actions
from people.models import Member

REMOVED = _(
    "You do not belong to a group any more: one of its hosts has removed you. What you wrote stays. If you would like "
    "to come back, a host has to invite you again."
)
REMOVED_FOR_GOOD = _(
    "You do not belong to a group any more: one of its hosts has removed you for good. What you wrote stays. Only if "
    "its hosts change their mind can you come back. There may be another group that fits."
)
NAME_REMOVED = _(
    "A name under which you wrote in one topic has ended: one of the hosts of the group has removed it. You still "
    "belong to the group under your other name."
)
ROLE_TAKEN = _("You do not look after a group any more: one of its hosts has changed that. You still belong to it.")


def _tell(
    member: Member, group: Group, *, kind: str, source: str, text: str | Promise, url: str, words: str = ""
) -> None:
    people_actions.tell_in_their_language(
        member, kind=kind, source=source, text=text, url=url, rings_at=rings_at(group), words=words
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
    text = _("You asked to join a group, and its hosts have said: not this time. There may be another that fits.")
    url = reverse("groups:directory")
    _tell(member, group, kind="declined", source=event.asked, text=text, url=url, words=event.words)


@on(events.FaceRemoved)
def tell_removed(event: events.FaceRemoved) -> None:
    """What happened, the host's words, and the way back if there is one; which group it was only the link knows."""
    face = _face(event.face_id)
    if face is None or face.member is None:
        return
    sentence = REMOVED_FOR_GOOD if event.is_for_good else REMOVED
    if event.goes_on:
        sentence = NAME_REMOVED
    url, source = reverse("groups:group", args=[face.group.slug]), f"{face.key}:{event.removed_at}"
    _tell(face.member, face.group, kind="removed", source=source, text=sentence, url=url, words=event.words)


@on(events.RoleEnded)
def tell_of_ended_role(event: events.RoleEnded) -> None:
    """Whoever does it no more by somebody else's wish, and the hosts, but not the one who did it."""
    face = _face(event.face_id)
    if face is None:
        return
    source, url = f"{face.key}:{event.ended_at}", reverse("groups:group", args=[face.group.slug])
    is_own = event.actor_id == event.face_id
    if not is_own and face.member is not None:
        _tell(face.member, face.group, kind="role_end", source=source, text=ROLE_TAKEN, url=url)
    hosts = list(policy.hosts_of(face.group).select_related("member"))
    text = _role_sentence(event.role, is_own=is_own, is_alone=len(hosts) == 1)
    for host in hosts:
        if host.member is not None and host.pk not in {event.actor_id, event.face_id, event.heir_id}:
            _tell(host.member, face.group, kind="role_end", source=source, text=text, url=url)


def _role_sentence(role: str, *, is_own: bool, is_alone: bool) -> Promise:
    """What a host reads of it."""
    if not is_own:
        return _("Another host of a group that you host has made a moderator a member like the others.")
    if not policy.is_hosting(role):
        return _("Somebody who helped to look after a group that you host has given it up.")
    if is_alone:
        return _("You are the only host of a group now: the other one has stepped down. You can ask others to help.")
    return _("A host of a group that you host has stepped down.")


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
    """And the pages, which ask whether one may still write there: a public place is read on by whoever left it."""
    if event.member_id is not None:
        live.recheck(event.member_id)
        live.tell(own_channel(event.member_id), "belonging")


@on(events.FaceRenamed)
def refresh_names(event: events.FaceRenamed) -> None:
    """Open pages of the group ask for the names on them again."""
    face = _face(event.face_id)
    if face is not None:
        live.tell(f"group:{face.group.key}", "faces")


@on(events.FaceBlocked, events.FaceUnblocked)
def recheck_blocker(event: events.FaceBlocked | events.FaceUnblocked) -> None:
    """And their own open pages, which show others from now on. Nobody else's hear anything."""
    live.recheck(event.blocker_id)
    live.tell(own_channel(event.blocker_id), "meeting")
