"""One post: its place, changing it, and signs under it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.forum import actions, at_hand, policy, queries
from community.forum.forms import EditForm, SignForm
from community.forum.models import Post
from community.forum.views.actors import member_id
from community.forum.views.topics import place_of
from community.forum.views.writing import brings_picture, preview_of, refuse_forgotten_picture, with_picture
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Membership
from groups.picture_forms import PictureForm
from kit import pace
from kit.pages import answer
from kit.policy import Refused, granted


def _visible(request: HttpRequest, key: str) -> Post:
    return at_hand.POST.or_404(request.user, key=key)


@require_GET
def post(request: HttpRequest, key: str) -> HttpResponse:
    return redirect(place_of(_visible(request, key)))


@login_required
@require_http_methods(["GET", "POST"])
def edit_post(request: HttpRequest, key: str) -> HttpResponse:
    post = _visible(request, key)
    face = groups_queries.face_behind(request.user, post.author, post.topic.group)
    author = granted(policy.can_edit_post(face, post), face)
    form = EditForm(request.POST or None, initial={"body": post.body})
    context = _writing_context(post, author) | {"form": form}
    if brings_picture(request):
        context |= with_picture(request, author, post.topic.group, EditForm)
        status = 422 if context["picture_form"].errors else 200
        return render(request, "forum/edit_post.html", context, status=status)
    if form.is_bound:
        refuse_forgotten_picture(request, form)
    if request.method == "GET" or not form.is_valid():
        return render(request, "forum/edit_post.html", context, status=422 if form.errors else 200)
    if "preview" in request.POST:
        context["preview"] = preview_of(form, post.topic.group, request.user, topic_key=post.topic.key)
        return render(request, "forum/edit_post.html", context)
    pace.spend("edit", member_id(request))
    try:
        return redirect(place_of(actions.edit_post(author, post, **form.cleaned_data)))
    except Refused as refused:
        form.add_error(None, refused.reason)
        return render(request, "forum/edit_post.html", context, status=422)


def _writing_context(post: Post, author: Membership) -> dict[str, Any]:
    group = post.topic.group
    return {
        "post": post,
        "topic": post.topic,
        "group": group,
        "face_key": author.key,
        "may_add_pictures": groups_policy.can_add_picture(author, group),
        "picture_form": PictureForm(),
    }


@login_required
@require_POST
def react(request: HttpRequest, key: str) -> HttpResponse:
    topic = at_hand.TOPIC.or_404(request.user, key=key)
    face = groups_queries.face_of(request.user, topic.group)
    author = granted(policy.can_react(face, topic), face)
    form = SignForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    pace.spend("react", member_id(request))
    posts = policy.visible_posts(request.user).select_related("topic__group")
    post = get_object_or_404(posts, topic=topic, number=form.cleaned_data["number"])
    deed = actions.react if form.cleaned_data["is_given"] else actions.unreact
    deed(author, post, kind=form.cleaned_data["kind"])
    shown = queries.shown_post(post, viewer=request.user, face=face)
    context = {"number": shown.number, "may_react": shown.may_react, "signs": shown.signs}
    return answer(request, "forum/_signs.html", context, then=place_of(post))
