"""How old somebody is who wants to sign up: asked once, from month and year of birth, and kept nowhere.

Whoever is too young gets a page with people who are there for them, and this browser keeps for a day that it asked, so
that going back and choosing another year does not help. It keeps nothing else, not even an age.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

COOKIE = "alongside_later"
WAIT = timedelta(days=1)
OLDEST = 120
View = Callable[..., HttpResponse]


class AgeFields(forms.Form):
    """Asked openly, without a year to begin with: a box that says "I am old enough" asks for a lie."""

    birth_month = forms.TypedChoiceField(
        label=_("Month of your birth"), choices=[("", "–"), *MONTHS.items()], coerce=int, empty_value=None
    )
    birth_year = forms.IntegerField(
        label=_("Year of your birth"),
        help_text=_("We ask because the site is not for children. We do not keep your answer."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        error_messages={"invalid": _("Please write the year with four digits, such as 1980.")},
    )

    def clean_birth_year(self) -> int:
        year = int(self.cleaned_data["birth_year"])
        this_year = timezone.localdate().year
        if not this_year - OLDEST <= year <= this_year:
            raise forms.ValidationError(_("Please write the year with four digits, such as 1980."))
        return year


def is_old_enough(month: int, year: int, *, today: date) -> bool:
    """Only when it is certain: in the month of the birthday itself we do not know the day."""
    return (today.year - settings.MINIMUM_AGE, today.month) > (year, month)


def asks_for_age(sign_up: View) -> View:
    """The view is not reached by somebody too young, nor by the same browser for a day."""

    @wraps(sign_up)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.get_signed_cookie(COOKIE, default="", max_age=WAIT):
            return _another_time(request)
        if request.method == "POST" and _is_too_young(request):
            response = _another_time(request)
            _remember(response)
            return response
        return sign_up(request, *args, **kwargs)

    return asking


def _is_too_young(request: HttpRequest) -> bool:
    form = AgeFields(request.POST)
    if not form.is_valid():
        return False
    born = form.cleaned_data
    return not is_old_enough(born["birth_month"], born["birth_year"], today=timezone.localdate())


def _another_time(request: HttpRequest) -> HttpResponse:
    context = {"age": settings.MINIMUM_AGE}
    response = render(request, "account/too_young.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _remember(response: HttpResponse) -> None:
    response.set_signed_cookie(
        COOKIE, "1", max_age=WAIT, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
