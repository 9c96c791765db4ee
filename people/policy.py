"""Who may take part at all, who keeps the whole site safe, and whose notices are whose."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.policy import Verdict, no, yes
from people.models import Member, Notice, Viewer


def can_take_part(viewer: Viewer) -> Verdict:
    """May they write, join and decide anywhere on the site?"""
    if not viewer.is_authenticated:
        return no(_("Sign in to take part."))
    if not viewer.is_active:
        return no(_("This account is closed."))
    if viewer.suspended_until and viewer.suspended_until > timezone.now():
        ends = date_format(timezone.localtime(viewer.suspended_until), "DATETIME_FORMAT")
        return no(_("Your account is paused until %(ends)s. You can still read.") % {"ends": ends})
    return yes()


def can_suspend(actor: Viewer, member: Member) -> Verdict:
    """May they let this member only read, on the whole site?"""
    if not actor.is_authenticated:
        return no(_("Sign in first."))
    if not actor.is_active:
        return no(_("This account is closed."))
    if actor.pk == member.pk:
        return no(_("Nobody can pause their own account."))
    if actor.is_staff or actor.is_safety_team:
        return yes()
    return no(_("Only those who keep the whole site safe can pause an account."))


def is_safety_team(viewer: Viewer) -> bool:
    """Whether they keep the whole site safe, not only a group of theirs."""
    return viewer.is_authenticated and viewer.is_active and viewer.is_safety_team


def can_read(viewer: Viewer, notice: Notice) -> Verdict:
    if viewer.pk != notice.member_id:
        return no(_("This notice is for somebody else."))
    return yes()


def visible_notices(viewer: Viewer) -> QuerySet[Notice]:
    """A member's own notices and nobody else's."""
    if not viewer.is_authenticated:
        return Notice.objects.none()
    return Notice.objects.filter(member_id=viewer.pk)
