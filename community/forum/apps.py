"""The forum room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kit import markdown


class ForumConfig(AppConfig):
    name = "community.forum"
    label = "forum"
    verbose_name = _("Forum")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("community.forum.listeners")
        import_module("community.forum.live")
        markdown.cooked("forum.Post", has_images=True)
