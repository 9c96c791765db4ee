"""The filled demo: every row as the actions would have left it, and every page of it to be seen."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Max
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.chat.models import Entry, Room, Talk
from community.forum import actions as forum_actions
from community.forum.models import Draft, Post, Quote, Reaction, Topic, Watch
from config.demo.reading import read_community
from groups.models import Group, Introduction, Membership, Picture, RoleOffer
from kit import markdown
from kit.models import JournalEntry
from moderation import queries as moderation_queries
from moderation.models import Appeal, Decision, Report, Review
from people.models import Member, Notice
from search import index
from search.index import Question
from tests import make

pytestmark = [pytest.mark.usefixtures("filled", "db")]


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def host_of(group: Group) -> Member:
    host = group.memberships.filter(role=Membership.Role.HOST).select_related("member").first()
    return host.member


# --- The command ----------------------------------------------------------------------------------------------------


def test_it_fills_an_empty_database_and_the_index_and_says_who_to_sign_in_as(told):
    for name in ("ada", "ben", "olu", "hana", "mara", "sam"):
        assert f"{name}@example.org" in told
    assert "alongside-demo" in told
    groups = frozenset(Group.objects.values_list("pk", flat=True))
    findings = index.find(Question(words=("thunderstorm",), groups=groups))
    assert Topic.objects.get(title__startswith="Thunderstorm").posts.get(number=1).key in {hit.key for hit in findings}
    assert index.health().document_count == Post.objects.filter(hidden_at__isnull=True).count()


def test_it_says_where_letters_lie_if_they_are_not_sent(told, settings):
    assert "They lie in var/letters, the newest last" in told
    settings.LETTERS_FOLDER = ""
    again = StringIO()
    call_command("demo", stdout=again)
    assert "letters" not in again.getvalue().lower()


def test_started_again_the_command_keeps_everything(settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "index"  # another one, which is made anew
    face = Membership.objects.get(name="Puffin")
    added = make.post(face, Topic.objects.get(title="Leaf blowers: discuss"), body="Ours is called Nigel.")
    before = Post.objects.count(), Member.objects.count()
    told = StringIO()
    call_command("demo", stdout=told)
    assert "ada@example.org" in told.getvalue()
    assert (Post.objects.count(), Member.objects.count()) == before
    assert Post.objects.filter(pk=added.pk).exists()


# --- Counters and numbers -----------------------------------------------------------------------------------------


def test_everything_that_was_written_is_there():
    written = read_community(timezone.now())
    assert Member.objects.count() == len(written.people)
    assert Group.objects.count() == len(written.groups)
    deeds = Counter(deed.kind for deed in written.deeds)
    posts = [post for group in written.groups for topic in group.topics for post in topic.posts]
    assert Topic.objects.count() == sum(len(group.topics) for group in written.groups) + deeds["first"]
    assert Post.objects.count() == len(posts) + deeds["first"] + deeds["reply"]
    assert Draft.objects.count() == deeds["draft"]
    assert Introduction.objects.count() == deeds["introduction"]
    assert Picture.objects.filter(used_at__isnull=False).count() == sum(bool(deed.file) for deed in written.deeds)
    assert Group.objects.filter(picture__isnull=False).count() == deeds["picture"]
    in_rooms = sum(len(group.room.entries) for group in written.groups if group.room)
    in_private = sum(len(deed.body.strip().splitlines()) for deed in written.deeds if deed.kind == "talk")
    assert Entry.objects.count() == in_rooms + 2 * in_private, "a private talk is kept on both sides"
    speakers = set(Entry.objects.exclude(room__owner=None).values_list("room__owner__name", "author__name"))
    assert speakers == {(one, other) for one in ("Fern", "Moss") for other in ("Fern", "Moss")}
    assert Talk.objects.count() == deeds["talk"] + deeds["asking"]
    assert RoleOffer.objects.count() == deeds["offer"]
    assert Quote.objects.filter(post__topic__group__slug="breathing-space").exists()


def test_groups_count_their_active_members():
    for group in Group.objects.all():
        assert group.member_count == group.memberships.filter(state=Membership.State.ACTIVE, only_in="").count(), (
            group.slug
        )


def test_topics_count_their_posts_and_number_them_without_gaps():
    for topic in Topic.objects.prefetch_related("posts"):
        posts = sorted(topic.posts.all(), key=lambda post: post.number)
        assert [post.number for post in posts] == list(range(1, topic.post_count + 1)), topic.title
        assert topic.last_post_at == posts[-1].created_at, topic.title
        assert (topic.author_id, topic.created_at) == (posts[0].author_id, posts[0].created_at), topic.title


def test_recounting_a_topic_changes_nothing():
    counters = ("pk", "post_count", "word_count", "last_post_at", "change_number")
    before = list(Topic.objects.order_by("pk").values_list(*counters))
    for topic in Topic.objects.all():
        forum_actions.recount(topic)
    assert list(Topic.objects.order_by("pk").values_list(*counters)) == before


def test_change_numbers_count_every_post_edit_removal_pin_and_closing():
    for topic in Topic.objects.prefetch_related("posts"):
        posts = topic.posts.all()
        deeds = len(posts) + bool(topic.pinned_at) + bool(topic.closed_at)
        deeds += sum(bool(post.edited_at) + bool(post.hidden_at and not post.waits) for post in posts)
        assert topic.change_number == deeds, topic.title
        assert max(post.change_number for post in posts) <= topic.change_number


def test_rooms_number_their_entries_without_gaps():
    assert Room.objects.count() >= 3
    for room in Room.objects.prefetch_related("entries"):
        numbers = sorted(entry.number for entry in room.entries.all())
        assert numbers == list(range(1, room.last_number + 1)), room.name
        assert room.change_number == max(entry.change_number for entry in room.entries.all())


def test_reviews_count_their_reports():
    for review in Review.objects.annotate(counted=Count("reports")):
        assert review.report_count == review.counted >= 1


def test_ids_follow_time():
    """Lists break ties by id, and the newest id is the newest post."""
    times = list(
        Post.objects.filter(topic__group__slug="aberhelygen").order_by("pk").values_list("created_at", flat=True)
    )
    assert times == sorted(times)


def test_what_is_stored_as_html_is_what_the_words_render_to():
    for thing in [*Post.objects.all(), *Entry.objects.all()]:
        assert thing.html == markdown.render(thing.body, has_images=isinstance(thing, Post))
        assert thing.html_version == markdown.VERSION


def test_everybody_who_wrote_in_a_topic_is_told_about_replies():
    written = set(Post.objects.values_list("topic_id", "author__member_id"))
    assert set(Watch.objects.values_list("topic_id", "watcher__member_id")) == written


def test_signs_come_after_the_post_and_never_later_than_now():
    assert Reaction.objects.count() > 200
    assert not Reaction.objects.filter(created_at__lt=F("post__created_at")).exists()
    assert not Reaction.objects.filter(created_at__gt=timezone.now()).exists()


# --- What follows -------------------------------------------------------------------------------------------------


def test_nothing_waits_in_the_journal():
    assert not JournalEntry.objects.filter(delivered_at__isnull=True).exists()
    assert JournalEntry.objects.count() < 1000


def test_notices_stand_in_the_order_of_their_causes():
    for member in Member.objects.all():
        times = list(Notice.objects.filter(member=member).order_by("pk").values_list("created_at", flat=True))
        assert times == sorted(times)
    assert not Notice.objects.filter(created_at__gt=timezone.now()).exists()


def test_old_notices_were_read_and_the_newest_were_not():
    last_week = timezone.now() - timedelta(days=7)
    assert not Notice.objects.filter(created_at__lt=last_week, read_at__isnull=True).exists()
    assert Notice.objects.filter(read_at__isnull=True, kind="reply").exists()


def test_reports_wait_decisions_are_made_and_an_appeal_waits():
    assert Review.objects.filter(state=Review.State.OPEN).count() >= 5
    assert Appeal.objects.filter(outcome="").count() == 1
    hidden = Post.objects.filter(hidden_at__isnull=False, waits=False)
    assert hidden.count() >= 2
    for post in hidden:
        decision = Decision.objects.get(review__subject_key=post.key)
        assert post.hidden_at == decision.created_at
        assert post.hidden_reason == decision.explanation


def test_moderation_happened_when_it_was_written_to_have_happened():
    assert Report.objects.aggregate(last=Max("created_at"))["last"] < timezone.now() - timedelta(hours=1)
    for review in Review.objects.select_related("decision"):
        assert review.opened_at == min(report.created_at for report in review.reports.all())
        if review.state == Review.State.DECIDED:
            assert review.decided_at == review.decision.created_at > review.opened_at


def test_somebody_is_on_duty_in_every_group_at_any_hour_of_this_week():
    for group in Group.objects.all():
        assert moderation_queries.duty_of(group).count() == 1, group.slug
        shifts = list(group.shifts.order_by("starts_at"))
        for shift, following in zip(shifts, shifts[1:], strict=False):
            assert shift.ends_at == following.starts_at, group.slug
        assert shifts[-1].ends_at > timezone.now() + timedelta(days=6)


# --- Pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("handle", [group.handle for group in read_community(timezone.now()).groups])
def test_every_post_of_the_group_is_shown_to_its_host(filled, handle):
    group = filled.groups[handle]
    client = signed_in(host_of(group))
    for topic in group.topics.all():
        address = reverse("forum:topic", args=[topic.key])
        shown = client.get(address).content.decode()
        shown += client.get(address, {"after": 20}).content.decode() if topic.post_count > 20 else ""
        for post in topic.posts.all():
            for words in post.html.split("<blockquote>\n"):  # above a quote it says whose words it holds
                assert words in shown, f"post {post.number} of {topic.title}"


@pytest.mark.parametrize("handle", [group.handle for group in read_community(timezone.now()).groups if group.room])
def test_what_was_said_last_in_the_room_is_shown_to_its_host(filled, handle):
    group = filled.groups[handle]
    room = group.rooms.get(owner=None)
    shown = signed_in(host_of(group)).get(reverse("chat:room", args=[room.key])).content.decode()
    assert room.entries.get(number=room.last_number).html in shown


def test_people_find_a_group_by_what_they_call_it(filled):
    shown = signed_in(filled.people["olu"]).get(reverse("groups:directory"), {"q": "sugar"}).content.decode()
    assert "Type One Together" in shown


def test_hosts_find_a_first_post_that_waits_and_answers_to_their_questions(filled):
    group = filled.groups["hazelbrook-primary"]
    client = signed_in(host_of(group))
    assert "stand next to me at the gate" in client.get(reverse("forum:waiting", args=[group.slug])).content.decode()
    assert "at the bus stop" in client.get(reverse("groups:requests", args=[group.slug])).content.decode()


def test_whoever_has_been_there_for_long_may_do_everything():
    held = Membership.objects.filter(joined_at__lt=timezone.now() - timedelta(days=4), early_posts__lt=3)
    assert not held.exists()


def test_the_directory_shows_all_groups_but_the_hidden_one(filled):
    shown = signed_in(filled.people["olu"]).get(reverse("groups:directory")).content.decode()
    for group in Group.objects.all():
        assert (f"/groups/{group.slug}/" in shown) == (group.visibility != Group.Visibility.HIDDEN)


def test_a_hidden_group_answers_ben_as_one_that_is_not_there(filled):
    address = reverse("groups:group", args=[filled.groups["the-blue-room"].slug])
    assert signed_in(filled.people["ada"]).get(address).status_code == 200
    assert signed_in(filled.people["ben"]).get(address).status_code == 404


@pytest.mark.parametrize("person", ["ada", "ben", "olu", "hana", "mara", "sam"])
def test_everybody_who_is_named_at_the_end_can_sign_in(filled, person):
    answer = Client().post(
        reverse("account_login"), {"login": filled.people[person].email, "password": "alongside-demo"}
    )
    assert (answer.status_code, answer.url) == (302, reverse("home"))


def test_mara_finds_reports_and_hana_an_appeal(filled):
    assert moderation_queries.queue_of(filled.people["mara"]).count() >= 3
    assert moderation_queries.appeals_waiting(filled.people["hana"]).count() == 1
    for person in ("mara", "hana", "sam"):
        assert signed_in(filled.people[person]).get(reverse("moderation:queue")).status_code == 200


def test_sam_opens_the_pages_of_those_who_operate_the_site(filled):
    assert signed_in(filled.people["sam"]).get("/operate/").status_code == 200
    assert signed_in(filled.people["mara"]).get("/operate/").status_code == 302
