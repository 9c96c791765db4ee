"""Somebody who uses the keyboard alone: Tab, Enter, Space and arrows, and sees where they are at every stop."""

from dataclasses import dataclass, field

MOST_STEPS = 120  # more stops than any page has
# Where the focus is: its words, whether one sees it, and whether something lies over it.
STOP = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return { words: "", kind: "body", isSeen: true, isCovered: false };
    const style = getComputedStyle(one);
    const line = one.getClientRects()[0] ?? new DOMRect();
    const top = document.elementFromPoint(line.x + line.width / 2, line.y + Math.min(line.height / 2, 20));
    const labels = [...(one.labels ?? [])].map((label) => label.innerText).join(" ");
    const words = one.getAttribute("aria-label") ?? (labels || one.innerText || one.value || "");
    return {
        words: words.replace(/\\s+/g, " ").trim(),
        kind: one.type || one.tagName.toLowerCase(),
        id: one.id,
        isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isCovered: !top || !(one.contains(top) || top.contains(one)),
    };
}"""


@dataclass
class Hands:
    """The keyboard of one page. Whoever presses Tab and does not see where they are has found a fault."""

    page: object
    faults: list[str] = field(default_factory=list)

    @property
    def stop(self) -> dict[str, object]:
        return self.page.evaluate(STOP)

    def press(self, key: str) -> dict[str, object]:
        self.page.keyboard.press(key)
        stop = self.stop
        if stop["kind"] != "body" and not (stop["isSeen"] and not stop["isCovered"]):
            self.faults.append(f"{key} to {stop} on {self.page.url}")
        return stop

    def go_to(self, words: str, *, kind: str = "", key: str = "Tab") -> None:
        """On to the next stop whose words begin like this."""
        met = []
        for _step in range(MOST_STEPS):
            stop = self.press(key)
            if stop["words"].startswith(words) and (not kind or stop["kind"] == kind):
                return
            met.append(stop["words"])
        raise AssertionError(f"no {words!r} among {met} on {self.page.url}")

    def skip(self) -> None:
        """Past what stands on every page."""
        self.go_to("Skip to the content")
        self.page.keyboard.press("Enter")

    def follow(self, words: str) -> None:
        """On to a link, and through it."""
        self.go_to(words, kind="a")
        before = self.page.url
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert self.page.url != before

    def push(self, words: str) -> None:
        self.go_to(words, kind="submit")
        self.page.keyboard.press("Enter")

    def write(self, label: str, words: str) -> None:
        """Into a field, instead of what stands there."""
        self.go_to(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, first: str, words: str) -> None:
        """Among the choices that begin with `first`, by arrows, and by Space where it is the first."""
        self.go_to(first, kind="radio")
        self.page.keyboard.press("Space")
        if not self.stop["words"].startswith(words):
            self.go_to(words, kind="radio", key="ArrowDown")
