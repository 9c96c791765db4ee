"""The groups room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    label = "groups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("groups.listeners")
        import_module("groups.live")
