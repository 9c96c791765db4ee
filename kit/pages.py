"""Pages and fragments: one view answers the browser with a page and htmx with the fragment inside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from kit.slices import Slice, keyset, slice_of

__all__ = ["Slice", "answer", "asked", "keyset", "page_or_fragment", "slice_of", "wants_fragment"]


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page; a boosted link and the back button want the whole page."""
    headers = request.headers
    if headers.get("HX-Request") != "true":
        return False
    if headers.get("HX-Request-Type") == "full":
        return False
    return headers.get("HX-Boosted") != "true" and headers.get("HX-History-Restore-Request") != "true"


def asked(request: HttpRequest, name: str) -> str:
    """What the address says under this name, without the one character that PostgreSQL takes in no text."""
    return request.GET.get(name, "").replace("\0", "")


def page_or_fragment(
    request: HttpRequest, fragment: str, context: dict[str, Any], *, page: str, status: int = 200
) -> HttpResponse:
    """The fragment for htmx, the page around it for everybody else."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def answer(request: HttpRequest, fragment: str, context: dict[str, Any], *, then: str) -> HttpResponse:
    """After a deed: the changed fragment for htmx, a redirect to `then` (path or URL name) for everyone else."""
    if wants_fragment(request):
        return render(request, fragment, context)
    return redirect(then)
