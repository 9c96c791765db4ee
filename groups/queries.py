"""What the pages of groups show, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import randbelow
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import at_hand, policy, presence
from groups.finding import fitting, words_asked
from groups.models import (
    Area,
    Block,
    Group,
    Introduction,
    Invitation,
    Membership,
    Merger,
    MergerAnswer,
    Question,
    RoleOffer,
    Rule,
)
from groups.names import MOST_DIGITS, name_key, suggest_name
from kit import once
from kit.pages import Slice, keyset
from kit.prepared import Prepared
from people.models import Member, Viewer
from people.seen import Seen


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for in the directory; `language` is a code of groups.languages, `age` in years."""

    words: str = ""
    kind: str = ""
    language: str = ""
    age: int | None = None


ANYTHING = Wish()
AREAS = Prepared(lambda *, group_id: Area.objects.filter(group_id=group_id).order_by("number"))
FOUNDING = "group"  # the place of a form that founds one, as client keys know it
MOST_PRESENT = 300  # who are asked for; of a bigger crowd nobody reads all names

FACE = Prepared(
    lambda *, group_id, member_id: Membership.objects.filter(group_id=group_id, member_id=member_id, only_in="")
)
PRESENT: Seen[Membership] = Seen(
    lambda viewer, *, group_id: (
        policy.visible_presences(viewer).filter(group_id=group_id).order_by("name_key")[:MOST_PRESENT]
    )
)


def group_as(founder: Member, *, client_key: str, **answers: Any) -> str | None:
    """What the founding of a group with these answers is sent as, see kit.once."""
    words = [f"{name}: {answer}" for name, answer in sorted(answers.items())]
    return once.sent_as(client_key, *words, writer=founder.pk, place=FOUNDING)


def group_sent_as(sent_as: str | None) -> Group | None:
    """The group that stands already, if this was sent before."""
    return Group.objects.filter(sent_as=sent_as).first() if sent_as else None


def face_of(viewer: Viewer, group: Group) -> Membership | None:
    """The viewer's own everyday face in the group, whatever its state."""
    if not viewer.is_authenticated:
        return None
    face: Membership | None = FACE.first(group_id=group.pk, member_id=viewer.pk)
    if face is not None:
        # Already at hand: later questions of policy must not fetch them again.
        face.group, face.member = group, viewer
    return face


def face_behind(viewer: Viewer, author: Membership, group: Group) -> Membership | None:
    """The author as the viewer's own face, everyday or for one topic; if it is none of theirs, their everyday face."""
    if not viewer.is_authenticated or author.member_id != viewer.pk:
        return face_of(viewer, group)
    author.group, author.member = group, viewer
    return author


def head_of(group: Group, *, viewer: Viewer, face: Membership | None) -> dict[str, Any]:
    """What the head of each page of the group shows this viewer, whose face there is `face`."""
    return {
        "group": group,
        "face": face,
        "is_inside": bool(face and face.is_active) or group.is_open,
        "may_join": policy.can_join(viewer, group, face=face),
        "lacks_consent": policy.is_consent_missing(viewer, group, face=face),
        "may_host": policy.can_host(face, group),
        "may_moderate": policy.can_moderate(face, group),
        "may_see_members": policy.can_see_members(face, group),
        "may_speak": policy.can_speak_in(face, group),
    }


def hidden_faces(viewer: Viewer) -> frozenset[int]:
    """Ids of the faces that the viewer has blocked and must not meet anywhere."""
    if not viewer.is_authenticated:
        return frozenset()
    return frozenset(Block.objects.filter(blocker_id=viewer.pk).values_list("blocked_id", flat=True))


def my_faces(viewer: Viewer) -> QuerySet[Membership]:
    """Every group the viewer belongs to or asked to join, with their own face there."""
    if not viewer.is_authenticated:
        return Membership.objects.none()
    states = (Membership.State.ACTIVE, Membership.State.REQUESTED)
    mine = Membership.objects.filter(member_id=viewer.pk, state__in=states, only_in="")
    mine = mine.exclude(state=Membership.State.REQUESTED, group__visibility=Group.Visibility.HIDDEN)  # hid meanwhile
    return mine.select_related("group").order_by("group__name", "pk")


def my_requests(viewer: Viewer) -> QuerySet[Membership]:
    """Where the viewer has asked to join and nobody has answered yet."""
    if not viewer.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.filter(member_id=viewer.pk, state=Membership.State.REQUESTED, only_in="")


def my_hidden_requests(viewer: Viewer) -> QuerySet[Membership]:
    """Those to groups that went into hiding meanwhile, of which the viewer learns no more than that they asked."""
    return my_requests(viewer).filter(group__visibility=Group.Visibility.HIDDEN).order_by("pk")


def directory(viewer: Viewer, wish: Wish = ANYTHING) -> QuerySet[Group]:
    """Groups to find: open and listed ones; hidden ones stand in nobody's directory."""
    groups = policy.visible_groups(viewer).exclude(visibility=Group.Visibility.HIDDEN)
    groups = groups.filter(archived_at__isnull=True)
    if wish.kind:
        groups = groups.filter(kind=wish.kind)
    if wish.language:
        groups = groups.filter(languages__contains=f",{wish.language},")
    if wish.age is not None:
        begins = Q(youngest=None) | Q(youngest__lte=wish.age)
        groups = groups.filter(begins, Q(oldest=None) | Q(oldest__gte=wish.age))
    return fitting(groups, words_asked(wish.words)) if wish.words.strip() else groups.annotate(misfit=Value(0))


def new_slug(old: str, *, viewer: Viewer) -> str | None:
    """Where a group is found now that was at the old address, if the viewer may know it."""
    group = at_hand.FORMER_ADDRESS.first(viewer, slug=old)
    return group.slug if group else None


def slice_of_directory(groups: QuerySet[Group], *, by_place: bool, cursor: str | None) -> Slice:
    """By how well they fit and by name, or those with a place first and by that."""
    groups = groups.annotate(by_name=Lower("name"))
    if not by_place:
        return keyset(groups, order=("misfit", "by_name", "pk"), cursor=cursor, size=30)
    nowhere = Case(When(where="", then=1), default=0, output_field=IntegerField())
    groups = groups.annotate(is_nowhere=nowhere, by_place=Lower("where"))
    return keyset(groups, order=("is_nowhere", "by_place", "by_name", "pk"), cursor=cursor, size=30)


def members_of(group: Group, *, viewer: Viewer) -> QuerySet[Membership]:
    """The faces that belong now, by name, and those whose end nobody shall see yet."""
    return policy.shown_as_belonging(policy.visible_faces(viewer).filter(group=group, only_in=""))


def requests_of(group: Group, *, viewer: Viewer) -> QuerySet[Membership]:
    return policy.visible_requests(viewer).filter(group=group).order_by("joined_at")


def removed_from(group: Group, *, viewer: Viewer) -> QuerySet[Membership]:
    """With `out_at`, when each was removed."""
    removals = policy.visible_removals(viewer).filter(group=group)
    return removals.annotate(out_at=Coalesce("removed_at", "joined_at"))  # never null, so lists can go by it


def questions_of(group: Group) -> QuerySet[Question]:
    return Question.objects.filter(group=group).order_by("number")


def areas_of(group: Group) -> list[Area]:
    return AREAS.rows(group_id=group.pk)


def mergers_of(group: Group, *, viewer: Viewer) -> list[Merger]:
    """What concerns the group and is not over, and where it went if it became part of another."""
    return at_hand.MERGERS.rows(viewer, group_id=group.pk)


def answer_to(merger: Merger, *, face: Membership | None) -> MergerAnswer | None:
    """What this face has said so far."""
    if face is None:
        return None
    return MergerAnswer.objects.filter(merger=merger, face=face).first()


def offer_to(shown: Membership, *, host: Membership | None) -> RoleOffer | None:
    """What the shown face was asked last, for hosts of its group, as long as it belongs for all they see."""
    if shown.seems_gone or not policy.can_host(host, shown.group):
        return None
    return RoleOffer.objects.filter(face=shown).order_by("-created_at", "-pk").first()


def offers_to(own: Membership) -> list[RoleOffer]:
    """What the member under this face is asked and has not answered."""
    if own.member is None:
        return []
    return [offer for offer in policy.visible_offers(own.member).filter(face=own) if offer.is_open]


def end_of_invitation(invitation: Invitation) -> str:
    """Why the link lets nobody in any more; nothing as long as it does. It names no group."""
    if invitation.revoked_at:
        return _("Whoever made this invitation has taken it back. If you still want to come, ask them for a new one.")
    if invitation.uses_left < 1:
        return _("This invitation has been used up: as many people have come as it was made for. Ask for a new one.")
    if invitation.expires_at <= timezone.now():
        return _("This invitation has ended: it was made for a few days only. Ask for a new one.")
    if invitation.group.archived_at:
        return _("The group that you were invited to has closed.")
    if not policy.hosts_of(invitation.group).filter(pk=invitation.made_by_id).exists():
        return _("This invitation has ended, because whoever made it no longer runs the group. Ask for a new one.")
    return ""


def invitations_of(group: Group, *, viewer: Viewer) -> QuerySet[Invitation]:
    return policy.visible_invitations(viewer).filter(group=group).order_by("-created_at")


def rules_of(group: Group) -> QuerySet[Rule]:
    return Rule.objects.filter(group=group).order_by("number")


def fresh_name(group: Group) -> str:
    """A name that nobody in the group has or could be taken for; somebody may take it before it is given."""
    for words in (1, 1, 1, 2):
        wishes = {name_key(name): name for name in (suggest_name(words) for _try in range(20))}
        taken = set(Membership.objects.filter(group=group, name_key__in=wishes).values_list("name_key", flat=True))
        if free := [name for key, name in wishes.items() if key not in taken]:
            return free[0]
    return f"{suggest_name()} {randbelow(10**MOST_DIGITS)}"


def size_band(group: Group) -> str:
    """How big a group is, for outsiders: coarse, so that nobody can watch a single person come or go."""
    if group.member_count < 10:
        return _("Fewer than 10 people")
    for least, most in ((10, 50), (50, 250), (250, 1000)):
        if group.member_count < most:
            return _("%(least)d to %(most)d people") % {"least": least, "most": most}
    return _("More than 1,000 people")


def my_blocks(viewer: Viewer) -> QuerySet[Block]:
    """With `is_readable`: of groups that the viewer reads no longer they learn no names, old or new."""
    is_readable = Exists(policy.readable_groups(viewer).filter(pk=OuterRef("blocked__group")))
    mine = Block.objects.filter(blocker_id=viewer.pk).annotate(is_readable=is_readable)
    return mine.select_related("blocked__group").order_by("-created_at")


def others_of(own: Membership) -> list[Membership]:
    """The same member's faces in other groups that could be introduced where `own` is, and are not yet."""
    faces = Membership.objects.filter(member=own.member_id, only_in="", state=Membership.State.ACTIVE)
    faces = faces.exclude(group=own.group_id).exclude(introduced_as__face=own)
    return list(faces.select_related("group").order_by("group__name", "pk")[:200])


def introductions_by(own: Membership) -> QuerySet[Introduction]:
    """What `own` says of itself, for its owner."""
    return Introduction.objects.filter(face=own).select_related("other__group").order_by("pk")


def introductions_of(shown: Membership, *, viewer: Viewer) -> list[Introduction]:
    """Who the shown face says they are elsewhere, as far as the viewer may know."""
    return at_hand.INTRODUCTIONS.rows(viewer, face_id=shown.pk, now=timezone.now())


def present_among(faces: Sequence[Membership], *, viewer: Viewer) -> set[int]:
    """Those of the faces that are here now, show it, and show it to this viewer."""
    showing = [face.pk for face in faces if face.shows_presence]
    if not showing:
        return set()
    return presence.present(policy.visible_presences(viewer).filter(pk__in=showing).values_list("pk", flat=True))


def present_in(group: Group, *, viewer: Viewer) -> list[Membership]:
    """Members of the group who are here now and show it, by name; of very many, some."""
    showing = PRESENT.rows(viewer, group_id=group.pk)
    here = presence.present(face.pk for face in showing)
    return [face for face in showing if face.pk in here]
