"""What can happen in the garden."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlantWatered:
    plant_id: int
    litres: float = 1.0
    by: tuple[str, ...] = ()
