"""Who may take part at all, who keeps the whole site safe, and whose notices are whose."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.policy import Verdict, no, yes
from people.models import AddressChange, Member, Notice, SignIn, Viewer

HEALTH_VERSION = 1  # of templates/people/_health_words.html: whoever agreed to an older one is asked again
MOST_MUTED = 100  # words of one member
UNDO = timedelta(days=7)  # for which whoever reads the old mailbox can take an account back


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


def can_share_health(viewer: Viewer) -> Verdict:
    """May we keep what they say about health? Asked for joining and writing where a condition is talked about."""
    if not viewer.is_authenticated:
        return no(_("Sign in to take part."))
    if viewer.health_consent == HEALTH_VERSION:
        return yes()
    if viewer.health_consent:
        return no(_("Our words about health have changed. Please read them on your page “Me” and say if you agree."))
    return no(
        _(
            "Before you join a group about a condition or write in one, please say on your page “Me” that we may keep "
            "what you say about health."
        )
    )


def can_mute_more(member: Member) -> Verdict:
    """May they have one more word folded away? Every page that shows words looks for each of them."""
    if member.muted_words.count() >= MOST_MUTED:
        return no(_("That is as much as can be folded away. Take a word back first."))
    return yes()


def can_undo(change: AddressChange) -> Verdict:
    """May whoever reads the old mailbox take the account back?"""
    if change.changed_at <= timezone.now() - UNDO:
        return no(_("The seven days in which this could be undone are over."))
    others = Member.objects.filter(email=change.old_address).exclude(pk=change.member_id)
    if others.exists():
        return no(_("Another account has this address now. Please write to us."))
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


def visible_sign_ins(viewer: Viewer) -> QuerySet[SignIn]:
    """The browsers in which the viewer is signed in."""
    if not viewer.is_authenticated:
        return SignIn.objects.none()
    lasting = Session.objects.filter(expire_date__gt=timezone.now())
    return SignIn.objects.filter(member_id=viewer.pk, session_key__in=lasting.values("session_key"))
