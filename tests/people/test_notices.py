"""Notices: told once, seen by one, opened by a deed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy

from kit.models import JournalEntry
from kit.policy import Refused
from people import actions, queries
from people.events import NoticeGiven
from people.listeners import wake_own_pages
from people.models import Notice
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make.member("ada")


@pytest.fixture
def ben():
    return make.member("ben")


def told(member, source: str = "post:1", **changes: str) -> Notice:
    words = {"kind": "answer", "source": source, "text": "Somebody answered you.", "url": "/help/"} | changes
    return actions.tell(member, **words)


def test_a_notice_told_twice_is_kept_once(ada):
    assert told(ada) == told(ada, text="The same again.")
    assert Notice.objects.get().text == "Somebody answered you."
    assert JournalEntry.objects.filter(name="people.NoticeGiven").count() == 1


def test_the_same_cause_is_told_to_each_member(ada, ben):
    assert told(ada) != told(ben)


def test_a_new_notice_wakes_only_the_pages_of_its_member(ada, monkeypatch):
    heard = []
    monkeypatch.setattr("people.listeners.live.tell", lambda channel, news: heard.append((channel, news)))
    wake_own_pages(NoticeGiven(notice_id=1, member_id=ada.pk))
    assert heard == [(f"me:{ada.pk}", "notice")]


def test_a_member_sees_own_notices_and_nobody_elses(client, ada, ben):
    own, other = told(ada, text="For Ada."), told(ben, text="For Ben.")
    client.force_login(ada)
    page = client.get(reverse("people:notices")).text
    assert "For Ada." in page
    assert "For Ben." not in page
    assert client.get(reverse("people:notice", args=[own.key])).status_code == 200
    assert client.get(reverse("people:notice", args=[other.key])).status_code == 404
    assert client.post(reverse("people:notice", args=[other.key])).status_code == 404


def test_nobody_marks_the_notice_of_another_as_read(ada, ben):
    with pytest.raises(Refused):
        actions.mark_read(ben, told(ada))


def test_a_stranger_is_sent_to_sign_in(client, ada):
    for url in (reverse("people:notices"), reverse("people:notice", args=[told(ada).key]), reverse("people:unread")):
        assert client.get(url).url.startswith(reverse("account_login"))


def test_looking_changes_nothing_and_opening_marks_it_read(client, ada):
    notice = told(ada)
    client.force_login(ada)
    client.get(reverse("people:notice", args=[notice.key]))
    notice.refresh_from_db()
    assert notice.read_at is None
    assert client.post(reverse("people:notice", args=[notice.key])).url == "/help/"
    notice.refresh_from_db()
    assert notice.read_at is not None


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_opening_a_notice_never_leads_off_the_site(client, ada, url):
    notice = told(ada, url=url)
    client.force_login(ada)
    assert client.post(reverse("people:notice", args=[notice.key])).url == reverse("people:notices")


def test_all_are_marked_as_read_at_once(client, ada, ben):
    told(ada), told(ada, source="post:2"), told(ben)
    client.force_login(ada)
    client.post(reverse("people:read_all"))
    assert queries.unread_count_of(ada) == 0
    assert queries.unread_count_of(ben) == 1


def test_every_page_shows_how_many_are_unread(client, ada):
    told(ada), told(ada, source="post:2")
    client.force_login(ada)
    assert '<span class="badge badge-new">2' in client.get(reverse("people:help")).text
    assert '<span class="badge badge-new">2' in client.get(reverse("people:unread")).text
    client.post(reverse("people:read_all"))
    assert "badge-new" not in client.get(reverse("people:help")).text


def test_older_notices_are_a_page_further(client, ada):
    for number in range(25):
        told(ada, source=f"post:{number}", text=f"Number {number}.")
    client.force_login(ada)
    first = client.get(reverse("people:notices"))
    assert "Number 24." in first.text
    assert "Number 4." not in first.text
    second = client.get(reverse("people:notices"), {"after": first.context["slice"].next_cursor})
    assert "Number 4." in second.text
    assert "Number 24." not in second.text


def test_a_page_knows_the_member_and_their_unread_count_in_one_query(client, ada, django_assert_num_queries):
    told(ada)
    client.force_login(ada)
    client.get(reverse("people:help"))  # the session is in the cache from here on
    with django_assert_num_queries(1):
        client.get(reverse("people:help"))
    with django_assert_num_queries(2):
        client.get(reverse("people:notices"))


def test_a_stranger_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("people:help"))


def test_a_notice_is_said_in_the_language_that_its_reader_has_now() -> None:
    """Also if it was written while they had another one."""
    ada = make.member("ada", language="en-gb")
    text = gettext_lazy("There is a new reply in a topic you follow.")
    with translation.override("cy"):  # whoever caused it reads Welsh
        notice = actions.tell_in_their_language(ada, kind="reply", source="post:9", text=text, url="/help/")
        welsh = str(text)
    assert notice.text == "There is a new reply in a topic you follow." != welsh
    browser = Client()
    browser.force_login(ada)
    assert notice.text in browser.get(reverse("people:notices")).text
    browser.post(reverse("people:language"), {"language": "cy"})
    for address in (reverse("people:notices"), reverse("people:notice", args=[notice.key])):
        page = browser.get(address).text
        assert escape(welsh) in page
        assert notice.text not in page


def test_somebodys_own_words_stand_in_a_notice_as_they_were_written() -> None:
    ada = make.member("ada")
    text = gettext_lazy("There is a new reply in a topic you follow.")
    words = "Not %(now)s, 100 %"
    notice = actions.tell_in_their_language(ada, kind="reply", source="post:9", text=text, url="/", words=words)
    assert notice.said.startswith("There is a new reply in a topic you follow. ")
    assert words in notice.said
    with translation.override("cy"):
        assert words in notice.said


def test_a_notice_of_before_that_was_kept_in_one_language_is_still_said() -> None:
    notice = actions.tell(make.member("ada"), kind="old", source="post:1", text="Hen hysbysiad, 100 %.", url="/")
    assert notice.said == "Hen hysbysiad, 100 %."
