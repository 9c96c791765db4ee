"""Two who hear that a plant was watered: one writes it down, one is slow or drops dead when it is told to."""

import os
import time
from pathlib import Path

from kit.events import on
from tests.kit.garden.events import PlantWatered


@on(PlantWatered)
def write_into_logbook(event: PlantWatered) -> None:
    note(f"heard {event.plant_id} {os.getpid()}")


@on(PlantWatered)
def dawdle(event: PlantWatered) -> None:
    if os.environ.get("DAWDLE"):
        note("dawdling")
        time.sleep(float(os.environ["DAWDLE"]))


def note(line: str) -> None:
    """Append a line to the logbook; it reaches the file at once, whatever becomes of the process."""
    with Path(os.environ["LOGBOOK"]).open("a") as logbook:
        logbook.write(line + "\n")
