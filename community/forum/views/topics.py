"""A topic: reading it, writing in it, and what its readers and moderators may set."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.forum import actions, policy, queries
from community.forum.foot import ShownFoot, context_of_foot, html_of_foot, html_of_form, html_of_sent_form
from community.forum.forms import ReplyForm, WishForm
from community.forum.models import Post, Topic
from community.forum.reading import time_to_read
from community.forum.views.actors import member_id
from community.forum.views.writing import (
    brings_picture,
    keep_draft,
    preview_of,
    refuse_forgotten_picture,
    typed_in,
    with_picture,
)
from groups import presence
from groups import queries as groups_queries
from groups.models import Membership
from groups.picture_forms import PictureForm
from kit import once, pace
from kit.pages import asked, page_or_fragment, wants_fragment
from kit.policy import Refused, Verdict, granted
from people.context import token_of


def place_of(post: Post) -> str:
    """The address of the page of its topic on which a post stands, and the place on it."""
    after = _page_with(post.number)
    page = reverse("forum:topic", args=[post.topic.key])
    return f"{page}?after={after}#post-{post.number}" if after else f"{page}#post-{post.number}"


def whole_number(text: str) -> int:
    """0 if it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _number(request: HttpRequest, name: str) -> int:
    """A whole number of the address, 0 if it is missing or none."""
    return whole_number(request.GET.get(name, ""))


def _topic_and_face(request: HttpRequest, key: str) -> tuple[Topic, Membership | None]:
    topic = queries.topic_to_read(request.user, key)
    if topic is None:
        raise Http404
    return topic, groups_queries.face_of(request.user, topic.group)


def _topic_context(request: HttpRequest, topic: Topic, face: Membership | None, after: int) -> dict[str, Any]:
    return {
        **_state(topic),
        "group": topic.group,
        "face": face,
        "posts": queries.posts_of(topic, viewer=request.user, face=face, after=after),
        "after": after,
        "before": max(0, after - queries.PAGE_SIZE),
        "newest": _newest(topic),
    }


def _state(topic: Topic) -> dict[str, Any]:
    return {"topic": topic, "reading_time": time_to_read(topic.word_count)}


def _newest(topic: Topic) -> int:
    return _page_with(topic.post_count)


def _page_with(number: int) -> int:
    """The number after which the page with this post begins."""
    return max(0, number - 1) // queries.PAGE_SIZE * queries.PAGE_SIZE


def _foot(request: HttpRequest, topic: Topic, face: Membership | None) -> ShownFoot:
    return queries.foot_of(topic, viewer=request.user, face=face, place=request.path)


@require_GET
def topic(request: HttpRequest, key: str) -> HttpResponse:
    topic, face = _topic_and_face(request, key)
    presence.come(face)
    foot = _foot(request, topic, face)
    context = _topic_context(request, topic, face, _number(request, "after"))
    context |= {"foot_html": html_of_foot(foot, token_of(request)), "may_reply": bool(foot.may_reply)}
    return render(request, "forum/topic.html", context)


@require_GET
def since(request: HttpRequest, key: str, change: int) -> HttpResponse:
    """What changed after a change number, for a page that is open; with the form to reply, if it has none yet."""
    topic, face = _topic_and_face(request, key)
    changes = queries.changes_of(topic, viewer=request.user, face=face, since=change, seen=_number(request, "seen"))
    context = {**_state(topic), "changes": changes}
    if asked(request, "form") == "none" and policy.can_reply(face, topic):
        context["form_html"] = html_of_form(_foot(request, topic, face), token_of(request))
    return render(request, "forum/_changes.html", context)


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "GET":
        return redirect(reverse("forum:topic", args=[key]) + "#reply")
    if not request.user.is_authenticated:
        return _sign_in_again(request, key)
    topic, face = _topic_and_face(request, key)
    form = ReplyForm(request.POST)
    foot = _foot(request, topic, face)
    context: dict[str, Any] = {**context_of_foot(foot), "form": form, "picture_form": PictureForm()}
    if brings_picture(request):
        context |= with_picture(request, face, topic.group, ReplyForm)
    elif foot.may_reply and "quote" in request.POST:
        context |= _with_quote(request, topic)
    elif foot.may_reply and _is_name_doubtful(request, topic, form):
        context |= {"asks_name": True, "everyday_name": face.name if face else ""}
    elif post := _sent(request, topic, face, form, foot.may_reply):
        once.note(form.cleaned_data["client_key"], place=queries.place_of_reply(topic), writer=member_id(request))
        return _after_reply(request, post, replace(foot, is_nameless=form.cleaned_data["without_name"]))
    return _form_again(request, topic, face, context)


def _with_quote(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """The form with what was typed, and the quote that was asked for after it; beside the page with its post."""
    number = whole_number(request.POST.get("quote", ""))
    quote = queries.words_to_quote(topic, number, viewer=request.user)
    typed = typed_in(request, ReplyForm)
    form = ReplyForm(initial={**typed, "body": queries.with_quote(typed["body"], quote)})
    return {"form": form, "is_nameless": bool(typed["without_name"]), "page_with": number}


def _is_name_doubtful(request: HttpRequest, topic: Topic, form: ReplyForm) -> bool:
    """Whether whoever spoke without their name last is about to speak under it, and did not say that they mean it."""
    spoke_without_name = bool(getattr(topic, "spoke_only_in", None))
    is_settled = "under_name" in request.POST or "preview" in request.POST
    return spoke_without_name and not is_settled and form.is_valid() and not form.cleaned_data["without_name"]


def _sent(
    request: HttpRequest, topic: Topic, face: Membership | None, form: ReplyForm, may_reply: Verdict
) -> Post | None:
    """The post that the form has become, or became before; if there is none, the form says why or is to be shown."""
    refuse_forgotten_picture(request, form)
    is_to_be_sent = form.is_valid() and "preview" not in request.POST
    if is_to_be_sent and face and (post := _sent_before(face, topic, form)):
        return post
    if not may_reply:
        form.add_error(None, may_reply.reason)
        return None
    if not is_to_be_sent:
        return None
    pace.spend("reply", member_id(request))
    try:
        return actions.reply(granted(may_reply, face), topic, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return None


def _sent_before(face: Membership, topic: Topic, form: ReplyForm) -> Post | None:
    """It costs no turn, and is answered like the first, whatever has become of the topic since."""
    body = form.cleaned_data["body"]
    sent_as = queries.reply_as(face, topic, body=body, client_key=form.cleaned_data["client_key"])
    post = queries.post_sent_as(sent_as)
    if post is not None:
        actions.discard_draft(face, topic, body=body)
    return post


def _form_again(request: HttpRequest, topic: Topic, face: Membership | None, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    if form.is_bound and form.is_valid() and "asks_name" not in context:
        context["preview"] = preview_of(form, topic.group, request.user, topic_key=topic.key)
    if not wants_fragment(request):
        number = context.get("page_with") or topic.post_count
        context |= _topic_context(request, topic, face, _page_with(number))
    status = 422 if form.errors or context["picture_form"].errors else 200
    return page_or_fragment(request, "forum/_reply_form.html", context, page="forum/topic.html", status=status)


def _after_reply(request: HttpRequest, post: Post, foot: ShownFoot) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(place_of(post))
    # forum.js fetches the new post as it does everybody's.
    return HttpResponse(
        html_of_sent_form(foot, token_of(request), waits=post.waits), headers={"HX-Trigger": "forum:replied"}
    )


def _sign_in_again(request: HttpRequest, key: str) -> HttpResponse:
    """To the sign-in page and from there back to the form, whose text the browser has kept."""
    address = f"{reverse('account_login')}?next={reverse('forum:reply', args=[key])}"
    if not wants_fragment(request):
        return redirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


@login_required
@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    topic, face = _topic_and_face(request, key)
    return keep_draft(request, granted(policy.can_reply(face, topic), face), topic)


@login_required
@require_POST
def watch(request: HttpRequest, key: str) -> HttpResponse:
    topic, face = _topic_and_face(request, key)
    watcher = granted(policy.can_watch(face, topic), face)
    if _wish(request):
        actions.watch(watcher, topic)
        messages.success(request, _("You will be told about new replies."))
    else:
        actions.unwatch(watcher, topic)
        messages.success(request, _("You will not be told about new replies any more."))
    return redirect("forum:topic", key=topic.key)


@login_required
@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    topic, face = _topic_and_face(request, key)
    actor = granted(policy.can_close(face, topic), face)
    if _wish(request):
        actions.close_topic(actor, topic)
        messages.success(request, _("The topic is closed: it can be read, and nobody replies any more."))
    else:
        actions.reopen_topic(actor, topic)
        messages.success(request, _("The topic is open to replies again."))
    return redirect("forum:topic", key=topic.key)


@login_required
@require_POST
def pin(request: HttpRequest, key: str) -> HttpResponse:
    topic, face = _topic_and_face(request, key)
    actor = granted(policy.can_pin(face, topic), face)
    if _wish(request):
        actions.pin_topic(actor, topic)
        messages.success(request, _("The topic stays at the top of the list."))
    else:
        actions.unpin_topic(actor, topic)
        messages.success(request, _("The topic no longer stays at the top."))
    return redirect("forum:topic", key=topic.key)


def _wish(request: HttpRequest) -> bool:
    form = WishForm(request.POST)
    return form.is_valid() and form.cleaned_data["wish"] == "yes"
