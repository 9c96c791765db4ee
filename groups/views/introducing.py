"""Saying in one group who one is in another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups import actions, at_hand, queries
from groups.forms import IntroductionForm
from groups.views.faces import own_face
from groups.views.places import about_context
from kit import pace
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def introduce(request: MemberRequest, slug: str) -> HttpResponse:
    """Says first what people will be able to join together."""
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    own = own_face(request, group)
    others = queries.others_of(own)
    if not others:
        raise Http404
    form = IntroductionForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        pace.spend("face", request.user.pk)
        actions.introduce(own, other=form.cleaned_data["other"])
        messages.success(request, _("It stands on your page here now. You can take it back at any time."))
        return redirect("groups:my_face", slug=slug)
    context = about_context(request, group) | {"form": form, "own": own}
    return render(request, "groups/introduce.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_back(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    group = at_hand.READ_GROUP.or_404(request.user, slug=slug)
    own = own_face(request, group)
    actions.take_back(own, get_object_or_404(queries.introductions_by(own), key=key))
    messages.success(request, _("It is taken back. Nobody reads it any more."))
    return redirect("groups:my_face", slug=slug)
