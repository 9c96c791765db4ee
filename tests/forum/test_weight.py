"""What a page weighs besides the words, and what one answer asks for only once."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.middleware.csrf import rotate_token
from django.test import RequestFactory
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from community.forum.shown import ShownPost, Sign, html_of_post
from config.static_names import KnownNames
from kit.templatetags.pieces import together
from people.context import token_of
from people.models import Member
from tests import make

WORDS = "<p>words</p>"
MOST_OF_A_POST = 900  # bytes beside its words; twenty of them stand on a page
MOST_AROUND = 13_500  # bytes of a page of a topic beside its posts
NIGHT = datetime(2026, 1, 5, 3, 12, tzinfo=UTC)


def shown(**facts: Any) -> ShownPost:
    usual = dict.fromkeys(ShownPost._fields, False) | {"key": "a" * 16, "number": 12, "html": WORDS, "reason": ""}
    usual |= {"created_at": NIGHT, "edited_at": None, "author_key": "b" * 16, "author_name": "Willow", "signs": ()}
    return ShownPost(**usual | {"avatar_seed": "seed", "author_badge": "", "group_slug": "asthma"} | facts)


def test_a_post_weighs_little_beside_its_words() -> None:
    signs = tuple(Sign(kind, label, 0, False) for kind, label in [("thanks", "Thank you"), ("same", "Same here")])
    signs += (Sign("warmth", "Thinking of you", 0, False),)
    html = html_of_post(shown(may_read=True, may_react=True, may_report=True, may_quote=True, signs=signs))
    assert len(html.encode()) - len(WORDS) < MOST_OF_A_POST


@pytest.mark.django_db
def test_a_page_weighs_little_beside_its_posts_and_its_forms_share_one_token(client) -> None:
    ada = make.face(make.member("ada"), make.group(), "Ada")
    client.force_login(ada.member)
    answer = client.get(f"/topics/{make.topic(ada).key}/")
    posts = re.search(r'<div id="posts">.*</article></div>', answer.text, re.DOTALL)
    assert posts
    assert len(answer.content) - len(posts[0].encode()) < MOST_AROUND
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)
    assert len(tokens) > 4
    assert len(set(tokens)) == 1
    assert type(answer.wsgi_request.user) is Member


def test_a_new_secret_brings_a_new_token() -> None:
    request = RequestFactory().get("/")
    before = token_of(request)
    assert token_of(request) == before
    rotate_token(request)
    assert token_of(request) != before


def test_a_time_is_written_as_django_would_in_any_language() -> None:
    for language in ("en-gb", "cy", "pl", "ar", "en-us"):
        with translation.override(language):
            assert f"{date_format(NIGHT, 'DATETIME_FORMAT')}</a>" in html_of_post(shown(may_read=True))


def test_pieces_that_are_no_html_are_escaped() -> None:
    assert together([SafeString("<b>"), "<i>"]) == "<b>&lt;i&gt;"


def test_an_address_with_a_hash_is_looked_up_once(monkeypatch) -> None:
    names = KnownNames()
    names.hashed_files = {"css/base.css": "css/base.1.css"}
    asked: list[str] = []
    monkeypatch.setattr(names, "stored_name", lambda name: asked.append(name) or names.hashed_files[name])
    assert {names.url("css/base.css", force=True) for _turn in range(3)} == {"/static/css/base.1.css"}
    assert len(asked) == 1
