"""Going: out of a group, asked about once, and out of a request to join."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups import actions, at_hand, leaving, policy, queries
from groups.models import Group, Membership
from groups.views.places import about_context
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Says first what becomes of what they wrote and of their name, and how they could come back."""
    group = at_hand.KNOWN_GROUP.or_404(request.user, slug=slug)
    face = queries.face_of(request.user, group)
    if request.method == "POST":
        return _go(request, group, face)
    if face is None or not face.is_active:
        return redirect("groups:group", slug=group.slug)
    context = about_context(request, group) | {
        "may_leave": policy.can_leave(face),
        "leaving": leaving.sentences(face),
        "way_back": leaving.way_back(face),
    }
    return render(request, "groups/leave.html", context)


def _go(request: MemberRequest, group: Group, face: Membership | None) -> HttpResponse:
    if face is None:
        return redirect("home")
    if policy.can_withdraw(face):
        actions.withdraw(face)
        messages.success(request, _("You have taken your request back."))
        return redirect("home")
    actions.leave(face)
    return _after_leaving(request, group)


def _after_leaving(request: MemberRequest, group: Group) -> HttpResponse:
    """To the page of the group, where the way back is; to one's other groups, if only members know that page."""
    left = _("You have left %(group)s.") % {"group": group.name}
    seen = policy.visible_groups(request.user).filter(pk=group.pk).first()
    if seen is None:
        messages.success(request, left)
        return redirect("home")
    back = ""
    if policy.can_join(request.user, seen, face=queries.face_of(request.user, seen)):
        back = _("If you think again, you find the way back here.")
    messages.success(request, f"{left} {back}".strip())
    return redirect("groups:group", slug=seen.slug)


@login_required
@require_POST
def withdraw(request: MemberRequest, key: str) -> HttpResponse:
    """A request is its asker's own, even where the group cannot be seen any more."""
    actions.withdraw(get_object_or_404(queries.my_requests(request.user), key=key))
    messages.success(request, _("You have taken your request back."))
    return redirect("home")
