"""What an author reads about a decision, and how they ask for another look."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kit import pace
from moderation import actions, at_hand, policy, queries
from moderation.forms import AppealForm
from moderation.models import Decision
from moderation.subjects import POST, SUBJECTS


@login_required
@require_GET
def decision(request: HttpRequest, key: str) -> HttpResponse:
    shown = at_hand.DECISION.or_404(request.user, key=key)
    return _page(request, shown, AppealForm())


@login_required
@require_GET
def declined(request: HttpRequest, key: str) -> HttpResponse:
    """From a post that was not let through to the decision; where there is none, to whom its author can ask."""
    post = at_hand.THINGS[POST].or_404(request.user, key=key)
    if post.author.member_id != request.user.pk:
        raise Http404
    found = queries.own_decline(request.user, post)
    if found is not None:
        return redirect("moderation:decision", key=found.key)
    if not post.is_declined:
        raise Http404
    messages.info(request, _("If you find this wrong, ask another of those who look after the group."))
    return redirect(f"{reverse('groups:group', args=[post.topic.group.slug])}#keepers-heading")


@login_required
@require_POST
def appeal(request: HttpRequest, key: str) -> HttpResponse:
    shown = at_hand.DECISION.or_404(request.user, key=key)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form)
    pace.spend("appeal", f"member:{request.user.pk}")
    actions.appeal(request.user, shown, words=form.cleaned_data["words"])  # type: ignore[arg-type]
    messages.success(request, _("Somebody who did not make this decision looks at it again."))
    return redirect("moderation:decision", key=shown.key)


def _page(request: HttpRequest, shown: Decision, form: AppealForm) -> HttpResponse:
    subject = SUBJECTS[shown.review.kind]
    thing = subject.find(shown.review.subject_key)
    context = {
        "decision": shown,
        "appeal": getattr(shown, "appeal", None),
        "is_support": shown.outcome == Decision.Outcome.KEEP,
        "kind": subject.name_of(thing),
        "address": subject.address_of(thing) if thing is not None and shown.review.is_decline else "",
        "may_appeal": policy.can_appeal(request.user, shown),
        "form": form,
    }
    return render(request, "moderation/decision.html", context, status=422 if form.errors else 200)
