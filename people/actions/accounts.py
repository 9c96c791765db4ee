"""What a member has chosen, agreed to or is kept from."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kit import live
from kit.events import announce
from kit.policy import require
from people import policy
from people.events import MemberSuspended
from people.models import Consent, Member, MutedWord


@transaction.atomic
def change_preferences(member: Member, *, language: str, has_quick_exit: bool) -> Member:
    """An empty language leaves the choice to the device."""
    member.language, member.has_quick_exit = language, has_quick_exit
    member.save(update_fields=["language", "has_quick_exit"])
    return member


@transaction.atomic
def choose_language(member: Member, language: str) -> Member:
    member.language = language
    member.save(update_fields=["language"])
    return member


@transaction.atomic
def change_look(member: Member, *, theme: str, is_low_energy: bool) -> Member:
    """The theme `system` leaves the colours to the device."""
    member.theme, member.is_low_energy = theme, is_low_energy
    member.save(update_fields=["theme", "is_low_energy"])
    return member


@transaction.atomic
def suspend(actor: Member, member: Member, *, until: datetime | None, reason: str) -> Member:
    """The member only reads until then, on the whole site; None ends it. The reason is for the member to read."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    require(policy.can_suspend(actor, member))
    member.suspended_until, member.suspended_reason = until, reason if until else ""
    member.save(update_fields=["suspended_until", "suspended_reason"])
    announce(MemberSuspended(member_id=member.pk))
    return member


# --- What we may keep -----------------------------------------------------------------------------------------------


@transaction.atomic
def agree_about_health(member: Member) -> Consent:
    """They agree to the words about health as they are now; agreeing twice changes nothing."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    given = member.consents.filter(purpose=Consent.Purpose.HEALTH, withdrawn_at=None).first()
    if given and given.version == policy.HEALTH_VERSION:
        return given
    if given:
        _withdraw(given)
    _set_health_consent(member, policy.HEALTH_VERSION)
    return member.consents.create(purpose=Consent.Purpose.HEALTH, version=policy.HEALTH_VERSION)


@transaction.atomic
def withdraw_about_health(member: Member) -> None:
    member = Member.objects.select_for_update().get(pk=member.pk)
    for given in member.consents.filter(purpose=Consent.Purpose.HEALTH, withdrawn_at=None):
        _withdraw(given)
    _set_health_consent(member, 0)


def _withdraw(given: Consent) -> None:
    given.withdrawn_at = timezone.now()
    given.save(update_fields=["withdrawn_at"])


def _set_health_consent(member: Member, version: int) -> None:
    """The member's own row says it too, because every word in a group about health asks for it."""
    member.health_consent = version
    member.save(update_fields=["health_consent"])
    live.recheck(member.pk)


@transaction.atomic
def mute_words(member: Member, words: str) -> MutedWord:
    """From now on the member finds folded away what holds these words."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    require(policy.can_mute_more(member))
    muted, _is_new = MutedWord.objects.get_or_create(member=member, words=words)
    return muted


@transaction.atomic
def unmute_words(member: Member, muted: MutedWord) -> MutedWord:
    MutedWord.objects.filter(member=member, pk=muted.pk).delete()
    return muted
