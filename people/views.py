"""Pages that are about the viewer alone: notices, settings, where to find help at once, and the way out."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import SignupView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.pages import keyset, page_or_fragment
from kit.policy import no
from people import actions, policy, queries
from people.adapter import UNDO_SALT, own_path
from people.age import asks_for_age
from people.forms import HealthForm, LookForm, PreferencesForm
from people.languages import is_language_of_site, remember_language
from people.look import look_of, remember_look
from people.models import AddressChange
from people.requests import MemberRequest
from people.sign_ins import is_here


class SignUp(SignupView):
    """allauth's, with everything written at once: for an address that has an account as for a new one."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self._signed_up(form)
        except IntegrityError:  # the same address came twice at the same moment
            form.account_already_exists = True
            return self._signed_up(form)

    @transaction.atomic
    def _signed_up(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        return response


sign_up = require_http_methods(["GET", "POST"])(asks_for_age(SignUp.as_view()))


@require_GET
def urgent_help(request: HttpRequest) -> HttpResponse:
    return render(request, "people/help.html")


@login_required
@require_GET
def notices(request: MemberRequest) -> HttpResponse:
    own = keyset(policy.visible_notices(request.user), order=("-id",), cursor=request.GET.get("after"))
    context = {"slice": own, "unread_count": queries.unread_count_of(request.user)}
    return page_or_fragment(request, "people/_notices.html", context, page="people/notices.html")


@login_required
@require_http_methods(["GET", "POST"])
def notice(request: MemberRequest, key: str) -> HttpResponse:
    """Looking changes nothing; the button marks the notice as read and leads to what it is about."""
    own = get_object_or_404(policy.visible_notices(request.user), key=key)
    if request.method == "GET":
        return render(request, "people/notice.html", {"notice": own})
    actions.mark_read(request.user, own)
    is_here = url_has_allowed_host_and_scheme(own.url, allowed_hosts=None)
    return redirect(own.url if is_here else "people:notices")


@login_required
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    actions.mark_all_read(request.user)
    messages.success(request, _("All notices are marked as read."))
    return redirect("people:notices")


@login_required
@require_GET
def unread(request: MemberRequest) -> HttpResponse:
    """The number beside "Notices", asked for by an open page that hears of a new one."""
    return render(request, "people/_unread.html", {"count": queries.unread_count_of(request.user)})


@login_required
@require_http_methods(["GET", "POST"])
def me(request: MemberRequest) -> HttpResponse:
    member = request.user
    known = {name: getattr(member, name) for name in (*LookForm.base_fields, *PreferencesForm.base_fields)}
    form = PreferencesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.change_preferences(member, **form.preferences)
        actions.change_look(member, **form.look)
        with override(member.language or None):
            messages.success(request, _("Your settings are kept."))
        response = redirect("people:me")
        remember_language(response, member.language)
        remember_look(response, **form.look)
        return response
    context = {
        "form": form,
        "may_take_part": policy.can_take_part(member),
        "may_share_health": policy.can_share_health(member),
    }
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def health(request: MemberRequest) -> HttpResponse:
    """May we keep what they say about health? Saying no again is the same page and one button."""
    way_on = own_path(request.POST.get("next") or request.GET.get("next", ""))
    if request.POST.get("wish") == "withdraw":
        actions.withdraw_about_health(request.user)
        messages.success(request, _("You have taken back your agreement. Nothing was removed."))
        return redirect("people:health")
    form = HealthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.agree_about_health(request.user)
        messages.success(request, _("Thank you. You can take this back on your page “Me” at any time."))
        return redirect(way_on or "people:me")
    context = {"form": form, "way_on": way_on, "may_share": policy.can_share_health(request.user)}
    return render(request, "people/health.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def sign_ins(request: MemberRequest) -> HttpResponse:
    own = [(sign_in, is_here(request, sign_in)) for sign_in in queries.sign_ins_of(request.user)]
    return render(request, "people/sign_ins.html", {"sign_ins": own, "has_others": any(not here for _, here in own)})


@login_required
@require_POST
def end_sign_in(request: MemberRequest, key: str) -> HttpResponse:
    """One that has ended already, in another tab or by itself, is ended all the same."""
    actions.end_sign_ins(request.user, policy.visible_sign_ins(request.user).filter(key=key))
    messages.success(request, _("That browser is signed out."))
    return redirect("people:sign_ins")


@login_required
@require_POST
def end_other_sign_ins(request: MemberRequest) -> HttpResponse:
    others = policy.visible_sign_ins(request.user).exclude(session_key=request.session.session_key)
    actions.end_sign_ins(request.user, others)
    messages.success(request, _("You are signed in here only."))
    return redirect("people:sign_ins")


@never_cache
@require_http_methods(["GET", "POST"])
def undo_address(request: HttpRequest, token: str) -> HttpResponse:
    """The way back from a changed address, for whoever reads the old mailbox. Looking changes nothing."""
    change = _change_of(token)
    may_undo = policy.can_undo(change) if change else no(_("Each link works once, and for seven days."))
    if request.method == "GET" or change is None or not may_undo:
        context = {"change": change, "may_undo": may_undo}
        return render(request, "account/undo_address.html", context, status=200 if may_undo else 410)
    member = actions.undo_address_change(change)
    get_adapter(request).logout(request)
    key = default_token_generator.make_token(member)
    return redirect("account_reset_password_from_key", uidb36=user_pk_to_url_str(member), key=key)


def _change_of(token: str) -> AddressChange | None:
    try:
        pk = signing.loads(token, salt=UNDO_SALT, max_age=policy.UNDO)
    except signing.BadSignature:
        return None
    return AddressChange.objects.filter(pk=pk).first()


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the pages, from their foot: kept with the account if there is one, and in this browser."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    response = redirect(address if is_ours else "home")
    chosen = request.POST.get("language", "")
    if is_language_of_site(chosen):
        if request.user.is_authenticated:
            actions.choose_language(request.user, chosen)
        remember_language(response, chosen)
    return response


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """How pages look, for whoever asks: kept with the account if there is one, and in this browser."""
    now = look_of(request)
    form = LookForm(request.POST or None, initial={"theme": now.choice, "is_low_energy": now.is_low_energy})
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "way_back": _own_path(request, request.headers.get("Referer", ""))}
        return render(request, "people/look.html", context, status=422 if form.errors else 200)
    if request.user.is_authenticated:
        actions.change_look(request.user, **form.look)
    messages.success(request, _("Your settings are kept."))
    response = redirect(_own_path(request, request.POST.get("next", "")) or "people:look")
    remember_look(response, **form.look)
    return response


def _own_path(request: HttpRequest, address: str) -> str:
    """The address if it leads to this site, else nothing."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours and reverse("people:look") not in address else ""


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Away to a page that tells nothing. Looking only leads there; the button in the header signs out as well."""
    if request.method == "POST":
        get_adapter(request).logout(request)
    return redirect(settings.QUICK_EXIT_URL)
