"""The site's own settings, with what a test run does differently: files of its own, quick passwords, no TLS.

DATABASE_URL and REDIS_URL choose what the tests run on, as they do for the site; without them it is SQLite in a file.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests import services

PROCESS = os.environ.get("TEST_PROCESS", "main")  # see tests/processes.py

# The programs that tests start inherit what is set here with the environment.
if "TESTS_OF" not in os.environ:
    os.environ["TESTS_OF"] = tempfile.mkdtemp(prefix="alongside-tests-")
    atexit.register(shutil.rmtree, os.environ["TESTS_OF"], ignore_errors=True)


def number_in_redis(process: str) -> int:
    number = int(process[1:]) + 1 if process[1:].isdigit() else 0
    if number >= services.REDIS_NUMBERS:
        raise RuntimeError(f"{process} is one test process too many: Redis has {services.REDIS_NUMBERS} numbers")
    return number


# Each process has a folder of its own, and a number in Redis; what is collected is the same for all.
os.environ["VAR_DIR"] = str(Path(os.environ["TESTS_OF"]) / PROCESS)
Path(os.environ["VAR_DIR"]).mkdir(exist_ok=True)
os.environ["STATIC_ROOT"] = str(Path(os.environ["TESTS_OF"]) / "static")
if os.environ.get("REDIS_URL"):
    number = number_in_redis(PROCESS)
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
os.environ["SECRET_KEY"] = "for-tests-only-" + "0123456789" * 5
os.environ["HTTPS"] = "off"
os.environ["EMBEDDED_BACKGROUND"] = "on"
# A provider, so that what signs in there is loaded; the tests that ask one start it and say where it is.
os.environ["OIDC_ISSUER"], os.environ["OIDC_CLIENT_ID"] = "http://localhost:9", "alongside"
os.environ["OIDC_NAME"] = "Anytown Health"

from config.settings import *  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages of a browser get hashed files (see live_site in conftest.py); other tests need no files collected.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING["root"]["level"] = "WARNING"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Nothing has to survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

if REDIS_URL:
    # Publishing ignores the number of the database, so each test process has its own prefix too.
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"alongside-{PROCESS}"
