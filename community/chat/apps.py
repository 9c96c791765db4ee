"""The chat room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from kit import markdown


class ChatConfig(AppConfig):
    name = "community.chat"
    label = "chat"
    verbose_name = _("Chat")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("community.chat.listeners")
        import_module("community.chat.live")
        markdown.cooked("chat.Entry")
