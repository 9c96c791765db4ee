"""The settings of a group, one section a page, and its end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import actions, languages, policy, queries
from groups.hosting_forms import AdmissionForm, RulesForm, WaysForm, WordsForm
from groups.models import Group, Membership
from groups.views.hosting import host_in
from groups.views.places import about_context
from people.requests import MemberRequest


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the settings: its form, what stands in it now, and what keeps it."""

    title: str | Promise
    form: Callable[..., forms.Form]
    now: Callable[[Group], dict[str, Any]]
    keep: Callable[[Membership, Group, dict[str, Any]], Group]


def _lines(group: Group) -> dict[str, Any]:
    return {
        "rules": "\n".join(rule.text for rule in queries.rules_of(group)),
        "questions": "\n".join(question.text for question in queries.questions_of(group)),
        "areas": "\n".join(area.name for area in queries.areas_of(group)),
    }


def _keep_words(host: Membership, group: Group, values: dict[str, Any]) -> Group:
    actions.change_words(host, group, **{name: value for name, value in values.items() if name != "name"})
    return actions.rename(host, group, name=values["name"])


def _keep_lines(host: Membership, group: Group, values: dict[str, Any]) -> Group:
    actions.set_rules(host, group, texts=values["rules"])
    actions.set_questions(host, group, texts=values["questions"])
    actions.set_areas(host, group, names=values["areas"])
    return group


def _admission_form(*arguments: Any, group: Group, **options: Any) -> forms.Form:
    return AdmissionForm(*arguments, group=group, **options)


def _plain(form: type[forms.Form]) -> Callable[..., forms.Form]:
    """A form that need not know the group."""
    return lambda *arguments, group, **options: form(*arguments, **options)


SECTIONS = {
    "words": Section(gettext_lazy("Words"), _plain(WordsForm), lambda group: vars(group), _keep_words),
    "rules": Section(gettext_lazy("Rules and areas"), _plain(RulesForm), _lines, _keep_lines),
    "people": Section(
        gettext_lazy("Who comes in"),
        _admission_form,
        lambda group: {**vars(group), "languages": languages.read(group.languages)},
        lambda host, group, values: actions.change_admission(host, group, **values),
    ),
    "ways": Section(
        gettext_lazy("What can be done"),
        _plain(WaysForm),
        lambda group: vars(group),
        lambda host, group, values: actions.change_ways(host, group, **values),
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest, slug: str, section: str = "words") -> HttpResponse:
    group, host = host_in(request, slug)
    if section not in SECTIONS:
        raise Http404
    chosen = SECTIONS[section]
    form = chosen.form(request.POST or None, initial=chosen.now(group), group=group)
    if request.method == "POST" and form.is_valid():
        group = chosen.keep(host, group, form.cleaned_data)
        messages.success(request, _("The settings of the group are kept."))
        return redirect("groups:settings_of", slug=group.slug, section=section)
    context = about_context(request, group) | {"form": form, "section": section, "sections": _tabs()}
    return render(request, "groups/settings.html", context, status=422 if form.errors else 200)


def _tabs() -> list[tuple[str, str | Promise]]:
    return [(key, section.title) for key, section in SECTIONS.items()]


@login_required
@require_GET
def end(request: MemberRequest, slug: str) -> HttpResponse:
    """Closing the group and opening it again, handing it over, and joining it to another."""
    group, host = host_in(request, slug)
    context = about_context(request, group) | {
        "section": "end",
        "sections": _tabs(),
        "may_archive": policy.can_archive(host, group),
        "may_reopen": policy.can_reopen(host, group),
        "heirs": [keeper for keeper in policy.keepers_of(group) if policy.can_hand_over(host, keeper)],
        "mergers": queries.mergers_of(group, viewer=request.user),
    }
    return render(request, "groups/end.html", context)


@login_required
@require_POST
def archive(request: MemberRequest, slug: str) -> HttpResponse:
    group, host = host_in(request, slug)
    actions.archive(host, group)
    messages.success(request, _("The group is closed: it can be read, and nobody writes or joins. You can undo this."))
    return redirect("groups:end", slug=slug)


@login_required
@require_POST
def reopen(request: MemberRequest, slug: str) -> HttpResponse:
    group, host = host_in(request, slug)
    actions.reopen(host, group)
    messages.success(request, _("The group is open again."))
    return redirect("groups:end", slug=slug)
