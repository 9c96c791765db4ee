"""axe-core, vendored: what it finds on a page at each width and in each look that the site has."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path

from people.models import Member

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe" / "axe.min.js"
WIDTHS = (320, 1280)
HEIGHT = 800
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# What a theme can change; everything else is the same in all of them.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# What a page can have wrong though each of its elements was in order on another: how they stand to each other.
PAGE_RULES = [
    *("accesskeys", "aria-required-children", "aria-required-parent", "aria-valid-attr-value", "bypass"),
    *("definition-list", "dlitem", "document-title", "duplicate-id-aria", "form-field-multiple-labels"),
    *("heading-order", "html-has-lang", "html-lang-valid", "label", "label-title-only", "landmark-main-is-top-level"),
    *("landmark-banner-is-top-level", "landmark-complementary-is-top-level", "landmark-contentinfo-is-top-level"),
    *("landmark-no-duplicate-banner", "landmark-no-duplicate-contentinfo", "landmark-no-duplicate-main"),
    *("landmark-one-main", "landmark-unique", "list", "listitem", "meta-refresh", "meta-viewport"),
    *("page-has-heading-one", "region", "scope-attr-valid", "skip-link", "tabindex", "td-headers-attr"),
    "th-has-data-cells",
]
# What else depends on the width of a window, as long as the same elements are shown in it.
PLACE_RULES = ["target-size", "scrollable-region-focusable"]
ASK = """async ({ places, ...options }) => {
    const all = document.body.querySelectorAll("*");
    const asked = places ? { include: places.map((place) => all[place]).filter(Boolean) } : document;
    // Style sheets are loaded once more for the rules about them alone, and none of ours is one.
    const found = await axe.run(asked, { resultTypes: ["violations"], preload: false, ...options });
    const at = (node) => `${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`;
    return found.violations.map((one) => `${one.id} (${one.nodes.length}): ${at(one.nodes[0])}`);
}"""
SUM = """
    const sum = (start, words) => {
        let high = start, low = start ^ 0x9e3779b9;
        for (let place = 0; place < words.length; place++) {
            high = Math.imul(high ^ words.charCodeAt(place), 2654435761);
            low = Math.imul(low ^ words.charCodeAt(place), 1597334677);
        }
        return (high >>> 0) * 1048576 + ((low >>> 0) % 1048576);
    };
"""
# Each element as two numbers, made of what it and everything round it is. Its kind is all that axe could judge it by:
# tag, class, role, attributes, whether it says anything and whether it is shown. With words of its own it is also
# styled, by what our style sheets choose colours by; 0 without words.
ELEMENTS = f"""() => {{ {SUM}
    const STATES = ["type", "role", "open", "hidden", "disabled", "lang", "dir", "fill", "color"];
    const ARIA = /^(aria-(current|pressed|selected|invalid|disabled)|data-)/;
    const JUDGED = ["alt", "autocomplete", "tabindex", "scope", "target", "accesskey"];
    const isState = ({{ name }}) => STATES.includes(name) || ARIA.test(name);
    const isLarge = ({{ width, height, right }}) => width > 1 && height > 1 && right > 0;
    const styled = new Map([[document.documentElement, 7]]), kinds = new Map([[document.documentElement, 7]]);
    return [...document.body.querySelectorAll("*")].map((one) => {{
        const attributes = [...one.attributes];
        const states = attributes.filter(isState).map(({{ name, value }}) => name + value);
        const name = one.id.replace(/[a-z2-7]{{16}}|[0-9]+/g, "");
        const place = `${{!one.previousElementSibling}} ${{!one.nextElementSibling}}`;
        const isShown = one.checkVisibility({{ visibilityProperty: true, opacityProperty: true }});
        const words = `${{one.tagName}} ${{one.classList}} ${{name}} ${{states}} ${{place}} ${{isShown}}`;
        styled.set(one, sum(styled.get(one.parentElement) ?? 7, words));
        const known = ({{ name, value }}) => `${{name}}=${{JUDGED.includes(name) ? value : !value.trim()}}`;
        const size = isShown && isLarge(one.getBoundingClientRect());
        const judged = `${{words}} ${{attributes.map(known)}} ${{size}} ${{!one.textContent.trim()}}`;
        kinds.set(one, sum(kinds.get(one.parentElement) ?? 7, judged));
        const hasWords = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        return [kinds.get(one), hasWords || one.matches("input, select, textarea") ? styled.get(one) : 0];
    }});
}}"""
# For each of these elements in each of these themes, one number made of the colours that meet there.
COLOURS = f"""({{ places, themes }}) => {{ {SUM}
    const page = document.documentElement, worn = page.getAttribute("data-theme");
    const wear = (theme) => theme ? page.setAttribute("data-theme", theme) : page.removeAttribute("data-theme");
    const all = document.body.querySelectorAll("*");
    const behind = (one) => {{
        const found = [];
        for (let other = one; other; other = other.parentElement) {{
            const {{ backgroundColor, backgroundImage, opacity }} = getComputedStyle(other);
            if (backgroundColor !== "rgba(0, 0, 0, 0)") found.push(backgroundColor);
            if (backgroundImage !== "none") found.push(backgroundImage);
            if (opacity !== "1") found.push(opacity);
        }}
        return found;
    }};
    const colours = (one) => {{
        const {{ color, fontSize, fontWeight, textShadow, textDecorationLine, borderBottom }} = getComputedStyle(one);
        const hint = one.matches("input, textarea") ? getComputedStyle(one, "::placeholder").color : "";
        const round = [getComputedStyle(one.parentElement).color, textDecorationLine, borderBottom];
        const link = one.matches("a") ? round : [];
        return sum(11, [color, hint, fontSize, fontWeight, textShadow, ...link, ...behind(one)].join(" "));
    }};
    const found = themes.map((theme) => {{
        wear(theme);
        return places.map((place) => all[place] ? colours(all[place]) : 0);
    }});
    wear(worn);
    return found;
}}"""
WEAR = """(theme) => {
    const page = document.documentElement;
    theme ? page.setAttribute("data-theme", theme) : page.removeAttribute("data-theme");
}"""
TOKENS = """() => JSON.stringify(
    [...document.documentElement.computedStyleMap()].filter(([name]) => name.startsWith("--")).map(String).sort()
)"""


@dataclass(frozen=True)
class Look:
    """A theme that somebody chose, or none, on a device that prefers light or dark."""

    theme: str
    scheme: str


def looks() -> list[Look]:
    chosen = [name for name in Member.Theme.values if name != Member.Theme.SYSTEM]
    return [Look(theme, scheme) for scheme in ("light", "dark") for theme in ("", *chosen)]


@dataclass
class Memory:
    """What was looked at, kept from page to page and from walk to walk.

    Kinds of elements on which the whole set of rules was asked; in each width, those that were dressed in every look;
    and colours that meet, and that axe found nothing wrong with.
    """

    kinds: set[float] = field(default_factory=set)
    styled: dict[int, set[float]] = field(default_factory=lambda: {width: set() for width in WIDTHS})
    in_order: set[float] = field(default_factory=set)


class Examiner:
    """Asks axe about pages of one browser: the whole set of rules in light, and the rules of colour in every look.

    The whole set is asked wherever something of a kind is shown that was on no page before, in either width; elsewhere
    the rules of place and, once a page, of how things stand to each other. The other looks change nothing but colours,
    so there it is asked about elements alone on which colours meet that met on none before; with `is_light_enough`,
    those looks are left to somebody else's walk.
    """

    def __init__(self, page: object, memory: Memory | None = None, *, is_light_enough: bool = False) -> None:
        self.page = page
        self.is_light_enough = is_light_enough
        self.memory = memory or Memory()
        page.context.add_init_script(path=AXE)
        self.scheme = "light"
        page.emulate_media(reduced_motion="reduce", color_scheme=self.scheme)

    @cached_property
    def different_looks(self) -> list[Look]:
        """Without those whose every token is as in one before: light on a light device is light."""
        worn: dict[str, Look] = {}
        for look in looks():
            self.wear(look)
            worn.setdefault(self.page.evaluate(TOKENS), look)
        return list(worn.values())

    def wear(self, look: Look) -> None:
        """Dress the page as the server would."""
        if look.scheme != self.scheme:
            self.page.emulate_media(color_scheme=look.scheme)
            self.scheme = look.scheme
        self.page.evaluate(WEAR, look.theme)

    def complaints(self) -> list[str]:
        found = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            # What stays in its corner always lies over something, wherever one has scrolled to.
            self.page.evaluate("scrollTo(0, 0)")
            found += [f"{width}: {one}" for one in self.reach(width)]
            is_new, places = self.what_is_new(width)
            if is_new:
                light = self.ask([])
                self.memory.in_order |= set() if light else set(*self.colours(places, [""]))
            else:
                page_rules = PAGE_RULES if width == WIDTHS[0] else []
                light = [*self.ask(PLACE_RULES + page_rules), *self.of_colours(self.different_looks[:1], places)]
            found += [f"{width}: {one}" for one in light]
            found += [] if self.is_light_enough else self.in_other_looks(width, places)
        return found

    def what_is_new(self, width: int) -> tuple[bool, list[int]]:
        """Whether anything is of a new kind; and the places in the page of elements that are styled in a new way."""
        elements = self.page.evaluate(ELEMENTS)
        kinds = {kind for kind, _styled in elements}
        is_new = not kinds <= self.memory.kinds
        self.memory.kinds |= kinds
        known, places = self.memory.styled[width], []
        for place, (_kind, styled) in enumerate(elements):
            if styled and styled not in known:
                places.append(place)
                known.add(styled)
        return is_new, places

    def in_other_looks(self, width: int, places: list[int]) -> list[str]:
        found = []
        others = groupby(self.different_looks[1:], key=lambda look: look.scheme)
        for _scheme, looks in others if places else ():
            found += [f"{width} {one}" for one in self.of_colours(list(looks), places)]
        self.wear(self.different_looks[0])
        return found

    def of_colours(self, looks: list[Look], places: list[int]) -> list[str]:
        """What axe says of those elements in these places on which colours meet that met nowhere before."""
        found = []
        self.wear(looks[0])
        for look, met in zip(looks, self.colours(places, [look.theme for look in looks]), strict=True):
            new = [place for place, colours in zip(places, met, strict=True) if colours not in self.memory.in_order]
            if new:
                self.wear(look)
                wrong = self.ask(COLOUR_RULES, new)
                found += [f"{look.theme} {look.scheme}: {one}" for one in wrong]
                self.memory.in_order |= set() if wrong else set(met)
        return found

    def colours(self, places: list[int], themes: list[str]) -> list[list[float]]:
        return self.page.evaluate(COLOURS, {"places": places, "themes": themes})

    def ask(self, rules: list[str], places: list[int] | None = None) -> list[str]:
        """What axe finds: by these rules, else by the whole set; of the elements in these places, else of all."""
        if rules:
            return self.page.evaluate(ASK, {"runOnly": {"type": "rule", "values": rules}, "places": places})
        options = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"target-size": {"enabled": True}}}
        return self.page.evaluate(ASK, options)

    def reach(self, width: int) -> list[str]:
        """How far the page scrolls sideways, if it does."""
        reach = self.page.evaluate("document.documentElement.scrollWidth")
        return [f"scrolls sideways to {reach}"] if reach > width else []
