"""Run slow and scheduled tasks in a process of its own."""

import signal
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from kit.worker import LEASE, POLL_SECONDS, Worker


class Command(BaseCommand):
    help = "Run background tasks, one at a time; start several for more at a time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")
        parser.add_argument("--every", type=float, default=POLL_SECONDS, help="seconds between two looks")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE.total_seconds(),
            help="seconds without a sign of life after which a worker counts as gone",
        )

    def handle(self, *, once: bool, every: float, lease: float, **options: Any) -> None:
        worker = Worker(every=every, lease=timedelta(seconds=lease))
        if once:
            self.stdout.write(f"Tasks run: {worker.run_due()}")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        self.stdout.write("Working; stop with Ctrl-C.")
        worker.run()
