"""Pages, fragments and refusals: htmx gets the piece, everybody else the page, and both the sentence."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kit.middleware import MembersOnlyHeaders, RefusedMiddleware
from kit.pace import TooFast
from kit.pages import answer, page_or_fragment
from kit.policy import Refused, no, require, yes

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _templates(settings):
    """Four small templates instead of the site's: what is asked here is which of them is shown."""
    words = {
        "plant.html": "<main>{{ name }}</main>",
        "_plant.html": '<p id="plant">{{ name }}</p>',
        "layout/refused.html": "<main>{{ reason }}</main>",
        "layout/_refused.html": '<p id="refused">{{ reason }}</p>',
    }
    engine = settings.TEMPLATES[0] if settings.TEMPLATES else {}
    options = {"loaders": [("django.template.loaders.locmem.Loader", words)]}
    backend = "django.template.backends.django.DjangoTemplates"
    settings.TEMPLATES = [{**engine, "BACKEND": backend, "DIRS": [], "APP_DIRS": False, "OPTIONS": options}]


def get(**headers: str) -> HttpRequest:
    return RequestFactory().get("/plants/1/", headers=headers)


def show(request: HttpRequest, **options: int) -> HttpResponse:
    return page_or_fragment(request, "_plant.html", {"name": "Fern"}, page="plant.html", **options)


def test_a_browser_gets_the_page():
    assert show(get()).content == b"<main>Fern</main>"


def test_htmx_gets_the_fragment():
    assert show(get(**HTMX)).content == b'<p id="plant">Fern</p>'


@pytest.mark.parametrize(
    "header",
    [{"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}, {"HX-Request-Type": "full"}],
    ids=lambda header: next(iter(header)),
)
def test_htmx_gets_the_page_when_it_shows_a_whole_page(header):
    assert show(get(**HTMX, **header)).content == b"<main>Fern</main>"


def test_caches_are_told_that_there_are_two_answers():
    assert show(get())["Vary"] == show(get(**HTMX))["Vary"] == "HX-Request"


def test_an_answer_has_the_status_it_was_given():
    assert show(get(), status=422).status_code == 422


def test_after_a_deed_a_browser_is_sent_on():
    response = answer(get(), "_plant.html", {"name": "Fern"}, then="/plants/")
    assert (response.status_code, response["Location"]) == (302, "/plants/")


def test_after_a_deed_htmx_gets_the_fragment():
    response = answer(get(**HTMX), "_plant.html", {"name": "Fern"}, then="/plants/")
    assert (response.status_code, response.content) == (200, b'<p id="plant">Fern</p>')


def refusal(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    return RefusedMiddleware(lambda request: HttpResponse()).process_exception(request, exception)


def test_a_no_is_answered_with_its_sentence():
    with pytest.raises(Refused) as refused:
        require(no("This gate is locked."))
    response = refusal(get(), refused.value)
    assert (response.status_code, response.content) == (403, b"<main>This gate is locked.</main>")
    assert refusal(get(**HTMX), refused.value).content == b'<p id="refused">This gate is locked.</p>'


def test_a_yes_lets_go_on():
    require(yes())
    assert yes()
    assert not no("Because.")


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (40, "40 seconds"), (61, "2 minutes"), (60, "1 minute")]
)
def test_whoever_is_too_fast_is_told_when_to_come_again(seconds, words):
    response = refusal(get(), TooFast(seconds))
    assert (response.status_code, response["Retry-After"]) == (429, str(seconds))
    assert f"Please try again in {words}." in response.content.decode()


def test_what_is_no_refusal_is_left_alone():
    assert refusal(get(), ValueError()) is None


def through_headers(session: dict, response: HttpResponse) -> HttpResponse:
    request = get()
    request.session = session
    return MembersOnlyHeaders(lambda request: response)(request)


def test_a_page_for_someone_signed_in_is_kept_by_no_cache():
    assert through_headers({SESSION_KEY: "1"}, HttpResponse())["Cache-Control"] == "no-store"


def test_a_page_for_everyone_may_be_kept():
    assert "Cache-Control" not in through_headers({}, HttpResponse())


def test_a_view_may_say_itself_how_its_answer_may_be_kept():
    response = HttpResponse(headers={"Cache-Control": "private, max-age=60"})
    assert through_headers({SESSION_KEY: "1"}, response)["Cache-Control"] == "private, max-age=60"
