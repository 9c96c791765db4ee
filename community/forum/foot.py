"""How the foot of a topic is written: the form for a reply, and what may be set."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from django.forms import Form
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from community.forum.forms import ReplyForm
from groups.picture_forms import PictureForm
from kit.fragments import PreparedFragment
from kit.keys import new_key
from kit.policy import Verdict

IN_FOOT = (
    *("key", "group_slug", "face_key", "csrf_token", "client_key"),
    *("draft", "draft_version", "earlier", "way_back", "reason", "here_as"),
)


def _with_form(markers: Mapping[str, str]) -> dict[str, Form]:
    initial = {"body": markers["draft"], "client_key": markers["client_key"]}
    return {"form": ReplyForm(initial=initial), "picture_form": PictureForm()}


FOOT = PreparedFragment("forum/_topic_foot.html", *IN_FOOT, more=_with_form)
FORM = PreparedFragment("forum/_reply_form.html", *IN_FOOT, more=_with_form)


@dataclass(frozen=True, slots=True)
class ShownFoot:
    """The form and the tools under a topic's posts, as one viewer sees them."""

    key: str
    group_slug: str
    face_key: str
    place: str
    is_signed_in: bool
    draft: str
    draft_version: str
    earlier: str
    client_key: str
    may_add_pictures: bool
    pictures_need_name: bool
    may_reply: Verdict
    may_be_nameless: bool
    is_nameless: bool
    here_as: str
    may_join: bool
    may_watch: bool
    is_watched: bool
    may_close: bool
    is_closed: bool
    is_pinned: bool
    may_report: bool
    is_muted: bool
    may_mute: bool


def html_of_foot(foot: ShownFoot, token: str) -> SafeString:
    """The foot with an unsent form; `token` is the one that forms of this request carry."""
    values = {**_values_of(foot), "csrf_token": token, "draft": escape(foot.draft)}
    return FOOT.html(values, **_shape_of(foot))


def html_of_form(foot: ShownFoot, token: str) -> SafeString:
    """The form alone, for a page on which it does not stand yet."""
    values = {**_values_of(foot), "csrf_token": token, "draft": escape(foot.draft)}
    return FORM.html(values, **_shape_of(foot))


def html_of_sent_form(foot: ShownFoot, token: str, *, waits: bool) -> SafeString:
    """The form after its words were sent: empty, and it says so, and whether they wait to be looked at."""
    values = {**_values_of(foot), "csrf_token": token, "client_key": new_key()}
    values |= {"draft": "", "draft_version": "", "earlier": ""}
    shape = {**_shape_of(foot), "is_drafted": False, "has_earlier": False, "is_sent": True, "is_waiting": waits}
    return FORM.html(values, **shape)


def context_of_foot(foot: ShownFoot) -> dict[str, Hashable]:
    """The same for the templates themselves, where a form comes back with what was typed."""
    return {**_values_of(foot), **_shape_of(foot)}


def _values_of(foot: ShownFoot) -> dict[str, str]:
    return {
        "key": foot.key,
        "group_slug": foot.group_slug,
        "face_key": foot.face_key,
        "client_key": foot.client_key,
        "draft_version": foot.draft_version,
        "earlier": escape(foot.earlier),
        "way_back": escape(urlencode({"next": foot.place})),
        "reason": escape(foot.may_reply.reason),
        "here_as": escape(foot.here_as),
    }


def _shape_of(foot: ShownFoot) -> dict[str, Hashable]:
    return {
        "is_signed_in": foot.is_signed_in,
        "may_sign_in": bool(foot.place),
        "is_drafted": bool(foot.draft),
        "has_earlier": bool(foot.earlier),
        "may_add_pictures": foot.may_add_pictures,
        "pictures_need_name": foot.pictures_need_name and foot.may_be_nameless,
        "may_reply": bool(foot.may_reply),
        "may_be_nameless": foot.may_be_nameless,
        "is_nameless": foot.is_nameless,
        "has_name_here": bool(foot.here_as),
        "may_join": foot.may_join,
        "may_watch": foot.may_watch,
        "is_watched": foot.is_watched,
        "may_close": foot.may_close,
        "is_closed": foot.is_closed,
        "is_pinned": foot.is_pinned,
        "may_report": foot.may_report,
        "is_muted": foot.is_muted,
        "may_mute": foot.may_mute or foot.is_muted,
    }
