"""The page of the words one does not want to read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.policy import Refused
from people import actions
from people.forms import MutedWordForm
from people.muting import muted_words_of
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def muted_words(request: MemberRequest) -> HttpResponse:
    form = MutedWordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mute_words(request.user, form.cleaned_data["words"])
        except Refused as refused:
            form.add_error("words", refused.reason)
        else:
            messages.success(request, _("What holds this is folded away for you from now on."))
            return redirect("people:muted_words")
    context = {"form": form, "muted": muted_words_of(request.user)}
    return render(request, "people/muted_words.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def unmute_words(request: MemberRequest, number: int) -> HttpResponse:
    muted = get_object_or_404(muted_words_of(request.user), pk=number)
    actions.unmute_words(request.user, muted)
    messages.success(request, _("You read what holds “%(words)s” again.") % {"words": muted.words})
    return redirect("people:muted_words")
