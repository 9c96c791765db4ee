"""The page of one's own e-mail address."""

from typing import Any

from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.letters_again import note_letter, wait_for_letter


class ChangeAddress(EmailView):
    """allauth's, which promises a letter where its limit leaves one out."""

    def form_valid(self, form: Any) -> HttpResponse:
        address = form.cleaned_data["email"]
        wait = wait_for_letter(self.request, address)
        if wait:
            form.add_error("email", wait)
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        note_letter(self.request, address)
        return response

    def _action_send(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        address = request.POST["email"]
        wait = wait_for_letter(request, address)
        if wait:
            messages.warning(request, wait)
            return
        super()._action_send(request)
        note_letter(request, address)
        # Whether it went now or somebody else's request was answered there a moment ago is nothing to tell.
        messages.info(request, _("A letter goes to your address. Open its link to go on."))
        messages.info(
            request,
            _(
                "To one address we send one letter in three minutes. If you asked sooner, open the one that came "
                "before, or ask again after that."
            ),
        )


change_address = require_http_methods(["GET", "POST"])(ChangeAddress.as_view())
