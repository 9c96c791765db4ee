"""Two people in a private talk doing things at the same moment: nothing is lost, and nobody waits for the other."""

import pytest

from community.chat import actions
from community.chat.models import Entry, Room, Talk
from groups.models import Membership
from tests import make
from tests.moderation.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two() -> tuple[Membership, Membership]:
    group = make.group()
    return make.face(make.member("ada"), group, "Heron"), make.face(make.member("ben"), group, "Otter")


def test_two_who_ask_each_other_at_once_have_one_request(two: tuple[Membership, Membership]) -> None:
    ada, ben = two
    answers = at_once(lambda: actions.ask(ada, ben), lambda: actions.ask(ben, ada))
    assert Talk.objects.count() == 1
    assert sum(isinstance(answer, Talk) for answer in answers) == 1
    assert sum("asked you" in str(answer) for answer in answers) == 1


def test_both_write_at_once_and_both_sides_have_all(two: tuple[Membership, Membership]) -> None:
    ada, ben = two
    adas, bens = make.talk(ada, ben)
    own = {ada: adas, ben: bens}
    writers = [(face, number) for number in range(4) for face in two]
    answers = at_once(
        *(
            lambda face=face, number=number: actions.say(face, own[face], body=f"{number}", client_key=f"{number}")
            for face, number in writers
        )
    )
    assert all(isinstance(answer, Entry) for answer in answers), answers
    for side in (adas, bens):
        said = side.entries.order_by("number").values_list("number", "author_id", "body")
        assert [number for number, _author, _body in said] == list(range(1, 9))
        assert {(author, body) for _number, author, body in said} == {(face.pk, f"{n}") for face, n in writers}


def test_an_end_while_the_other_writes_leaves_both_sides_alike(two: tuple[Membership, Membership]) -> None:
    ada, ben = two
    adas, bens = make.talk(ada, ben)
    at_once(
        lambda: actions.end(ben, bens),
        lambda: actions.say(ada, adas, body="one", client_key="1"),
        lambda: actions.say(ada, adas, body="two", client_key="2"),
    )
    assert not Room.objects.filter(closed_at=None).exists()
    bodies = [sorted(side.entries.values_list("body", flat=True)) for side in (adas, bens)]
    assert bodies[0] == bodies[1]
