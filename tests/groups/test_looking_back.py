"""What a group calls itself and its people now is not told to those who are no longer, or not yet, in it."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import Membership
from tests import make

pytestmark = pytest.mark.django_db


def test_whoever_was_removed_learns_no_new_names_from_whom_they_blocked() -> None:
    group = make.group("Asthma", visibility="hidden")
    host, bea = make.host_of(group), make.face(make.member("bea"), group, "Robin")
    willow = make.face(make.member("ada"), group, "Willow")
    actions.block(bea.member, willow)
    actions.remove(host, bea)
    actions.describe(willow, name="River")
    actions.rename(host, group, name="Lungs")
    browser = Client()
    browser.force_login(bea.member)
    page = browser.get(reverse("groups:blocks")).text
    assert ("River" in page, "Lungs" in page, "Meet again" in page) == (False, False, True)
    after = browser.post(reverse("groups:unblock", args=[willow.key]), follow=True).text
    assert ("River" in after, "You can meet somebody again." in after) == (False, True)


def test_whoever_asked_hears_no_more_of_a_group_that_hid_meanwhile() -> None:
    group = make.group("Asthma", joining="request")
    ada = make.member("ada")
    face = actions.join(ada, group, name="Willow")
    browser = Client()
    browser.force_login(ada)
    assert "Asthma" in browser.get(reverse("home")).text
    actions.change_admission(make.host_of(group), group, visibility="hidden", joining="request")
    assert "Asthma" not in browser.get(reverse("home")).text
    actions.approve(make.host_of(group), Membership.objects.get(pk=face.pk))
    assert "Asthma" in browser.get(reverse("home")).text
