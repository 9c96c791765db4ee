"""Somebody who is spoken to in a hit stands there as in the post: under the name of now, or not by name."""

import pytest

from groups import actions
from kit.events import deliver_due
from search import queries
from tests import make

pytestmark = pytest.mark.django_db


def test_a_hit_says_the_name_of_now_and_no_name_that_the_reader_blocked() -> None:
    group = make.group()
    willow, robin = make.face(make.member("ada"), group, "Willow"), make.face(make.member("ben"), group, "Robin")
    make.post(make.host_of(group), make.topic(robin), body="@Willow coughs like nightingales")
    deliver_due()
    actions.describe(willow, name="River")
    [hit] = queries.find(robin.member, "nightingales").hits
    assert ("Willow" in hit.html, "River" in hit.html) == (False, True)
    actions.block(robin.member, willow)
    [hit] = queries.find(robin.member, "nightingales").hits
    assert ("Willow" in hit.html, "River" in hit.html, "somebody" in hit.html) == (False, False, True)
