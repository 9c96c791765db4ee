"""What an author reads about a decision, and how they ask for another look."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kit import pace
from moderation import actions, policy, queries
from moderation.forms import AppealForm
from moderation.models import Decision
from moderation.subjects import SUBJECTS


@login_required
@require_GET
def decision(request: HttpRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(queries.own_decisions(request.user), key=key)
    return _page(request, shown, AppealForm())


@login_required
@require_POST
def appeal(request: HttpRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(queries.own_decisions(request.user), key=key)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form)
    pace.spend("appeal", f"member:{request.user.pk}")
    actions.appeal(request.user, shown, words=form.cleaned_data["words"])  # type: ignore[arg-type]
    messages.success(request, _("Somebody who did not make this decision looks at it again."))
    return redirect("moderation:decision", key=shown.key)


def _page(request: HttpRequest, shown: Decision, form: AppealForm) -> HttpResponse:
    context = {
        "decision": shown,
        "appeal": getattr(shown, "appeal", None),
        "is_support": shown.outcome == Decision.Outcome.KEEP,
        "kind": SUBJECTS[shown.review.kind].name,
        "may_appeal": policy.can_appeal(request.user, shown),
        "form": form,
    }
    return render(request, "moderation/decision.html", context, status=422 if form.errors else 200)
