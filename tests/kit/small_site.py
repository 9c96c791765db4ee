"""Settings of a site with the kit alone, for programs that a test starts and kills: KIT_DATABASE_URL says where."""

import os

import dj_database_url

SECRET_KEY = "for-tests-only-" + "0123456789" * 5
INSTALLED_APPS = [
    "kit",
    "tests.kit.garden",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.contenttypes",
    "django.contrib.auth",
]
DATABASES = {"default": {**dj_database_url.parse(os.environ["KIT_DATABASE_URL"])}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TIME_ZONE = "Europe/London"
USE_TZ = True
