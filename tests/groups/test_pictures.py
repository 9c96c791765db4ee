"""Pictures in a group: who may see one, where it may stand, and when it goes."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.forum import actions as forum_actions
from config.limits import BodyLimit
from groups import actions
from groups.models import Picture
from groups.picture_forms import markdown_of
from kit.policy import Refused
from tests import make


@pytest.fixture
def ada(db):
    return make.face(make.member("ada"), make.group("Asthma at night"), "Ada")


@pytest.fixture
def ben(ada):
    return make.face(make.member("ben"), ada.group, "Ben")


def status(viewer, picture: Picture) -> int:
    client = Client()
    if viewer is not None:
        client.force_login(viewer)
    return client.get(picture.address).status_code


def file(content: bytes | None = None, name: str = "IMG_2041.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or make.photograph(), "image/jpeg")


# --- Sending ------------------------------------------------------------------------------------------------------


def send(face, **fields: object):
    client = Client()
    client.force_login(face.member)
    return client.post(reverse("groups:add_picture", args=[face.group.slug]), fields)


def test_a_sent_picture_answers_with_what_to_write(ada):
    answer = send(ada, picture=file(), alt="My puffer [blue] *new*")
    picture = Picture.objects.get()
    assert answer.json() == {"markdown": f"![My puffer \\[blue\\] \\*new\\*]({picture.address})"}
    assert picture.alt == "My puffer [blue] *new*"
    assert "IMG_2041" not in picture.file.name
    assert picture.key not in picture.file.name


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"alt": "A puffer"}, "picture", "required"),
        ({"picture": b"<svg></svg>", "alt": "A puffer"}, "picture", "no picture that can be shown"),
        ({"picture": b"", "alt": " "}, "alt", "what can be seen"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said_beside_it(ada, fields, name, words):
    if "picture" in fields:
        fields = fields | {"picture": file(fields["picture"] or None)}
    answer = send(ada, **fields)
    assert answer.status_code == 422
    assert words in answer.json()["errors"][name]
    assert not Picture.objects.exists()


def test_a_file_that_is_too_large_is_refused(ada, settings):
    settings.PICTURE_LIMIT = 100
    assert "larger than" in send(ada, picture=file(), alt="A puffer").json()["errors"]["picture"]


@pytest.mark.parametrize(
    "name",
    ["groups:add_picture", "groups:face_picture", "groups:group_picture"]
    + ["forum:new_topic_with_picture", "forum:reply_with_picture", "forum:edit_post_with_picture"],
)
def test_only_addresses_of_pictures_take_that_much(settings, name):
    limits = BodyLimit(None, default=settings.BODY_LIMIT, larger=settings.BODY_LIMITS)
    assert limits.limit_of(reverse(name, args=["a" * 16])) > settings.PICTURE_LIMIT
    assert limits.limit_of(reverse("forum:reply", args=["a" * 16])) == settings.BODY_LIMIT


def test_a_group_without_pictures_takes_none(ada):
    ada.group.has_pictures = False
    ada.group.save()
    assert send(ada, picture=file(), alt="A puffer").status_code == 403
    with pytest.raises(Refused, match="no pictures"):
        make.picture(ada)


def test_a_newcomer_sends_none_in_the_first_days(ada):
    ada.joined_at, ada.early_posts = timezone.now(), 0
    ada.save()
    assert send(ada, picture=file(), alt="A puffer").status_code == 403


def test_a_row_that_cannot_be_written_leaves_no_file(ada, monkeypatch):
    def fail(**fields: object) -> None:
        raise DatabaseError

    before = default_storage.listdir("pictures")[1] if default_storage.exists("pictures") else []
    monkeypatch.setattr(Picture.objects, "create", fail)
    with pytest.raises(DatabaseError):
        make.picture(ada)
    assert default_storage.listdir("pictures")[1] == before


# --- Seeing -------------------------------------------------------------------------------------------------------


def test_until_it_is_used_only_its_sender_sees_it(ada, ben):
    picture = make.picture(ada)
    assert status(ada.member, picture) == 200
    assert status(ben.member, picture) == 404
    topic = make.topic(ada, body=f"Look: {markdown_of(picture)}")
    assert f'src="{picture.address}"' in topic.posts.get().html
    assert status(ben.member, picture) == 200
    assert status(None, picture) == 404  # a listed group is read by its members


def test_a_picture_may_be_taken_for_nothing_else_and_stays_in_no_cache(ada):
    client = Client()
    client.force_login(ada.member)
    answer = client.get(make.picture(ada).address)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_picture_costs_few_queries(ada, django_assert_num_queries):
    picture = make.picture(ada)
    client = Client()
    client.force_login(ada.member)
    client.get(picture.address)
    with django_assert_num_queries(2):
        client.get(picture.address)


def test_a_blocked_senders_picture_is_not_met(ada, ben):
    picture = make.picture(ada)
    make.topic(ada, body=markdown_of(picture))
    actions.block(ben.member, ada)
    assert status(ben.member, picture) == 404


def test_a_missing_file_answers_as_no_picture(ada):
    picture = make.picture(ada)
    default_storage.delete(picture.file.name)
    assert status(ada.member, picture) == 404


def test_removing_a_post_takes_its_pictures_from_everybody_but_its_author_and_moderators(ada, ben):
    mara = make.face(make.member("mara"), ada.group, "Mara", role="moderator")
    picture = make.picture(ada)
    post = make.post(ada, make.topic(ben), body=markdown_of(picture))
    forum_actions.hide_post(mara, post, reason="Rule 1")
    assert [status(face.member, picture) for face in (ada, ben, mara)] == [200, 404, 200]
    forum_actions.restore_post(mara, post)
    assert status(ben.member, picture) == 200
    forum_actions.hide_topic(mara, post.topic, reason="Rule 1")
    assert status(ben.member, picture) == 404
    forum_actions.restore_topic(mara, post.topic)
    assert status(ben.member, picture) == 200


# --- Standing somewhere -------------------------------------------------------------------------------------------


def test_a_picture_of_another_group_is_refused_as_one_that_was_never_there(ada):
    """Else one picture in two groups would tell that two faces are one person."""
    elsewhere = make.face(ada.member, make.group("School gate"), "Robin")
    picture = make.picture(elsewhere)
    make.topic(elsewhere, body=markdown_of(picture))
    for address in (picture.address, f"/media/{'a' * 16}-8x8.webp"):
        with pytest.raises(Refused, match="is not here any more"):
            make.topic(ada, body=f"![Look]({address})")


def test_somebody_elses_picture_that_nobody_has_seen_is_refused(ada, ben):
    with pytest.raises(Refused):
        make.topic(ben, body=markdown_of(make.picture(ada)))


def test_a_refused_picture_keeps_the_words_on_the_page(ada):
    client = Client()
    client.force_login(ada.member)
    words = {"title": "Look", "body": f"Long words ![x](/media/{'a' * 16}-8x8.webp)"}
    answer = client.post(reverse("forum:new_topic", args=[ada.group.slug]), words)
    assert answer.status_code == 422
    assert "Long words" in answer.text


def test_a_picture_taken_out_of_a_post_is_gone_for_readers(ada, ben):
    picture = make.picture(ada)
    post = make.post(ada, make.topic(ben), body=f"Look {markdown_of(picture)}")
    forum_actions.edit_post(ada, post, body="Look")
    assert status(ben.member, picture) == 404


def test_a_picture_that_stands_in_another_post_too_stays(ada, ben):
    picture = make.picture(ada)
    topic = make.topic(ben)
    post = make.post(ada, topic, body=f"Look {markdown_of(picture)}")
    make.post(ada, topic, body=f"And again {markdown_of(picture)}")
    forum_actions.edit_post(ada, post, body="Look")
    assert status(ben.member, picture) == 200


def test_what_stands_in_nothing_goes_after_a_day_with_its_file(ada):
    forgotten, drafted, used = (make.picture(ada) for _ in range(3))
    make.topic(ada, body=markdown_of(used))
    forum_actions.save_draft(ada, None, body=markdown_of(drafted))
    assert actions.remove_unused_pictures() == 0
    Picture.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert actions.remove_unused_pictures() == 1
    assert not default_storage.exists(forgotten.file.name)
    assert set(Picture.objects.all()) == {drafted, used}
