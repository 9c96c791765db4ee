"""The kit as a Django app: it has tables (the journal, the timetable) and commands."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    name = "kit"
    verbose_name = _("Background work")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("kit.form_words")
        import_module("kit.upkeep")
        autodiscover_modules("tasks")
