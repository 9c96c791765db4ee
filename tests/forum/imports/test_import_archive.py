"""Importing archives: readable topics, faces of nobody, everything or nothing, never twice."""

import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from community.forum import policy
from community.forum.models import Post, Topic
from groups.models import Membership
from kit.models import JournalEntry
from tests.forum.imports.conftest import SITE, THREADS, nothing_was_kept

SHARED = settings.BASE_DIR.parent / "shared" / "data"

pytestmark = pytest.mark.django_db


def bodies(topic: Topic) -> list[str]:
    return list(topic.posts.order_by("number").values_list("html", flat=True))


def authors(topic: Topic) -> list[str]:
    return list(topic.posts.order_by("number").values_list("author__name", flat=True))


# --- Stack Exchange -----------------------------------------------------------------------------------------------


def test_questions_become_topics_and_comments_stand_after_what_they_comment(take_in):
    said = take_in("stackexchange", SITE)
    assert "Imported 2 topics, 6 posts and 4 people" in said
    topic = Topic.objects.get(title="How do I keep a <peak flow> diary?")
    assert [post.source_id for post in topic.posts.order_by("number")] == [
        "post:1",
        "comment:2",
        "post:2",
        "comment:1",
        "post:6",
    ]
    assert (topic.post_count, topic.change_number) == (5, 5)
    assert topic.last_post_at.isoformat() == "2020-01-09T10:00:00+00:00"


def test_html_comes_out_as_it_was(take_in):
    take_in("stackexchange", SITE, site="https://example.org")
    first, comment, answer = bodies(Topic.objects.get(source_id__endswith=":1"))[:3]
    assert "<p>I use <strong>paper</strong>, and lose it. 2*3*4 &amp; a_b_c</p>" in first
    assert "<li>one</li>" in first
    assert "a  b\nc" in first
    assert comment.strip() == "<p># of pages?</p>"
    assert 'href="https://example.org/help"' in answer
    assert ">Picture</a>" in answer


def test_a_relative_link_of_an_unknown_site_keeps_only_its_words(take_in):
    take_in("stackexchange", SITE)
    assert ">An app" not in bodies(Topic.objects.get(source_id__endswith=":1"))[2].replace("<p>An app", "")


def test_names_source_and_licence_are_given(take_in):
    take_in("stackexchange", SITE, site="https://example.org/")
    topic = Topic.objects.get(source_id__endswith=":1")
    assert authors(topic) == ["Rowan Ash", "Wren", "Wren", "Rowan Ash", "wren 2"]
    assert 'href="https://example.org/q/1"' in bodies(topic)[0]
    assert "CC BY-SA 3.0, CC BY-SA 4.0" in bodies(topic)[0]
    assert authors(Topic.objects.get(source_id__endswith=":3")) == ["user77"]


# --- Threads ------------------------------------------------------------------------------------------------------


def test_threads_get_readable_titles_and_keep_their_words(take_in):
    take_in("threads", THREADS)
    topic = Topic.objects.get(source_id="thread:1")
    assert topic.title == "I cough at night, and nothing on the shelf has helped me so far"
    first, second, third = bodies(topic)
    assert "*Sigh*" in first
    assert "<li>breathe_slowly_now</li>" in second
    assert "Thank you &lt;3" in third
    assert Topic.objects.get(source_id="thread:2").pinned_at is not None


def test_nobody_in_a_thread_keeps_the_name_of_the_archive(take_in):
    take_in("threads", THREADS)
    names = set(Membership.objects.filter(member=None).values_list("name", flat=True))
    assert names == {"Reader 1", "Reader 2", "Reader 3"}


def test_who_wrote_anonymously_is_somebody_else_everywhere_else(take_in):
    take_in("threads", THREADS)
    anonymous, open_topic = Topic.objects.get(source_id="thread:1"), Topic.objects.get(source_id="thread:2")
    assert anonymous.author == anonymous.posts.get(number=3).author
    assert anonymous.author != open_topic.author


def test_one_category_can_be_chosen(take_in):
    assert "Imported 1 topics, 1 posts and 1 people" in take_in("threads", THREADS, category="Skin")


# --- Of both ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "path"), [("stackexchange", SITE), ("threads", THREADS)])
def test_a_second_run_adds_nothing(take_in, kind, path):
    take_in(kind, path)
    before = (Topic.objects.count(), Post.objects.count(), Membership.objects.count(), JournalEntry.objects.count())
    assert "Imported 0 topics, 0 posts and 0 people" in take_in(kind, path)
    after = (Topic.objects.count(), Post.objects.count(), Membership.objects.count(), JournalEntry.objects.count())
    assert before == after


def test_two_sites_in_one_group_do_not_get_into_each_others_way(take_in):
    take_in("stackexchange", SITE, site="https://one.example.org")
    assert "Imported 2 topics, 6 posts" in take_in("stackexchange", SITE, site="https://two.example.org")
    assert not Post.objects.filter(html="").exists()


@pytest.mark.parametrize(("kind", "path"), [("stackexchange", SITE), ("threads", THREADS)])
def test_a_dry_run_keeps_nothing(take_in, kind, path):
    assert "This was a dry run" in take_in(kind, path, dry_run=True)
    assert nothing_was_kept()


def test_a_grown_archive_adds_what_is_new_under_the_same_faces(take_in, tmp_path):
    take_in("threads", THREADS)
    threads = json.loads(THREADS.read_text())
    threads[0]["replies"].append({"author": "u2", "created_at": "2019-07-01 10:00:00", "text": "Any better?"})
    grown = tmp_path / "grown.json"
    grown.write_text(json.dumps(threads))
    assert "Imported 0 topics, 1 posts and 0 people" in take_in("threads", grown)
    topic = Topic.objects.get(source_id="thread:1")
    assert [post.number for post in topic.posts.order_by("number")] == [1, 2, 3, 4]
    assert topic.posts.get(number=4).author == topic.posts.get(number=2).author


def test_faces_of_an_archive_do_not_count_and_can_do_nothing(take_in, group):
    take_in("threads", THREADS)
    face = Topic.objects.get(source_id="thread:2").author
    assert (face.member, face.is_active) == (None, False)
    assert not policy.can_reply(face, Topic.objects.get(source_id="thread:2"))
    group.refresh_from_db()
    assert group.member_count == 1


def test_every_topic_is_announced_once(take_in):
    take_in("stackexchange", SITE)
    announced = JournalEntry.objects.filter(name="forum.TopicImported")
    assert sorted(entry.payload["topic_id"] for entry in announced) == sorted(
        Topic.objects.values_list("pk", flat=True)
    )


def test_an_imported_topic_is_read_like_any_other(take_in, client):
    take_in("threads", THREADS)
    text = client.get(f"/topics/{Topic.objects.get(source_id='thread:1').key}/").text
    assert text.count("<article") == 3
    assert "Reader 2" in text


def test_a_group_that_is_not_there_is_said_in_one_line():
    with pytest.raises(CommandError, match="There is no group with the slug 'nowhere'"):
        call_command("import_archive", "threads", str(THREADS), group="nowhere")


def test_the_command_ends_with_1_and_one_line(take_in, group, tmp_path, capsys):
    with pytest.raises(CommandError) as refused:
        take_in("threads", tmp_path / "missing.json")
    assert refused.value.returncode == 1
    assert len(str(refused.value).splitlines()) == 1


# --- Real archives ------------------------------------------------------------------------------------------------


def test_a_real_stack_exchange_archive(take_in):
    folder = SHARED / "import" / "stackexchange_bicycles_meta_40q"
    if not folder.is_dir():
        pytest.skip("the real archive is not beside the project")
    assert "Imported 40 topics, 466 posts and 64 people" in take_in("stackexchange", folder)
    assert "Imported 0 topics, 0 posts and 0 people" in take_in("stackexchange", folder)


def test_a_real_archive_of_health_threads(take_in):
    path = SHARED / "health" / "naijamed_forum_threads.json"
    if not path.is_file():
        pytest.skip("the real archive is not beside the project")
    assert "466 topics and 1211 posts can be imported" in take_in("threads", path, dry_run=True)
    assert "Imported 10 topics" in take_in("threads", path, category="Mental Health")
    assert not Membership.objects.filter(member=None).exclude(name__startswith="Reader ").exists()
    assert max(len(title) for title in Topic.objects.values_list("title", flat=True)) <= 91
