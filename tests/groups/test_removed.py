"""The list of whom a group removed: what its hosts did, and nothing of what followed from it for another face."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.forum.models import Topic
from groups import actions
from groups.models import Membership
from tests import make
from tests.groups.test_ended_with_another import again, heron, page_of, robin, topic, willow  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


def list_of(host: Membership) -> str:
    client = Client()
    client.force_login(host.member)
    shown = client.get(reverse("groups:removed", args=[host.group.slug])).text.partition("<main")[2]
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", shown.partition("</main")[0])


def test_hosts_see_whom_they_removed_and_may_let_them_back(willow: Membership, robin: Membership) -> None:  # noqa: F811
    host = make.host_of(willow.group)
    assert "Nobody has been removed" in list_of(host)
    actions.remove(host, willow)
    actions.remove(host, robin, for_good=True)
    actions.leave(make.face(make.member("olu"), willow.group, "Moss"))
    shown = list_of(host)
    month = f"{timezone.localtime():%B %Y}"
    assert shown.index("Robin") < shown.index("Willow")
    assert (shown.count("for good"), shown.count(f"Removed in {month}."), "Moss" in shown) == (1, 2, False)
    assert "A new invitation lets them in." in shown.partition("Willow")[2]
    browser = Client()
    browser.force_login(host.member)
    back = browser.post(reverse("groups:readmit", args=[willow.group.slug, robin.key]), {"from": "list"}, follow=True)
    assert back.redirect_chain[0][0] == reverse("groups:removed", args=[willow.group.slug])
    assert "Robin may come back" in back.text
    assert "Robin" not in list_of(host)
    actions.join(robin.member, willow.group, name="Robin")
    assert "Willow" in list_of(host)


def test_whoever_came_back_by_an_invitation_stands_there_no_more(willow: Membership) -> None:  # noqa: F811
    host = make.host_of(willow.group)
    actions.remove(host, willow)
    invitation = actions.invite(host, willow.group, uses=1, days=1)
    actions.accept_invitation(willow.member, invitation, name="Willow")
    assert "Willow" not in list_of(host)


@pytest.mark.parametrize("is_over", [False, True])
def test_what_ended_with_another_face_stands_there_never(
    willow: Membership,  # noqa: F811
    heron: Membership,  # noqa: F811
    is_over: bool,
) -> None:
    host = make.host_of(willow.group)
    actions.remove(host, heron, for_good=True)
    if is_over:  # by now everybody sees that Willow is gone, as if she had left
        Membership.objects.filter(pk=willow.pk).update(stays_shown_until=timezone.now())
    shown = list_of(host)
    assert heron.name in shown
    assert "Willow" not in shown


def test_a_removal_shows_as_the_host_meant_it_whatever_came_before(
    willow: Membership,  # noqa: F811
    heron: Membership,  # noqa: F811
) -> None:
    """Willow is out for good by what she said as Heron; who removes her now for a while learns nothing of that."""
    host = make.host_of(willow.group)
    actions.remove(host, heron, for_good=True)
    before = page_of(heron, host), list_of(host).count("for good")
    actions.remove(host, again(willow))
    shown = list_of(host)
    assert "Willow" in shown
    assert shown.count("for good") == 1
    assert (page_of(heron, host), 1) == before
    actions.readmit(host, again(willow))
    assert heron.name in list_of(host), "what vanished together would belong together"


def test_a_face_for_one_topic_that_was_removed_stays_so_when_its_everyday_one_ends(
    willow: Membership,  # noqa: F811
    heron: Membership,  # noqa: F811
    topic: Topic,  # noqa: F811
) -> None:
    host = make.host_of(willow.group)
    actions.remove(host, heron)
    before = page_of(heron, host)
    actions.remove(host, again(willow))
    assert page_of(heron, host) == before


def test_removals_from_before_there_was_the_list_are_noted_as_far_as_they_are_certain(
    willow: Membership,  # noqa: F811
    robin: Membership,  # noqa: F811
    heron: Membership,  # noqa: F811
) -> None:
    host = make.host_of(willow.group)
    for face in (heron, robin):
        actions.remove(host, face, for_good=True)
    note = import_module("groups.migrations.0012_note_removals").note_removals
    for noted in ({"Robin", heron.name}, {"Robin", heron.name, "Willow"}):
        Membership.objects.update(removed_at=None, removed_for_good=False)
        note(apps, connection.SchemaEditorClass(connection))
        removed = Membership.objects.filter(removed_at__isnull=False)
        assert set(removed.values_list("name", flat=True)) == noted
        assert set(removed.filter(removed_for_good=True).values_list("name", flat=True)) == {"Robin"}
        if "Willow" not in noted:
            actions.remove(host, again(willow))


def test_only_hosts_read_it(willow: Membership) -> None:  # noqa: F811
    mara = make.face(make.member("mara"), willow.group, role="moderator")
    for face in (willow, mara):
        browser = Client()
        browser.force_login(face.member)
        assert browser.get(reverse("groups:removed", args=[willow.group.slug])).status_code == 403
