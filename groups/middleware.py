"""Old addresses of groups lead to the new ones, for those who may know the group; others find nothing there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from groups import queries

Answer = Callable[[HttpRequest], HttpResponse]


class FormerAddresses:
    """Asks where a group went before it is said that there is none at this address."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or match is None or not match.route.startswith("groups/<slug:slug>/"):
            return response
        slug = queries.new_slug(match.kwargs["slug"], viewer=request.user)
        if slug is None:
            return response
        address = reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})
        words = request.META.get("QUERY_STRING", "")
        keeps_form = request.method not in {"GET", "HEAD"}
        return HttpResponseRedirect(f"{address}?{words}" if words else address, preserve_request=keeps_form)
