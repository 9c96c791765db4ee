"""Long lists cost no more questions than short ones. How quick they are stands in benchmarks/groups.py."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Group, Membership
from people.models import Member
from tests import make

pytestmark = pytest.mark.django_db


def fill(group: Group, count: int) -> None:
    members = Member.objects.bulk_create(
        Member(email=f"m{n}-{group.pk}@example.org", password="!") for n in range(count)
    )
    names = (f"Face {number:04}" for number in range(count))
    faces = (
        Membership(group=group, member=member, name=name, name_key=name.lower())
        for member, name in zip(members, names, strict=True)
    )
    Membership.objects.bulk_create(faces)


def question_count(browser: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def pages(browser: Client, address: str) -> Iterator[int]:
    """How many questions each page of a list asks."""
    cursor: str | None = ""
    while cursor is not None:
        here = f"{address}?after={cursor}" if cursor else address
        yield question_count(browser, here)
        cursor = browser.get(here).context["slice"].next_cursor


def test_the_member_list_asks_at_most_six_questions_however_many_belong() -> None:
    ada, browser = make.member("ada"), Client()
    browser.force_login(ada)
    small, large = make.group("Small"), make.group("Large")
    for group, count in ((small, 3), (large, 120)):
        make.face(ada, group)
        fill(group, count)
    addresses = [reverse("groups:members", args=[group.slug]) for group in (small, large)]
    browser.get(addresses[0])  # what is asked once a process is asked
    few, many = (list(pages(browser, address)) for address in addresses)
    assert len(many) == 3
    assert max(many) <= 6
    assert max(many) <= max(few), "the first page of few people asks as much as any of many"


def test_my_groups_asks_at_most_eight_questions_for_two_hundred_groups() -> None:
    browser, counts = Client(), []
    for number in (2, 200):
        ada = make.member("ada")
        groups = Group.objects.bulk_create(
            Group(slug=f"g{number}-{n}", name=f"Group {n}", member_count=1) for n in range(number)
        )
        Membership.objects.bulk_create(
            Membership(group=group, member=ada, name="Ada", name_key="ada") for group in groups
        )
        browser.force_login(ada)
        browser.get(reverse("home"))
        counts.append(max(pages(browser, reverse("home"))))
    assert counts[1] <= 8
    assert counts[0] == counts[1]


def test_the_pages_of_hosts_ask_no_more_for_many_than_for_few() -> None:
    group = make.group(joining="request")
    browser = Client()
    browser.force_login(make.host_of(group).member)
    address = reverse("groups:requests", args=[group.slug])
    browser.get(address)
    counts = []
    for number in (1, 15):
        for one in range(number):
            make.face(make.member(), group, f"Asker {number} {one}", state="requested")
        counts.append(question_count(browser, address))
    assert counts[0] == counts[1] <= 8
