"""A session that ends elsewhere takes its open pages with it: nothing stays on the screen, and no words are lost."""

from collections.abc import Callable
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from people import actions
from people.models import Member, SignIn
from tests import make
from tests.conftest import session_cookie

SIGN_IN = "/accounts/login/"


@pytest.fixture
def ada(live_site) -> Member:
    return make.member("ada")


@pytest.fixture
def open_pages(page_for, ada: Member) -> Callable:
    """Pages of one browser of Ada's, which her list of browsers knows."""

    def opened(*places: str) -> list:
        first = page_for(ada)
        pages = [first, *(first.context.new_page() for _place in places[1:])]
        for page, place in zip(pages, places, strict=True):
            with page.expect_websocket() as socket:
                page.goto(place)
            socket.value.wait_for_event("framereceived")
        actions.begin_sign_in(ada, session_key=session_of(first), browser="Firefox", device="Linux")
        return pages

    return opened


def session_of(page) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return cookies[settings.SESSION_COOKIE_NAME]


def end_elsewhere(outside: Callable, member: Member) -> None:
    assert outside(actions.end_sign_ins, member, SignIn.objects.all()) == 1


def expect_sign_in(page, place: str) -> None:
    page.wait_for_url(f"**{SIGN_IN}?next=*")
    assert parse_qs(urlsplit(page.url).query)["next"] == [place]
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.parametrize("is_low_energy", [False, True])
def test_every_open_page_goes_to_the_sign_in_page_at_once(open_pages, ada, outside, is_low_energy) -> None:
    ada.is_low_energy = is_low_energy
    ada.save()
    places = ["/", "/me/", "/notices/", "/help/", "/search/?q=sleep"]
    pages = open_pages(*places)
    end_elsewhere(outside, ada)
    for page, place in zip(pages, places, strict=True):
        expect_sign_in(page, place)


def test_back_does_not_show_them_again(open_pages, ada, outside) -> None:
    [page] = open_pages("/help/")
    with page.expect_websocket() as socket:
        page.goto("/me/")
    socket.value.wait_for_event("framereceived")
    end_elsewhere(outside, ada)
    expect_sign_in(page, "/me/")
    page.go_back()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.get_by_text("You sign in as").count() == 0


def test_a_page_that_was_asleep_meanwhile_goes_when_it_wakes(open_pages, ada, outside) -> None:
    [page] = open_pages("/me/")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    outside(store.delete, session_of(page))  # no seat of theirs hears of it
    assert page.get_by_text("You sign in as").is_visible()
    page.evaluate("dispatchEvent(new Event('pagehide')); document.dispatchEvent(new Event('visibilitychange'))")
    expect_sign_in(page, "/me/")


def test_words_that_were_being_typed_are_there_after_signing_in_again(live_site, open_pages, ada, outside) -> None:
    face = make.face(ada, make.group("Gardeners", kind="interest"), "Heron")
    place = reverse("forum:topic", args=[make.topic(face).key])
    [page] = open_pages(place)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    field = page.locator("form[data-words] [name=body]").first
    field.press_sequentially("Half a tho")
    end_elsewhere(outside, ada)
    expect_sign_in(page, place)
    assert asked == [], "whoever was signed out is not asked whether the page may go"
    page.context.add_cookies([session_cookie(ada, live_site)])
    page.goto(place)
    expect(field).to_have_value("Half a tho")


def test_signing_out_in_one_page_takes_the_others_along_and_says_so_here(open_pages, ada) -> None:
    here, there = open_pages("/help/", "/me/")
    here.get_by_role("button", name="Sign out").click()
    expect(here.get_by_text("You are signed out.")).to_be_visible()
    expect_sign_in(there, "/me/")
