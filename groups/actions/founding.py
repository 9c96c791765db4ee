"""A group begins, gets its rules, and ends."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from groups import policy
from groups.events import FaceJoined, GroupFounded
from groups.models import Group, Membership, Rule
from groups.names import name_key
from kit.events import announce
from kit.keys import new_key
from kit.policy import require
from people.models import Member

RESERVED_SLUGS = frozenset({"new", "about"})


def _free_slug(name: str, visibility: str) -> str:
    """An address from the name; a hidden group's is random, so that trying names tells nothing."""
    wish = slugify(name)[:50]
    if visibility == Group.Visibility.HIDDEN or not wish:
        return new_key()
    if wish in RESERVED_SLUGS or Group.objects.filter(slug=wish).exists():
        return f"{wish}-{new_key()[:5]}"
    return wish


@transaction.atomic
def found(
    founder: Member,
    *,
    name: str,
    face_name: str,
    purpose: str = "",
    welcome: str = "",
    kind: str = Group.Kind.CONDITION,
    visibility: str = Group.Visibility.LISTED,
    joining: str = Group.Joining.OPEN,
) -> Group:
    require(policy.can_found(founder))
    group = Group.objects.create(
        slug=_free_slug(name, visibility),
        name=name,
        purpose=purpose,
        welcome=welcome,
        kind=kind,
        visibility=visibility,
        joining=joining,
        member_count=1,
    )
    host = Membership.objects.create(
        group=group, member=founder, name=face_name, name_key=name_key(face_name), role=Membership.Role.HOST
    )
    announce(GroupFounded(group_id=group.pk, face_id=host.pk))
    announce(FaceJoined(face_id=host.pk))
    return group


@transaction.atomic
def set_rules(actor: Membership, group: Group, *, texts: Sequence[str]) -> list[Rule]:
    """Replaces the group's rules by `texts`, numbered from 1; decisions keep the wording they quoted."""
    require(policy.can_host(actor, group))
    Rule.objects.filter(group=group).delete()
    rules = [Rule(group=group, number=number, text=text) for number, text in enumerate(texts, start=1)]
    return Rule.objects.bulk_create(rules)


@transaction.atomic
def change_group(
    actor: Membership, group: Group, *, purpose: str, welcome: str, rules: Sequence[str], has_quick_exit: bool
) -> Group:
    """A host gives the group other words, other rules, or decides about the button to leave quickly."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    require(policy.can_host(actor, group))
    group.purpose, group.welcome, group.has_quick_exit = purpose, welcome, has_quick_exit
    group.save(update_fields=["purpose", "welcome", "has_quick_exit"])
    if list(rules) != list(group.rules.values_list("text", flat=True)):
        set_rules(actor, group, texts=rules)
    return group


@transaction.atomic
def archive(actor: Membership, group: Group) -> Group:
    group = Group.objects.select_for_update().get(pk=group.pk)
    require(policy.can_host(actor, group))
    group.archived_at = timezone.now()
    group.save(update_fields=["archived_at"])
    return group
