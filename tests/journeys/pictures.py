"""Pictures of a page as phones and desks show it, by day and by night."""

from collections.abc import Callable
from pathlib import Path

WIDTHS = {"wide": 1280, "narrow": 320}
HEIGHT = 800


def camera(folder: Path) -> Callable[..., None]:
    """`take(page, "topic")` leaves two pictures: a wide one by day, a narrow one by night. The page must fit both."""

    def take(page: object, name: str, *, looks: tuple[str, ...] = ("light", "dark")) -> None:
        for (shape, width), look in zip(WIDTHS.items(), (looks[0], looks[-1]), strict=True):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=look)
            page.screenshot(path=folder / f"{name}-{shape}-{look}.png", full_page=True, animations="disabled")
            reach = page.evaluate("document.documentElement.scrollWidth")
            assert reach <= width, f"{name} scrolls sideways at {width}"
        page.set_viewport_size({"width": WIDTHS["wide"], "height": HEIGHT})
        page.emulate_media(color_scheme="light")

    return take
