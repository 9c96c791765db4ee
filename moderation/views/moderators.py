"""The queue, a review, its decision, and appeals: for those who keep a group safe."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.pages import asked, keyset, page_or_fragment
from moderation import actions, policy, queries
from moderation.forms import AnswerForm, DecisionForm
from moderation.models import Appeal, Review
from moderation.subjects import SUBJECTS


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    groups = list(policy.visible_queues(request.user).order_by("name")[:200])
    if not groups:
        raise Http404
    slug = asked(request, "group")
    chosen = get_object_or_404(policy.visible_queues(request.user), slug=slug) if slug else None
    waiting = keyset(
        queries.queue_of(request.user, group=chosen), order=queries.QUEUE_ORDER, cursor=request.GET.get("after")
    )
    context = {
        "groups": groups,
        "chosen": chosen,
        "lines": queries.lines_of(waiting.items),
        "next_cursor": waiting.next_cursor,
        "appeals": queries.appeals_waiting(request.user)[:50],
        "on_duty": queries.on_duty(request.user)[:50],
    }
    return page_or_fragment(request, "moderation/_queue.html", context, page="moderation/queue.html")


@login_required
@require_GET
def review(request: HttpRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(queries.reviews_to_read(request.user), key=key)
    return _review_page(request, shown, DecisionForm(viewer=request.user, review=shown))


@login_required
@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(queries.reviews_to_read(request.user), key=key)
    form = DecisionForm(request.POST, viewer=request.user, review=shown)
    if shown.state == Review.State.DECIDED:
        return _review_page(request, shown, form, is_too_late=True)
    if not form.is_valid():
        return _review_page(request, shown, form)
    actions.decide(request.user, shown, **form.cleaned_data)  # type: ignore[arg-type]
    messages.success(request, _("Decided. Everybody concerned is told."))
    return redirect("moderation:queue")


def _review_page(
    request: HttpRequest, shown: Review, form: DecisionForm, *, is_too_late: bool = False
) -> HttpResponse:
    about = _what_it_is_about(shown)
    if about["is_private"]:
        form.promise_less()
    context = about | {
        "review": shown,
        "reports": sorted(shown.reports.all(), key=lambda report: report.created_at),
        "earlier": queries.earlier_decisions(shown)[:20],
        "is_about_safety_only": policy.is_about_safety_only(shown),
        "may_decide": policy.can_decide(request.user, shown),
        "is_too_late": is_too_late,
        "form": form,
    }
    if shown.state == Review.State.DECIDED:
        context |= {"decision": shown.decision, "decided_by": queries.who_decided(shown.decision)}
        return render(
            request,
            "moderation/review.html",
            context | {"is_too_late": is_too_late},
            status=409 if is_too_late else 200,
        )
    return render(request, "moderation/review.html", context, status=422 if form.errors else 200)


def _what_it_is_about(shown: Review) -> dict[str, Any]:
    subject = SUBJECTS[shown.kind]
    thing = subject.find(shown.subject_key)
    is_decline = shown.is_decline
    current = queries.words_of(thing, kind=shown.kind, is_decline=is_decline) if thing is not None else None
    return {
        "kind": subject.name_of(thing),
        "is_gone": thing is None,
        "is_hidden": getattr(thing, "hidden_at", None) is not None,
        "is_private": thing is not None and subject.is_private(thing),
        "address": subject.address_of(thing) if thing is not None else "",
        "current": current,
        "has_changed": current is not None and current != shown.snapshot,
    }


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    shown: Appeal = get_object_or_404(queries.appeals_to_read(request.user), key=key)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_appeal(request.user, shown, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Answered. The author is told."))
        return redirect("moderation:queue")
    context = _what_it_is_about(shown.decision.review) | {
        "appeal": shown,
        "decision": shown.decision,
        "review": shown.decision.review,
        "may_answer": policy.can_answer_appeal(request.user, shown),
        "form": form,
    }
    return render(request, "moderation/answer.html", context, status=422 if form.errors else 200)
