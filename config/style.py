"""Every piece of the look on one page, for those who build pages. It is there only while DEBUG is on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from community.forum.shown import ShownPost, ShownTopic, Sign, html_of_post, html_of_topic
from kit import markdown
from kit.slices import Slice
from people.context import Person
from people.look import Look
from people.models import Member

NIGHT = datetime(2026, 5, 5, 3, 12, tzinfo=ZoneInfo("Europe/London"))
HERE = "/style/"


class SampleForm(forms.Form):
    name = forms.CharField(label="A line of text", help_text="The hint says what is meant, and stays readable.")
    words = forms.CharField(label="Several lines", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(label="One of many", choices=[("", "Choose"), ("one", "One"), ("two", "Two")])
    mood = forms.ChoiceField(
        label="One of few", choices=[("good", "Good"), ("tired", "Tired")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="A tick", help_text="What the tick means.")


@dataclass(frozen=True, slots=True)
class SampleFace:
    name: str
    avatar_seed: str


class Dressed(Person):
    """The viewer, in a look that is only tried on."""

    def __init__(self, request: HttpRequest, look: Look) -> None:
        super().__init__(request)
        self.look = look


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    theme = request.GET.get("theme", "")
    look = Look(theme if theme in Member.Theme.values else "", request.GET.get("energy") == "low")
    context = {
        "person": Dressed(request, look),
        "themes": [(words, _address(name, look.is_low_energy), name == theme) for name, words in _themes()],
        "energies": [
            ("Usual energy", _address(theme, False), not look.is_low_energy),
            ("Low energy", _address(theme, True), look.is_low_energy),
        ],
        **_forms(),
        **_said(),
        **_shown(),
    }
    return render(request, "style/style.html", context)


def _themes() -> list[tuple[str, str]]:
    return [("", "As my device"), *[(name, str(words)) for name, words in Member.Theme.choices if name != "system"]]


def _address(theme: str, is_low_energy: bool) -> str:
    return f"{HERE}?theme={theme}&energy={'low' if is_low_energy else ''}"


def _forms() -> dict[str, Any]:
    refused = SampleForm({"words": "What was typed is kept."}, prefix="refused")
    refused.add_error(None, "Something about the whole form.")
    return {"form": SampleForm(prefix="fresh"), "refused": refused}


def _said() -> dict[str, Any]:
    post = ShownPost(
        key="a" * 16,
        number=7,
        html=markdown.render("I wake at three, too. What helps me:\n\n- a glass of water\n- the **quiet** radio"),
        created_at=NIGHT,
        edited_at=NIGHT + timedelta(minutes=9),
        author_key="b" * 16,
        author_name="Quiet Willow",
        avatar_seed="willow",
        has_picture=False,
        author_badge="Moderator",
        group_slug="sample",
        is_mine=False,
        is_removed=False,
        may_read=True,
        may_edit=True,
        may_react=True,
        may_report=True,
        reason="",
        signs=(Sign("thanks", "Thank you", 3, True), Sign("same", "Same here", 0, False)),
    )
    return {"post": html_of_post(post), "topics": Slice([_topic(1), _topic(2)], "next"), "entry": _entry()}


def _topic(number: int) -> str:
    return html_of_topic(
        ShownTopic(
            key=str(number) * 16,
            title="How do you sleep before a hospital day?" if number == 1 else "Small wins of the week",
            author_name="Quiet Willow",
            avatar_seed=f"topic {number}",
            author_key="b" * 16,
            has_picture=False,
            reply_count=12 * number,
            reading_time="3 minutes to read",
            last_post_at=NIGHT,
            is_pinned=number == 1,
            is_closed=number == 2,
            is_removed=False,
        )
    )


def _entry() -> dict[str, Any]:
    return {
        "key": "c" * 16,
        "number": 4,
        "avatar_seed": "rowan",
        "face_key": "d" * 16,
        "name": "Rowan",
        "created_at": NIGHT,
        "html": markdown.render("Is anybody **awake**?"),
        "is_mine": True,
        "may_change": True,
    }


def _shown() -> dict[str, Any]:
    return {
        "sample_group": {"slug": "sample"},
        "faces": [SampleFace(name, name) for name in ("Willow", "Rowan", "Hazel", "Alder", "Birch", "Linden")],
        "tones": ["info", "good", "warn", "bad"],
        "links": [("First thing", HERE), ("Second thing", HERE), ("Third thing", HERE)],
        "tabs": [("Topics", HERE, True), ("Chat", HERE, False), ("Members", HERE, False), ("About", HERE, False)],
        "moments": [(NIGHT, "Somebody reported a post."), (NIGHT + timedelta(hours=4), "A moderator decided.")],
        "steps": ["Choose a group", "Choose a name", "Say hello"],
        "columns": ["Area", "Schools", "Waiting, weeks"],
        "rows": [("Hazelbrook", 12, 7), ("Aberhelygen", 4, 19)],
    }


urlpatterns = [path("style/", style, name="style")]
