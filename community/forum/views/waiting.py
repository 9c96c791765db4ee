"""First posts that wait for somebody who looks after the group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from community.forum import actions, policy
from community.forum.forms import SettlingForm
from groups import policy as groups_policy
from groups import queries as groups_queries
from kit.pages import keyset
from kit.policy import granted, require
from people.requests import MemberRequest


@login_required
@require_GET
def waiting(request: MemberRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(groups_policy.readable_groups(request.user), slug=slug)
    face = groups_queries.face_of(request.user, group)
    require(groups_policy.can_moderate(face, group))
    posts = policy.visible_waiting(request.user).filter(topic__group=group).select_related("topic", "author")
    context = groups_queries.head_of(group, viewer=request.user, face=face)
    context["slice"] = keyset(posts, order=("created_at", "pk"), cursor=request.GET.get("after"), size=10)
    return render(request, "forum/waiting.html", context)


@login_required
@require_POST
def settle(request: MemberRequest, key: str) -> HttpResponse:
    """Let through, or declined with a reason that the author reads."""
    posts = policy.visible_posts(request.user).select_related("topic__group")
    post = get_object_or_404(posts.filter(topic__group__in=groups_policy.moderated_groups(request.user)), key=key)
    face = groups_queries.face_of(request.user, post.topic.group)
    actor = granted(policy.can_settle(face, post), face)
    form = SettlingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why, so that its author understands."))
    elif form.cleaned_data["answer"] == "yes":
        actions.let_through(actor, post)
        messages.success(request, _("The post is shown now."))
    else:
        actions.decline_post(actor, post, reason=form.cleaned_data["reason"])
        messages.success(request, _("The post stays hidden, and its author reads why."))
    return redirect("forum:waiting", slug=post.topic.group.slug)
