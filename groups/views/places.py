"""Finding a group, looking at it, and coming in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groups import actions, at_hand, leaving, policy, queries
from groups.forms import DirectoryForm, JoinForm
from groups.languages import names_of
from groups.models import Group, Invitation, Membership
from groups.views.naming import face_form
from kit import pace
from kit.pages import keyset
from kit.policy import Refused, Verdict
from people.policy import is_safety_team
from people.requests import MemberRequest

MY_GROUPS = 100


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "groups/welcome.html")
    faces = queries.my_faces(request.user)
    mine = keyset(faces, order=("group__name", "pk"), cursor=request.GET.get("after"), size=MY_GROUPS)
    keeps_safe = is_safety_team(request.user) or policy.moderated_groups(request.user).exists()
    context = {"slice": mine, "faces": mine.items, "keeps_safe": keeps_safe}
    context["hidden_requests"] = queries.my_hidden_requests(request.user)
    return render(request, "groups/home.html", context)


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    asked = {name: value.replace("\0", "") for name, value in request.GET.dict().items()}
    form = DirectoryForm(asked)
    groups = queries.directory(request.user, form.wish)
    piece = queries.slice_of_directory(groups, by_place=form.is_by_place, cursor=asked.get("after"))
    context = {
        "slice": piece,
        "rows": [(group, queries.size_band(group), names_of(group.languages)) for group in piece.items],
        "form": form,
        "wish": form.wish,
        "kinds": [("", _("All")), *Group.Kind.choices],
        "may_found": policy.can_found(request.user),
    }
    return render(request, "groups/directory.html", context)


def about_context(request: HttpRequest, group: Group) -> dict[str, object]:
    """What the head of the group's pages shows this viewer."""
    return queries.head_of(group, viewer=request.user, face=queries.face_of(request.user, group))


@require_GET
def group(request: HttpRequest, slug: str) -> HttpResponse:
    group = at_hand.KNOWN_GROUP.or_404(request.user, slug=slug)
    context = about_context(request, group)
    face = context["face"]
    context |= {
        "rules": queries.rules_of(group),
        "size_band": queries.size_band(group),
        "languages": names_of(group.languages),
        "keepers": policy.keepers_of(group) if context["is_inside"] else [],
        "mergers": queries.mergers_of(group, viewer=request.user) if face else [],
        "may_leave": policy.can_leave(face) if isinstance(face, Membership) else None,
        "leaving": leaving.sentences(face) if isinstance(face, Membership) and face.is_active else [],
        "may_send_more": policy.can_send_more(face, group) if isinstance(face, Membership) else None,
        "request_count": queries.requests_of(group, viewer=request.user).count() if context["may_host"] else 0,
    }
    return render(request, "groups/group.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def join(request: MemberRequest, slug: str) -> HttpResponse:
    group = at_hand.KNOWN_GROUP.or_404(request.user, slug=slug)
    face = queries.face_of(request.user, group)
    verdict = policy.can_join(request.user, group, face=face)
    asks = group.joining == Group.Joining.REQUEST
    questions = queries.questions_of(group) if asks else []
    form = face_form(request, group, JoinForm, old_name=_old_name(face), questions=questions)
    if request.method == "POST" and form.is_valid():
        pace.spend("join", request.user.pk)
        try:
            face = actions.join(request.user, group, **form.face, answers=form.answers)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return _welcome(request, face, group)
    return _join_page(request, group, form, verdict, asks=asks)


def _old_name(face: Membership | None) -> str:
    """What somebody was called who belonged before; nobody else has got the name meanwhile."""
    return face.name if face is not None and face.left_at is not None else ""


def _join_page(
    request: HttpRequest,
    group: Group,
    form: JoinForm,
    verdict: Verdict,
    *,
    asks: bool = False,
    invitation: Invitation | None = None,
) -> HttpResponse:
    face, invited_at = queries.face_of(request.user, group), invitation.created_at if invitation else None
    context = {
        "group": group,
        "form": form,
        "may_join": verdict,
        "lacks_consent": policy.is_consent_missing(request.user, group, face=face, invited_at=invited_at),
        "rules": queries.rules_of(group),
        "asks": asks,
        "belongs": face is not None and face.is_active,
        "is_invited": invitation is not None,
    }
    return render(request, "groups/join.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, face: Membership, group: Group) -> HttpResponse:
    messages.success(request, _joined_sentence(face.is_active, group))
    return redirect("groups:group", slug=group.slug)


def _joined_sentence(is_active: bool, group: Group) -> str:
    if is_active:
        return _("Welcome. You belong to %(group)s now.") % {"group": group.name}
    return _("Your request is on its way. A host of %(group)s will answer.") % {"group": group.name}


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request: MemberRequest, key: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.select_related("group", "made_by"), key=key)
    group = invitation.group
    face = queries.face_of(request.user, group)
    form = face_form(request, group, JoinForm, old_name=_old_name(face))
    if face and face.is_active and form.is_valid() and form.face == {"name": face.name, "about": face.about}:
        return _welcome(request, face, group)  # they came in by the tap before, perhaps at the last place
    if ended := queries.end_of_invitation(invitation):
        return render(request, "groups/invitation_ended.html", {"sentence": ended}, status=410)
    verdict = policy.can_join(request.user, group, face=face, invited_at=invitation.created_at)
    if request.method == "POST" and form.is_valid():
        pace.spend("join", request.user.pk)
        try:
            face = actions.accept_invitation(request.user, invitation, **form.face)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return _welcome(request, face, group)
    return _join_page(request, group, form, verdict, invitation=invitation)
