"""No sequence of coming, going, being removed, closing and merging breaks the rules of membership."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from groups import actions
from groups.models import Group, Invitation, Membership, Merger, RoleOffer
from kit.policy import Refused
from people.models import Member
from tests import make

PEOPLE = some.integers(0, 3)
PLACES = some.integers(0, 1)
NAMES = some.sampled_from(["Willow", "W1llow", "Rowan", "Elm"])


class Belonging(RuleBasedStateMachine):
    """Four people and two groups: one that anybody joins, and one where people ask."""

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.members: list[Member] = [make.member() for _number in range(4)]
        self.groups: list[Group] = [
            make.group("One", host=self.members[0]),
            make.group("Two", host=self.members[1], joining="request"),
        ]
        self.banned: set[tuple[int, int]] = set()
        for person in (1, 2):
            actions.join(self.members[person], self.groups[0], name=f"Early {person}")

    def face(self, person: int, place: int) -> Membership | None:
        found = Membership.objects.filter(group=self.groups[place], member=self.members[person])
        return found.select_related("group", "member").first()

    def place(self, number: int) -> Group:
        return Group.objects.get(pk=self.groups[number].pk)

    @staticmethod
    def try_to(deed: Callable[[], object]) -> bool:
        try:
            deed()
        except Refused:
            return False
        return True

    @rule(person=PEOPLE, place=PLACES, name=NAMES)
    def join_or_ask(self, person: int, place: int, name: str) -> None:
        self.try_to(lambda: actions.join(self.members[person], self.place(place), name=name))

    @rule(person=PEOPLE, place=PLACES)
    def leave(self, person: int, place: int) -> None:
        if face := self.face(person, place):
            self.try_to(lambda: actions.leave(face))

    @rule(place=PLACES)
    def all_hosts_leave(self, place: int) -> None:
        for person in range(4):
            face = self.face(person, place)
            if face and face.role == "host":
                self.try_to(lambda face=face: actions.leave(face))

    @rule(person=PEOPLE, place=PLACES)
    def withdraw(self, person: int, place: int) -> None:
        if face := self.face(person, place):
            self.try_to(lambda: actions.withdraw(face))

    @rule(host=PEOPLE, person=PEOPLE, place=PLACES, answer=some.sampled_from(["approve", "decline"]))
    def settle(self, host: int, person: int, place: int, answer: str) -> None:
        actor, face = self.face(host, place), self.face(person, place)
        if actor and face:
            self.try_to(lambda: getattr(actions, answer)(actor, face))

    @rule(host=PEOPLE, person=PEOPLE, place=PLACES, for_good=some.booleans())
    def remove(self, host: int, person: int, place: int, for_good: bool) -> None:
        actor, face = self.face(host, place), self.face(person, place)
        if actor and face and self.try_to(lambda: actions.remove(actor, face, for_good=for_good)) and for_good:
            self.banned.add((person, place))

    @rule(host=PEOPLE, person=PEOPLE, place=PLACES)
    def readmit(self, host: int, person: int, place: int) -> None:
        actor, face = self.face(host, place), self.face(person, place)
        if actor and face and self.try_to(lambda: actions.readmit(actor, face)):
            self.banned.discard((person, place))

    @rule(host=PEOPLE, place=PLACES)
    def invite(self, host: int, place: int) -> None:
        if actor := self.face(host, place):
            self.try_to(lambda: actions.invite(actor, actor.group, uses=1))

    @rule(person=PEOPLE, name=NAMES)
    def accept(self, person: int, name: str) -> None:
        for link in Invitation.objects.order_by("-pk")[:2]:
            self.try_to(lambda link=link: actions.accept_invitation(self.members[person], link, name=name))

    @rule(host=PEOPLE, person=PEOPLE, place=PLACES, role=some.sampled_from(["member", "moderator", "host"]))
    def change_role(self, host: int, person: int, place: int, role: str) -> None:
        actor, face = self.face(host, place), self.face(person, place)
        if actor and face:
            self.try_to(lambda: actions.change_role(actor, face, role=role))

    @rule(host=PEOPLE, person=PEOPLE, place=PLACES, role=some.sampled_from(["moderator", "host", "all of it"]))
    def ask(self, host: int, person: int, place: int, role: str) -> None:
        actor, face = self.face(host, place), self.face(person, place)
        if actor and face and role == "all of it":
            self.try_to(lambda: actions.hand_over(actor, face))
        elif actor and face:
            self.try_to(lambda: actions.offer_role(actor, face, role=role))

    @rule(person=PEOPLE, place=PLACES, answer=some.sampled_from(["accept", "accept", "decline", "expire"]))
    def answer(self, person: int, place: int, answer: str) -> None:
        """Whatever became of it: the last thing that this face was asked."""
        face = self.face(person, place)
        offer = RoleOffer.objects.filter(face=face).order_by("pk").last()
        if offer and answer == "expire":
            RoleOffer.objects.filter(pk=offer.pk).update(ends_at=timezone.now())
        elif offer:
            self.try_to(lambda: getattr(actions, f"{answer}_offer")(face, offer))

    @rule(host=PEOPLE, person=PEOPLE, place=PLACES)
    def take_offer_back(self, host: int, person: int, place: int) -> None:
        actor, face = self.face(host, place), self.face(person, place)
        if actor and face:
            self.try_to(lambda: actions.take_offer_back(actor, face))

    @rule(host=PEOPLE, place=PLACES, deed=some.sampled_from(["archive", "reopen"]))
    def close_or_open(self, host: int, place: int, deed: str) -> None:
        if actor := self.face(host, place):
            self.try_to(lambda: getattr(actions, deed)(actor, actor.group))

    @rule(place=PLACES, answers=some.lists(some.booleans(), min_size=4, max_size=4), name=NAMES)
    def merge(self, place: int, answers: list[bool], name: str) -> None:
        """All of it at once: a merger half done waits for two weeks."""
        leaving, staying = self.place(place), self.place(1 - place)
        hosts = [
            Membership.objects.filter(group=one, role="host", state="active").first() for one in (leaving, staying)
        ]
        if None in hosts:
            return
        proposed = self.try_to(lambda: actions.propose_merger(hosts[0], leaving, staying=staying))
        merger = Merger.objects.filter(state="proposed").first()
        if not proposed or not self.try_to(lambda: actions.agree_to_merger(hosts[1], merger)):
            return
        for person, comes in enumerate(answers):
            if face := self.face(person, place):
                self.try_to(
                    lambda face=face, comes=comes: actions.answer_merger(face, merger, comes_along=comes, name=name)
                )
        Merger.objects.filter(pk=merger.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
        actions.conclude_merger(merger)

    @invariant()
    def the_rules_hold(self) -> None:
        for group in Group.objects.filter(pk__in=[one.pk for one in self.groups]):
            active = Membership.objects.filter(group=group, state="active", only_in="")
            assert group.member_count == active.count()
            assert active.filter(role="host").exists() or group.archived_at
        faces = Membership.objects.filter(only_in="")
        assert not faces.values("group", "member").annotate(times=Count("pk")).filter(times__gt=1).exists()
        assert not faces.values("group", "name_key").annotate(times=Count("pk")).filter(times__gt=1).exists()
        assert not faces.exclude(state="active").exclude(role="member").exists(), "a role without belonging"
        assert not Invitation.objects.filter(uses_left__lt=0).exists()
        asked = RoleOffer.objects.filter(state="asked")
        assert asked.count() == asked.filter(face__state="active", offered_by__role="host").count()
        for person, place in self.banned:
            assert self.face(person, place).state == "banned"

    def teardown(self) -> None:
        if hasattr(self, "point"):
            transaction.savepoint_rollback(self.point)


@pytest.mark.django_db
def test_no_sequence_of_deeds_breaks_the_rules_of_membership() -> None:
    few = settings(
        max_examples=14, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Belonging, settings=few)
