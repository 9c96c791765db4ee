"""Coming in and going: joining, asking, leaving, being removed and let back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups import policy
from groups.actions.nameless import begin_again, end_together, faces_beside
from groups.events import FaceJoined, FaceLeft, FaceRemoved, JoiningAsked, JoiningDeclined, RoleEnded
from groups.models import Group, Membership
from groups.names import name_key
from kit.events import announce
from kit.policy import Refused, require
from people.models import Member

SAME_NAME = gettext_lazy("Somebody here already has a name like this. Choose another one.")
Answer = tuple[str, str]  # a question of the hosts, and what was said to it


def locked_face(face: Membership) -> Membership:
    """The face as it is now, nobody else changing it: its group is locked first, as everywhere in this room."""
    Group.objects.select_for_update().get(pk=face.group_id)
    return Membership.objects.select_for_update(of=("self",)).select_related("group", "member").get(pk=face.pk)


def count_members(group: Group, change: int) -> None:
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") + change)


def enter(
    member: Member,
    group: Group,
    *,
    name: str,
    about: str = "",
    answers: Sequence[Answer] = (),
    invited_at: datetime | None = None,
) -> Membership:
    """A face of the member in the group, which the caller has locked: active at once, or asking where hosts decide.

    The same words sent again change nothing. Other words say anew what nobody has answered yet.
    """
    face = Membership.objects.select_for_update().filter(group=group, member=member, only_in="").first()
    if face and face.is_active and (face.name, face.about) == (name, about):
        return face
    if face and face.state == Membership.State.REQUESTED and not invited_at:
        face.group = group
        require(policy.can_be_in(member, group))
        return _word_request(face, name=name, about=about, answers=answers)
    require(policy.can_join(member, group, face=face, invited_at=invited_at))
    face = face or Membership(group=group, member=member)
    face.group = group
    if group.joining == Group.Joining.REQUEST and not invited_at:
        return _ask(face, name=name, about=about, answers=answers)
    return _begin(face, name=name, about=about)


def _ask(face: Membership, *, name: str, about: str, answers: Sequence[Answer]) -> Membership:
    face.state, face.joined_at = Membership.State.REQUESTED, timezone.now()
    _word_request(face, name=name, about=about, answers=answers)
    announce(JoiningAsked(face_id=face.pk))
    return face


def _word_request(face: Membership, *, name: str, about: str, answers: Sequence[Answer]) -> Membership:
    """Whoever belonged before keeps the old name over what they wrote until a host says yes to the new one."""
    if face.left_at is None:
        face.name, face.name_key, face.about = name, name_key(name), about
    elif _is_taken(face, name):
        raise Refused(str(SAME_NAME))
    else:
        face.wished_name, face.wished_about = name, about
    face.answers = [list(one) for one in answers]
    _save(face)
    return face


def _is_taken(face: Membership, name: str) -> bool:
    return Membership.objects.filter(group=face.group_id, name_key=name_key(name)).exclude(pk=face.pk).exists()


def _save(face: Membership) -> None:
    try:
        with transaction.atomic():
            face.save()
    except IntegrityError:
        raise Refused(str(SAME_NAME)) from None


def _begin(face: Membership, *, name: str, about: str) -> Membership:
    """From now on the face belongs."""
    face.name, face.name_key, face.about = name, name_key(name), about
    face.wished_name = face.wished_about = ""
    face.answers, face.stays_shown_until = [], None
    face.removed_at, face.removed_for_good = None, False
    face.state, face.role = Membership.State.ACTIVE, Membership.Role.MEMBER
    face.joined_at, face.left_at = timezone.now(), None
    _save(face)
    begin_again(face)
    count_members(face.group, 1)
    announce(FaceJoined(face_id=face.pk))
    return face


@transaction.atomic
def join(member: Member, group: Group, *, name: str, about: str = "", answers: Sequence[Answer] = ()) -> Membership:
    """A face in the group: active at once, or asking where the hosts decide, with answers to their questions."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    return enter(member, group, name=name, about=about, answers=answers)


def _locked_request(actor: Membership, request: Membership) -> Membership:
    request = locked_face(request)
    require(policy.can_host(actor, request.group))
    if request.state != Membership.State.REQUESTED:
        raise Refused(_("Somebody has already answered this request."))
    return request


@transaction.atomic
def approve(actor: Membership, request: Membership) -> Membership:
    request = _locked_request(actor, request)
    require(policy.can_invite(actor, request.group))  # nobody comes into a closed group
    if request.wished_name and not _is_taken(request, request.wished_name):
        return _begin(request, name=request.wished_name, about=request.wished_about)
    return _begin(request, name=request.name, about=request.about)


@transaction.atomic
def decline(actor: Membership, request: Membership, *, words: str = "") -> None:
    """The asker is told, with the host's words; of somebody who never belonged nothing is kept."""
    request = _locked_request(actor, request)
    asked = f"{request.key}:{request.joined_at.isoformat()}"
    announce(JoiningDeclined(group_id=request.group_id, member_id=request.member_id, words=words, asked=asked))
    _take_request_back(request)


def _take_request_back(request: Membership) -> None:
    if request.left_at is None:
        request.delete()
        return
    request.state, request.answers = Membership.State.LEFT, []
    request.wished_name = request.wished_about = ""
    request.save(update_fields=["state", "answers", "wished_name", "wished_about"])


@transaction.atomic
def withdraw(request: Membership) -> None:
    """Whoever asked to join has thought again."""
    request = locked_face(request)
    require(policy.can_withdraw(request))
    _take_request_back(request)


def _end(face: Membership, state: str) -> Membership | None:
    """The everyday face, if it belonged until now."""
    everyday = end_together(face, state)
    if everyday is not None:
        count_members(face.group, -1)
        announce(FaceLeft(face_id=everyday.pk, member_id=everyday.member_id))
    return everyday


@transaction.atomic
def leave(face: Membership) -> Membership:
    """Whoever goes last closes the group behind them; whoever looked after it is missed by those who stay."""
    face = locked_face(face)
    require(policy.can_leave(face))
    if policy.is_alone(face):
        Group.objects.filter(pk=face.group_id, archived_at__isnull=True).update(archived_at=timezone.now())
    if policy.is_keeper(face):
        now = timezone.now().isoformat()
        announce(RoleEnded(face_id=face.pk, actor_id=face.pk, role=face.role, ended_at=now))
    _end(face, Membership.State.LEFT)
    return face


@transaction.atomic
def remove(actor: Membership, face: Membership, *, for_good: bool = False, words: str = "") -> Membership:
    """Takes a face out of the group; `for_good` bans it. Whoever it was is told, with the host's words; not if it only
    seemed to belong, for that ended before, and they were told then."""
    face = locked_face(face)
    require(policy.can_remove(actor, face))
    belonged = face.is_active
    everyday = _end(face, Membership.State.BANNED if for_good else Membership.State.REMOVED)
    if belonged:
        at, goes_on = timezone.now().isoformat(), everyday is None
        announce(FaceRemoved(face_id=face.pk, words=words, is_for_good=for_good, goes_on=goes_on, removed_at=at))
    return face


@transaction.atomic
def readmit(actor: Membership, face: Membership) -> Membership:
    """Somebody who was removed may come back if they like; they are not told, and nothing else changes. With a face
    for one topic the everyday one that ended with it comes back, too."""
    face = locked_face(face)
    require(policy.can_readmit(actor, face))
    beside = faces_beside(face) if face.only_in else []
    for one in (face, *(other for other in beside if other.stays_shown_until)):
        one.state, one.role = Membership.State.LEFT, Membership.Role.MEMBER
        one.removed_at, one.removed_for_good = None, False
        one.save(update_fields=["state", "role", "removed_at", "removed_for_good"])
    if any(other.is_active and not other.only_in for other in beside):
        begin_again(face)
    return face
