"""Saying that something is wrong, signed in or not, and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kit import markdown, pace
from moderation import actions, policy
from moderation.forms import ReportForm
from moderation.subjects import SUBJECTS


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if kind not in SUBJECTS:
        raise Http404
    subject = SUBJECTS[kind]
    thing = get_object_or_404(subject.seen_by(request.user), key=key)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pace.spend("report", pace.caller(request))
        made = actions.report(request.user, thing, kind=kind, **form.cleaned_data)
        return redirect("moderation:reported", key=made.key)
    context = {
        "form": form,
        "kind": subject.name,
        "words": markdown.plain(subject.words_of(thing), has_quotes=False),  # the report is about its own words
        "back": subject.address_of(thing),
        "is_private": subject.is_private(thing),
        "may_report": policy.can_report(request.user, subject.author_of(thing)),
    }
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def reported(request: HttpRequest, key: str) -> HttpResponse:
    reports = policy.visible_reports(request.user).select_related("review__decision")
    made = get_object_or_404(reports, key=key)
    subject = SUBJECTS[made.review.kind]
    thing = subject.seen_by(request.user).filter(key=made.review.subject_key).first()
    context = {
        "report": made,
        "decision": getattr(made.review, "decision", None),
        "back": subject.address_of(thing) if thing is not None else reverse("home"),
    }
    return render(request, "moderation/reported.html", context)
