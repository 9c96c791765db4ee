"""Pictures: showing one to those who may see it, sending one, and those of faces and of the group itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import actions, at_hand, policy, queries
from groups.models import Group, Membership, Picture
from groups.picture_forms import FacePictureForm, GroupPictureForm, PictureForm, markdown_of
from kit import pace
from kit.policy import granted
from people.requests import MemberRequest

A_WHILE = 300  # seconds that a browser may keep a picture which everybody may see


@require_GET
def picture(request: HttpRequest, key: str, width: int, height: int) -> HttpResponse:
    picture = at_hand.PICTURE.or_404(request.user, key=key)
    if (picture.width, picture.height) != (width, height):
        raise Http404
    return _shown(picture)


@require_GET
def picture_of_face(request: HttpRequest, key: str) -> HttpResponse:
    return _shown(at_hand.FACE_WITH_PICTURE.or_404(request.user, key=key).picture)


@require_GET
def picture_of_group(request: HttpRequest, slug: str) -> HttpResponse:
    return _shown(at_hand.GROUP_WITH_PICTURE.or_404(request.user, slug=slug).picture)


def _shown(picture: Picture | None) -> HttpResponse:
    """The file, which a browser takes for a picture only, and leaves no trace of if not everybody may see it."""
    if picture is None:
        raise Http404
    try:
        with picture.file.open("rb") as file:
            answer = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError:
        raise Http404 from None
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = f"private, max-age={A_WHILE}" if picture.group.is_open else "private, no-store"
    return answer


@login_required
@require_POST
def add_picture(request: MemberRequest, slug: str) -> HttpResponse:
    """For the script of the composer: what to write in the text, or why not. Without it, forms bring the picture."""
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    own = queries.face_of(request.user, group)
    sender = granted(policy.can_add_picture(own, group), own)
    pace.spend("picture", request.user.pk)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        errors = {name: " ".join(str(error) for error in form.errors[name]) for name in form.errors}
        return JsonResponse({"errors": errors}, status=422)
    added = actions.add_picture(sender, form.cleaned_data["picture"], alt=form.cleaned_data["alt"])
    return JsonResponse({"markdown": markdown_of(added)})


@login_required
@require_http_methods(["GET", "POST"])
def face_picture(request: MemberRequest, slug: str) -> HttpResponse:
    """The picture of my own face in the group."""
    group, own = _place_of(request, slug)
    if own is None or not own.is_active:
        raise Http404
    form = FacePictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (form.is_valid() or "remove" in request.POST):
        pace.spend("picture", request.user.pk)
        actions.change_face_picture(own, None if "remove" in request.POST else form.cleaned_data["picture"])
        messages.success(request, _("Your picture here has changed."))
        return redirect("groups:my_face", slug=group.slug)
    context = {"group": group, "face": own, "form": form, "may_change": policy.can_describe(own)}
    return render(request, "groups/face_picture.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def group_picture(request: MemberRequest, slug: str) -> HttpResponse:
    group, own = _place_of(request, slug)
    host = granted(policy.can_host(own, group), own)
    form = GroupPictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and (form.is_valid() or "remove" in request.POST):
        pace.spend("picture", request.user.pk)
        actions.change_group_picture(host, group, None if "remove" in request.POST else form.cleaned_data["picture"])
        messages.success(request, _("The picture of the group has changed."))
        return redirect("groups:settings", slug=group.slug)
    context = {"group": group, "form": form}
    return render(request, "groups/group_picture.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_picture(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """A picture is taken off somebody's face by those who keep the group safe."""
    shown = at_hand.FACE.or_404(request.user, slug=slug, key=key)
    own = queries.face_of(request.user, shown.group)
    actions.remove_face_picture(granted(policy.can_moderate(own, shown.group), own), shown)
    messages.success(request, _("The picture of %(name)s is gone.") % {"name": shown.name})
    return redirect("groups:face", slug=slug, key=key)


def _place_of(request: MemberRequest, slug: str) -> tuple[Group, Membership | None]:
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    return group, queries.face_of(request.user, group)
