"""Pages of private talks: asking for one, answering, and ending it. What is said there stands on a room's page."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.chat import actions, at_hand, policy, queries
from community.chat.pause import PAUSE, last_day
from community.chat.put_away import is_put_away, lead_to_messages
from groups import policy as groups_policy
from groups import queries as groups_queries
from kit import pace
from kit.policy import granted, require
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def talk(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """What there is between the viewer and this face: a talk, a request, or the way to make one."""
    shown = at_hand.FACE.or_404(request.user, slug=slug, key=key)
    face = groups_queries.face_of(request.user, shown.group)
    face = granted(groups_policy.can_see_members(face, shown.group), face)
    if face.pk == shown.pk:
        raise Http404
    side = queries.side_of(face, shown)
    if side is not None and not side.closed_at:
        return redirect("chat:room", key=side.key)
    talks = {talk.asked_by_id: talk for talk in queries.talks_between(face.pk, shown.pk)}
    verdict = policy.can_ask(face, shown, own=talks.get(face.pk), theirs=talks.get(shown.pk), side=side)
    own = talks.get(face.pk)
    if request.method == "POST":
        if own is None or not own.is_waiting:  # a second tap leads where the first one led
            require(verdict)
            pace.spend("talk", request.user.pk)
            actions.ask(face, shown)
        messages.success(request, _("%(name)s is asked. You are told if they say yes.") % {"name": shown.name})
        return redirect("chat:messages")
    context: dict[str, Any] = {"group": shown.group, "face": face, "shown": shown, "side": side, "may_ask": verdict}
    context |= {"waiting": own if own and own.is_waiting else None, "days": PAUSE.days}
    return render(request, "chat/talk.html", context)


@login_required
@require_POST
def answer(request: MemberRequest, key: str) -> HttpResponse:
    """Yes, or not now; a second tap on "Yes" leads where the first one led."""
    begun = queries.side_begun_with(key, member=request.user)
    if begun is not None:
        return redirect("chat:room", key=begun.key)
    talk = at_hand.TALK_TO_ANSWER.first(request.user, key=key)
    if talk is None:
        return _no_longer_there(request)
    face = groups_queries.face_of(request.user, talk.asked.group)
    if request.POST.get("answer") == "yes":
        side = actions.accept(granted(policy.can_accept(face, talk), face), talk)
        messages.success(request, _("You have said yes. Now you can write to each other."))
        return redirect("chat:room", key=side.key)
    if request.POST.get("answer") == "no":
        actions.decline(granted(policy.can_decline(face, talk), face), talk)
        messages.success(request, _("Nobody is told that you said no."))
    return redirect("chat:messages")


@login_required
@require_http_methods(["GET", "POST"])
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    """The page asks once more, and says when the same person can be asked again."""
    talk = at_hand.TALK_ASKED_FOR.first(request.user, key=key)
    if talk is None:
        begun = queries.side_begun_with(key, member=request.user)
        if begun is None:
            return _no_longer_there(request)
        messages.info(request, _("They have said yes already. You can end the talk instead."))
        return redirect("chat:room", key=begun.key)
    day = last_day(talk.asked_at)
    if request.method == "POST":
        face = groups_queries.face_of(request.user, talk.asked.group)
        actions.take_back(granted(policy.can_take_back(face, talk), face), talk)
        text = _("You have taken it back. You can ask again after %(day)s.") if day else _("You have taken it back.")
        messages.success(request, text % {"day": day} if day else text)
        return redirect("chat:messages")
    return render(request, "chat/take_back.html", {"talk": talk, "group": talk.asked.group, "day": day})


def _no_longer_there(request: MemberRequest) -> HttpResponse:
    """The same for what was taken back, for what a block keeps away, and for what never was."""
    messages.info(request, _("This request is no longer there."))
    return redirect("chat:messages")


@login_required
@require_http_methods(["GET", "POST"])
def end(request: MemberRequest, key: str) -> HttpResponse:
    """The page asks once more, and says what the end means for both."""
    side = at_hand.SIDE.first(request.user, key=key)
    if side is None and is_put_away(request.user, key):
        return lead_to_messages(request)
    if side is None:
        raise Http404
    if side.closed_at:
        return redirect("chat:room", key=side.key)
    if request.method == "GET":
        return render(request, "chat/end.html", {"room": side, "group": side.group, "days": PAUSE.days})
    face = groups_queries.face_of(request.user, side.group)
    ended = actions.end(granted(policy.can_end(face, side), face), side)
    day = last_day(cast(datetime, ended.closed_at))
    text = _("You have ended this talk. Both of you can still read it. Either of you can ask again after %(day)s.")
    messages.success(request, text % {"day": day})
    return redirect("chat:room", key=side.key)
