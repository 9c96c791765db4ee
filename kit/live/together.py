"""Commands that wait for the same place are done together: one hop to a thread, one commit, and an answer to each.

Alone, a command costs a hop and a commit, and a commit waits for the disk. While one batch is being written the next
gathers by itself, so nobody is kept waiting for company. What one of them may not do undoes nothing of the others.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction

from kit.live.gates import Command
from kit.live.viewers import Visitor, run_command

log = logging.getLogger(__name__)

MOST_TOGETHER = 16

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """One command of one visitor, and where its answer is waited for."""

    command: Command
    visitor: Visitor
    message: dict[str, Any]
    answer: asyncio.Future[Answer]


class Turns:
    """What waits for its turn, by place; lives on one event loop."""

    def __init__(self, ask: Callable[..., Awaitable[Any]], start: Callable[[Any], Any]) -> None:
        self._ask = ask
        self._start = start
        self._waiting: dict[object, deque[Order]] = {}

    def take(
        self, place: object, command: Command, visitor: Visitor, message: dict[str, Any]
    ) -> asyncio.Future[Answer]:
        """The answer to come. Commands of one place are done in the order in which they were taken."""
        order = Order(command, visitor, message, asyncio.get_running_loop().create_future())
        queue = self._waiting.get(place)
        if queue is None:
            self._waiting[place] = deque([order])
            self._start(self._work(place))
        else:
            queue.append(order)
        return order.answer

    async def _work(self, place: object) -> None:
        queue = self._waiting[place]
        orders: list[Order] = []
        try:
            while queue:
                orders = [queue.popleft() for _ in range(min(len(queue), MOST_TOGETHER))]
                for order, answer in zip(orders, await self._answers(orders), strict=True):
                    order.answer.set_result(answer)
        finally:
            del self._waiting[place]
            for order in (*orders, *queue):
                order.answer.cancel()  # does nothing to an answer that was given

    async def _answers(self, orders: list[Order]) -> list[Answer]:
        try:
            answers: list[Answer] = await self._ask(do_together, orders)
        except Exception:
            log.exception("Commands to a seat failed.")
            return [failure() for _ in orders]
        return answers


def failure() -> Answer:
    return {"error": "This failed here; it may be tried again."}


def do_together(orders: list[Order]) -> list[Answer]:
    """All of them in one transaction; if that breaks, each for itself."""
    if len(orders) > 1:
        try:
            with transaction.atomic():
                return [_in_part(order) for order in orders]
        except DatabaseError:
            log.warning("Commands could not be committed together; each is tried alone.", exc_info=True)
    return [_alone(order) for order in orders]


def _in_part(order: Order) -> Answer:
    """Within the transaction of all, what fails is undone and the rest stands."""
    try:
        return run_command(partial(_undoing, order.command), order.visitor, order.message)
    except DatabaseError:
        raise
    except Exception:
        log.exception("A command to a seat failed.")
        return failure()


def _undoing(command: Command, viewer: Any, message: dict[str, Any]) -> Answer:
    with transaction.atomic():
        return command(viewer, message)


def _alone(order: Order) -> Answer:
    try:
        return run_command(order.command, order.visitor, order.message)
    except Exception:
        log.exception("A command to a seat failed.")
        return failure()
