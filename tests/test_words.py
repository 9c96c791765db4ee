"""Every visible word is marked, gathered, translated where newcomers look, and compiled; and each check can fail."""

import gettext
import re
from collections.abc import Callable

import pytest
from django.utils import translation

from tests import catalogues, style_rules
from tests import words_rules as rules
from tests.catalogues import LOCALES, Entry
from tests.house_rules import Sources, python_sources

Rule = Callable[[Sources], list[str]]

WELSH = LOCALES / "cy" / "LC_MESSAGES"
# What somebody meets who comes for the first time, joins a group and takes part in it.
NEWCOMERS_PLACES = re.compile(
    r"templates/(?:4\d\d|403_csrf|500|account/|chat/|forum/|groups/|layout/|people/|search/)"
    r"|(?:people|groups|search|community/forum|community/chat)/(?:forms|policy|shown|views)\b|kit/middleware"
    r"|config/borrowed_words"
)


def templates() -> Sources:
    return rules.written_sources("templates", ".html", ".txt")


def scripts() -> Sources:
    return rules.written_sources("static", ".js")


def styles() -> Sources:
    return rules.written_sources("static", ".css")


KEPT: list[tuple[Rule, Callable[[], Sources]]] = [
    (rules.template_words_are_marked, templates),
    (rules.python_words_are_marked, python_sources),
    (rules.scripts_have_no_words, scripts),
    (style_rules.styles_know_no_left_and_right, styles),
    (rules.dates_follow_the_language, lambda: rules.written_sources("templates", ".html")),
    (rules.dates_follow_the_language, python_sources),
]
BROKEN_TEMPLATES = [
    "<p>Hello</p>",
    "<p>{{ name }} wrote:</p>",
    "{% if x %}Yes{% endif %}",
    '<a title="More of this" href="/">{{ x }}</a>',
    '<nav aria-label="Main">{{ x }}</nav>',
    '<input placeholder="Your name">',
    '<img alt="A {{ colour }} cat" src="{{ x }}">',
    '<input type="submit" value="Send">',
    '<p data-failed="Not sent."></p>',
    '<meta name="description" content="A place to meet">',
    '{% include "layout/_empty.html" with text="Nothing here" %}',
    '{{ name|default:"Nobody" }}',
    "{% translate 'Hello' %}<br>again",
]
SPOTLESS_TEMPLATES = [
    '{# Hello #}{% comment %}Hello there{% endcomment %}<p class="card">{% translate "Hello" %} {{ name }} · 12</p>',
    "{% blocktranslate count n=n %}{{ n }} reply{% plural %}{{ n }} replies{% endblocktranslate %}",
    '<a aria-label="{% translate "More" %}" href="/" data-live="topic:{{ key }}">{{ x|default:"plain" }}</a>',
    '<script src="{% static "js/a.js" %}"></script>',
    '<time datetime="{{ x|date:"c" }}">{{ x|date:"DATE_FORMAT" }}</time>',
]
BROKEN_MODULES = {
    "groups/policy.py": ['no("You may not.")', 'no(f"You are {name}")', 'no("Not %s" % name)'],
    "groups/actions.py": ['raise Refused("Not now")'],
    "groups/views.py": ['messages.success(request, "Saved")', 'form.add_error(None, "No")', 'tell(x, text="Hi")'],
    "groups/forms.py": [
        'raise ValidationError("Too short")',
        'forms.CharField(label="Name")',
        'forms.CharField(help_text="Anything")',
        'words = {"email": ("Your address, please.", "")}',
    ],
    "groups/models.py": [
        'title = models.CharField("title", max_length=9)',
        "class Kind(models.TextChoices):\n    SCHOOL = 'school', 'School'",
        "class Kind(models.TextChoices):\n    SCHOOL = 'school'",
        "class Meta:\n    verbose_name = 'topic'",
    ],
}
BROKEN_SCRIPTS = [
    'note.textContent = "Sent";',
    "note.textContent = isSent ? 'Sent' : '';",
    "note.textContent = `${count} new`;",
    'button.setAttribute("aria-label", "Close");',
    'line.append(box, "Show it");',
    'confirm("Really?");',
    'const words = { lost: "The connection was lost." };',
]
SPOTLESS_SCRIPTS = [
    '/* Hello there. */ // Hello there.\nnotice.className = "notice notice-warn";',
    'throw new Error("The site has trouble.");',
    'note.textContent = words.failed ?? "";\nitem.querySelector(`[data-slot="${name}"]`).append(made);',
]
BROKEN_STYLES = [
    "a { margin-left: 1rem; }",
    "a{padding-right:0}",
    "a { text-align: left }",
    "a { left: 0; }",
    "a { border-left: 1px solid; }",
    "a { border-top-left-radius: 1px; }",
    "a { float: right; }",
    "a { padding: 0 1px 0 2px; }",
]
SPOTLESS_STYLES = [
    "a { margin: 0 1px; padding: 1px 2px 3px 2px; inset-inline-start: 0; text-align: start } /* left: 0; */"
]
BROKEN_DATES = [('{{ x|date:"j F Y" }}', "a.html"), ("{{ x|date }}", "a.html"), ('date_format(x, "H:i")', "a.py")]

CAN_FAIL: list[tuple[Rule, Sources]] = [
    *((rules.template_words_are_marked, {"templates/a.html": source}) for source in BROKEN_TEMPLATES),
    (rules.template_words_are_marked, {"templates/a.txt": "{% load i18n %}Hello {{ name }},"}),
    *(
        (rules.python_words_are_marked, {path: source})
        for path, sources in BROKEN_MODULES.items()
        for source in sources
    ),
    *((rules.scripts_have_no_words, {"static/js/a.js": source}) for source in BROKEN_SCRIPTS),
    *((style_rules.styles_know_no_left_and_right, {"static/css/a.css": source}) for source in BROKEN_STYLES),
    *((rules.dates_follow_the_language, {path: source}) for source, path in BROKEN_DATES),
]
CAN_PASS: list[tuple[Rule, Sources]] = [
    *((rules.template_words_are_marked, {"templates/a.html": source}) for source in SPOTLESS_TEMPLATES),
    (rules.dates_follow_the_language, {"templates/a.html": SPOTLESS_TEMPLATES[-1]}),
    (rules.python_words_are_marked, {"groups/policy.py": '"""What it is for."""\nno(_("You may not."))\nx = "key"'}),
    *((rules.scripts_have_no_words, {"static/js/a.js": source}) for source in SPOTLESS_SCRIPTS),
    *((style_rules.styles_know_no_left_and_right, {"static/css/a.css": source}) for source in SPOTLESS_STYLES),
]


def _name(case: object) -> str | None:
    return getattr(case, "__name__", None)


@pytest.mark.parametrize(("rule", "sources"), KEPT, ids=_name)
def test_the_site_keeps_this_rule(rule: Rule, sources: Callable[[], Sources]) -> None:
    assert rule(sources()) == []


@pytest.mark.parametrize(("rule", "broken"), CAN_FAIL, ids=_name)
def test_this_rule_can_fail(rule: Rule, broken: Sources) -> None:
    assert rule(broken)


@pytest.mark.parametrize(("rule", "spotless"), CAN_PASS, ids=_name)
def test_this_rule_leaves_alone_what_is_right(rule: Rule, spotless: Sources) -> None:
    assert rule(spotless) == []


# --- The Welsh catalogue ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def welsh() -> list[Entry]:
    return catalogues.read_po(WELSH / "django.po")


def test_the_catalogue_has_the_sentences_of_the_sources_and_no_others(welsh: list[Entry]) -> None:
    wanted = [*catalogues.wanted_by_python(python_sources()), *catalogues.wanted_by_templates(templates())]
    assert catalogues.out_of_date(welsh, wanted) == [], "run `./dev words`"


def test_no_translation_is_a_guess(welsh: list[Entry]) -> None:
    assert [entry.source for entry in welsh if entry.is_guessed] == []


def test_translations_keep_their_placeholders(welsh: list[Entry]) -> None:
    assert catalogues.broken_placeholders(welsh) == []


def test_what_newcomers_see_is_translated(welsh: list[Entry]) -> None:
    assert catalogues.untranslated(welsh, NEWCOMERS_PLACES) == []


def test_the_site_reads_what_the_catalogue_says(welsh: list[Entry]) -> None:
    compiled = catalogues.read_mo(WELSH / "django.mo")
    assert catalogues.not_compiled(welsh, compiled) == [], "run `./dev words`"
    assert len(compiled._catalog) >= sum(entry.is_translated for entry in welsh)


def test_welsh_has_its_four_forms_of_number(welsh: list[Entry]) -> None:
    compiled = catalogues.read_mo(WELSH / "django.mo")
    assert {len(entry.words) for entry in welsh if entry.plural} == {4}
    assert [compiled.plural(number) for number in (1, 2, 3, 8, 11, 0)] == [0, 1, 2, 3, 3, 2]
    with translation.override("cy"):
        minutes = [translation.ngettext("%(count)d minute", "%(count)d minutes", n) % {"count": n} for n in (1, 2, 5)]
    assert minutes == ["1 munud", "2 funud", "5 munud"]


def test_checks_of_the_catalogue_can_fail() -> None:
    entries = [Entry("Hello %(name)s", words=["Helo"], places="templates/layout/base.html"), Entry("Old", words=[""])]
    entries.append(Entry("Guess", words=["Dyfalu"], places="templates/404.html", is_guessed=True))
    wanted = [*catalogues.wanted_by_python({"a.py": '_("New")'})]
    wanted += catalogues.wanted_by_templates({"a.html": '{% load i18n %}{% translate "Newer" %} {{ _("Newest") }}'})
    complaints = "\n".join(catalogues.out_of_date(entries, wanted))
    assert all(word in complaints for word in ("'New'", "'Newer'", "'Newest'", "'Old'"))
    assert catalogues.broken_placeholders(entries) == ["'Hello %(name)s' became 'Helo'"]
    assert catalogues.untranslated(entries, NEWCOMERS_PLACES) == ["Guess"]
    with (WELSH / "django.mo").open("rb") as compiled:
        assert catalogues.not_compiled(entries, gettext.GNUTranslations(compiled))
