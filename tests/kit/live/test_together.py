"""Commands of one place are committed together, and each gets an answer of its own."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kit.live.together import MOST_TOGETHER, Order, Turns, do_together
from kit.models import JournalEntry
from kit.policy import Refused

VISITOR = SimpleNamespace(language="en", viewer=None, is_fresh=lambda: True)


def write(viewer: Any, message: dict[str, Any]) -> dict[str, Any]:
    JournalEntry.objects.create(name=message["name"], payload={})
    if fault := message.get("fault"):
        raise fault
    return {"written": message["name"]}


def orders(*messages: dict[str, Any]) -> list[Order]:
    return [Order(write, VISITOR, message, None) for message in messages]


def names() -> list[str]:
    return list(JournalEntry.objects.order_by("pk").values_list("name", flat=True))


def test_a_refusal_undoes_nothing_of_the_others(db: None) -> None:
    answers = do_together(orders({"name": "a"}, {"name": "b", "fault": Refused("No.")}, {"name": "c"}))
    assert answers == [{"written": "a"}, {"refused": "No."}, {"written": "c"}]
    assert names() == ["a", "c"]


def test_a_fault_of_one_is_its_own(db: None, caplog) -> None:
    answers = do_together(orders({"name": "a"}, {"name": "b", "fault": KeyError("b")}))
    assert answers[0] == {"written": "a"}
    assert "error" in answers[1]
    assert names() == ["a"]


def test_if_the_transaction_breaks_each_is_tried_alone(db: None, caplog) -> None:
    answers = do_together(orders({"name": "a"}, {"name": "b", "fault": DatabaseError("gone")}, {"name": "c"}))
    assert [answer.get("written") for answer in answers] == ["a", None, "c"]
    assert names().count("a") == names().count("c") == 1


def test_several_take_one_commit(transactional_db: None, monkeypatch) -> None:
    commits = []
    with monkeypatch.context() as patch:
        patch.setattr(transaction.get_connection(), "_commit", lambda: commits.append(1))
        do_together(orders({"name": "a"}, {"name": "b"}, {"name": "c"}))
    assert len(commits) == 1


def test_what_waits_meanwhile_is_done_together_and_in_order() -> None:
    batches: list[list[str]] = []

    async def ask(_work: Any, some: list[Order]) -> list[dict[str, Any]]:
        batches.append([order.message["name"] for order in some])
        await asyncio.sleep(0)
        return [{"written": order.message["name"]} for order in some]

    async def talk() -> list[dict[str, Any]]:
        turns = Turns(ask, asyncio.get_running_loop().create_task)
        count = MOST_TOGETHER + 3
        return await asyncio.gather(*(turns.take("room", write, VISITOR, {"name": str(n)}) for n in range(count)))

    answers = asyncio.run(talk())
    assert [answer["written"] for answer in answers] == [str(number) for number in range(MOST_TOGETHER + 3)]
    assert [len(batch) for batch in batches] == [MOST_TOGETHER, 3]


def test_whoever_waits_is_not_left_waiting_at_the_end() -> None:
    async def ask(_work: Any, some: list[Order]) -> list[dict[str, Any]]:
        await asyncio.sleep(60)
        return []

    async def talk() -> asyncio.Future[dict[str, Any]]:
        tasks: list[asyncio.Task[Any]] = []

        def start(work: Any) -> None:
            tasks.append(asyncio.ensure_future(work))

        answer = Turns(ask, start).take("room", write, VISITOR, {"name": "a"})
        await asyncio.sleep(0)
        tasks[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await answer
        return answer

    assert asyncio.run(talk()).cancelled()
