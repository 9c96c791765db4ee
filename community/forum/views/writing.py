"""What all pages have in common on which somebody writes: pictures that come with a form, previews, suggestions."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from community.forum import actions, policy, queries
from community.forum.forms import DraftForm
from community.forum.models import Topic
from community.forum.views.actors import member_id
from groups import actions as groups_actions
from groups import at_hand as groups_at_hand
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Group, Membership
from groups.picture_forms import PictureForm, markdown_of
from kit import pace
from kit.pages import asked
from kit.policy import granted
from people.models import Viewer


def brings_picture(request: HttpRequest) -> bool:
    """Whether the form came to put a picture into its text, and not to be sent."""
    return "add_picture" in request.POST


def typed_in(request: HttpRequest, kind: type[Form]) -> dict[str, str]:
    """What was typed into the fields of a form of this kind, whatever is wrong with it."""
    return {name: request.POST.get(name, "") for name in kind.base_fields}


def with_picture(
    request: HttpRequest, face: Membership | None, group: Group, kind: type[Form], **options: Any
) -> dict[str, Any]:
    """The form of this kind with what was typed, and the picture at the end of the text; or what is wrong with it."""
    typed = typed_in(request, kind)
    form = PictureForm(request.POST, request.FILES)
    verdict = groups_policy.can_add_picture(face, group)
    if not verdict:
        form.add_error("picture", verdict.reason)
    if form.is_valid():
        pace.spend("picture", member_id(request))
        sender = granted(verdict, face)
        added = groups_actions.add_picture(sender, form.cleaned_data["picture"], alt=form.cleaned_data["alt"])
        typed["body"] = f"{typed['body'].rstrip()}\n\n{markdown_of(added)}\n".lstrip()
        form = PictureForm()
    is_nameless = bool(typed.get("without_name"))
    return {"form": kind(initial=typed, **options), "picture_form": form, "is_nameless": is_nameless}


def refuse_forgotten_picture(request: HttpRequest, form: Form) -> None:
    """A picture that was chosen and not put into the text would be lost without a word."""
    if request.POST.get("picture"):
        form.add_error("body", _("You chose a picture and did not put it into the text. Choose it again, or go on."))


def preview_of(form: Form, group: Group, viewer: Viewer, *, topic_key: str = "") -> dict[str, str]:
    html = queries.preview(form.cleaned_data["body"], group=group, topic_key=topic_key, viewer=viewer)
    return {"html": html}


@require_POST
def keep_draft(request: HttpRequest, author: Membership, topic: Topic | None) -> HttpResponse:
    """The answer tells the page from which version it goes on, and what else is kept."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    pace.spend("draft", member_id(request))
    draft = actions.save_draft(author, topic, **form.cleaned_data)
    return JsonResponse({"seen": draft.version if draft else "", "other": draft.earlier if draft else ""})


@login_required
@require_GET
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """What somebody who writes in the group may mean by what they typed so far."""
    group = groups_at_hand.READ_GROUP.or_404(request.user, slug=slug)
    face = groups_queries.face_of(request.user, group)
    writer = granted(policy.can_start_topic(face, group), face)
    pace.spend("suggest", member_id(request))
    found = queries.suggestions(asked(request, "q"), viewer=request.user, face=writer, group=group)
    return JsonResponse({"suggestions": [{"words": one.words, "text": one.text} for one in found]})
