"""Faces: who belongs, one of them, my own, and those I do not want to meet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import actions, at_hand, policy, presence, queries
from groups.forms import OwnFaceForm
from groups.hosting_forms import RemovalForm
from groups.models import Group, Membership
from groups.views.naming import face_form
from groups.views.places import about_context
from groups.views.roles import role_form
from kit import pace
from kit.pages import keyset
from kit.policy import Refused, granted, require
from people.requests import MemberRequest

OWN_FIELDS = ("name", "about", "shows_presence", "welcomes_talks")


@require_GET
def members(request: HttpRequest, slug: str) -> HttpResponse:
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    context = about_context(request, group)
    own = queries.face_of(request.user, group)
    require(policy.can_see_members(own, group))
    presence.come(own)
    faces = queries.members_of(group, viewer=request.user)
    piece = keyset(faces, order=("name_key", "pk"), cursor=request.GET.get("after"), size=50)
    context |= {"slice": piece, "present": queries.present_among(piece.items, viewer=request.user)}
    return render(request, "groups/members.html", context)


@require_GET
def face(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    shown = at_hand.FACE.or_404(request.user, slug=slug, key=key)
    context = about_context(request, shown.group)
    own = queries.face_of(request.user, shown.group)
    context |= {
        "shown": shown,
        "is_me": request.user.is_authenticated and request.user.pk == shown.member_id,
        "introductions": queries.introductions_of(shown, viewer=request.user),
        "may_block": policy.can_block(request.user, shown),
        "may_remove": policy.can_remove(own, shown),
        "may_hand_over": policy.can_hand_over(own, shown),
        "may_readmit": policy.can_readmit(own, shown),
        "role_form": role_form(own, shown),
        "may_change_role": policy.can_change_role(own, shown),
        "offer": queries.offer_to(shown, host=own),
        "asked": queries.offers_to(own) if own and own.pk == shown.pk else [],
    }
    return render(request, "groups/face.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def my_face(request: MemberRequest, slug: str) -> HttpResponse:
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    own = own_face(request, group)
    form = _own_form(request, own)
    if request.method == "POST" and form.is_valid():
        pace.spend("face", request.user.pk)
        is_redrawn = "redraw" in request.POST
        before = {field: getattr(own, field) for field in OWN_FIELDS}
        try:
            own = actions.describe(own, **form.cleaned_data, new_drawing=is_redrawn)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            changed = {field for field in OWN_FIELDS if getattr(own, field) != before[field]}
            return _after_describing(request, own, changed, is_redrawn=is_redrawn)
    context = about_context(request, group) | {"form": form, "shown": own}
    context |= {"introductions": queries.introductions_by(own), "may_introduce": bool(queries.others_of(own))}
    context["asked"] = queries.offers_to(own)
    return render(request, "groups/my_face.html", context, status=422 if form.errors else 200)


def own_face(request: MemberRequest, group: Group) -> Membership:
    """The viewer's everyday face in the group, if they belong."""
    own = queries.face_of(request.user, group)
    if own is None or not own.is_active:
        raise Http404
    return own


def _own_form(request: MemberRequest, own: Membership) -> OwnFaceForm:
    if request.method == "POST":
        return face_form(request, own.group, OwnFaceForm, old_name=own.name)
    return OwnFaceForm(initial={field: getattr(own, field) for field in OWN_FIELDS})


def _after_describing(request: MemberRequest, own: Membership, changed: set[str], *, is_redrawn: bool) -> HttpResponse:
    if not own.shows_presence:
        presence.go(own)
    sentences = [_sentence_of(field, own) for field in OWN_FIELDS if field in changed]
    if is_redrawn:
        sentences.append(_("This is your new picture."))
    messages.success(request, " ".join(sentences or [_("Nothing was changed.")]))
    if is_redrawn:
        return redirect("groups:my_face", slug=own.group.slug)
    return redirect("groups:face", slug=own.group.slug, key=own.key)


def _sentence_of(field: str, own: Membership) -> str:
    """What is different now."""
    if field == "name":
        return _("Your name here is %(name)s now.") % {"name": own.name}
    if field == "about":
        return _("Your words about yourself are saved.")
    if field == "shows_presence":
        seen, unseen = _("Others here see when you are here now."), _("Nobody sees when you are here now.")
        return seen if own.shows_presence else unseen
    if own.welcomes_talks:
        return _("Others here may ask to talk privately with you now.")
    return _("Nobody here can ask to talk privately with you now.")


@login_required
@require_POST
def block(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    shown = at_hand.FACE.or_404(request.user, slug=slug, key=key)
    actions.block(request.user, shown)
    text = _(
        "You will not meet %(name)s any more. What they write to you alone until you change your mind never arrives."
    )
    messages.success(request, text % {"name": shown.name})
    return redirect("groups:blocks")


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """The page asks once more before it is done, and what the person shall read about it."""
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    shown = at_hand.FACE.or_404(request.user, slug=slug, key=key)
    own = queries.face_of(request.user, group)
    host = granted(policy.can_remove(own, shown), own)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.remove(host, shown, **form.cleaned_data)
        messages.success(request, _("%(name)s no longer belongs to the group.") % {"name": shown.name})
        return redirect("groups:members", slug=group.slug)
    context = about_context(request, group) | {"shown": shown, "form": form}
    return render(request, "groups/remove.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def blocks(request: MemberRequest) -> HttpResponse:
    return render(request, "groups/blocks.html", {"blocks": queries.my_blocks(request.user)[:200]})


@login_required
@require_POST
def unblock(request: MemberRequest, key: str) -> HttpResponse:
    block = get_object_or_404(queries.my_blocks(request.user), blocked__key=key)
    actions.unblock(request.user, block)
    name = block.blocked.name if getattr(block, "is_readable", False) else _("somebody")
    messages.success(request, _("You can meet %(name)s again.") % {"name": name})
    return redirect("groups:blocks")
