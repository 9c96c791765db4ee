"""First posts that wait for somebody who looks after the group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from community.forum import actions, at_hand, policy
from community.forum.forms import SettlingForm
from community.forum.models import Post
from groups import at_hand as groups_at_hand
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Group, Membership
from kit.pages import keyset
from kit.policy import granted, require
from people.requests import MemberRequest


@login_required
@require_GET
def waiting(request: MemberRequest, slug: str) -> HttpResponse:
    group = groups_at_hand.READ_GROUP.or_404(request.user, slug=slug)
    face = groups_queries.face_of(request.user, group)
    require(groups_policy.can_moderate(face, group))
    return _page(request, group, face)


@login_required
@require_POST
def settle(request: MemberRequest, key: str) -> HttpResponse:
    """Let through, or declined with a reason that the author reads."""
    post = at_hand.POST_TO_SETTLE.or_404(request.user, key=key)
    group = post.topic.group
    face = groups_queries.face_of(request.user, group)
    actor = granted(policy.can_settle(face, post), face)
    form = SettlingForm(request.POST)
    if not form.is_valid():
        return _page(request, group, face, refused=post)
    if form.cleaned_data["answer"] == "yes":
        actions.let_through(actor, post)
        messages.success(request, _("The post is shown now."))
    else:
        actions.decline_post(actor, post, reason=form.cleaned_data["reason"])
        messages.success(request, _("The post stays hidden, and its author reads why."))
    return redirect("forum:waiting", slug=group.slug)


def _page(
    request: MemberRequest, group: Group, face: Membership | None, *, refused: Post | None = None
) -> HttpResponse:
    """What waits; a post that was `refused` without a reason stands there with what is missing."""
    posts = policy.visible_waiting(request.user).filter(topic__group=group).select_related("topic", "author")
    cursor = request.GET.get("after")
    context = groups_queries.head_of(group, viewer=request.user, face=face)
    context["slice"] = keyset(posts, order=("created_at", "pk"), cursor=cursor, size=10)
    context |= {"cursor": cursor, "refused_key": refused.key if refused else ""}
    return render(request, "forum/waiting.html", context, status=422 if refused else 200)
