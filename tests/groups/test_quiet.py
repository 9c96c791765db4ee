"""Quiet hours: what is given meanwhile waits among the notices without being counted."""

from datetime import datetime, time

import pytest
from django.utils import timezone

from groups import actions
from groups.models import Group
from groups.quiet import rings_at
from kit.events import deliver_due
from people import queries as people_queries
from people.models import Notice
from tests import make


def at(hour: int, day: int = 1) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("begins", "ends", "now", "rings"),
    [
        (22, 7, at(23), at(7, 2)),
        (22, 7, at(3), at(7)),
        (22, 7, at(7), at(7)),
        (22, 7, at(12), at(12)),
        (22, 7, at(22), at(7, 2)),
        (13, 15, at(14), at(15)),
        (13, 15, at(15), at(15)),
        (13, 15, at(23), at(23)),
        (9, 9, at(9), at(9)),
    ],
)
def test_a_notice_rings_when_the_quiet_is_over(begins: int, ends: int, now: datetime, rings: datetime) -> None:
    group = Group(quiet_from=time(begins), quiet_until=time(ends))
    assert rings_at(group, now=now) == rings


def test_a_group_without_quiet_hours_rings_at_once() -> None:
    assert rings_at(Group(), now=at(3)) == at(3)


@pytest.mark.django_db
def test_what_comes_in_quiet_hours_is_there_and_not_counted_until_they_end() -> None:
    group = make.group()
    host = make.host_of(group)
    now = timezone.localtime()
    around = {"quiet_from": time((now.hour - 1) % 24), "quiet_until": time((now.hour + 2) % 24)}
    group = actions.change_ways(host, group, **around)
    ada = make.face(make.member("ada"), group)
    topic = make.topic(ada)
    make.post(make.face(make.member("ben"), group), topic)
    deliver_due()
    notice = Notice.objects.get(member=ada.member, kind="reply")
    assert notice.rings_at > timezone.now()
    member = people_queries.member_with_unread(ada.member.pk)
    assert member is not None
    assert (people_queries.unread_count_of(member), people_queries.unread_count_of(ada.member)) == (0, 0)
    Notice.objects.update(rings_at=timezone.now())
    assert people_queries.unread_count_of(ada.member) == 1
    assert people_queries.unread_count_of(people_queries.member_with_unread(ada.member.pk)) == 1
