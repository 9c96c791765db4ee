"""Pictures of the ten main pages of the demo, in three themes and two widths, and one page that shows them all.

No test of every run, and so not named like one: `./dev screenshots` takes them.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from django.core.management import call_command

from community.chat.models import Room
from community.forum.models import Topic
from groups.models import Group
from moderation import policy as moderation_policy
from moderation.models import Review
from people.models import Member

THEMES = {
    "light": {"color_scheme": "light", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference"},
    "contrast": {"color_scheme": "light", "contrast": "more"},
}
SIZES = {320: 640, 1280: 900}  # px: width and height
SHEET = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The ten main pages</title>
<style>body {{ font-family: sans-serif; background: #999 }} img {{ height: 22rem; margin: 4px }}</style></head>
<body><h1>The ten main pages</h1>{}</body></html>
"""


def addresses() -> dict[str, tuple[str, str]]:
    """Name of the page → who looks, and where."""
    group = Group.objects.get(slug="breathing-space")
    topic = Topic.objects.filter(group=group, hidden_at=None).order_by("-post_count").first()
    room = Room.objects.filter(group=group).order_by("-last_number").first()
    mara = Member.objects.get(email="mara@example.org")
    review = moderation_policy.visible_reviews(mara).filter(state=Review.State.OPEN).order_by("pk").first()
    return {
        "01-welcome": ("", "/"),
        "02-my-groups": ("ada", "/"),
        "03-what-is-new": ("ada", "/new/"),
        "04-topics": ("ada", f"/groups/{group.slug}/"),
        "05-topic": ("ada", f"/topics/{topic.key}/"),
        "06-new-topic": ("ada", f"/groups/{group.slug}/topics/new/"),
        "07-chat": ("ada", f"/rooms/{room.key}/"),
        "08-search": ("ada", "/search/?q=spacer"),
        "09-notices": ("ada", "/notices/"),
        "10-review": ("mara", f"/moderation/reviews/{review.key}/"),
    }


def fill() -> tuple[dict[str, tuple[str, str]], dict[str, Member]]:
    call_command("demo", verbosity=0)
    return addresses(), {name: Member.objects.get(email=f"{name}@example.org") for name in ("ada", "mara")}


def test_the_ten_main_pages(page_for, outside, screenshots: Path, settings) -> None:
    settings.DEMO = True
    for old in screenshots.glob("main-*.png"):
        old.unlink()
    wanted, members = outside(fill)
    pages = {name: page_for(members.get(name)) for name in ("", *members)}
    for name, (who, address) in wanted.items():
        for place in taken(pages[who], name, address, screenshots):
            assert place.stat().st_size > 0
    sheet = "".join(f"<h2>{name}</h2>{_pictures(screenshots, name)}" for name in wanted)
    (screenshots / "index.html").write_text(SHEET.format(sheet))
    print(f"\nThe pictures are in {screenshots}/, all together in index.html.")


def taken(page: object, name: str, address: str, folder: Path) -> Iterator[Path]:
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.goto(address).status == 200, name
        for theme, media in THEMES.items():
            page.emulate_media(**media)
            place = folder / f"main-{name}-{theme}-{width}.png"
            page.screenshot(path=place, animations="disabled")
            yield place


def _pictures(folder: Path, name: str) -> str:
    names = [f"main-{name}-{theme}-{width}.png" for width in SIZES for theme in THEMES]
    return "".join(f'<img src="{escape(one)}" alt="{escape(one)}" title="{escape(one)}">' for one in names)
