"""What makes the site an app on somebody's phone: its manifest, and a worker with a page for when there is no network.

The worker keeps that one page and what it needs to look right, and nothing that was made for anybody.
"""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

PAPER = "#faf6ef"  # as in static/css/tokens.css
ICONS = (
    ("img/icon-192.png", 192, "any"),
    ("img/icon-512.png", 512, "any"),
    ("img/icon-maskable-512.png", 512, "maskable"),
)
# Everything that layout/bare.html asks for.
LOOK = ("css/site.css", "img/favicon.svg")
PARTS_OF_LOOK = tuple(f"css/{name}.css" for name in ("tokens", "base", "layout", "navigation", "pieces"))


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    described = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("A place to read and to talk."),
        "lang": get_language(),
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
    response = JsonResponse(described, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script in whose name the worker runs. It changes with what is kept, and so browsers fetch that anew."""
    source = _working() if settings.OFFLINE_PAGE else _ending()
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _working() -> str:
    look = LOOK + PARTS_OF_LOOK if settings.DEBUG else LOOK  # to whoever works on the site its files come as they are
    kept = {"page": reverse("offline"), "files": [static(name) for name in look]}
    # The page is in the language of whoever keeps it.
    version = hashlib.sha256(json.dumps([kept, get_language(), offline_words()]).encode()).hexdigest()[:12]
    shelf = json.dumps({"name": f"offline-{version}", **kept})
    return f'self.shelf = {shelf};\nimportScripts("{static("js/worker.js")}");\n'


def _ending() -> str:
    return f'importScripts("{static("js/worker-end.js")}");\n'


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    response = render(request, "layout/offline.html", {"words": offline_words()})
    response.headers["Cache-Control"] = "no-cache"
    return response


def offline_words() -> list[str]:
    return [
        _("This device has no connection to us at the moment, so the page you wanted cannot be shown."),
        _("What you typed in a reply, a topic or a chat is kept on this device. It is there again when the page is."),
    ]


urlpatterns = [
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
]
