"""Pages that are about the viewer alone: notices, settings, and where to find help at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kit.pages import keyset, page_or_fragment
from people import actions, policy, queries
from people.forms import PreferencesForm
from people.languages import remember_language
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
    form = PreferencesForm(request.POST or None, initial={"theme": member.theme, "language": member.language})
    if request.method == "POST" and form.is_valid():
        actions.change_preferences(member, **form.cleaned_data)
        with override(member.language or None):
            messages.success(request, _("Your settings are kept."))
        response = redirect("people:me")
        remember_language(response, member.language)
        return response
    context = {"form": form, "may_take_part": policy.can_take_part(member)}
    return render(request, "people/me.html", context, status=422 if form.errors else 200)
