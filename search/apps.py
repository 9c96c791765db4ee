"""The search room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from whoosh.lang.porter import stem

from kit.english import stem_by


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("search.listeners")
        stem_by(stem)
