"""A group begins, gets another name and address, ends, and begins again."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groups import policy, queries
from groups.events import FaceJoined, GroupFounded
from groups.finding import search_words_of
from groups.models import FormerAddress, Group, Membership
from groups.names import name_key
from kit.events import announce
from kit.keys import new_key
from kit.policy import Refused, require
from kit.writes import insert
from people.models import Member

RESERVED_SLUGS = frozenset({"new", "about"})
MOST_ALIKE = 20  # groups of one name whose addresses are numbered; the others get a random end


def _addresses(name: str, visibility: str) -> Iterator[str]:
    """Addresses to try, the best first. A hidden group's is random, so that trying names tells nothing."""
    wish = slugify(name)[:50].strip("-")
    if visibility == Group.Visibility.HIDDEN or not wish:
        yield new_key()
        return
    taken = set(Group.objects.filter(slug__startswith=wish).values_list("slug", flat=True)) | RESERVED_SLUGS
    kept = FormerAddress.objects.filter(slug__startswith=wish).exclude(group__visibility=Group.Visibility.HIDDEN)
    taken |= set(kept.values_list("slug", flat=True))
    numbered = (f"{wish}-{number}" for number in range(2, MOST_ALIKE))
    yield from (address for address in (wish, *numbered) if address not in taken)
    yield f"{wish}-{new_key()[:8]}"


def _move_in(group: Group, addresses: Iterator[str]) -> Group:
    """Save the group under the first address that nobody takes at this very moment."""
    for address in addresses:
        group.slug = address
        try:
            with transaction.atomic():
                if group.pk:
                    group.save()
                else:
                    insert(group)
        except IntegrityError:
            continue
        return group
    raise Refused(_("Somebody has just taken this name. Try again, or choose another one."))


def found(founder: Member, *, name: str, face_name: str, client_key: str = "", **more: Any) -> Group:
    """`more`: any other of the fields that a group has from the beginning, such as kind, visibility and joining.

    The same answers of the same founder under the same `client_key` are the group that stands already; see kit.once.
    Whoever goes back and changes any of them founds another one.
    """
    sent_as = queries.group_as(founder, client_key=client_key, name=name, face_name=face_name, **more)
    group = Group(name=name, sent_as=sent_as, **more)
    group.search_words = search_words_of(name, group.purpose, group.other_names, group.where)
    try:
        return _begin(founder, group, face_name=face_name)
    except Refused:  # to one who sent it twice at once no address seems free
        sent_before = queries.group_sent_as(sent_as)
        if sent_before is None:
            raise
        return sent_before


@transaction.atomic
def _begin(founder: Member, group: Group, *, face_name: str) -> Group:
    require(policy.can_found(founder))
    require(policy.can_be_in(founder, group))
    group.member_count = 1
    _move_in(group, _addresses(group.name, group.visibility))
    face = Membership(
        group=group, member=founder, name=face_name, name_key=name_key(face_name), role=Membership.Role.HOST
    )
    host = insert(face)
    announce(GroupFounded(group_id=group.pk, face_id=host.pk))
    announce(FaceJoined(face_id=host.pk))
    return group


@transaction.atomic
def rename(actor: Membership, group: Group, *, name: str) -> Group:
    """Another name and the address that goes with it; the old address leads on to the new one."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    require(policy.can_host(actor, group))
    if name == group.name:
        return group
    keeps_address = slugify(name) == slugify(group.name) or group.visibility == Group.Visibility.HIDDEN
    group.name = name
    group.search_words = search_words_of(name, group.purpose, group.other_names, group.where)
    if keeps_address:
        group.save(update_fields=["name", "search_words"])
        return group
    return move(group)


def move(group: Group) -> Group:
    """Save the group, which the caller has locked, under a new address that fits its name and who may see it."""
    FormerAddress.objects.update_or_create(slug=group.slug, defaults={"group": group, "created_at": timezone.now()})
    _move_in(group, _addresses(group.name, group.visibility))
    return group


@transaction.atomic
def archive(actor: Membership, group: Group) -> Group:
    """Close the group: from now on it is only read, by those who could read it before."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    require(policy.can_archive(actor, group))
    group.archived_at = timezone.now()
    group.save(update_fields=["archived_at"])
    return group


@transaction.atomic
def reopen(actor: Membership, group: Group) -> Group:
    group = Group.objects.select_for_update().get(pk=group.pk)
    require(policy.can_reopen(actor, group))
    group.archived_at = None
    group.save(update_fields=["archived_at"])
    return group
