"""Founding a group and running it: requests and invitations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import actions, policy, queries
from groups.forms import GroupForm, InvitationForm, SettingsForm
from groups.names import suggest_name
from groups.views.places import about_context
from kit import pace
from kit.policy import granted, require
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def found(request: MemberRequest) -> HttpResponse:
    form = GroupForm(request.POST or None, initial={"face_name": suggest_name()})
    if request.method == "POST" and form.is_valid():
        pace.spend("found", request.user.pk)
        group = actions.found(request.user, **form.cleaned_data)
        messages.success(request, _("%(group)s is there. Invite people, or wait to be found.") % {"group": group.name})
        return redirect("groups:group", slug=group.slug)
    return render(request, "groups/found.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_GET
def requests(request: MemberRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.readable_groups(request.user), slug=slug)
    require(policy.can_host(queries.face_of(request.user, group), group))
    context = about_context(request, group)
    context["requests"] = queries.requests_of(group, viewer=request.user)[:100]
    return render(request, "groups/requests.html", context)


@login_required
@require_POST
def settle(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    asked = get_object_or_404(policy.visible_requests(request.user).select_related("group"), group__slug=slug, key=key)
    own = queries.face_of(request.user, asked.group)
    host = granted(policy.can_host(own, asked.group), own)
    if request.POST.get("answer") == "yes":
        actions.approve(host, asked)
        messages.success(request, _("%(name)s belongs to the group now.") % {"name": asked.name})
    else:
        actions.decline(host, asked)
        messages.success(request, _("The request of %(name)s is declined.") % {"name": asked.name})
    return redirect("groups:requests", slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.readable_groups(request.user), slug=slug)
    own = queries.face_of(request.user, group)
    host = granted(policy.can_host(own, group), own)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.invite(host, group, **form.cleaned_data)
        messages.success(request, _("The invitation is ready. Send its link only to people you mean."))
        return redirect("groups:invite", slug=slug)
    context = about_context(request, group)
    context |= {"form": form, "invitations": queries.invitations_of(group, viewer=request.user)[:50]}
    return render(request, "groups/invite.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.readable_groups(request.user), slug=slug)
    own = queries.face_of(request.user, group)
    host = granted(policy.can_host(own, group), own)
    rules = "\n".join(rule.text for rule in queries.rules_of(group))
    form = SettingsForm(request.POST or None, initial={**vars(group), "rules": rules})
    if request.method == "POST" and form.is_valid():
        actions.change_group(host, group, **form.cleaned_data)
        messages.success(request, _("The settings of the group are kept."))
        return redirect("groups:group", slug=slug)
    context = about_context(request, group) | {"form": form}
    return render(request, "groups/settings.html", context, status=422 if form.errors else 200)
