"""The topics of a group, and beginning a new one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.forum import actions, policy, queries
from community.forum.forms import TopicForm
from community.forum.models import Draft, Topic
from community.forum.views.actors import member_id
from community.forum.views.writing import (
    brings_picture,
    keep_draft,
    preview_of,
    refuse_forgotten_picture,
    with_picture,
)
from groups import at_hand as groups_at_hand
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Group, Membership
from groups.picture_forms import PictureForm
from kit import once, pace
from kit.policy import Refused, Verdict, granted


@require_GET
def group_topics(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_to_read(request.user, slug)
    if group is None:
        group = groups_at_hand.KNOWN_GROUP.or_404(request.user, slug=slug)
        return redirect("groups:group", slug=group.slug)
    face = groups_queries.face_of(request.user, group)
    areas = groups_queries.areas_of(group)
    area = next((one for one in areas if one.key == request.GET.get("area")), None)
    context = groups_queries.head_of(group, viewer=request.user, face=face) | {
        "topics": queries.topics_of(group, viewer=request.user, cursor=request.GET.get("after"), area=area),
        "areas": areas,
        "area": area,
        "may_start": policy.can_start_topic(face, group),
    }
    return render(request, "forum/group_topics.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    group = groups_at_hand.READ_GROUP.or_404(request.user, slug=slug)
    face = groups_queries.face_of(request.user, group)
    draft = queries.draft_of_new_topic(request.user, group) if request.method == "GET" else None
    initial = {"area": request.GET.get("area", ""), **_drafted(draft)}
    initial["client_key"] = initial.get("client_key") or once.key_at(
        queries.place_of_new_topic(group), writer=member_id(request)
    )
    areas = groups_queries.areas_of(group)
    form = TopicForm(request.POST or None, initial=initial, areas=areas)
    context = groups_queries.head_of(group, viewer=request.user, face=face)
    context |= _writing_context(face, group, draft) | {"form": form}
    if brings_picture(request):
        context |= with_picture(request, face, group, TopicForm, areas=areas)
        return _page_of_new_topic(request, context, is_refused=bool(context["picture_form"].errors))
    if request.method == "GET":
        return _page_of_new_topic(request, context)
    topic = _sent(request, group, face, form, context["may_start"])
    if topic is None:
        if form.is_valid():
            context["preview"] = preview_of(form, group, request.user)
        return _page_of_new_topic(request, context, is_refused=bool(form.errors))
    once.note(form.cleaned_data["client_key"], place=queries.place_of_new_topic(group), writer=member_id(request))
    return redirect(reverse("forum:topic", args=[topic.key]) + "#post-1")


def _sent(
    request: HttpRequest, group: Group, face: Membership | None, form: TopicForm, may_start: Verdict
) -> Topic | None:
    """The topic that the form has become, or became before; if there is none, the form says why or is to be shown."""
    refuse_forgotten_picture(request, form)
    is_to_be_sent = form.is_valid() and "preview" not in request.POST
    if is_to_be_sent and face and (topic := _sent_before(face, group, form)):
        return topic
    if not may_start:
        form.add_error(None, may_start.reason)
        return None
    if not is_to_be_sent:
        return None
    pace.spend("topic", member_id(request))
    try:
        return actions.start_topic(granted(may_start, face), group, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return None


def _sent_before(face: Membership, group: Group, form: TopicForm) -> Topic | None:
    """It costs no turn, and is answered like the first."""
    words = {name: form.cleaned_data[name] for name in ("title", "body", "client_key")}
    post = queries.post_sent_as(queries.topic_as(face, group, **words))
    if post is None:
        return None
    actions.discard_draft(face, None, body=words["body"])
    return post.topic


def _page_of_new_topic(request: HttpRequest, context: dict[str, Any], *, is_refused: bool = False) -> HttpResponse:
    return render(request, "forum/new_topic.html", context, status=422 if is_refused else 200)


def _writing_context(face: Membership | None, group: Group, draft: Draft | None) -> dict[str, Any]:
    may_be_nameless = groups_policy.can_speak_without_name(face, group)
    return {
        "may_start": policy.can_start_topic(face, group),
        "may_be_nameless": may_be_nameless,
        "may_add_pictures": groups_policy.can_add_picture(face, group),
        "pictures_need_name": policy.is_newcomer_without_name(group) and bool(may_be_nameless),
        "picture_form": PictureForm(),
        "is_drafted": draft is not None,
        "draft_version": draft.version if draft else "",
        "has_earlier": bool(draft and draft.earlier),
        "earlier": draft.earlier if draft else "",
    }


def _drafted(draft: Draft | None) -> dict[str, object]:
    return {name: getattr(draft, name) for name in ("title", "body", "without_name", "client_key")} if draft else {}


@login_required
@require_POST
def draft_of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    group = groups_at_hand.READ_GROUP.or_404(request.user, slug=slug)
    face = groups_queries.face_of(request.user, group)
    return keep_draft(request, granted(policy.can_start_topic(face, group), face), None)
