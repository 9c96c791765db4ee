"""Pages that are about the viewer alone: notices, settings, where to find help at once, and the way out."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.pages import keyset, page_or_fragment
from people import actions, policy, queries
from people.forms import LookForm, PreferencesForm
from people.languages import is_language_of_site, remember_language
from people.look import look_of, remember_look
from people.requests import MemberRequest


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
    form = PreferencesForm(request.POST or None, initial=vars(member))
    if request.method == "POST" and form.is_valid():
        actions.change_preferences(member, **form.preferences)
        actions.change_look(member, **form.look)
        with override(member.language or None):
            messages.success(request, _("Your settings are kept."))
        response = redirect("people:me")
        remember_language(response, member.language)
        remember_look(response, **form.look)
        return response
    context = {"form": form, "may_take_part": policy.can_take_part(member)}
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


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
