"""Founding a group, letting people in, and inviting them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import actions, at_hand, policy, queries
from groups.forms import GroupForm
from groups.hosting_forms import InvitationForm, SettlingForm
from groups.models import Group, Membership
from groups.names import suggest_name
from groups.views.places import about_context
from kit import once, pace
from kit.pages import keyset
from kit.policy import Refused, granted
from people.models import Member
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def found(request: MemberRequest) -> HttpResponse:
    initial = {"face_name": suggest_name(), "name": request.GET.get("name", "")}
    initial["client_key"] = once.key_at(queries.FOUNDING, writer=request.user.pk)
    form = GroupForm(request.POST or None, initial=initial)
    group = _founded(request.user, form) if form.is_valid() else None
    if group is None:
        return render(request, "groups/found.html", {"form": form}, status=422 if form.errors else 200)
    once.note(form.cleaned_data["client_key"], place=queries.FOUNDING, writer=request.user.pk)
    sentence = _("%(group)s is there. Invite people, or wait to be found.")
    if group.is_hidden:
        sentence = _("%(group)s is there, and only you know of it. Invite whom you would like to meet here.")
    messages.success(request, sentence % {"group": group.name})
    return redirect("groups:group", slug=group.slug)


def _founded(founder: Member, form: GroupForm) -> Group | None:
    """The group that the form has become, or became before at no further turn; if there is none, the form says why."""
    if group := queries.group_sent_as(queries.group_as(founder, **form.cleaned_data)):
        return group
    pace.spend("found", founder.pk)
    try:
        return actions.found(founder, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def host_in(request: HttpRequest, slug: str) -> tuple[Group, Membership]:
    """The group and the viewer's face in it, which hosts it."""
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    own = queries.face_of(request.user, group)
    return group, granted(policy.can_host(own, group), own)


@login_required
@require_GET
def requests(request: MemberRequest, slug: str) -> HttpResponse:
    group, _host = host_in(request, slug)
    asked = queries.requests_of(group, viewer=request.user)
    context = about_context(request, group)
    context["slice"] = keyset(asked, order=("joined_at", "pk"), cursor=request.GET.get("after"), size=20)
    context["form"] = SettlingForm()
    return render(request, "groups/requests.html", context)


@login_required
@require_POST
def settle(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    group, host = host_in(request, slug)
    asked = queries.requests_of(group, viewer=request.user).filter(key=key).first()
    if asked is None:  # another host was quicker, or they thought again
        messages.info(request, _("Somebody has already answered this request, or it was taken back."))
        return redirect("groups:requests", slug=slug)
    form = SettlingForm(request.POST)
    name = asked.wished_name or asked.name
    if not form.is_valid():
        messages.error(request, _("Choose yes or no, and keep the words short."))
    elif form.cleaned_data["answer"] == "yes":
        face = actions.approve(host, asked)
        messages.success(request, _("%(name)s belongs to the group now.") % {"name": face.name})
    else:
        actions.decline(host, asked, words=form.cleaned_data["words"])
        messages.success(request, _("The request of %(name)s is declined.") % {"name": name})
    return redirect("groups:requests", slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    group, host = host_in(request, slug)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pace.spend("invite", request.user.pk)
        actions.invite(host, group, **form.cleaned_data)
        messages.success(request, _("The invitation is ready. Send its link only to people you mean."))
        return redirect("groups:invite", slug=slug)
    links = queries.invitations_of(group, viewer=request.user)
    context = about_context(request, group) | {
        "form": form,
        "may_invite": policy.can_invite(host, group),
        "slice": keyset(links, order=("-created_at", "-pk"), cursor=request.GET.get("after"), size=20),
    }
    return render(request, "groups/invite.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    group, host = host_in(request, slug)
    link = get_object_or_404(group.invitations.all(), key=key)
    actions.revoke_invitation(host, link)
    messages.success(request, _("The link lets nobody in any more."))
    return redirect("groups:invite", slug=slug)
