"""axe-core, vendored: what it finds on a page at each width and in each look that the site has."""

from dataclasses import dataclass
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
# Each element and whether it is shown; what lies outside of <main> is the same on every page, so it has no number.
SHOWN = """() => {
    const isShown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const isLarge = ({ width, height, right }) => width > 1 && height > 1 && right > 0;
    const state = (one) => (isShown(one) ? (isLarge(one.getBoundingClientRect()) ? "shown" : "small") : "hidden");
    const place = (one, number) => (one.closest("main") ? `${location} ${number}` : "around");
    const isEmpty = (one) => one.matches("div, span") && !one.children.length && !one.textContent.trim();
    return [...document.body.querySelectorAll("*")].map((one, number) =>
        isEmpty(one) ? "" : `${place(one, number)} ${one.tagName}.${one.className} ${state(one)}`);
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
# For each element with words of its own, one number made of all that our style sheets choose colours by: what it and
# everything round it is, by tag, class, name, state and place in a list, and whether it is shown.
STYLED_BY = f"""() => {{ {SUM}
    const STATES = ["type", "role", "open", "hidden", "disabled", "lang", "dir", "fill", "color"];
    const ARIA = /^(aria-(current|pressed|selected|invalid|disabled)|data-)/;
    const isState = ({{ name }}) => STATES.includes(name) || ARIA.test(name);
    const sums = new Map([[document.documentElement, 7]]);
    return [...document.body.querySelectorAll("*")].map((one) => {{
        const states = [...one.attributes].filter(isState).map(({{ name, value }}) => name + value);
        const name = one.id.replace(/[a-z2-7]{{16}}|[0-9]+/g, "");
        const place = `${{!one.previousElementSibling}} ${{!one.nextElementSibling}}`;
        const isShown = one.checkVisibility({{ visibilityProperty: true, opacityProperty: true }});
        const words = `${{one.tagName}} ${{one.classList}} ${{name}} ${{states}} ${{place}} ${{isShown}}`;
        sums.set(one, sum(sums.get(one.parentElement) ?? 7, words));
        const hasWords = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        return hasWords || one.matches("input, select, textarea") ? sums.get(one) : 0;
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


class Examiner:
    """Asks axe about pages of one browser: the whole set of rules in light, and the rules of colour in every look.

    In a wide window the whole set is asked again where something is shown otherwise than in the narrow one, and was
    not yet. The other looks change nothing but colours, so there it is asked about elements on which colours meet that
    met on none before; with `is_light_enough`, those looks are left to somebody else's walk.
    """

    def __init__(self, page: object, *, is_light_enough: bool = False) -> None:
        self.page = page
        self.is_light_enough = is_light_enough
        self.shown: set[str] = set()
        self.styled: dict[int, set[float]] = {width: set() for width in WIDTHS}
        self.in_order: set[float] = set()  # colours that meet, and that axe found nothing wrong with
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
            places = self.newly_styled(width)
            if self.shows_something_new() or width == WIDTHS[0]:
                light = self.ask([])
                self.in_order |= set() if light else set(*self.colours(places, [""]))
            else:
                light = [*self.ask(PLACE_RULES), *self.of_colours(self.different_looks[:1], places)]
            found += [f"{width}: {one}" for one in light]
            found += [] if self.is_light_enough else self.in_other_looks(width, places)
        return found

    def newly_styled(self, width: int) -> list[int]:
        """Elements, by their place in the page, of a kind that was not on a page before."""
        known, new = self.styled[width], []
        for place, styled_by in enumerate(self.page.evaluate(STYLED_BY)):
            if styled_by and styled_by not in known:
                new.append(place)
                known.add(styled_by)
        return new

    def shows_something_new(self) -> bool:
        shown = set(self.page.evaluate(SHOWN))
        new = shown - self.shown
        self.shown |= shown
        return bool(new)

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
            new = [place for place, colours in zip(places, met, strict=True) if colours not in self.in_order]
            if new:
                self.wear(look)
                wrong = self.ask(COLOUR_RULES, new)
                found += [f"{look.theme} {look.scheme}: {one}" for one in wrong]
                self.in_order |= set() if wrong else set(met)
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
