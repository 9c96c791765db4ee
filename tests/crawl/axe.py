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
ASK = """async (options) => {
    const found = await axe.run(document, { resultTypes: ["violations"], ...options });
    const at = (node) => `${node.target.join(" ")}: ${node.failureSummary.replace(/\\s+/g, " ")}`;
    return found.violations.map((one) => `${one.id} (${one.nodes.length}): ${at(one.nodes[0])}`);
}"""
WEAR = """(theme) => {
    const page = document.documentElement;
    theme ? page.setAttribute("data-theme", theme) : page.removeAttribute("data-theme");
    return JSON.stringify([...page.computedStyleMap()].filter(([name]) => name.startsWith("--")).map(String).sort());
}"""


@dataclass(frozen=True)
class Look:
    """A theme that somebody chose, or none, on a device that prefers light or dark."""

    theme: str
    scheme: str


def looks() -> list[Look]:
    chosen = [name for name in Member.Theme.values if name != Member.Theme.SYSTEM]
    return [Look(theme, scheme) for theme in ("", *chosen) for scheme in ("light", "dark")]


class Examiner:
    """Asks axe about pages of one browser. The whole set of rules in light, and the rules of colour in every look."""

    def __init__(self, page: object) -> None:
        self.page = page
        page.context.add_init_script(path=AXE)
        page.emulate_media(reduced_motion="reduce", color_scheme="light")

    @cached_property
    def different_looks(self) -> list[Look]:
        """Without those whose every token is as in one before: light on a light device is light."""
        worn: dict[str, Look] = {}
        for look in looks():
            worn.setdefault(self.wear(look), look)
        return list(worn.values())

    def wear(self, look: Look) -> str:
        """Dress the page as the server would; the answer is the value of every token."""
        self.page.emulate_media(color_scheme=look.scheme)
        return self.page.evaluate(WEAR, look.theme)

    def complaints(self) -> list[str]:
        found = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            # What stays in its corner always lies over something, wherever one has scrolled to.
            self.page.evaluate("scrollTo(0, 0)")
            found += [f"{width}: {one}" for one in [*self.reach(width), *self.ask(RULES)]]
            # Colours change with the look and hardly with the width, so the wide page is tried in dark alone.
            for look in self.different_looks[1 : 2 if width == WIDTHS[-1] else None]:
                self.wear(look)
                rules = {"runOnly": {"type": "rule", "values": COLOUR_RULES}}
                found += [f"{width} {look.theme} {look.scheme}: {one}" for one in self.page.evaluate(ASK, rules)]
            self.wear(self.different_looks[0])
        return found

    def ask(self, tags: list[str]) -> list[str]:
        options = {"runOnly": {"type": "tag", "values": tags}, "rules": {"target-size": {"enabled": True}}}
        return self.page.evaluate(ASK, options)

    def reach(self, width: int) -> list[str]:
        """How far the page scrolls sideways, if it does."""
        reach = self.page.evaluate("document.documentElement.scrollWidth")
        return [f"scrolls sideways to {reach}"] if reach > width else []
