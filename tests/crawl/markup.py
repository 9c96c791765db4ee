"""What is wrong with the HTML of a page, as it was sent: each check is a function from the page to complaints."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from django.urls import Resolver404, resolve
from html5lib.constants import E as SENTENCES

CONTROLS = frozenset({"input", "select", "textarea", "button", "output", "meter", "progress"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Attributes whose value is an id of the same page, or several.
POINTERS = {"for", "form", "list", "headers", "popovertarget", "aria-activedescendant", "aria-controls"}
POINTERS |= {"aria-describedby", "aria-details", "aria-errormessage", "aria-flowto", "aria-labelledby", "aria-owns"}
FLOW = frozenset("div p ul ol dl table form section article aside nav header footer main h1 h2 h3 h4 h5 h6".split())
PHRASING = frozenset("span a b i em strong small label button h1 h2 h3 h4 h5 h6 p abbr code kbd time".split())


@dataclass
class Markup:
    """The text of one page and, parsed as HTML, its elements."""

    text: str
    address: str = "/"
    errors: list[tuple] = field(default_factory=list)

    @cached_property
    def root(self) -> Element:
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        root = parser.parse(self.text)
        self.errors = parser.errors
        return root

    @cached_property
    def elements(self) -> list[Element]:
        """In their order; what a template keeps for later is not on the page yet."""
        return list(elements_of(self.root))

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.get("id") for element in self.elements if element.get("id") is not None)

    def named(self, *names: str) -> list[Element]:
        return [element for element in self.elements if element.tag in names]

    @property
    def links(self) -> list[str]:
        return [element.get("href") for element in self.named("a") if element.get("href") is not None]

    @property
    def h1(self) -> str:
        return " ".join(words(element) for element in self.named("h1"))


def elements_of(element: Element) -> Iterator[Element]:
    if isinstance(element.tag, str):
        yield element
    if element.tag != "template":
        for child in element:
            yield from elements_of(child)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def shown(element: Element) -> str:
    return f"<{element.tag} {' '.join(f'{key}={value!r}' for key, value in list(element.attrib.items())[:4])}>"


# --- Checks ---------------------------------------------------------------------------------------------------------


def is_html(markup: Markup) -> list[str]:
    """Whatever a strict parser would stop at."""
    lines = [*markup.text.splitlines(), ""] if markup.elements else []
    return [
        f"{SENTENCES.get(code, code) % details}: {lines[min(place[0], len(lines)) - 1].strip()[:120]}"
        for place, code, details in markup.errors
    ]


def nests(markup: Markup) -> list[str]:
    """No block inside a line of text: parsers forgive it, validators do not."""
    pairs = ((outer, inner) for outer in markup.elements if outer.tag in PHRASING - {"a"} for inner in outer)
    return [f"{shown(inner)} inside {shown(outer)}" for outer, inner in pairs if inner.tag in FLOW]


def ids_are_given_once(markup: Markup) -> list[str]:
    twice = [f"id {name!r} is given {count} times" for name, count in markup.ids.items() if count > 1]
    return twice + [f"id {name!r} is no name" for name in markup.ids if not name or " " in name]


def pointers_lead_somewhere(markup: Markup) -> list[str]:
    return [
        f"{shown(element)}: {name} leads to no {target!r}"
        for element in markup.elements
        for name in POINTERS & set(element.attrib)
        for target in element.attrib[name].split()
        if target not in markup.ids
    ]


def labels_have_controls(markup: Markup) -> list[str]:
    complaints = []
    controls = {element.get("id") for element in markup.named(*CONTROLS)}
    for label in markup.named("label"):
        inside = [element for element in label.iter() if element.tag in CONTROLS]
        if label.get("for") not in controls and not inside:
            complaints.append(f"the label {words(label)!r} has no control")
    return complaints


def headings_are_in_order(markup: Markup) -> list[str]:
    levels = [HEADINGS.index(element.tag) + 1 for element in markup.named(*HEADINGS)]
    complaints = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    steps = zip(levels, levels[1:], strict=False)
    complaints += [f"h{after} after h{before}" for before, after in steps if after > before + 1]
    return complaints + [f"{shown(one)} is empty" for one in markup.named(*HEADINGS) if not words(one)]


def landmarks_are_there(markup: Markup) -> list[str]:
    complaints = [f"{len(markup.named(name))} {name}" for name in ("main", "title") if len(markup.named(name)) != 1]
    complaints += [f"no {name}" for name in ("header", "nav", "footer") if not markup.named(name)]
    complaints += [f"{shown(one)} is empty" for one in markup.named("title") if not words(one)]
    return complaints if markup.named("html")[0].get("lang") else [*complaints, "no language"]


def forms_lead_somewhere(markup: Markup) -> list[str]:
    """Without JavaScript a form has only its method and its action; without an action it is sent to its page."""
    complaints = []
    for form in markup.named("form"):
        if form.get("method", "").lower() not in {"get", "post"}:
            complaints.append(f"{shown(form)} has no method")
        try:
            resolve(urlsplit(urljoin(markup.address, form.get("action", ""))).path)
        except Resolver404:
            complaints.append(f"{shown(form)} leads nowhere")
    return complaints


CHECKS: tuple[Callable[[Markup], list[str]], ...] = (
    is_html,
    nests,
    ids_are_given_once,
    pointers_lead_somewhere,
    labels_have_controls,
    headings_are_in_order,
    landmarks_are_there,
    forms_lead_somewhere,
)


def complaints_about(markup: Markup) -> list[str]:
    return [complaint for check in CHECKS for complaint in check(markup)]
