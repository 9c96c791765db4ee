"""Giving and taking roles: hosts ask and take back, and whoever is asked says yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups import actions, at_hand, policy, queries
from groups.forms import OfferAnswerForm, RoleForm
from groups.models import Membership, RoleOffer
from groups.views.places import about_context
from kit import pace
from kit.policy import Refused, granted
from people.requests import MemberRequest


def role_form(own: Membership | None, shown: Membership) -> RoleForm | None:
    """What the viewer can make of this face; nothing if it is only what it is."""
    roles = [role for role in Membership.Role if policy.can_give_role(own, shown, role=role)]
    choices = [(str(role), str(role.label)) for role in roles]
    if len(choices) < 2:
        return None
    form = RoleForm(initial={"role": shown.role}, choices=choices)
    if own is not None and own.pk == shown.pk:
        form.fields["role"].label = _("What you do here")
    return form


def _met(request: HttpRequest, slug: str, key: str) -> tuple[Membership, Membership | None]:
    """The face of the page, and the viewer's own in the same group."""
    shown = at_hand.FACE.or_404(request.user, slug=slug, key=key)
    return shown, queries.face_of(request.user, shown.group)


@login_required
@require_POST
def role(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    shown, own = _met(request, slug, key)
    actor = granted(policy.can_change_role(own, shown), own)
    form = RoleForm(request.POST)
    if form.is_valid() and policy.is_more(shown, **form.cleaned_data):
        pace.spend("invite", request.user.pk)
        actions.offer_role(actor, shown, **form.cleaned_data)
        _say_asked(request, shown)
    elif form.is_valid() and policy.is_less(shown, **form.cleaned_data):
        if "sure" not in request.POST:
            return _ask_again(request, actor, shown, role=form.cleaned_data["role"])
        shown = actions.change_role(actor, shown, **form.cleaned_data)
        messages.success(request, _changed_sentence(shown, is_own=actor.pk == shown.pk))
    return redirect("groups:face", slug=slug, key=key)


def _ask_again(request: MemberRequest, actor: Membership, shown: Membership, *, role: str) -> HttpResponse:
    """Doing less is so at once, and more only with a yes: so it is asked once whether it is meant."""
    context = about_context(request, shown.group) | {
        "shown": shown,
        "is_me": actor.pk == shown.pk,
        "role": role,
        "role_name": Membership.Role(role).label,
    }
    return render(request, "groups/role_ends.html", context)


def _changed_sentence(shown: Membership, *, is_own: bool) -> str:
    sentence = _("What %(name)s does here from now on: %(role)s.")
    if is_own:
        sentence = _("What you do here from now on: %(role)s. You can only do more again if a host asks you.")
    return sentence % {"name": shown.name, "role": shown.get_role_display()}


def _say_asked(request: MemberRequest, shown: Membership) -> None:
    sentence = _("%(name)s is asked, and has two weeks to say yes or no. Until then nothing changes.")
    messages.success(request, sentence % {"name": shown.name})


@login_required
@require_POST
def hand_over(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    heir, own = _met(request, slug, key)
    host = granted(policy.can_hand_over(own, heir), own)
    pace.spend("invite", request.user.pk)
    actions.hand_over(host, heir)
    _say_asked(request, heir)
    return redirect("groups:face", slug=slug, key=key)


@login_required
@require_POST
def take_offer_back(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    shown, own = _met(request, slug, key)
    host = granted(policy.can_host(own, shown.group), own)
    try:
        actions.take_offer_back(host, shown)
    except Refused as refused:  # they were quicker
        messages.info(request, str(refused))
    else:
        messages.success(request, _("It is taken back. They are not asked any more."))
    return redirect("groups:face", slug=slug, key=key)


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """What somebody is asked to take on, and their answer."""
    offer = at_hand.OFFER.or_404(request.user, slug=slug, key=key)
    own = queries.face_of(request.user, offer.face.group)
    if request.method == "POST" and own is not None:
        return _answered(request, own, offer)
    context = about_context(request, offer.face.group) | {
        "offer": offer,
        "is_to_host": policy.is_hosting(offer.role),
        "may_answer": policy.can_answer_offer(own, offer),
        "may_accept": policy.can_accept_offer(own, offer),
    }
    return render(request, "groups/offer.html", context)


def _answered(request: MemberRequest, own: Membership, offer: RoleOffer) -> HttpResponse:
    """The page says what came of it, whoever was quicker: another tab, the clock, or the one who asked."""
    form = OfferAnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else None
    try:
        if answer == "yes":
            actions.accept_offer(own, offer)
            messages.success(request, _("Thank you. From now on you look after this group."))
        elif answer == "no":
            actions.decline_offer(own, offer)
            messages.success(request, _("You have said no, and whoever asked you is told. Nothing else changes."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("groups:offer", slug=own.group.slug, key=offer.key)
