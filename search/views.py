"""The search page."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from groups.models import Group
from groups.queries import my_faces
from kit import pace
from kit.pages import asked, page_or_fragment
from search import policy, queries
from search.engines import Unavailable
from search.forms import SearchForm

log = logging.getLogger(__name__)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    slug = asked(request, "group")
    group = get_object_or_404(policy.visible_groups(request.user), slug=slug) if slug else None
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "group": group,
        "own_groups": [face.group for face in my_faces(request.user)[:50] if face.is_active],
    }
    status = 200
    try:
        context["findings"] = _find(request, form, group) if words else queries.NOTHING
    except Unavailable:
        log.exception("The search index cannot be read; `manage.py reindex` builds it again.")
        context |= {"findings": queries.NOTHING, "is_unavailable": True}
        status = 503
    return page_or_fragment(request, "search/_findings.html", context, page="search/search.html", status=status)


def _find(request: HttpRequest, form: SearchForm, group: Group | None) -> queries.Findings:
    pace.spend("search", pace.caller(request))
    start = form.cleaned_data["start"] or 0
    return queries.find(request.user, form.cleaned_data["q"], group=group, start=start)
