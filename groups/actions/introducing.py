"""Saying in one group who one is in another, and taking it back."""

from django.db import transaction

from groups import policy
from groups.models import Introduction, Membership
from kit.policy import require


@transaction.atomic
def introduce(face: Membership, *, other: Membership) -> Introduction:
    """Whoever belongs to the group of `face` and may read that of `other` learns that both are one person."""
    require(policy.can_introduce(face, other))
    introduction, _is_new = Introduction.objects.get_or_create(face=face, other=other)
    return introduction


@transaction.atomic
def take_back(face: Membership, introduction: Introduction) -> Introduction:
    Introduction.objects.filter(face=face, pk=introduction.pk).delete()
    return introduction
