"""Reading the environment: what cannot be used is refused in one plain sentence."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://127.0.0.1", env.MailServer("127.0.0.1", 25, "", "", is_tls=False, is_starttls=False)),
        ("smtps://a:b@mail.example", env.MailServer("mail.example", 465, "a", "b", is_tls=True, is_starttls=False)),
        (
            "smtp+starttls://me%40mail.example:p%2Fw@mail.example:2525",
            env.MailServer("mail.example", 2525, "me@mail.example", "p/w", is_tls=False, is_starttls=True),
        ),
    ],
)
def test_a_mail_server_is_named_by_one_address(monkeypatch, address: str, server: env.MailServer) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    assert env.mail_server("EMAIL_URL", "") == server


@pytest.mark.parametrize("address", ["mail.example", "http://a:secret@mail.example", "smtp://", "smtp://x:y@h:port"])
def test_an_address_that_is_no_mail_server_is_refused_without_its_password(monkeypatch, address: str) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    with pytest.raises(ImproperlyConfigured, match="must read like smtp") as refused:
        env.mail_server("EMAIL_URL", "")
    assert "secret" not in str(refused.value)


def test_letters_go_to_that_server_as_the_address_says() -> None:
    """In a process of its own, for settings read the environment once."""
    names = ["EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL", "EMAIL_USE_TLS"]
    code = (
        f"import json; from config import settings; print(json.dumps([getattr(settings, name) for name in {names}]))"
    )
    own = {
        "SECRET_KEY": "s" * 50,
        "EMAIL_URL": "smtps://a:b@mail.example",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    told = subprocess.run([sys.executable, "-c", code], env={**os.environ, **own}, capture_output=True, check=True)
    assert json.loads(told.stdout) == ["mail.example", 465, "a", "b", True, False]
