"""Whom the hosts of a group removed, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from groups import actions, at_hand, queries
from groups.views.hosting import host_in
from groups.views.places import about_context
from kit.pages import keyset
from people.requests import MemberRequest


@login_required
@require_GET
def removed(request: MemberRequest, slug: str) -> HttpResponse:
    """The last first."""
    group, _host = host_in(request, slug)
    faces = queries.removed_from(group, viewer=request.user)
    context = about_context(request, group)
    context["slice"] = keyset(faces, order=("-out_at", "-pk"), cursor=request.GET.get("after"), size=30)
    return render(request, "groups/removed.html", context)


@login_required
@require_POST
def readmit(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    group, host = host_in(request, slug)
    shown = at_hand.FACE.or_404(request.user, slug=slug, key=key)
    actions.readmit(host, shown)
    messages.success(request, _("%(name)s may come back if they like. They are not told.") % {"name": shown.name})
    if request.POST.get("from") == "list":
        return redirect("groups:removed", slug=slug)
    return redirect("groups:face", slug=slug, key=key)
