"""The application that a server runs: Django is set up first, then the shell may import the rooms."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.shell import Shell  # noqa: E402

application = Shell().application()
