"""Finding: never more than the viewer may read at that moment."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.forum import actions as forum_actions
from groups import actions as groups_actions
from kit.events import deliver_due
from kit.models import JournalEntry
from search import index
from search.engines import Question
from tests import make
from tests.search.scene import browser_of, found, written

pytestmark = pytest.mark.django_db


def test_a_post_is_found_by_those_who_may_read_it() -> None:
    group = make.group(visibility="listed")
    ada = make.face(make.member("ada"), group)
    post = written(group, "Honey helps against coughing.")
    assert found(ada.member, "cough honey") == [post]
    assert found(make.member("olu"), "cough honey") == []
    assert found(AnonymousUser(), "cough honey") == []


def test_open_groups_are_searched_by_everybody() -> None:
    post = written(make.group(visibility="open"), "Honey helps against coughing.")
    assert found(AnonymousUser(), "cough") == [post]


@pytest.mark.parametrize("way", ["leave", "remove"])
def test_a_former_member_finds_nothing_from_the_next_question_on(way: str) -> None:
    group = make.group(visibility="hidden")
    ada = make.face(make.member("ada"), group)
    post = written(group, "Honey helps against coughing.")
    assert found(ada.member, "cough") == [post]
    if way == "leave":
        groups_actions.leave(ada)
    else:
        groups_actions.remove(make.host_of(group), ada)
    assert found(ada.member, "cough") == []


def test_blocked_faces_are_not_found_even_by_moderators() -> None:
    group = make.group()
    ada, mara = make.face(make.member("ada"), group), make.face(make.member("mara"), group, role="moderator")
    written(group, "Honey helps against coughing.", author=ada)
    groups_actions.block(mara.member, ada)
    assert found(mara.member, "cough") == []


def test_a_hidden_post_is_lost_at_once_before_the_index_has_heard() -> None:
    group = make.group()
    host, ada = make.host_of(group), make.face(make.member("ada"), group)
    post = written(group, "Honey helps against coughing.", author=ada)
    forum_actions.hide_post(host, post, reason="No.")
    for viewer in (ada.member, host.member):
        assert found(viewer, "cough") == []
    assert index.find(Question(words=("cough",), groups=frozenset({group.pk})))
    deliver_due()
    assert not index.find(Question(words=("cough",), groups=frozenset({group.pk})))
    forum_actions.restore_post(host, post)
    deliver_due()
    assert found(ada.member, "cough") == [post]


def test_a_hidden_topic_is_lost_with_all_its_posts() -> None:
    group = make.group()
    host = make.host_of(group)
    post = written(group, "Honey helps against coughing.")
    reply = make.post(host, post.topic, body="Coughing again.")
    deliver_due()
    assert set(found(host.member, "cough")) == {post, reply}
    forum_actions.hide_topic(host, post.topic, reason="No.")
    assert found(host.member, "cough") == []
    deliver_due()
    forum_actions.restore_topic(host, post.topic)
    deliver_due()
    assert set(found(host.member, "cough")) == {post, reply}


def test_an_edited_post_is_found_by_its_new_words_only() -> None:
    group = make.group()
    host = make.host_of(group)
    post = written(group, "Honey helps against coughing.")
    forum_actions.edit_post(host, post, body="Lemon helps against hiccups.")
    deliver_due()
    assert found(host.member, "cough") == []
    assert found(host.member, "hiccup") == [post]


def test_told_twice_it_is_found_once() -> None:
    group = make.group()
    post = written(group, "Honey helps against coughing.")
    JournalEntry.objects.update(delivered_at=None, heard=[], due_at="2000-01-01T00:00:00Z")
    deliver_due()
    assert found(make.host_of(group).member, "cough") == [post]


def test_one_group_can_be_searched_alone() -> None:
    host = make.member("hana")
    here, there = make.group("Here", host=host), make.group("There", host=host)
    first, second = written(here, "Honey for coughing."), written(there, "Honey for coughing.")
    assert found(host, "cough", group=here) == [first]
    assert set(found(host, "cough")) == {first, second}


def test_the_page_shows_the_hit_and_marks_the_words() -> None:
    group = make.group(visibility="open")
    post = written(group, "Honey *helps* against <b>coughing</b>.", title="Cough & cold")
    page = browser_of().get(reverse("search:search"), {"q": "what helps against a cough?"})
    assert "<mark>Cough</mark> &amp; cold" in page.text
    assert "<mark>coughing</mark>" in page.text
    assert "<b>" not in page.text
    assert reverse("forum:post", args=[post.key]) in page.text


def test_the_page_says_how_to_go_on_when_nothing_is_found() -> None:
    page = browser_of().get(reverse("search:search"), {"q": "<script>alert(1)</script>"})
    assert "Nothing was found" in page.text
    assert "<script>alert" not in page.text
    assert "for example" in browser_of().get(reverse("search:search")).text


def test_a_group_one_may_not_read_answers_as_a_missing_one() -> None:
    hidden = make.group(visibility="hidden")
    listed = make.group("Listed", visibility="listed")
    written(hidden, "Honey for coughing.")
    for slug in (hidden.slug, listed.slug, "nowhere"):
        assert browser_of().get(reverse("search:search"), {"q": "cough", "group": slug}).status_code == 404


def test_what_one_may_not_read_leaves_no_trace_on_the_page() -> None:
    hidden = make.group("Secretly", visibility="hidden")
    for number in range(25):
        written(hidden, f"Honey for coughing, number {number}.")
    browser = browser_of(make.member("olu"))
    page = browser.get(reverse("search:search"), {"q": "cough"})
    nothing = browser.get(reverse("search:search"), {"q": "zzz"})
    shown, expected = (answer.text.split("<main")[1].split("</main>")[0] for answer in (page, nothing))
    assert shown.replace("cough", "zzz") == expected


def test_pages_follow_each_other_without_gap_or_double() -> None:
    group = make.group(visibility="open")
    topic = written(group, "Coughing number 0.").topic
    for number in range(1, 45):
        make.post(make.host_of(group), topic, body=f"Coughing number {number}.")
    deliver_due()
    browser, seen, start = browser_of(), [], 0
    while start is not None:
        page = browser.get(reverse("search:search"), {"q": "cough", "start": start})
        seen += [hit.post.pk for hit in page.context["findings"].hits]
        start = page.context["findings"].next_start
    assert len(seen) == len(set(seen)) == 45


def test_a_search_asks_the_database_little() -> None:
    group = make.group(visibility="listed")
    ada = make.face(make.member("ada"), group)
    for number in range(5):
        written(group, f"Coughing number {number}.")
    browser = browser_of(ada.member)
    browser.get(reverse("search:search"), {"q": "cough"})
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(reverse("search:search"), {"q": "cough"})
    assert len(asked) <= 8, [query["sql"] for query in asked]


def test_htmx_gets_the_findings_alone() -> None:
    answer = browser_of().get(reverse("search:search"), {"q": "cough"}, headers={"HX-Request": "true"})
    assert answer.text.strip().startswith("<section")


def test_searching_has_a_pace(settings) -> None:
    settings.PACES = settings.PACES | {"search": (1, 60)}
    for member in (None, make.member("ada")):
        browser = browser_of(member)
        assert browser.get(reverse("search:search"), {"q": "cough"}).status_code == 200
        assert browser.get(reverse("search:search"), {"q": "cough"}).status_code == 429


@pytest.mark.parametrize("query", ["q=" + "x" * 2000, "q=cough&start=-1", "q=cough&start=abc", "q=%00cough", "q=%FF"])
def test_odd_questions_get_a_plain_answer(query: str) -> None:
    assert browser_of().get(reverse("search:search") + "?" + query).status_code == 200


@pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning")  # Whoosh leaves it to the garbage collector
def test_torn_files_cost_the_search_and_not_the_page(settings) -> None:
    if settings.SEARCH_ENGINE != "whoosh":
        pytest.skip("another engine has no files")
    written(make.group(visibility="open"), "Coughing.")
    for file in settings.SEARCH_DIR.rglob("*.seg"):
        file.write_bytes(b"torn")
    index._engine.cache_clear()
    answer = browser_of().get(reverse("search:search"), {"q": "cough"})
    assert answer.status_code == 503
    assert "cannot be searched" in answer.text
    assert not index.health().is_ready
    call_command("reindex", verbosity=0)
    assert browser_of().get(reverse("search:search"), {"q": "cough"}).status_code == 200


def test_reindex_finds_everything_again_and_nothing_hidden() -> None:
    group = make.group()
    host = make.host_of(group)
    post, other = written(group, "Honey for coughing."), written(group, "Coughing badly.")
    forum_actions.hide_post(host, other, reason="No.")
    index.remove([post.key])
    assert found(host.member, "cough") == []
    call_command("reindex", verbosity=0)
    assert found(host.member, "cough") == [post]
    assert index.health().is_complete
    call_command("reindex", "--if-needed", verbosity=0)
