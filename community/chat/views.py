"""Pages of rooms: complete without JavaScript, and what chat.js falls back to where sockets are barred."""

import json
from typing import Any, cast

from django.contrib import messages as django_messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.chat import actions, at_hand, before_eyes, policy, queries
from community.chat.forms import EditForm, ReadForm, RoomForm, SayForm
from community.chat.models import Room
from community.chat.put_away import is_put_away, lead_to_messages
from groups import at_hand as groups_at_hand
from groups import policy as groups_policy
from groups import presence
from groups import queries as groups_queries
from groups.models import Membership
from kit import pace
from kit.keys import new_key
from kit.pages import asked, page_or_fragment
from kit.policy import Refused, granted, require
from people.muting import muting_of
from people.requests import MemberRequest


def _visible(request: HttpRequest, key: str) -> tuple[Room, Membership | None]:
    room = at_hand.ROOM.or_404(request.user, key=key)
    return room, groups_queries.face_of(request.user, room.group)


def _member_id(request: HttpRequest) -> int:
    return cast(int, request.user.pk)


@require_http_methods(["GET", "POST"])
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """The rooms of a group; a host opens new ones here."""
    group = groups_at_hand.READ_GROUP.or_404(request.user, slug=slug)
    face = groups_queries.face_of(request.user, group)
    may_open = policy.can_open_room(face, group)
    form = RoomForm(request.POST or None, group=group)
    if request.method == "POST":
        require(may_open)
        if form.is_valid():
            pace.spend("topic", _member_id(request))
            try:
                room = actions.open_room(cast(Membership, face), group, **form.cleaned_data)
            except Refused as refused:
                form.add_error("name", refused.reason)
            else:
                return redirect("chat:room", room.key)
    context = groups_queries.head_of(group, viewer=request.user, face=face) | {"form": form, "may_open": may_open}
    context["rooms"] = queries.rooms_of(group, viewer=request.user)
    return render(request, "chat/rooms.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def messages(request: MemberRequest) -> HttpResponse:
    """The rooms of all groups one belongs to, one's private talks, and requests for these."""
    cursor = request.GET.get("after")
    requests = [] if cursor else queries.requests_of(request.user)
    listed = queries.my_rooms(request.user, cursor=cursor)
    context = {
        "slice": listed,
        "requests": requests,
        "to_answer": [talk for talk in requests if talk.asked.member_id == request.user.pk],
        "waiting": [talk for talk in requests if talk.asked.member_id != request.user.pk],
        "has_talk": bool(cursor) or any(room["owner"] for room in listed.items),
    }
    return render(request, "chat/messages.html", context)


@require_GET
def room(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever opens it at its end has read up to there; a browser that fetches it in advance has not."""
    try:
        room, face = _visible(request, key)
    except Http404:
        if is_put_away(request.user, key):
            return lead_to_messages(request)
        raise
    if not room.is_private:
        presence.come(face)
    context = _context(request, room, face, SayForm(initial={"client_key": new_key()}))
    if context["is_newest"] and "Sec-Purpose" not in request.headers and policy.can_keep_place(face, room):
        _note_reading(cast(Membership, face), room, number=room.last_number)
    return render(request, "chat/room.html", context)


def _note_reading(face: Membership, room: Room, *, number: int) -> None:
    actions.read_up_to(face, room, number=number)
    if room.is_private:
        before_eyes.come(room)


@login_required
@require_POST
def read(request: HttpRequest, key: str) -> HttpResponse:
    """An open page says how far it was read, and, when it is put away, that it is not looked at any more."""
    room, face = _visible(request, key)
    face = granted(policy.can_keep_place(face, room), face)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    _note_reading(face, room, number=form.cleaned_data["number"])
    if form.cleaned_data["away"]:
        before_eyes.go(room)
    return HttpResponse(status=204)


@require_GET
def entry(request: HttpRequest, key: str) -> HttpResponse:
    """Wherever the entry stands now: its room, opened around it."""
    entry = at_hand.ENTRY.or_404(request.user, key=key)
    return redirect(reverse("chat:room", args=[entry.room.key]) + f"?around={entry.key}#entry-{entry.key}")


@login_required
@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    room, face = _visible(request, key)
    require(policy.can_close_room(face, room))
    deed = actions.close_room if request.POST.get("wish") == "yes" else actions.reopen_room
    deed(cast(Membership, face), room)
    return redirect("chat:room", key=room.key)


@login_required
@require_POST
def say(request: HttpRequest, key: str) -> HttpResponse:
    room, face = _visible(request, key)
    form = SayForm(request.POST)
    verdict = policy.can_speak(face, room)
    if not verdict:
        form.add_error(None, verdict.reason)
    if not form.is_valid():
        return render(request, "chat/room.html", _context(request, room, face, form), status=422)
    pace.spend("say", _member_id(request))
    try:
        entry = actions.say(cast(Membership, face), room, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return render(request, "chat/room.html", _context(request, room, face, form), status=422)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect(reverse("chat:room", args=[room.key]) + f"#entry-{entry.key}")


@require_GET
def since(request: HttpRequest, key: str, change: int) -> HttpResponse:
    """What changed after `change`: the fragment of these entries, or the page for whoever opens it as one."""
    room, face = _visible(request, key)
    changed = queries.entries_changed(room, viewer=request.user, face=face, since=change)
    context = _context(request, room, face, SayForm(initial={"client_key": new_key()})) | {"changed": changed}
    return page_or_fragment(request, "chat/_changes.html", context, page="chat/room.html")


@login_required
@require_http_methods(["GET", "POST"])
def edit_entry(request: HttpRequest, key: str) -> HttpResponse:
    entry = at_hand.ENTRY.or_404(request.user, key=key)
    face = groups_queries.face_of(request.user, entry.room.group)
    verdict = policy.can_edit(face, entry)
    if not verdict and request.method == "GET" and face is not None and face.pk == entry.author_id:
        django_messages.info(request, verdict.reason)  # a link on a page that has grown old
        return redirect("chat:room", key=entry.room.key)
    require(verdict)
    form = EditForm(request.POST or None, initial={"body": entry.body})
    if request.method == "POST" and form.is_valid():
        pace.spend("edit", _member_id(request))
        entry = actions.edit_entry(cast(Membership, face), entry, **form.cleaned_data)
        return redirect(reverse("chat:room", args=[entry.room.key]) + f"#entry-{entry.key}")
    context = {"room": entry.room, "group": entry.room.group, "entry": entry, "form": form}
    return render(request, "chat/edit_entry.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest, room: Room, face: Membership | None, form: SayForm) -> dict[str, Any]:
    cursor, wanted = request.GET.get("before"), asked(request, "around")
    around = queries.number_of(wanted, room, viewer=request.user) if wanted else None
    entries, older = queries.entries_of(room, viewer=request.user, face=face, cursor=cursor, around=around)
    return {
        "room": room,
        "group": room.group,
        "face": face,
        "entries": entries,
        "older": older,
        "is_newest": not cursor and around is None,
        "may_close": policy.can_close_room(face, room),
        "may_end": policy.can_end(face, room),
        "form": form,
        "present": [] if room.is_private else groups_queries.present_in(room.group, viewer=request.user),
        "muted_words": json.dumps(muting_of(request.user).words),
        "may_speak": policy.can_speak(face, room),
        "may_keep_place": policy.can_keep_place(face, room),
        "may_join": groups_policy.can_join(request.user, room.group, face=face),
        "blank": queries.BLANK,
        "blank_hidden": queries.BLANK_HIDDEN,
    }
