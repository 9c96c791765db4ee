"""The topics of a group, and beginning a new one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.forum import actions, policy, queries
from community.forum.forms import DraftForm, TopicForm
from community.forum.views.actors import member_id
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Group, Membership
from kit import markdown, pace
from kit.policy import granted


def group_context(request: HttpRequest, group: Group, face: Membership | None) -> dict[str, Any]:
    """What the head of a group's pages shows this viewer."""
    return {
        "group": group,
        "face": face,
        "is_inside": True,
        "may_join": groups_policy.can_join(request.user, group, face=face),
        "may_host": groups_policy.can_host(face, group),
        "may_moderate": groups_policy.can_moderate(face, group),
        "may_see_members": groups_policy.can_see_members(face, group),
        "may_speak": groups_policy.can_speak_in(face, group),
    }


@require_GET
def group_topics(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_to_read(request.user, slug)
    if group is None:
        group = get_object_or_404(groups_policy.visible_groups(request.user), slug=slug)
        return redirect("groups:group", slug=group.slug)
    face = groups_queries.face_of(request.user, group)
    context = group_context(request, group, face) | {
        "topics": queries.topics_of(group, viewer=request.user, cursor=request.GET.get("after")),
        "may_start": policy.can_start_topic(face, group),
    }
    return render(request, "forum/group_topics.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_topic(request: HttpRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(groups_policy.readable_groups(request.user), slug=slug)
    face = groups_queries.face_of(request.user, group)
    verdict = policy.can_start_topic(face, group)
    form = TopicForm(request.POST or None, initial=_drafted(request, group))
    if request.method == "POST" and not verdict:
        form.add_error(None, verdict.reason)
    context = group_context(request, group, face) | {"form": form, "may_start": verdict}
    if request.method == "GET" or not form.is_valid():
        return render(request, "forum/new_topic.html", context, status=422 if form.errors else 200)
    if "preview" in request.POST:
        context["preview"] = {"html": markdown.render(form.cleaned_data["body"])}
        return render(request, "forum/new_topic.html", context)
    author = granted(verdict, face)
    pace.spend("topic", member_id(request))
    topic = actions.start_topic(author, group, **form.cleaned_data)
    return redirect("forum:topic", key=topic.key)


def _drafted(request: HttpRequest, group: Group) -> dict[str, str]:
    draft = queries.draft_of_new_topic(request.user, group) if request.method == "GET" else None
    return {"title": draft.title, "body": draft.body} if draft else {}


@login_required
@require_POST
def draft_of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(groups_policy.readable_groups(request.user), slug=slug)
    face = groups_queries.face_of(request.user, group)
    author = granted(policy.can_start_topic(face, group), face)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    pace.spend("draft", member_id(request))
    actions.save_draft(author, None, **form.cleaned_data)
    return HttpResponse(status=204)
