"""Faces: who belongs, one of them, my own, and those I do not want to meet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import actions, policy, queries
from groups.forms import FaceForm, RoleForm
from groups.views.places import about_context
from kit.pages import keyset
from kit.policy import Refused, granted, require
from people.requests import MemberRequest


@require_GET
def members(request: HttpRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.readable_groups(request.user), slug=slug)
    context = about_context(request, group)
    require(policy.can_see_members(queries.face_of(request.user, group), group))
    faces = queries.members_of(group, viewer=request.user)
    context["slice"] = keyset(faces, order=("name_key", "pk"), cursor=request.GET.get("after"), size=50)
    return render(request, "groups/members.html", context)


@require_GET
def face(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    shown = get_object_or_404(policy.visible_faces(request.user).select_related("group"), group__slug=slug, key=key)
    context = about_context(request, shown.group)
    own = queries.face_of(request.user, shown.group)
    context |= {
        "shown": shown,
        "is_me": own is not None and own.pk == shown.pk,
        "may_block": policy.can_block(request.user, shown),
        "may_remove": policy.can_remove(own, shown),
        "may_change_role": policy.can_change_role(own, shown),
        "role_form": RoleForm(initial={"role": shown.role}),
    }
    return render(request, "groups/face.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def my_face(request: MemberRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.readable_groups(request.user), slug=slug)
    own = queries.face_of(request.user, group)
    if own is None or not own.is_active:
        raise Http404
    form = FaceForm(request.POST or None, initial={"name": own.name, "about": own.about})
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(own, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Your name here is %(name)s now.") % {"name": own.name})
            return redirect("groups:face", slug=group.slug, key=own.key)
    context = about_context(request, group) | {"form": form}
    return render(request, "groups/my_face.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def block(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    shown = get_object_or_404(policy.visible_faces(request.user), group__slug=slug, key=key)
    actions.block(request.user, shown)
    messages.success(request, _("You will not meet %(name)s any more.") % {"name": shown.name})
    return redirect("groups:blocks")


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    group = get_object_or_404(policy.readable_groups(request.user), slug=slug)
    shown = get_object_or_404(policy.visible_faces(request.user), group=group, key=key)
    own = queries.face_of(request.user, group)
    host = granted(policy.can_remove(own, shown), own)
    actions.remove(host, shown, for_good=request.POST.get("for_good") == "on")
    messages.success(request, _("%(name)s no longer belongs to the group.") % {"name": shown.name})
    return redirect("groups:members", slug=group.slug)


@login_required
@require_POST
def role(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    group = get_object_or_404(policy.readable_groups(request.user), slug=slug)
    shown = get_object_or_404(policy.visible_faces(request.user), group=group, key=key)
    own = queries.face_of(request.user, group)
    host = granted(policy.can_change_role(own, shown), own)
    form = RoleForm(request.POST)
    if form.is_valid():
        shown = actions.change_role(host, shown, **form.cleaned_data)
        sentence = _("What %(name)s does here from now on: %(role)s.")
        messages.success(request, sentence % {"name": shown.name, "role": shown.get_role_display()})
    return redirect("groups:face", slug=slug, key=key)


@login_required
@require_GET
def blocks(request: MemberRequest) -> HttpResponse:
    return render(request, "groups/blocks.html", {"blocks": queries.my_blocks(request.user)[:200]})


@login_required
@require_POST
def unblock(request: MemberRequest, key: str) -> HttpResponse:
    block = get_object_or_404(queries.my_blocks(request.user), blocked__key=key)
    actions.unblock(request.user, block)
    messages.success(request, _("You can meet %(name)s again.") % {"name": block.blocked.name})
    return redirect("groups:blocks")
