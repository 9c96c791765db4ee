"""What keeps a site from starting, and what the deployment check says."""

import os
import subprocess
import sys

import pytest

from config.checks import CannotStart, check_deployment, require_safe_settings

PRODUCTION = {
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    "SITE_HOSTS": "community.example",
    "BEHIND_PROXY": "on",
    "HTTPS": "on",
    "EMAIL_URL": "smtp://mail.example",
    "EMAIL_FROM": "community@community.example",
}


def sentences() -> list[str]:
    return [message.msg for message in check_deployment()]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ALLOWED_HOSTS", ["*"], "SITE_HOSTS must name this site's hosts"),
        ("ALLOWED_HOSTS", [], "SITE_HOSTS is empty"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short or too simple"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY is too short or too simple"),
        ("DJANGO_HANDLER", "swift", "DJANGO_HANDLER must be pooled or stock"),
        ("DEBUG", True, "DEBUG is on"),
    ],
)
def test_what_must_not_go_out_is_refused_in_one_sentence(settings, name, value, sentence):
    assert sentences() == []
    setattr(settings, name, value)
    assert [said[: len(sentence)] for said in sentences()] == [sentence]
    with pytest.raises(CannotStart, match=sentence.split(" ")[0]):
        require_safe_settings(host="0.0.0.0")


@pytest.mark.embedded
def test_several_workers_need_redis(settings):
    require_safe_settings(workers=1)
    with pytest.raises(CannotStart, match="Several workers need Redis"):
        require_safe_settings(workers=2)
    settings.WORKERS = 2
    assert [said[:26] for said in sentences()] == ["Several workers need Redis"]


def test_debug_may_stay_on_where_only_this_machine_reaches_the_server(settings):
    settings.DEBUG = True
    require_safe_settings(host="127.0.0.1")
    with pytest.raises(CannotStart, match="DEBUG is on"):
        require_safe_settings(host="192.0.2.1")


def run_check(**environment: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "VAR_DIR") if name in os.environ}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=False)


def test_the_documented_settings_pass_the_deployment_check():
    done = run_check(**PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_missing_secret_is_said_plainly():
    done = run_check(**{**PRODUCTION, "SECRET_KEY": ""})
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr
