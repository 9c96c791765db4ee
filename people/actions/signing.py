"""Accounts that begin, browsers in which somebody is signed in, and addresses that change."""

from collections.abc import Callable
from datetime import time, timedelta
from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kit import live
from kit.policy import require
from kit.tasks import scheduled
from people import policy
from people.models import AddressChange, Member, SignIn

BEFORE_CHANGE = timedelta(days=1)  # whoever takes an account over may add ways in before changing its address


@transaction.atomic
def keep_account(member: Member) -> Member:
    """Somebody new, as the form of signing up has filled them in."""
    member.save()
    return member


@transaction.atomic
def rehearse(deed: Callable[[], object]) -> None:
    """Do it and leave nothing of it: so that an answer takes as long where nothing is to be done."""
    deed()
    transaction.set_rollback(True)


@transaction.atomic
def forget_first_path(member: Member) -> None:
    member.first_path = ""
    member.save(update_fields=["first_path"])


@transaction.atomic
def begin_sign_in(member: Member, *, session_key: str, browser: str, device: str) -> SignIn:
    today = timezone.localdate()
    words = {"browser": browser, "device": device, "began_on": today, "last_used_on": today}
    sign_in, _is_new = SignIn.objects.update_or_create(session_key=session_key, defaults={"member": member, **words})
    return sign_in


def note_use(key: str, *, session_key: str) -> None:
    """It was used today; its session may have got another key when the password changed."""
    SignIn.objects.filter(key=key).update(session_key=session_key, last_used_on=timezone.localdate())


@transaction.atomic
def end_sign_ins(member: Member, sign_ins: QuerySet[SignIn]) -> int:
    """Sign the member out in these browsers, and close what is open there; return how many there were."""
    keys = [sign_in.session_key for sign_in in sign_ins.filter(member=member)]
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    SignIn.objects.filter(member=member, session_key__in=keys).delete()
    live.recheck(member.pk)
    return len(keys)


@scheduled(at=time(4, 20))
def forget_ended_sign_ins() -> int:
    """A browser that has not been used for as long as a session lasts is signed out."""
    gone = timezone.localdate() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 86_400)
    removed, _ = SignIn.objects.filter(last_used_on__lt=gone).delete()
    return removed


@transaction.atomic
def forget_what_provider_said(account_id: int) -> None:
    """Of a sign-in elsewhere only the number there is kept, not what else the other site told us of the person."""
    _provider_accounts().filter(pk=account_id).update(extra_data={})


def _provider_accounts() -> QuerySet[Any]:
    """There is this table only where the site has a provider."""
    label = "SocialAccount"
    rows: QuerySet[Any] = apps.get_app_config("socialaccount").get_model(label)._default_manager.all()
    return rows


# --- The address ----------------------------------------------------------------------------------------------------


@transaction.atomic
def note_address_change(member: Member, *, old_address: str, new_address: str) -> AddressChange:
    return AddressChange.objects.create(member=member, old_address=old_address, new_address=new_address)


@transaction.atomic
def undo_address_change(change: AddressChange) -> Member:
    """Give the account back to its old address: every session ends, and so does every way in that was added since."""
    member = Member.objects.select_for_update().get(pk=change.member_id)
    require(policy.can_undo(change))
    EmailAddress.objects.filter(user=member).delete()
    member.email = change.old_address
    member.set_unusable_password()
    member.save(update_fields=["email", "password"])
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    began_at = change.changed_at - BEFORE_CHANGE
    Authenticator.objects.filter(user=member, created_at__gte=began_at).delete()
    if settings.HAS_OIDC:
        _provider_accounts().filter(user=member, date_joined__gte=began_at).delete()
    end_sign_ins(member, SignIn.objects.all())
    member.address_changes.filter(pk__gte=change.pk).delete()  # an older mailbox keeps its own way back
    return member


@scheduled(at=time(4, 10))
def forget_address_changes() -> int:
    removed, _ = AddressChange.objects.filter(changed_at__lt=timezone.now() - policy.UNDO).delete()
    return removed
