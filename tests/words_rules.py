"""The rules of visible words that a machine can check: each is a function from sources to complaints.

A word that people see is marked where it is written: `{% translate %}` in templates, `gettext` in Python. Scripts have
no words of their own and take them from the page.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.house_rules import ROOT, Sources, nodes_of, tree_of

# --- Templates ----------------------------------------------------------------------------------------------------

VISIBLE = frozenset("title alt placeholder aria-label aria-description aria-roledescription aria-valuetext".split())
BUTTONS = frozenset({"submit", "button", "reset"})
GAP = "\N{CURRENCY SIGN}"  # stands for a tag or a value of the template; not a letter, and nothing HTML minds
MARKED = re.compile(r"\{%\s*(blocktrans(?:late)?)\b.*?%\}.*?\{%\s*end\1\s*%\}", re.S)
HIDDEN = re.compile(r"\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", re.S)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
SPEAKING_TAG = re.compile(r"\{%\s*(?:include|with|firstof|cycle)\b|\{\{")
LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
# Reviewed: the few letters that are the same in every language.
SAME_EVERYWHERE = frozenset({"·", "–", "Samaritans", "](https://…)"})


def template_words_are_marked(sources: Sources) -> list[str]:
    complaints: list[str] = []
    for path, source in sources.items():
        text = HIDDEN.sub(_blank, source)
        complaints += _literals_in_tags(path, text)
        plain = TAG.sub(_blank, MARKED.sub(_blank, text))
        if path.endswith(".txt"):
            complaints += [f"{path} says {words!r}" for line in plain.splitlines() if (words := _words_in(line))]
        else:
            complaints += _Reader(path).complaints_about(plain)
    return complaints


def _blank(found: re.Match[str]) -> str:
    """A gap as many lines long as what it stands for."""
    return GAP + "\n" * found[0].count("\n")


def _words_in(text: str) -> str:
    """What somebody would read in the text, once gaps and what is the same everywhere are gone."""
    words = " ".join(word for word in text.replace(GAP, " ").split() if word not in SAME_EVERYWHERE)
    return words if re.search(r"[^\W\d_]", words) else ""


def _literals_in_tags(path: str, text: str) -> Iterator[str]:
    """`{% include "x.html" with text="Some words" %}` and `{{ name|default:"Nobody" }}`."""
    for found in TAG.finditer(text):
        if not SPEAKING_TAG.match(found[0]):
            continue
        for literal in LITERAL.finditer(found[0]):
            words = literal[1] or literal[2] or ""
            if re.match(r"[A-Z]?[a-z]+(?:[ .,!?…][\w ,.!?…]*|$)", words) and (" " in words or words[0].isupper()):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{path}:{line} gives {words!r} to a template"


class _Reader(HTMLParser):
    """Reads a template whose tags have become gaps."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.complaints: list[str] = []
        self.is_code = False

    def complaints_about(self, text: str) -> list[str]:
        self.feed(text)
        self.close()
        return self.complaints

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = tag in {"script", "style"}
        given = dict(attrs)
        for name, value in attrs:
            if _is_visible(tag, name, given) and (words := _words_in(value or "")):
                self._complain(f"{name}={words!r}")

    def handle_endtag(self, tag: str) -> None:
        self.is_code = False

    def handle_data(self, text: str) -> None:
        if not self.is_code and (words := _words_in(text)):
            self._complain(repr(words))

    def _complain(self, what: str) -> None:
        self.complaints.append(f"{self.path}:{self.getpos()[0]} says {what}")


def _is_visible(tag: str, name: str, given: dict[str, str | None]) -> bool:
    if name == "value":
        return tag == "input" and given.get("type") in BUTTONS
    if name == "content":
        return tag == "meta" and given.get("name") == "description"
    if name.startswith("data-"):  # what scripts show comes from there
        return " " in (given[name] or "").replace(GAP, "").strip()
    return name in VISIBLE or (name == "label" and tag in {"optgroup", "option", "track"})


DATE = re.compile(r"""\|(?:date|time)\b(?::(["'])(.*?)\1)?""")
NAMED_FORMAT = re.compile(r"(?:SHORT_)?(?:DATE|TIME|DATETIME|YEAR_MONTH|MONTH_DAY)_FORMAT|c")


def dates_follow_the_language(sources: Sources) -> list[str]:
    """`config/formats` says how a language writes a date; only machines are given one pattern for all ("c")."""
    complaints = []
    for path, source in sources.items():
        patterns = [found[2] or "" for found in DATE.finditer(source)] if path.endswith(".html") else _patterns(source)
        complaints += [f"{path} writes a date as {one!r}" for one in patterns if not NAMED_FORMAT.fullmatch(one)]
    return complaints


def _patterns(source: str) -> list[str]:
    calls = [node for node in nodes_of(tree_of(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) == "date_format"]
    return [str(getattr(call.args[1], "value", "")) if len(call.args) > 1 else "DATE_FORMAT" for call in named]


# --- Python -------------------------------------------------------------------------------------------------------

# The deeds that speak, and which of their arguments is heard.
SPEAKING = {"no": 0, "Refused": 0, "ValidationError": 0, "add_error": 1}
SPEAKING |= dict.fromkeys(("messages.success", "messages.info", "messages.warning", "messages.error"), 1)
NAMES = frozenset({"verbose_name", "verbose_name_plural"})
SPEAKING_KEYWORDS = frozenset("label help_text verbose_name verbose_name_plural empty_label text reason".split())
# Who runs the site reads English: commands, checks at the start, the demo's content, and what goes into logs.
FOR_OPERATORS = re.compile(
    r"^config/demo/|/management/commands/|^config/(?!apps|settings|borrowed)|/migrations/"
    r"|^kit/(?:worker|live/seat|live/together)\.py|/imports/spool\.py|^search/engines/"
)
FAULTS = re.compile(r"(Error|Exception|ImproperlyConfigured|BadMessage)$|^(log|logger|logging|print|warn|Warning)\b")
# Reviewed: sentences that only whoever runs or mends the site reads.
FOR_KEEPERS = frozenset(
    {
        "An answer must come before; not long after it the row goes.",
        "Codes with commas between.",
        "Counted until the first days are over.",
        "For one who asks again: a yes gives it.",
        "Hidden until a host or a moderator has looked at it.",
        "Hidden until somebody has looked at its first post.",
        "It ended with another face of its member; nobody shall see that it did.",
        "No if the face only seems to belong, or its member keeps the asker away: no answer.",
        "Not reported by anybody: a first post that was not let through.",
        "Of the posts that readers see.",
        "Of the text that was agreed to.",
        "Pairs of question and answer, until settled.",
        "See kit.once.",
        "The name as it stands in the text.",
        "The name as look-alikes share it.",
        "The version of the text about health that they agree to now; 0 for none. See Consent.",
        "The words as they stood when they were reported.",
        "Until then it waits quietly and is not counted.",
        "What caused it: told twice, kept once.",
        "What it is found by, see groups.finding.",
        "What was written elsewhere meanwhile.",
        "Where an import took it from.",
        "Where they were going when they signed up.",
    }
)
SENTENCE = re.compile(r"[A-Z][^\n]*\s[^\n]*[.!?…]$")


def python_words_are_marked(sources: Sources) -> list[str]:
    """What speaking deeds say, what forms and models call things, and everything that reads like a sentence."""
    complaints: list[str] = []
    for path, source in sources.items():
        if FOR_OPERATORS.search(path):
            continue
        tree = tree_of(source)
        for node in (*_heard(tree), *_names_of_fields(path, tree), *_choices(tree), *_sentences(tree)):
            if node.value not in FOR_KEEPERS:
                complaints.append(f"{path}:{node.lineno} says {node.value!r}")
    return list(dict.fromkeys(complaints))


def _literal(node: ast.AST | None) -> Iterator[ast.Constant]:
    """The node, if it is text that has not gone through gettext: as it is, in an f-string, or before a % or a +."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[^\W\d_]", node.value):
        yield node
    if isinstance(node, ast.JoinedStr):
        for piece in node.values:
            yield from _literal(piece)
    if isinstance(node, ast.BinOp):
        yield from _literal(node.left)


def _name_of(call: ast.Call) -> str:
    name = ast.unparse(call.func)
    return name if name.startswith("messages.") else name.rpartition(".")[2]


def _heard(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in nodes_of(tree):
        if not isinstance(node, ast.Call):
            continue
        place = SPEAKING.get(_name_of(node))
        if place is not None and len(node.args) > place:
            yield from _literal(node.args[place])
        for keyword in node.keywords:
            if keyword.arg in SPEAKING_KEYWORDS:
                yield from _literal(keyword.value)


def _names_of_fields(path: str, tree: ast.AST) -> Iterator[ast.Constant]:
    """`CharField("title")` in a model, and `verbose_name = "topic"` in its Meta or in an app's config."""
    for node in nodes_of(tree):
        is_field = isinstance(node, ast.Call) and _name_of(node).endswith("Field") and "models" in path
        if is_field and node.args:
            yield from _literal(node.args[0])
        is_named = isinstance(node, ast.Assign) and any(getattr(one, "id", "") in NAMES for one in node.targets)
        if is_named:
            yield from _literal(node.value)


def _choices(tree: ast.AST) -> Iterator[ast.Constant]:
    """A choice without a label of its own is shown under its English name."""
    for node in nodes_of(tree):
        if not isinstance(node, ast.ClassDef) or not any("Choices" in ast.unparse(base) for base in node.bases):
            continue
        for item in node.body:
            if isinstance(item, ast.Assign):
                shown = item.value.elts[-1] if isinstance(item.value, ast.Tuple) else item.value
                yield from _literal(shown)


def _sentences(tree: ast.Module) -> Iterator[ast.Constant]:
    """Text with a capital at its beginning and a full stop at its end, if nobody has marked it."""
    quiet: set[ast.AST] = set()
    for node in nodes_of(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_quiet_call = isinstance(node, ast.Call) and (_is_marking(node) or _is_fault(node))
        if is_docstring or is_quiet_call:
            quiet.update(ast.walk(node))
    for node in nodes_of(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in quiet
        if is_text and SENTENCE.match(node.value.strip()):
            yield node


def _is_marking(call: ast.Call) -> bool:
    return bool(re.fullmatch(r"_|n?p?gettext(_lazy|_noop)?", _name_of(call)))


def _is_fault(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    return name.rpartition(".")[2] not in SPEAKING and bool(FAULTS.search(name) or FAULTS.search(_name_of(call)))


# --- Scripts ------------------------------------------------------------------------------------------------------

QUOTED = r"(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"
STRING = re.compile(QUOTED)
SHOWN = re.compile(
    r"(?:\.(?:textContent|innerText|innerHTML|title|placeholder|alt|ariaLabel|ariaDescription)\s*\+?=(?!=)[^;\n]*?"
    r"|setAttribute\(\s*[\"'](?:aria-label|aria-description|title|placeholder|alt)[\"']\s*,\s*"
    r"|\b(?:alert|confirm|prompt|append|prepend|createTextNode|insertAdjacentText)\([^;\n]*?)" + QUOTED
)
NOT_SHOWN = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*|new \w*Error\([^)]*\)", re.S)


def scripts_have_no_words(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        text = NOT_SHOWN.sub(lambda found: "\n" * found[0].count("\n"), source)
        shown = [(found.start(1), found[1]) for found in SHOWN.finditer(text)]
        told = [(found.start(), found[0]) for found in STRING.finditer(text) if _reads_like_words(found[0][1:-1])]
        for place, literal in [*(one for one in shown if _has_letters(one[1])), *told]:
            complaints.append(f"{path}:{text.count(chr(10), 0, place) + 1} says {literal}")
    return list(dict.fromkeys(complaints))


def _without_values(literal: str) -> str:
    return re.sub(r"\$\{[^}]*\}", "", literal)


def _has_letters(literal: str) -> bool:
    return bool(re.search(r"[^\W\d_]", re.sub(r"\\.", "", _without_values(literal))))


def _reads_like_words(literal: str) -> bool:
    words = _without_values(literal).strip()
    return bool(re.match(r"[A-Z][a-z]+('[a-z]+)?[ ,][\w ,.'’…!?-]*$|[A-Za-z][\w ,'’-]*\s[\w ,'’-]+[.…!?]$", words))


# --- Where they stand ---------------------------------------------------------------------------------------------


def written_sources(folder: str, *endings: str) -> Sources:
    """Path from the root → text, of the files with these endings, without what others have written."""
    paths = sorted(
        path for path in (ROOT / folder).rglob("*") if path.suffix in endings and "vendor" not in path.parts
    )
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(paths)}
