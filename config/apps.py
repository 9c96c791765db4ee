"""The roof as a Django application: management commands over all rooms and the system checks."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from config.checks import check_deployment


class RoofConfig(AppConfig):
    name = "config"
    label = "roof"

    def ready(self) -> None:
        register(check_deployment, Tags.security, deploy=True)
