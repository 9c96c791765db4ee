"""Can everybody read the page: letters of a size, lines of a length, and room for letters that stand further apart."""

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 800}  # 320: also 1280 enlarged four times
MOST_CHARACTERS = 75  # on a line
FINE = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return words && one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 16;
}).map((one) => `small letters: ${one.outerHTML.slice(0, 120)}`)"""
# The longest line of each paragraph, counted where its words really stand.
LONG = """(most) => [...document.querySelectorAll("p, li, dd, blockquote")].flatMap((one) => {
    const found = [];
    for (const node of one.childNodes) {
        if (node.nodeType !== 3 || node.data.trim().length <= most || !one.checkVisibility()) continue;
        const range = document.createRange();
        let top = null, count = 0;
        for (const word of node.data.matchAll(/\\S+/g)) {
            range.setStart(node, word.index);
            range.setEnd(node, word.index + 1);
            const at = Math.round(range.getBoundingClientRect().top);
            count = at === top ? count + 1 + word[0].length : word[0].length;
            top = at;
            if (count > most && word[0].length < most)
                found.push(`a line of ${count}: ${node.data.trim().slice(0, 60)}`);
        }
    }
    return found.slice(0, 1);
})"""
# As WCAG 1.4.12 says. A sheet of this kind is not barred by the page's policy.
APART = """(isApart) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = isApart ? [sheet] : [];
}"""
# What is cut off, and what reaches over the edge. What only screen readers hear is cut on purpose.
CUT = """() => {
    const reach = document.documentElement.scrollWidth;
    const found = reach > innerWidth ? [`letters set apart reach to ${reach}`] : [];
    for (const one of document.querySelectorAll("body *")) {
        const style = getComputedStyle(one);
        if (!one.checkVisibility() || style.overflowX === "visible" || style.overflowX === "auto") continue;
        if (one.matches("input, select, textarea, svg *, svg") || one.clientWidth <= 1) continue;
        if (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
            found.push(`cut off: ${one.outerHTML.slice(0, 120)}`);
    }
    for (const one of document.querySelectorAll(".button, .badge, .nav-list a, .tabs a"))
        if (one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
            found.push(`too wide for its place: ${one.outerHTML.slice(0, 120)}`);
    return found;
}"""


def illegible(page: object) -> list[str]:
    """What of the open page somebody could not read."""
    page.set_viewport_size(WIDE)
    found = [*page.evaluate(FINE), *page.evaluate(LONG, MOST_CHARACTERS)]
    page.set_viewport_size(NARROW)
    page.evaluate(APART, True)
    found += page.evaluate(CUT)
    page.evaluate(APART, False)
    return found
