"""Saying that something is wrong, signed in or not, and what became of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kit import markdown, pace
from moderation import actions, at_hand, policy, queries
from moderation.forms import ReportForm
from moderation.models import Report
from moderation.subjects import SUBJECTS, Subject


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if kind not in SUBJECTS:
        raise Http404
    subject = SUBJECTS[kind]
    thing = at_hand.THINGS[kind].or_404(request.user, key=key)
    form = ReportForm(request.POST or None)  # opened anew it has a key of its own: the same may happen again
    if form.is_valid():
        made = _sent_before(request, thing, kind, form)
        if made is None:
            pace.spend("report", pace.caller(request))
            made = actions.report(request.user, thing, kind=kind, **form.cleaned_data)
        return redirect("moderation:reported", key=made.key)
    context = _if_private(subject, thing) | {
        "form": form,
        "kind": subject.name_of(thing),
        "words": markdown.plain(subject.words_of(thing), has_quotes=False),  # the report is about its own words
        "back": subject.address_of(thing),
        "may_report": policy.can_report(request.user, subject.author_of(thing)),
    }
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


def _if_private(subject: Subject, thing: Any) -> dict[str, Any]:
    """In a talk of two only one can have reported what the other wrote. Who does so finds the ways out of it."""
    if thing is None or not subject.is_private(thing):
        return {"is_private": False}
    return {"is_private": True, "room": thing.room, "group": thing.room.group, "may_end": not thing.room.closed_at}


def _sent_before(request: HttpRequest, thing: Any, kind: str, form: ReportForm) -> Report | None:
    """It costs no turn."""
    return queries.report_sent_as(queries.report_as(request.user, thing, kind=kind, **form.cleaned_data))


@never_cache
@require_GET
def reported(request: HttpRequest, key: str) -> HttpResponse:
    reports = policy.visible_reports(request.user).select_related("review__decision__appeal")
    made = get_object_or_404(reports, key=key)
    subject = SUBJECTS[made.review.kind]
    thing = at_hand.THINGS[made.review.kind].first(request.user, key=made.review.subject_key)
    context = _if_private(subject, thing or subject.find(made.review.subject_key)) | {
        "report": made,
        "decision": getattr(made.review, "decision", None),
        "is_in_sight": thing is not None,
        "back": subject.address_of(thing) if thing is not None else reverse("home"),
    }
    return render(request, "moderation/reported.html", context)
