"""axe-core, vendored: what it finds on a page at each width and in each look that the site has."""

from dataclasses import dataclass, field
from pathlib import Path

from people.models import Member

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe" / "axe.min.js"
WIDTHS = (320, 1280)
HEIGHT = 800
# There and back: a device changes what it prefers once on the way, and once on the way back.
TURNS = ((WIDTHS[0], ("light", "dark")), (WIDTHS[1], ("dark", "light")))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# What a theme can change; everything else is the same in all of them. They cost as much as all others together.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
WHOLE_SET = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in COLOUR_RULES}},
}
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
# Before them, how far the page reaches.
ELEMENTS = f"""() => {{ {SUM}
    scrollTo(0, 0);  // what stays in its corner always lies over something, wherever one has scrolled to
    const STATES = ["type", "role", "open", "hidden", "disabled", "lang", "dir"];
    const ARIA = /^aria-(current|pressed|selected|invalid|disabled)$/;
    const WORD = /^[a-z-]{{0,20}}$/;  // what our style sheets ask of data attributes; keys and sentences are more
    const JUDGED = ["alt", "autocomplete", "tabindex", "scope", "target", "accesskey"];
    const isState = ({{ name, value }}) =>
        STATES.includes(name) || ARIA.test(name) || (name.startsWith("data-") && WORD.test(value));
    const isLarge = ({{ width, height, right }}) => width > 1 && height > 1 && right > 0;
    const styled = new Map([[document.documentElement, 7]]), kinds = new Map([[document.documentElement, 7]]);
    return [document.documentElement.scrollWidth, [...document.body.querySelectorAll("*")].map((one) => {{
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
    }})];
}}"""
# For each of these elements in each of these themes, one number made of the colours that meet there.
COLOURS = f"""({{ places, themes }}) => {{ {SUM}
    const page = document.documentElement, worn = page.getAttribute("data-theme");
    const wear = (theme) => theme ? page.setAttribute("data-theme", theme) : page.removeAttribute("data-theme");
    const all = document.body.querySelectorAll("*");
    const behind = (one) => {{
        const found = [];
        let isCovered = false;  // by what lets nothing through
        for (let other = one; other; other = other.parentElement) {{
            const {{ backgroundColor, backgroundImage, opacity }} = getComputedStyle(other);
            if (!isCovered && backgroundColor !== "rgba(0, 0, 0, 0)") found.push(backgroundColor);
            if (!isCovered && backgroundImage !== "none") found.push(backgroundImage);
            if (opacity !== "1") found.push(opacity);
            isCovered = opacity === "1" && (isCovered || backgroundColor.startsWith("rgb("));
        }}
        return found;
    }};
    const colours = (one) => {{
        const {{ color, fontSize, fontWeight, textShadow, textDecorationLine, borderBottom }} = getComputedStyle(one);
        const isLarge = parseFloat(fontSize) >= (fontWeight >= 700 ? 14 : 18) * 96 / 72;  // as WCAG says it
        const hint = one.matches("input, textarea") ? getComputedStyle(one, "::placeholder").color : "";
        const round = [getComputedStyle(one.parentElement).color, textDecorationLine, borderBottom];
        const link = one.matches("a") ? round : [];
        return sum(11, [color, hint, isLarge, textShadow, ...link, ...behind(one)].join(" "));
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

    Kinds of elements on which all rules but those of colour were asked; in each width, those that were dressed in
    every look; colours that meet, and that axe found nothing wrong with; and the themes that differ.
    """

    kinds: set[float] = field(default_factory=set)
    styled: dict[int, set[float]] = field(default_factory=lambda: {width: set() for width in WIDTHS})
    in_order: set[float] = field(default_factory=set)
    themes: dict[str, list[str]] = field(default_factory=dict)


class Examiner:
    """Asks axe about pages of one browser: the whole set of rules in light, and the rules of colour in every look.

    The whole set is asked wherever something of a kind is shown that was on no page before, in either width; elsewhere
    the rules of place and, once a page, of how things stand to each other. Of colours it is asked about elements alone
    on which some meet that met on none before; with `is_light_enough`, looks other than the plain one are left to
    somebody else's walk.
    """

    def __init__(self, page: object, memory: Memory | None = None, *, is_light_enough: bool = False) -> None:
        self.page = page
        self.is_light_enough = is_light_enough
        self.memory = memory or Memory()
        page.context.add_init_script(path=AXE)
        self.scheme = "light"
        page.emulate_media(reduced_motion="reduce", color_scheme=self.scheme)

    def different_themes(self) -> dict[str, list[str]]:
        """The themes by the scheme of the device, without those whose every token is as in a look before."""
        worn: dict[str, Look] = {}
        for look in looks():
            self.prefer(look.scheme)
            self.page.evaluate(WEAR, look.theme)
            worn.setdefault(self.page.evaluate(TOKENS), look)
        self.page.evaluate(WEAR, "")
        self.prefer("light")
        return {scheme: [one.theme for one in worn.values() if one.scheme == scheme] for scheme in ("light", "dark")}

    def prefer(self, scheme: str) -> None:
        """Be a device that prefers light or dark."""
        if scheme != self.scheme:
            self.page.emulate_media(color_scheme=scheme)
            self.scheme = scheme

    def complaints(self, *, are_places_alone: bool = False) -> list[str]:
        """What is wrong with the open page; `are_places_alone` where how its parts stand to each other is known."""
        found = []
        self.memory.themes = self.memory.themes or self.different_themes()
        page_rules = [] if are_places_alone else PAGE_RULES
        for width, schemes in TURNS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            reach, elements = self.page.evaluate(ELEMENTS)
            found += [f"{width}: scrolls sideways to {reach}"] if reach > width else []
            is_new, places = self.what_is_new(width, elements)
            for scheme in schemes:
                if scheme == "light" or not self.is_light_enough:
                    self.prefer(scheme)
                    found += [f"{width}{one}" for one in self.in_one_scheme(is_new, page_rules, places)]
            page_rules = []  # the next width changes nothing of that
        return found

    def what_is_new(self, width: int, elements: list[tuple[float, float]]) -> tuple[bool, list[int]]:
        """Whether anything is of a new kind; and the places in the page of elements that are styled in a new way."""
        kinds = {kind for kind, _styled in elements}
        is_new = not kinds <= self.memory.kinds
        self.memory.kinds |= kinds
        known, places = self.memory.styled[width], []
        for place, (_kind, styled) in enumerate(elements):
            if styled and styled not in known:
                places.append(place)
                known.add(styled)
        return is_new, places

    def in_one_scheme(self, is_new: bool, page_rules: list[str], places: list[int]) -> list[str]:
        """All that is asked while the device prefers this scheme; the rules that colours are nothing to, in light."""
        rules = WHOLE_SET if is_new else by(PLACE_RULES + page_rules)
        plain = self.ask(rules) if self.scheme == "light" else []
        themes = self.memory.themes[self.scheme][: 1 if self.is_light_enough else None]
        return [*(f": {one}" for one in plain), *self.of_colours(themes, places)]

    def of_colours(self, themes: list[str], places: list[int]) -> list[str]:
        """What axe says of those elements in these places on which colours meet that met nowhere before."""
        found = []
        for theme, met in zip(themes, self.colours(themes, places), strict=True):
            new = [place for place, colours in zip(places, met, strict=True) if colours not in self.memory.in_order]
            if new:
                self.page.evaluate(WEAR, theme)
                wrong = self.ask(by(COLOUR_RULES), new)
                found += [f" {theme} {self.scheme}: {one}" for one in wrong]
                self.memory.in_order |= set() if wrong else set(met)
                self.page.evaluate(WEAR, "")
        return found

    def colours(self, themes: list[str], places: list[int]) -> list[list[float]]:
        """One list for each theme, one number in it for each place; nothing is asked where there is no place."""
        if not places:
            return [[] for _theme in themes]
        return self.page.evaluate(COLOURS, {"places": places, "themes": themes})

    def ask(self, rules: dict[str, object], places: list[int] | None = None) -> list[str]:
        """What axe finds by these rules; of the elements in these places, else of all."""
        return self.page.evaluate(ASK, {**rules, "places": places})


def by(rules: list[str]) -> dict[str, object]:
    """These rules alone, as axe is told."""
    return {"runOnly": {"type": "rule", "values": rules}}
