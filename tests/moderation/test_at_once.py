"""Two people doing the same thing at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from kit.policy import Refused
from moderation import actions
from moderation.models import Decision, Report, Review
from tests import make
from tests.moderation.scene import staged

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each came to, in any order: its answer, or the sentence of its refusal."""
    start, answers = threading.Barrier(len(deeds)), []

    def do(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            answers.append(deed())
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_moderators_decide_at_once_and_one_is_told_by_whom_it_was_decided() -> None:
    scene = staged()
    review = scene.review()
    keepers = {scene.mara.member: "Juniper", scene.hana.member: scene.hana.name}
    answers = at_once(*(lambda one=one: scene.decide(review, by=one) for one in keepers))
    decision = Decision.objects.get()
    assert decision in answers
    assert f"{keepers[decision.decider]} has already decided this." in answers


def test_many_report_one_thing_at_once_and_one_review_counts_them_all() -> None:
    scene = staged(visibility="open")
    reporters = [make.member() for _number in range(6)]
    at_once(*(lambda one=one: scene.report(by=one) for one in reporters))
    assert Review.objects.get().report_count == Report.objects.count() == 6


def test_one_member_pressing_twice_reports_once() -> None:
    scene = staged()
    once = lambda: actions.report(scene.ben.member, scene.post, kind="post", category="rules")  # noqa: E731
    at_once(once, once, once)
    assert Review.objects.get().report_count == Report.objects.count() == 1
