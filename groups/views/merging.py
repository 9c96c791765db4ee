"""One group becoming part of another: asking, agreeing, and what each member says."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups import actions, at_hand, policy, queries
from groups.hosting_forms import MergerAnswerForm, MergerForm
from groups.models import Membership, Merger
from groups.views.hosting import host_in
from groups.views.places import about_context
from kit import pace
from kit.policy import Refused, granted
from people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "POST"])
def propose_merger(request: MemberRequest, slug: str) -> HttpResponse:
    group, host = host_in(request, slug)
    form = MergerForm(request.POST or None, visible=policy.visible_groups(request.user))
    if request.method == "POST" and form.is_valid():
        pace.spend("invite", request.user.pk)
        values = form.cleaned_data
        try:
            merger = actions.propose_merger(host, group, staying=values["other"], words=values["words"])
        except Refused as refused:
            form.add_error("other", str(refused))
        else:
            messages.success(request, _("The hosts of the other group are asked."))
            return redirect("groups:merger", key=merger.key)
    context = about_context(request, group) | {"form": form}
    return render(request, "groups/propose_merger.html", context, status=422 if form.errors else 200)


def _found(request: MemberRequest, key: str) -> tuple[Merger, Membership | None, Membership | None]:
    """The merger, and the viewer's faces in the leaving and in the staying group."""
    merger = at_hand.MERGER.or_404(request.user, key=key)
    leaving = queries.face_of(request.user, merger.leaving)
    return merger, leaving, queries.face_of(request.user, merger.staying)


@login_required
@require_http_methods(["GET", "POST"])
def merger(request: MemberRequest, key: str) -> HttpResponse:
    merger, own, other = _found(request, key)
    verdict = policy.can_answer_merger(own, merger)
    answer = queries.answer_to(merger, face=own)
    is_there = other is not None and other.is_active
    initial = {
        "name": answer.name if answer and answer.name else queries.fresh_name(merger.staying),
        "comes_along": ("yes" if answer.comes_along else "no") if answer else None,
    }
    form = MergerAnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_merger(granted(verdict, own), merger, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Thank you. You can change your mind until the end."))
            return redirect("groups:merger", key=key)
    context = {
        "merger": merger,
        "form": form,
        "answer": answer,
        "is_here": own is not None and own.is_active,
        "is_there": is_there,
        "may_answer": verdict,
        "may_agree": policy.can_agree_to_merger(other, merger),
        "may_drop": policy.can_drop_merger(other, merger) or policy.can_drop_merger(own, merger),
    }
    return render(request, "groups/merger.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def agree_to_merger(request: MemberRequest, key: str) -> HttpResponse:
    merger, _own, other = _found(request, key)
    actions.agree_to_merger(granted(policy.can_agree_to_merger(other, merger), other), merger)
    messages.success(request, _("Thank you. Now every member of the other group is asked, for two weeks."))
    return redirect("groups:merger", key=key)


@login_required
@require_POST
def drop_merger(request: MemberRequest, key: str) -> HttpResponse:
    merger, own, other = _found(request, key)
    actor = other if policy.can_drop_merger(other, merger) else own
    actions.drop_merger(granted(policy.can_drop_merger(actor, merger), actor), merger)
    messages.success(request, _("The groups stay apart."))
    return redirect("groups:merger", key=key)
