"""Catalogues of words, read without gettext's programs: the .po that people edit, the .mo that the site reads, and
what the sources ask to be translated."""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

from tests.house_rules import ROOT, Sources, nodes_of, tree_of

LOCALES = ROOT / "locale"
ONE_FORM = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
TWO_FORMS = frozenset({"ngettext", "ngettext_lazy"})
LINE = re.compile(r'(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (?P<text>".*")$')
# What stands for a value: %(name)s, %d, {name} and tags. What a translation drops or invents here is shown broken.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?\w+[^>]*>")
IN_TEMPLATE = re.compile(r"(?<![a-z])(?:(n)?gettext|_)\(\s*(u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")")


@dataclass
class Entry:
    """One sentence and its translations: one, or one for each of the language's plural forms."""

    source: str = ""
    plural: str = ""
    words: list[str] = field(default_factory=list)
    places: str = ""
    is_guessed: bool = False

    @property
    def is_translated(self) -> bool:
        return not self.is_guessed and all(self.words)


def read_po(path: Path) -> list[Entry]:
    """Every entry except the header."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    return [entry for entry in map(_entry, blocks) if entry.source]


def _entry(block: str) -> Entry:
    texts: dict[str, str] = {}
    word = ""
    for line in block.splitlines():
        if found := LINE.match(line):
            word = found["word"]
            texts[word] = ast.literal_eval(found["text"])
        elif line.startswith('"'):
            texts[word] += ast.literal_eval(line)
    notes = [line for line in block.splitlines() if line.startswith("#")]
    return Entry(
        source=texts.get("msgid", ""),
        plural=texts.get("msgid_plural", ""),
        words=[text for name, text in texts.items() if name.startswith("msgstr")],
        places=" ".join(line[3:] for line in notes if line.startswith("#: ")),
        is_guessed=any(line.startswith("#,") and "fuzzy" in line for line in notes),
    )


def read_mo(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def wanted_by_python(sources: Sources) -> Iterator[tuple[str, str]]:
    """Place and sentence, of everything that the modules ask to be translated."""
    for path, source in sources.items():
        for node in nodes_of(tree_of(source)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if getattr(node.func, "id", "") in ONE_FORM | TWO_FORMS and isinstance(node.args[0], ast.Constant):
                yield f"{path}:{node.lineno}", node.args[0].value


def wanted_by_templates(sources: Sources) -> Iterator[tuple[str, str]]:
    for path, source in sources.items():
        for found in IN_TEMPLATE.finditer(templatize(source, origin=path)):
            yield path, ast.literal_eval(found[2])


def placeholders_of(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


# --- Complaints ---------------------------------------------------------------------------------------------------


def out_of_date(entries: list[Entry], wanted: list[tuple[str, str]]) -> list[str]:
    known = {entry.source for entry in entries}
    asked = {sentence for _place, sentence in wanted}
    return [
        *(
            f"{place} asks for {sentence!r}, which is not gathered"
            for place, sentence in wanted
            if sentence not in known
        ),
        *(f"nobody asks for {sentence!r} any more" for sentence in sorted(known - asked)),
    ]


def broken_placeholders(entries: list[Entry]) -> list[str]:
    return [
        f"{entry.source!r} became {words!r}"
        for entry in entries
        for words in entry.words
        if words and placeholders_of(words) != placeholders_of(entry.plural or entry.source)
    ]


def not_compiled(entries: list[Entry], compiled: gettext.GNUTranslations) -> list[str]:
    complaints = []
    for entry in entries:
        if not entry.is_translated:
            continue
        if entry.plural:
            numbers = [next(n for n in range(200) if compiled.plural(n) == form) for form in range(len(entry.words))]
            read = [compiled.ngettext(entry.source, entry.plural, number) for number in numbers]
        else:
            read = [compiled.gettext(entry.source)]
        if read != entry.words:
            complaints.append(f"{entry.source!r} is compiled as {read}")
    return complaints


def untranslated(entries: list[Entry], places: re.Pattern[str]) -> list[str]:
    """Entries without words, of the sources that a newcomer meets."""
    return [entry.source for entry in entries if places.search(entry.places) and not entry.is_translated]
