"""Gathers the visible words of the site into the catalogues of its languages, and compiles them."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

SOURCE_LANGUAGE = "en-gb"
ELSEWHERE = [".venv", ".tools", "var", "tests", "benchmarks", "docs"]
UNTRANSLATED = re.compile(r'(?m)^msgid (.+\n(?:".*\n)*)(?:msgid_plural .+\n(?:".*\n)*)?msgstr(?:\[0\])? ""\n(?!")')


class Command(BaseCommand):
    help = "Brings locale/ up to date with the sources. Needs gettext's programs; running the site does not."

    def handle(self, **options: Any) -> None:
        locales = [to_locale(code) for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]
        gathering = {"add_location": "file", "no_wrap": True, "no_obsolete": True, "verbosity": 0}
        call_command(
            "makemessages", locale=locales, ignore_patterns=ELSEWHERE, extensions=["html,txt,py"], **gathering
        )
        for locale in locales:
            path = settings.LOCALE_PATHS[0] / locale / "LC_MESSAGES" / "django.po"
            self._tidy(path)
        call_command("compilemessages", locale=locales, ignore_patterns=ELSEWHERE, verbosity=0)

    def _tidy(self, path: Path) -> None:
        """Without the time of gathering, a catalogue changes only when its words do."""
        words = re.sub(r'(?m)^"POT-Creation-Date: .*\n', "", path.read_text(encoding="utf-8"))
        path.write_text(words, encoding="utf-8")
        missing = [found.strip() for found in UNTRANSLATED.findall(words)]
        unsure = len(re.findall(r"(?m)^#,.*\bfuzzy\b", words))
        for sentence in missing:
            self.stdout.write(f"{path.parent.parent.name}: no words yet for {sentence}")
        if unsure:
            self.stdout.write(f"{path.parent.parent.name}: {unsure} guessed from a like sentence; look for 'fuzzy'")
