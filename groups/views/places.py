"""Finding a group, looking at it, coming in and going."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import actions, policy, queries
from groups.forms import FaceForm
from groups.models import Group
from groups.names import suggest_name
from kit import pace
from kit.pages import asked, keyset
from kit.policy import Refused
from people.policy import is_safety_team
from people.requests import MemberRequest


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "groups/welcome.html")
    faces = list(queries.my_faces(request.user)[:200])
    keeps_safe = is_safety_team(request.user) or any(policy.is_keeper(face) for face in faces)
    return render(request, "groups/home.html", {"faces": faces, "keeps_safe": keeps_safe})


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    words, kind = asked(request, "q")[:100], asked(request, "kind")
    groups = queries.directory(request.user, words=words, kind=kind)
    context = {
        "slice": keyset(groups, order=("name", "pk"), cursor=request.GET.get("after"), size=30),
        "words": words,
        "kind": kind,
        "kinds": Group.Kind.choices,
        "may_found": policy.can_found(request.user),
    }
    return render(request, "groups/directory.html", context)


def about_context(request: HttpRequest, group: Group) -> dict[str, object]:
    """What the header and the page about a group show this viewer."""
    face = queries.face_of(request.user, group)
    return {
        "group": group,
        "face": face,
        "is_inside": bool(face and face.is_active) or group.visibility == Group.Visibility.OPEN,
        "may_join": policy.can_join(request.user, group, face=face),
        "may_host": policy.can_host(face, group),
        "may_moderate": policy.can_moderate(face, group),
        "may_see_members": policy.can_see_members(face, group),
        "may_speak": policy.can_speak_in(face, group),
        "may_leave": policy.can_leave(face) if face else None,
    }


@require_GET
def group(request: HttpRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.visible_groups(request.user), slug=slug)
    context = about_context(request, group)
    context |= {
        "rules": queries.rules_of(group),
        "size_band": queries.size_band(group),
        "keepers": policy.keepers_of(group) if context["is_inside"] else [],
        "requests": queries.requests_of(group, viewer=request.user)[:20] if context["may_host"] else [],
    }
    return render(request, "groups/group.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def join(request: MemberRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.visible_groups(request.user), slug=slug)
    verdict = policy.can_join(request.user, group, face=queries.face_of(request.user, group))
    form = FaceForm(request.POST or None, initial={"name": suggest_name()})
    if request.method == "POST" and form.is_valid():
        pace.spend("join", request.user.pk)
        try:
            face = actions.join(request.user, group, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _joined_sentence(face.is_active, group))
            return redirect("groups:group", slug=group.slug)
    status = 422 if form.errors else 200
    context = {"group": group, "form": form, "may_join": verdict, "rules": queries.rules_of(group)}
    return render(request, "groups/join.html", context, status=status)


def _joined_sentence(is_active: bool, group: Group) -> str:
    if is_active:
        return _("Welcome. You belong to %(group)s now.") % {"group": group.name}
    return _("Your request is on its way. A host of %(group)s will answer.") % {"group": group.name}


@login_required
@require_POST
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.visible_groups(request.user), slug=slug)
    face = queries.face_of(request.user, group)
    if face is not None:
        actions.leave(face)
        messages.success(request, _("You have left %(group)s.") % {"group": group.name})
    return redirect("home")


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request: MemberRequest, key: str) -> HttpResponse:
    invitation = get_object_or_404(policy.visible_invitations(request.user).select_related("group"), key=key)
    group = invitation.group
    verdict = policy.can_join(request.user, group, face=queries.face_of(request.user, group), invited=True)
    form = FaceForm(request.POST or None, initial={"name": suggest_name()})
    if request.method == "POST" and form.is_valid():
        pace.spend("join", request.user.pk)
        try:
            actions.accept_invitation(request.user, invitation, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _joined_sentence(True, group))
            return redirect("groups:group", slug=group.slug)
    context = {"group": group, "form": form, "may_join": verdict, "rules": queries.rules_of(group), "is_invited": True}
    return render(request, "groups/join.html", context, status=422 if form.errors else 200)
