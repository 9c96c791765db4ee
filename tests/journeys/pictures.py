"""Pictures of a page as phones and desks show it, by day and by night."""

from collections.abc import Callable
from pathlib import Path

WIDTHS = {"wide": 1280, "narrow": 320}
HEIGHT = 800


def camera(folder: Path) -> Callable[..., None]:
    """`take(page, "topic")` leaves four pictures: wide and narrow, light and dark. The page must fit its window."""

    def take(page: object, name: str, *, looks: tuple[str, ...] = ("light", "dark")) -> None:
        for shape, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": HEIGHT})
            for look in looks:
                page.emulate_media(color_scheme=look)
                page.screenshot(path=folder / f"{name}-{shape}-{look}.png", full_page=True, animations="disabled")
            reach = page.evaluate("document.documentElement.scrollWidth")
            assert reach <= width, f"{name} scrolls sideways at {width}"
        page.set_viewport_size({"width": WIDTHS["wide"], "height": HEIGHT})
        page.emulate_media(color_scheme="light")

    return take
