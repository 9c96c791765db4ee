"""Deliver the journal from a process of its own."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kit.deliverer import Deliverer
from kit.delivery import deliver_due


class Command(BaseCommand):
    help = "Tell listeners about announced events that they have not heard yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until stopped, for many web processes")
        parser.add_argument("--every", type=float, default=0.5, help="seconds between two looks (default: 0.5)")

    def handle(self, *, watch: bool, every: float, **options: Any) -> None:
        if watch:
            self._watch(Deliverer(every=every))
            return
        count = 0
        while told := deliver_due():
            count += told
        self.stdout.write(f"Delivered: {count}")

    def _watch(self, deliverer: Deliverer) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: deliverer.stop())
        self.stdout.write("Delivering; stop with Ctrl-C.")
        deliverer.run()
