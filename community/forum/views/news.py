"""What is new in all of one's groups."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from community.forum import actions, queries
from community.forum.forms import SeenForm
from kit.pages import asked
from people.requests import MemberRequest


@login_required
@require_GET
def new(request: MemberRequest) -> HttpResponse:
    """Looking changes nothing: the button says that one has seen it."""
    since = queries.last_look_of(request.user)
    is_all = asked(request, "show") == "all"
    topics = queries.changed_topics(request.user, since=None if is_all else since, cursor=request.GET.get("after"))
    context = {"slice": topics, "since": since, "is_all": is_all, "is_first": "after" not in request.GET}
    return render(request, "forum/new.html", context)


@login_required
@require_POST
def seen(request: MemberRequest) -> HttpResponse:
    form = SeenForm(request.POST)
    if form.is_valid():
        actions.go_through(request.user, until=form.cleaned_data["until"])
        messages.success(request, _("From here on you are shown what comes after this."))
    return redirect("forum:new")
