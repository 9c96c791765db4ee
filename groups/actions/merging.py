"""Two groups become one: proposed by hosts, agreed by hosts, and each member answers for themselves.

Nobody is carried over without a yes, whoever comes gets a new face, and no words move: they were written for others.
"""

from datetime import timedelta
from random import SystemRandom

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from groups import policy, queries
from groups.actions.belonging import SAME_NAME
from groups.actions.nameless import TRIES, begin_again
from groups.events import FaceJoined, MergerBegun, MergerEnded, MergerProposed
from groups.models import Group, Membership, Merger, MergerAnswer
from groups.names import name_key
from kit.events import announce
from kit.policy import Refused, require

TIME_TO_ANSWER = timedelta(days=14)
State = Membership.State


def _lock_groups(*keys: int) -> None:
    """Always in the same order, so that two mergers never wait for each other."""
    list(Group.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _locked(merger: Merger) -> Merger:
    _lock_groups(merger.leaving_id, merger.staying_id)
    mergers = Merger.objects.select_for_update(of=("self",)).select_related("leaving", "staying")
    return mergers.get(pk=merger.pk)


@transaction.atomic
def propose_merger(actor: Membership, leaving: Group, *, staying: Group, words: str = "") -> Merger:
    """A host asks the hosts of `staying` to take the people of `leaving` in."""
    _lock_groups(leaving.pk, staying.pk)
    require(policy.can_propose_merger(actor, leaving, staying=staying))
    merger = Merger.objects.create(leaving=leaving, staying=staying, proposed_by=actor, words=words)
    announce(MergerProposed(merger_id=merger.pk))
    return merger


@transaction.atomic
def agree_to_merger(actor: Membership, merger: Merger) -> Merger:
    """A host of the staying group says yes; every member of the leaving one is asked from now on."""
    merger = _locked(merger)
    require(policy.can_agree_to_merger(actor, merger))
    merger.state, merger.ends_at = Merger.State.ASKING, timezone.now() + TIME_TO_ANSWER
    merger.save(update_fields=["state", "ends_at"])
    announce(MergerBegun(merger_id=merger.pk))
    return merger


@transaction.atomic
def drop_merger(actor: Membership, merger: Merger) -> Merger:
    """The hosts of either group stop it; everybody stays where they are."""
    merger = _locked(merger)
    require(policy.can_drop_merger(actor, merger))
    return _end(merger, Merger.State.DROPPED)


@transaction.atomic
def answer_merger(face: Membership, merger: Merger, *, comes_along: bool, name: str = "") -> MergerAnswer:
    """A member comes along under `name`, or stays; the last answer counts."""
    merger = _locked(merger)
    require(policy.can_answer_merger(face, merger))
    if comes_along and face.member is not None:
        require(policy.can_be_in(face.member, merger.staying))
    taken = Membership.objects.filter(group=merger.staying, name_key=name_key(name)).exclude(member=face.member)
    wished = MergerAnswer.objects.filter(merger=merger, name_key=name_key(name), comes_along=True).exclude(face=face)
    if comes_along and (taken.exists() or wished.exists()):
        raise Refused(str(SAME_NAME))
    name = name if comes_along else ""
    values = {"comes_along": comes_along, "name": name, "name_key": name_key(name), "answered_at": timezone.now()}
    answer, _is_new = MergerAnswer.objects.update_or_create(merger=merger, face=face, defaults=values)
    return answer


@transaction.atomic
def conclude_merger(merger: Merger) -> Merger:
    """The time to answer is over: who said yes goes over, and the leaving group is closed."""
    merger = _locked(merger)
    is_due = merger.state == Merger.State.ASKING and merger.ends_at and merger.ends_at <= timezone.now()
    if not is_due:
        return merger
    if merger.staying.archived_at or merger.leaving.archived_at:
        return _end(merger, Merger.State.DROPPED)
    coming = list(merger.answers.filter(comes_along=True, face__state=State.ACTIVE).select_related("face__member"))
    SystemRandom().shuffle(coming)  # in no order that the leaving group knows
    for answer in coming:
        _take_in(answer, merger.staying)
    Group.objects.filter(pk=merger.leaving_id).update(archived_at=timezone.now())
    return _end(merger, Merger.State.DONE)


def _end(merger: Merger, state: str) -> Merger:
    """What people answered would tell which new face is whose, so it goes."""
    merger.answers.all().delete()
    merger.state = state
    merger.save(update_fields=["state"])
    announce(MergerEnded(merger_id=merger.pk))
    return merger


def _take_in(answer: MergerAnswer, group: Group) -> None:
    """A new face for somebody who was never there; whoever was removed there stays away."""
    member = answer.face.member
    if member is None or not policy.can_be_in(member, group):
        return
    face = Membership.objects.filter(group=group, member=member, only_in="").first()
    if face is not None and face.state not in {State.LEFT, State.REQUESTED}:
        return
    face = face or Membership(group=group, member=member)
    face.state, face.role = State.ACTIVE, Membership.Role.MEMBER
    face.joined_at, face.left_at = timezone.now(), None
    face.answers, face.wished_name, face.wished_about = [], "", ""
    _save_under_free_name(face, answer.name)
    begin_again(face)
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") + 1)
    announce(FaceJoined(face_id=face.pk))


def _save_under_free_name(face: Membership, name: str) -> None:
    """Somebody may have taken the name since it was wished for; then chance gives another."""
    for _try in range(TRIES):
        face.name, face.name_key = name, name_key(name)
        try:
            with transaction.atomic():
                face.save()
        except IntegrityError:
            name = queries.fresh_name(face.group)
        else:
            return
    raise RuntimeError("No name was free.")
