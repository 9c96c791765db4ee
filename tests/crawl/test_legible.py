"""The reader of pages finds what it is there to find, and where the device paints all colours nothing is lost."""

import pytest

from tests.crawl.legible import illegible

FAULTS = {
    "small letters": "() => { document.querySelector('main p').style.fontSize = '15px'; }",
    "a line of": "() => { document.querySelector('main p').style.cssText = 'max-width: none; white-space: nowrap'; }",
    "reach to": "() => { document.querySelector('h1').style.cssText = 'white-space: nowrap; font-size: 40px'; }",
    "cut off": "() => { document.querySelector('main p').style.cssText = 'overflow: hidden; max-block-size: 2em'; }",
}
# What the eye needs where colours are the device's own: a line round what can be pressed, and drawings in ink.
UNSEEN = """() => {
    const found = [];
    const paper = getComputedStyle(document.body).backgroundColor;
    for (const one of document.querySelectorAll(".button, .badge, .card, input:not([type=checkbox], [type=radio])")) {
        const style = getComputedStyle(one);
        if (one.checkVisibility() && (parseFloat(style.borderTopWidth) < 1 || style.borderTopColor === paper))
            found.push(`no line round ${one.outerHTML.slice(0, 90)}`);
    }
    for (const one of document.querySelectorAll(".icon"))
        if (getComputedStyle(one).stroke === paper) found.push(`not drawn: ${one.outerHTML.slice(0, 90)}`);
    return found;
}"""
RING = """() => {
    const style = getComputedStyle(document.activeElement);
    return [style.outlineStyle, style.outlineWidth];
}"""


def test_what_nobody_could_read_is_found(page) -> None:
    page.goto("/help/")
    assert illegible(page) == []
    for name, fault in FAULTS.items():
        page.reload()
        page.evaluate(fault)
        assert any(name in one for one in illegible(page)), name


@pytest.mark.parametrize("address", ["/accounts/login/", "/help/"])
def test_where_the_device_paints_everything_is_still_seen(page, address: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(address)
    assert page.evaluate(UNSEEN) == []
    page.evaluate("document.querySelectorAll('.button').forEach((one) => { one.style.border = '0'; })")
    assert page.evaluate(UNSEEN) != []
    for _stop in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(RING) == ["solid", "3px"]
