"""The rota: who looks after a group when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.policy import require
from moderation import actions, policy, queries
from moderation.forms import ShiftForm


@login_required
@require_http_methods(["GET", "POST"])
def rota(request: HttpRequest, slug: str) -> HttpResponse:
    group = get_object_or_404(policy.visible_queues(request.user), slug=slug)
    may_plan = policy.can_plan_rota(request.user, group)
    form = ShiftForm(request.POST or None, group=group)
    if request.method == "POST":
        require(may_plan)
        if form.is_valid():
            actions.add_shift(request.user, group, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Added to the rota."))
            return redirect("moderation:rota", slug=group.slug)
    shifts = queries.rota_of(group, viewer=request.user)[:100]
    context = {"group": group, "shifts": shifts, "may_plan": may_plan, "form": form}
    return render(request, "moderation/rota.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_shift(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    shift = get_object_or_404(policy.visible_shifts(request.user).select_related("group"), group__slug=slug, key=key)
    actions.remove_shift(request.user, shift)  # type: ignore[arg-type]
    messages.success(request, _("Taken off the rota."))
    return redirect("moderation:rota", slug=slug)
