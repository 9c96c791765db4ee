"""axe-core, vendored: what it finds on a page at each width and in each look that the site has."""

from dataclasses import dataclass
from functools import cached_property
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
ASK = """async (options) => {
    // Style sheets are loaded once more for the rules about them alone, and none of ours is one.
    const found = await axe.run(document, { resultTypes: ["violations"], preload: false, ...options });
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
    return [Look(theme, scheme) for theme in ("", *chosen) for scheme in ("light", "dark")]


class Examiner:
    """Asks axe about pages of one browser: the whole set of rules in light, and the rules of colour in every look.

    In a wide window the whole set is asked again where something is shown otherwise than in the narrow one, and was
    not yet; with `is_light_enough`, the other looks are left to somebody else's walk.
    """

    def __init__(self, page: object, *, is_light_enough: bool = False) -> None:
        self.page = page
        self.is_light_enough = is_light_enough
        self.shown: set[str] = set()
        page.context.add_init_script(path=AXE)
        page.emulate_media(reduced_motion="reduce", color_scheme="light")

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
        self.page.emulate_media(color_scheme=look.scheme)
        self.page.evaluate(WEAR, look.theme)

    def complaints(self) -> list[str]:
        found = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            # What stays in its corner always lies over something, wherever one has scrolled to.
            self.page.evaluate("scrollTo(0, 0)")
            rules = [] if self.shows_something_new() or width == WIDTHS[0] else [*COLOUR_RULES, *PLACE_RULES]
            found += [f"{width}: {one}" for one in [*self.reach(width), *self.ask(rules)]]
            found += [] if self.is_light_enough else self.in_other_looks(width)
        return found

    def shows_something_new(self) -> bool:
        shown = set(self.page.evaluate(SHOWN))
        new = shown - self.shown
        self.shown |= shown
        return bool(new)

    def in_other_looks(self, width: int) -> list[str]:
        """A look changes colours and nothing else."""
        found = []
        for look in self.different_looks[1:]:
            self.wear(look)
            found += [f"{width} {look.theme} {look.scheme}: {one}" for one in self.ask(COLOUR_RULES)]
        self.wear(self.different_looks[0])
        return found

    def ask(self, rules: list[str]) -> list[str]:
        """What axe finds: by these rules, else by the whole set."""
        if rules:
            return self.page.evaluate(ASK, {"runOnly": {"type": "rule", "values": rules}})
        options = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"target-size": {"enabled": True}}}
        return self.page.evaluate(ASK, options)

    def reach(self, width: int) -> list[str]:
        """How far the page scrolls sideways, if it does."""
        reach = self.page.evaluate("document.documentElement.scrollWidth")
        return [f"scrolls sideways to {reach}"] if reach > width else []
