"""What every page has in common: headers, one heading, no inline script or style, and a small weight."""

import gzip
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests import make
from tests.static_files import asked_for, parts_of, served

pytestmark = pytest.mark.django_db

STATIC = Path(settings.BASE_DIR) / "static"
FOR_STRANGERS = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
    "groups:directory",
    "home",
    "people:help",
]
FOR_MEMBERS = [
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "groups:directory",
    "home",
    "people:health",
    "people:help",
    "people:me",
    "people:sign_ins",
    "people:notices",
]


class Outline(HTMLParser):
    """Counts what a page must have once, and notes what it must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.offences: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.in_script = tag in ("script", "style") and ("type", "application/json") not in attrs  # which nobody runs
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name == "style" or name.startswith(("on", "hx-on")):
                self.offences.append(f"{tag} {name}")
            if name in ("src", "href", "action") and str(value).startswith(("http:", "https:", "//", "javascript:")):
                self.offences.append(f"{tag} {name} {value}")

    def handle_data(self, data: str) -> None:
        if self.in_script and data.strip():
            self.offences.append(f"inline: {data[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False


def outline(page) -> Outline:
    seen = Outline()
    seen.feed(page.text)
    return seen


def check(page) -> None:
    seen = outline(page)
    assert seen.offences == []
    assert seen.tags.count("h1") == 1
    assert seen.tags.count("main") == 1
    assert len(seen.ids) == len(set(seen.ids)), "an id is used twice"
    assert re.search(r"<title>\s*\S", page.text)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("name", FOR_STRANGERS)
def test_a_strangers_page_is_sound(client, name):
    page = client.get(reverse(name))
    assert page.status_code == 200
    check(page)


@pytest.mark.parametrize("name", FOR_MEMBERS)
def test_a_members_page_is_sound_and_kept_by_no_cache(client, name):
    client.force_login(make.member())
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    check(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_a_missing_page_says_so_in_our_look(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    check(page)


def test_a_form_from_elsewhere_gets_a_plain_answer():
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert page.status_code == 403
    assert "Please send it once more" in page.text
    check(page)


def test_a_refused_form_links_each_error_to_its_field(client):
    page = client.post(reverse("account_signup"), {"email": "nonsense"})
    check(page)
    assert 'href="#id_email"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "id_email_error" in page.text


def test_the_page_for_our_own_faults_needs_nothing():
    assert "Something went wrong on our side" in render_to_string("500.html")
    assert "could not be understood" in render_to_string("400.html")


def test_help_is_among_the_first_things_the_keyboard_meets(client):
    page = client.get(reverse("home")).text
    links = re.findall(r'<a [^>]*href="([^"]+)"', page)
    assert links[0] == "#main"
    assert reverse("people:help") in links[:3]


def test_only_members_are_asked_to_hold_a_live_connection(client):
    assert "js/pages/member.js" not in client.get(reverse("people:help")).text
    client.force_login(make.member())
    assert "js/pages/member.js" in client.get(reverse("people:help")).text


def test_style_sheets_and_scripts_stay_small():
    """All of them together, as they are served; a page loads some."""
    weight = sum(len(gzip.compress(content)) for content in served().values())
    assert weight < 60_000, f"{weight} bytes compressed"


def test_every_style_sheet_and_script_is_served_as_a_part_of_what_pages_ask_for():
    files = [*STATIC.glob("css/*.css"), *STATIC.glob("js/**/*.js"), *STATIC.glob("vendor/**/*.js")]
    asked = {part for name in asked_for() for part in parts_of(name)}
    assert {str(file.relative_to(STATIC)) for file in files} == asked


def test_vendored_files_are_as_they_came():
    sums = re.findall(r"^([0-9a-f]{64})  (\S+)$", (STATIC / "vendor/README.md").read_text(), re.M)
    assert {name for _sum, name in sums} == {
        str(file.relative_to(STATIC / "vendor")) for file in STATIC.glob("vendor/**/*.js")
    }
    for expected, name in sums:
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == expected


@pytest.mark.parametrize("name", ["people:sign_ins", "people:muted_words", "groups:blocks", "mfa_index"])
def test_what_is_reached_from_me_leads_back_to_me(client, name: str) -> None:
    client.force_login(make.member("ada"))
    assert f'<a href="{reverse("people:me")}">Me</a>' in client.get(reverse(name)).text
