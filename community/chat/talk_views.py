"""Pages of private talks: asking for one, answering, and ending it. What is said there stands on a room's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.chat import actions, policy, queries
from community.chat.models import Talk
from groups import policy as groups_policy
from groups import queries as groups_queries
from kit import pace
from kit.policy import granted, require
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def talk(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """What there is between the viewer and this face: a talk, a request, or the way to make one."""
    faces = groups_policy.visible_faces(request.user).filter(only_in="").select_related("group", "member")
    shown = get_object_or_404(faces, group__slug=slug, key=key)
    face = groups_queries.face_of(request.user, shown.group)
    face = granted(groups_policy.can_see_members(face, shown.group), face)
    if face.pk == shown.pk:
        raise Http404
    side = queries.side_of(face, shown)
    if side is not None and not side.closed_at:
        return redirect("chat:room", key=side.key)
    talks = {talk.asked_by_id: talk for talk in queries.talks_between(face.pk, shown.pk)}
    verdict = policy.can_ask(face, shown, own=talks.get(face.pk), theirs=talks.get(shown.pk), side=side)
    if request.method == "POST":
        require(verdict)
        pace.spend("talk", request.user.pk)
        actions.ask(face, shown)
        messages.success(request, _("%(name)s is asked. You are told if they say yes.") % {"name": shown.name})
        return redirect("chat:messages")
    context = {"group": shown.group, "face": face, "shown": shown, "side": side, "may_ask": verdict}
    return render(request, "chat/talk.html", context)


@login_required
@require_POST
def answer(request: MemberRequest, key: str) -> HttpResponse:
    """Yes, or not now; a second tap on "Yes" leads where the first one led."""
    begun = queries.side_begun_with(key, member=request.user)
    if begun is not None:
        return redirect("chat:room", key=begun.key)
    talk = _talk(request, key)
    face = groups_queries.face_of(request.user, talk.asked.group)
    if request.POST.get("answer") == "yes":
        side = actions.accept(granted(policy.can_accept(face, talk), face), talk)
        return redirect("chat:room", key=side.key)
    if request.POST.get("answer") == "no":
        actions.decline(granted(policy.can_decline(face, talk), face), talk)
        messages.success(request, _("Nobody is told that you said no."))
    return redirect("chat:messages")


@login_required
@require_POST
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    talk = _talk(request, key)
    face = groups_queries.face_of(request.user, talk.asked.group)
    actions.take_back(granted(policy.can_take_back(face, talk), face), talk)
    messages.success(request, _("You have taken it back."))
    return redirect("chat:messages")


def _talk(request: MemberRequest, key: str) -> Talk:
    return get_object_or_404(policy.visible_talks(request.user).select_related("asked__group", "asked_by"), key=key)


@login_required
@require_POST
def end(request: MemberRequest, key: str) -> HttpResponse:
    side = get_object_or_404(policy.visible_rooms(request.user).exclude(owner=None).select_related("group"), key=key)
    face = groups_queries.face_of(request.user, side.group)
    actions.end(granted(policy.can_end(face, side), face), side)
    return redirect("chat:room", key=side.key)
