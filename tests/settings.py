"""The site's own settings, with what a test run does differently: files of its own, quick passwords, no TLS.

DATABASE_URL and REDIS_URL choose what the tests run on, as they do for the site; without them it is SQLite in a file.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

PROCESS = os.environ.get("TEST_PROCESS", "main")  # see tests/processes.py

# The programs that tests start inherit what is set here with the environment.
if "TESTS_OF" not in os.environ:
    os.environ["TESTS_OF"] = tempfile.mkdtemp(prefix="alongside-tests-")
    atexit.register(shutil.rmtree, os.environ["TESTS_OF"], ignore_errors=True)


def of_process(name: str) -> dict[str, str]:
    """Variables in which the test process of that name differs from the others: a folder, and a number in Redis."""
    own = {"VAR_DIR": str(Path(os.environ["TESTS_OF"]) / name)}
    if os.environ.get("REDIS_URL"):
        number = int(name[1:]) if name[1:].isdigit() else 63
        own["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
    return own


os.environ.update(of_process(PROCESS))
Path(os.environ["VAR_DIR"]).mkdir(exist_ok=True)
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


def settings_of_process(name: str) -> dict[str, object]:
    """These settings as they are for the test process of that name, where they differ from those loaded here."""
    here = {variable: os.environ[variable] for variable in of_process(name)}
    pairs = [*((here[variable], own) for variable, own in of_process(name).items())]
    pairs.append((f"alongside-{PROCESS}", f"alongside-{name}"))
    changed = {setting: replaced(globals()[setting], pairs) for setting in OF_ITS_OWN if setting in globals()}
    return {setting: value for setting, value in changed.items() if value != globals()[setting]}


OF_ITS_OWN = ("VAR_DIR", "SEARCH_DIR", "MEDIA_ROOT", "EMAIL_FILE_PATH", "REDIS_URL", "CACHES", "CHANNEL_LAYERS")


def replaced(value: object, pairs: list[tuple[str, str]]) -> object:
    match value:
        case dict():
            return {name: replaced(one, pairs) for name, one in value.items()}
        case list():
            return [replaced(one, pairs) for one in value]
        case str() | Path():
            text = str(value)
            for old, new in pairs:
                text = text.replace(old, new)
            return type(value)(text)
    return value
