"""Topics that one does not want to meet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from community.forum import actions, at_hand, queries
from community.forum.forms import WishForm
from people.requests import MemberRequest


@login_required
@require_POST
def mute(request: MemberRequest, key: str) -> HttpResponse:
    topic = at_hand.TOPIC.or_404(request.user, key=key)
    form = WishForm(request.POST)
    if form.is_valid() and form.cleaned_data["wish"] == "yes":
        actions.mute_topic(request.user, topic)
        messages.success(request, _("You will not meet this topic any more. It stands under Me if you miss it."))
        return redirect("forum:topics", slug=topic.group.slug)
    actions.unmute_topic(request.user, topic)
    messages.success(request, _("You meet this topic again."))
    return redirect("forum:muted") if request.POST.get("from") == "list" else redirect("forum:topic", key=key)


@login_required
@require_GET
def muted(request: MemberRequest) -> HttpResponse:
    return render(request, "forum/muted.html", {"topics": queries.muted_topics(request.user)[:200]})
