"""The garden as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class GardenConfig(AppConfig):
    name = "tests.kit.garden"
    label = "garden"

    def ready(self) -> None:
        import_module("tests.kit.garden.listeners")
