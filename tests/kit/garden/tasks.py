"""Slow work in the garden."""

import os
import time
from datetime import timedelta

from kit.tasks import retrying, scheduled
from tests.kit.garden.listeners import note


@retrying(attempts=3)
def dig(bed: int) -> int:
    """Say that it began, take as long as DAWDLE says, say that it is done."""
    note(f"began {bed}")
    time.sleep(float(os.environ.get("DAWDLE", "0")))
    note(f"dug {bed}")
    return bed


@scheduled(every=timedelta(hours=1))
def mow() -> None:
    note("mown")
