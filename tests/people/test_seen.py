"""What an address names is found as the queryset would find it, whoever asks, and the query is made once for each."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from groups import actions, policy
from people.models import Member, Viewer
from people.seen import Seen
from tests import make

pytestmark = pytest.mark.django_db


def faces(viewer: Viewer, *, key: str):
    return policy.visible_faces(viewer).filter(key=key)


def test_each_viewer_finds_what_the_queryset_gives_them():
    groups = {visibility: make.group(visibility=visibility) for visibility in ("open", "listed", "hidden")}
    shown = [make.face(make.member("ada"), group) for group in groups.values()]
    ben, bea = make.member("ben"), make.member("bea")
    make.face(ben, groups["hidden"])
    actions.block(bea, shown[0])
    seen = Seen(faces)
    for viewer in (AnonymousUser(), ben, bea, shown[0].member):
        for face in shown:
            assert seen.first(viewer, key=face.key) == faces(viewer, key=face.key).first()
    assert [seen.first(ben, key=face.key) is not None for face in shown] == [True, False, True]
    assert [seen.first(bea, key=face.key) is not None for face in shown] == [False, False, False]
    assert [seen.first(AnonymousUser(), key=face.key) is not None for face in shown] == [True, False, False]


def test_what_one_may_not_see_does_not_exist():
    face = make.face(make.member("ada"), make.group(visibility="hidden"))
    seen = Seen(faces)
    assert seen.or_404(face.member, key=face.key) == face
    for viewer in (AnonymousUser(), make.member("ben")):
        with pytest.raises(Http404):
            seen.or_404(viewer, key=face.key)


def test_the_query_is_made_once_for_members_and_once_for_visitors(django_assert_num_queries):
    asked = []

    def build(viewer: Viewer, *, key: str):
        asked.append(viewer.is_authenticated)
        return faces(viewer, key=key)

    face = make.face(make.member("ada"), make.group(visibility="open"))
    seen = Seen(build)
    viewers = [AnonymousUser(), face.member, make.member("ben"), AnonymousUser(), make.member("bea")]
    with django_assert_num_queries(len(viewers)):
        assert {seen.first(viewer, key=face.key) for viewer in viewers} == {face}
    assert asked == [False, True]


def test_what_hangs_on_more_than_a_member_s_number_is_an_error():
    seen = Seen(lambda viewer, *, key: policy.visible_faces(viewer).filter(key=key, group__slug=viewer.email))
    with pytest.raises(Member.DoesNotExist):
        seen.first(make.member("ada"), key="any")


def test_visitors_find_nothing_where_a_policy_shows_them_nothing():
    face = make.face(make.member("ada"), make.group(visibility="open"))
    seen = Seen(
        lambda viewer, *, key: faces(viewer, key=key) if viewer.is_authenticated else faces(viewer, key=key).none()
    )
    assert seen.first(face.member, key=face.key) == face
    assert seen.first(AnonymousUser(), key=face.key) is None
