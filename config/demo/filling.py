"""Puts the written community into an empty database: rows as the actions would have left them over fourteen months.

People, faces, topics and chat are written in bulk, since the actions know no other time than now; whatever has few
rows and many consequences (reports, decisions, notices) is done by the actions, and its times are put back after.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from config.demo.happenings import relive
from config.demo.safety import owner_of, plan_rota
from config.demo.talking import fill_room, fill_topics
from config.demo.written import WrittenCommunity, WrittenFace, WrittenGroup, WrittenPerson
from groups import actions as group_actions
from groups import languages
from groups.finding import search_words_of
from groups.models import Area, Group, Membership, Question, Rule
from groups.names import name_key
from kit.keys import new_key
from people.models import Consent, Member
from people.policy import HEALTH_VERSION

NEWCOMERS = timedelta(days=3)  # whoever came earlier has long said their first things


@dataclass(slots=True)
class Filled:
    """The rows so far, by the names that the content files give them."""

    people: dict[str, Member] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    faces: dict[str, dict[str, Membership]] = field(default_factory=dict)


@transaction.atomic
def fill(written: WrittenCommunity, *, step: Callable[[int], object]) -> Filled:
    """All of it or nothing. `step` hears how many people, faces, posts and entries each part has added."""
    filled = Filled()
    filled.people = _people(written, step)
    for group in written.groups:
        _fill_group(group, filled, step)
    relive(written, filled.people, filled.groups, filled.faces)
    return filled


def _people(written: WrittenCommunity, step: Callable[[int], object]) -> dict[str, Member]:
    password = make_password(written.password)  # once for all: hashing is meant to be slow
    rows = Member.objects.bulk_create(_member(person, password) for person in written.people)
    addresses = (EmailAddress(user=row, email=row.email, verified=True, primary=True) for row in rows)
    EmailAddress.objects.bulk_create(addresses)
    words = {"purpose": Consent.Purpose.HEALTH, "version": HEALTH_VERSION}
    Consent.objects.bulk_create(Consent(member=row, given_at=row.joined_at, **words) for row in rows)
    step(len(rows))
    return {person.key: row for person, row in zip(written.people, rows, strict=True)}


def _member(person: WrittenPerson, password: str) -> Member:
    is_staff = "staff" in person.roles
    return Member(
        email=person.email,
        password=password,
        joined_at=person.joined_at,
        is_staff=is_staff,
        is_superuser=is_staff,
        is_safety_team="safety_team" in person.roles,
        health_consent=HEALTH_VERSION,
    )


def _fill_group(written: WrittenGroup, filled: Filled, step: Callable[[int], object]) -> None:
    group = Group.objects.create(
        slug=written.slug or new_key(),  # a hidden group's address is random
        name=written.name,
        kind=written.kind,
        visibility=written.visibility,
        joining=written.joining,
        purpose=written.purpose,
        other_names=written.other_names,
        where=written.where,
        languages=languages.written(written.languages),
        checks_first_posts=written.checks_first_posts,
        search_words=search_words_of(written.name, written.purpose, written.other_names, written.where),
        welcome=written.welcome,
        created_at=written.founded_at,
        member_count=sum(face.state == Membership.State.ACTIVE for face in written.everyday_faces),
    )
    Rule.objects.bulk_create(
        Rule(group=group, number=number, text=text) for number, text in enumerate(written.rules, 1)
    )
    _set_out(written, group)
    places = {topic.title: topic.key for topic in written.topics} | {"": ""}
    rows = Membership.objects.bulk_create(
        _face(face, group, filled.people[face.person], place=places[face.only_in]) for face in written.faces
    )
    faces = {row.name: row for row in rows}
    filled.groups[written.handle], filled.faces[written.handle] = group, faces
    step(len(rows))
    fill_topics(written.topics, group, faces, step)
    if written.room:
        fill_room(written.room, group, faces, step)
    plan_rota(written.rota, group, faces)
    _settle(written, group, faces)


def _set_out(written: WrittenGroup, group: Group) -> None:
    """What its hosts set: areas, and what whoever asks to join is asked."""
    Area.objects.bulk_create(Area(group=group, number=n, name=name) for n, name in enumerate(written.areas, 1))
    questions = (Question(group=group, number=n, text=text) for n, text in enumerate(written.questions, 1))
    Question.objects.bulk_create(questions)


def _face(written: WrittenFace, group: Group, member: Member, *, place: str) -> Membership:
    is_known = written.joined_at < timezone.now() - NEWCOMERS
    questions = group.questions.values_list("text", flat=True) if written.answers else ()
    return Membership(
        group=group,
        member=member,
        name=written.name,
        name_key=name_key(written.name),
        about=written.about,
        role=written.role,
        state=written.state,
        joined_at=written.joined_at,
        left_at=written.left_at,
        only_in=place,
        answers=[list(pair) for pair in zip(questions, written.answers, strict=True)] if written.answers else [],
        early_posts=group.first_posts if is_known else 0,
    )


def _settle(written: WrittenGroup, group: Group, faces: dict[str, Membership]) -> None:
    for blocker, blocked in written.blocks:
        group_actions.block(owner_of(faces[blocker]), faces[blocked])
    if written.invitation:
        maker = faces[str(written.invitation["by"])]
        uses, days = int(written.invitation["uses"]), int(written.invitation["days"])
        group_actions.invite(maker, group, uses=uses, days=days)
