"""What was written for the demo, read without a database: enough of it, never twice, and possible as a story."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.password_validation import validate_password

from community.forum.models import Reaction
from config.demo.reading import read_community
from config.demo.talking import changes_of
from config.demo.written import WrittenCommunity, WrittenFace, WrittenGroup
from groups.models import Group, Membership
from groups.names import name_key
from moderation.models import Decision, Report

LONDON = ZoneInfo("Europe/London")
# Just after midnight is the hardest: "2d 20:30" is then nearest. Two of them are days on which the clocks change.
MOMENTS = [
    datetime(2026, 11, 22, 0, 1, tzinfo=LONDON),
    datetime(2026, 11, 22, 12, 0, tzinfo=LONDON),
    datetime(2027, 3, 28, 23, 59, tzinfo=LONDON),
    datetime(2026, 10, 25, 0, 1, tzinfo=LONDON),
]


@pytest.fixture(scope="module", params=MOMENTS, ids=str)
def story(request) -> WrittenCommunity:
    """The community as it looks when it is filled at one of the moments."""
    return read_community(request.param)


@pytest.fixture(scope="module")
def written() -> WrittenCommunity:
    return read_community(MOMENTS[1])


def posts_of(written: WrittenCommunity) -> list:
    return [post for group in written.groups for topic in group.topics for post in topic.posts]


def entries_of(written: WrittenCommunity) -> list:
    return [entry for group in written.groups if group.room for entry in group.room.entries]


def said_in(group: WrittenGroup) -> list:
    return [post for topic in group.topics for post in topic.posts] + (group.room.entries if group.room else [])


def face_in(group: WrittenGroup, name: str) -> WrittenFace:
    return next(face for face in group.faces if face.name == name)


# --- Enough, and of every kind ------------------------------------------------------------------------------------


def test_there_is_as_much_as_promised(written):
    open_reviews = [review for review in written.reviews if review.decision is None]
    assert len(written.people) == 26
    assert len(written.groups) >= 7
    assert sum(len(group.topics) for group in written.groups) >= 62
    assert len(posts_of(written)) >= 420
    assert sum(group.room is not None for group in written.groups) >= 3
    assert len(entries_of(written)) >= 120
    assert len(open_reviews) >= 5
    assert sum(review.appeal is not None for review in written.reviews) == 1
    assert sum(post.hidden_at is not None for post in posts_of(written)) >= 2


def test_every_kind_of_group_is_there(written):
    assert {group.kind for group in written.groups} == set(Group.Kind.values)
    assert {group.visibility for group in written.groups} == set(Group.Visibility.values)
    assert {group.joining for group in written.groups} == set(Group.Joining.values)


def test_open_reports_are_of_many_categories_and_kinds(written):
    waiting = [review for review in written.reviews if review.decision is None]
    assert {review.kind for review in waiting} == {"post", "entry", "face", "topic"}
    assert len({report.category for review in waiting for report in review.reports}) >= 5


def test_what_a_group_can_have_some_group_has(written):
    """Areas with topics in them, questions that were answered, other names, a topic by somebody without their name."""
    for group in written.groups:
        assert {topic.area for topic in group.topics} - {""} == set(group.areas), group.handle
        for face in group.faces:
            assert len(face.answers) in (0, len(group.questions)), face.name
            topics = [topic for topic in group.topics if topic.title == face.only_in]
            assert all(topic.posts[0].author == face.name for topic in topics)
    groups = [
        (group.areas, group.questions, group.other_names, group.where, group.languages) for group in written.groups
    ]
    assert all(map(any, zip(*groups, strict=True)))
    assert any(face.answers for group in written.groups for face in group.faces)
    assert any(face.only_in for group in written.groups for face in group.faces)
    assert {deed.kind for deed in written.deeds} == {
        "picture",
        "reply",
        "first",
        "draft",
        "introduction",
        "talk",
        "asking",
        "offer",
    }


def test_some_topics_are_pinned_closed_and_edited(written):
    topics = [topic for group in written.groups for topic in group.topics]
    assert any(topic.pinned_at for topic in topics)
    assert any(topic.closed_at for topic in topics)
    assert any(post.edited_at for post in posts_of(written))
    assert any(len(topic.posts) > 20 for topic in topics), "nothing to turn a page in"


def test_the_story_goes_back_more_than_a_year_and_ends_today(written):
    times = [post.at for post in posts_of(written)]
    assert min(times) < MOMENTS[1] - timedelta(days=365)
    assert max(times) > MOMENTS[1] - timedelta(hours=12)


# --- Well written -------------------------------------------------------------------------------------------------


def test_no_words_are_said_twice(written):
    said = Counter(" ".join(post.body.casefold().split()) for post in posts_of(written))
    said.update(entry.body.casefold() for entry in entries_of(written) if len(entry.body) > 20)  # a short echo is talk
    assert [body for body, count in said.items() if count > 1] == []


def test_no_longer_sentence_is_said_twice(written):
    sentences = Counter(
        sentence.strip().casefold()
        for thing in [*posts_of(written), *entries_of(written)]
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", thing.body)
        if len(sentence) > 40
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_titles_are_unique_in_their_group(written):
    for group in written.groups:
        titles = [topic.title for topic in group.topics]
        assert len(set(titles)) == len(titles), group.handle


def test_links_and_addresses_lead_nowhere_real(written):
    texts = [thing.body for thing in [*posts_of(written), *entries_of(written)]]
    texts += [group.welcome for group in written.groups]
    hosts = {host for text in texts for host in re.findall(r"https?://([^/\s>)]+)", text)}
    assert hosts == {"example.org"}
    assert {person.email.rpartition("@")[2] for person in written.people} == {"example.org"}


def test_every_group_says_that_it_is_made_up(written):
    assert [group.handle for group in written.groups if "This is a demo group" not in group.welcome] == []


def test_every_group_has_a_few_short_rules(written):
    for group in written.groups:
        assert 3 <= len(group.rules) <= 6, group.handle
        assert max(len(rule) for rule in group.rules) <= 120, group.handle


def test_everything_fits_its_column(written):
    for group in written.groups:
        assert len(group.name) <= 80
        assert len(group.purpose) <= 300
        assert max(len(face.name) for face in group.faces) <= 40
        assert max(len(face.about) for face in group.faces) <= 200
        assert max(len(topic.title) for topic in group.topics) <= 140


def test_the_password_passes_the_check_of_strength(written):
    validate_password(written.password)


# --- Faces --------------------------------------------------------------------------------------------------------


def test_people_have_one_to_four_faces_and_olu_none(written):
    counts = Counter(face.person for group in written.groups for face in group.everyday_faces)
    assert counts.pop("olu", 0) == 0
    assert set(counts) == {person.key for person in written.people} - {"olu"}
    assert max(counts.values()) <= 4


def test_nobody_has_two_everyday_faces_in_one_group(written):
    for group in written.groups:
        assert len({face.person for face in group.everyday_faces}) == len(group.everyday_faces), group.handle
        assert len({name_key(face.name) for face in group.faces}) == len(group.faces), group.handle


def test_no_two_faces_of_a_person_share_a_word_or_a_moment(written):
    for person in written.people:
        faces = [face for group in written.groups for face in group.faces if face.person == person.key]
        words = Counter(word for face in faces for word in set(re.findall(r"\w{3,}", face.name.casefold())) - {"the"})
        assert [word for word, count in words.items() if count > 1] == [], person.key
        assert len({face.joined_at for face in faces}) == len(faces), person.key


def test_no_face_is_called_like_its_account(written):
    faces = [face for group in written.groups for face in group.faces]
    assert [face.name for face in faces if face.person in re.findall(r"\w+", face.name.casefold())] == []


def test_every_group_has_a_host_and_a_moderator(written):
    for group in written.groups:
        assert {"host", "moderator"} <= {face.role for face in group.faces}, group.handle


# --- Possible as a story, at whatever hour it is filled -----------------------------------------------------------


def test_nothing_happens_after_now(story, request):
    now = request.node.callspec.params["story"]
    times = [thing.at for thing in [*posts_of(story), *entries_of(story)]]
    times += [face.joined_at for group in story.groups for face in group.faces]
    times += [person.joined_at for person in story.people] + [deed.at for deed in story.deeds]
    for review in story.reviews:
        times += [deed.at for deed in [*review.reports, review.decision, review.appeal] if deed]
    for group in story.groups:
        times += [at for topic in group.topics for at in (topic.pinned_at, topic.closed_at) if at]
    assert max(times) <= now


def test_people_come_before_they_speak(story):
    for group in story.groups:
        for thing in said_in(group):
            face = face_in(group, thing.author)
            assert face.state != "requested", thing.body
            assert face.joined_at <= thing.at, f"{face.name} says {thing.body!r} before joining {group.handle}"
            assert face.left_at is None or thing.at <= face.left_at, thing.body


def test_accounts_and_groups_come_before_faces(story):
    joined = {person.key: person.joined_at for person in story.people}
    for group in story.groups:
        for face in group.faces:
            assert joined[face.person] <= face.joined_at, f"{face.name} in {group.handle}"
            assert group.founded_at <= face.joined_at, f"{face.name} in {group.handle}"


def test_conversations_go_forward(story):
    for group in story.groups:
        talks = [topic.posts for topic in group.topics] + ([group.room.entries] if group.room else [])
        for talk in talks:
            times = [thing.at for thing in talk]
            assert times == sorted(times), talk[0].body
        if group.room:
            assert group.room.opened_at <= group.room.entries[0].at


def test_posts_are_edited_within_a_day_and_nothing_follows_a_closing(story):
    for group in story.groups:
        for topic in group.topics:
            edits = [post for post in topic.posts if post.edited_at]
            assert all(post.edited_at <= post.at + timedelta(hours=24) for post in edits), topic.title
            if topic.closed_at:
                last = max([topic.posts[-1].at, *(post.edited_at for post in edits)])
                assert last <= topic.closed_at, topic.title


def test_signs_are_of_a_known_kind_and_by_others(written):
    for group in written.groups:
        names = {face.name for face in group.faces}
        for topic in group.topics:
            for post in topic.posts:
                assert set(post.signs) <= set(Reaction.Kind.values), post.body
                for by in post.signs.values():
                    assert set(by) <= names - {post.author}, post.body
                    assert len(set(by)) == len(by), post.body


def test_change_numbers_have_no_gaps_and_the_last_is_the_topics(written):
    for group in written.groups:
        for topic in group.topics:
            changes = changes_of(topic)
            last = changes.pop(0)
            assert len(set(changes.values())) == len(topic.posts)
            assert max(changes.values()) <= last
            assert min(changes.values()) >= 1


def test_decisions_are_made_by_those_who_may_and_after_the_reports(story):
    groups = {group.handle: group for group in story.groups}
    for review in story.reviews:
        assert {report.category for report in review.reports} <= set(Report.Category.values)
        if review.decision is None:
            continue
        decider = face_in(groups[review.group], review.decision.decider)
        assert Membership.Role(decider.role) is not Membership.Role.MEMBER
        assert review.decision.outcome in Decision.Outcome.values
        assert decider.name not in {report.reporter for report in review.reports}
        assert max(report.at for report in review.reports) < review.decision.at, review.words
        assert review.appeal is None or review.decision.at < review.appeal.at
