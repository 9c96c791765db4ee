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
        if not wait:
            super()._action_send(request)
            if not self._did_send_verification_email:
                wait = _("To one address we send one letter in three minutes. Please try again after that.")
        if wait:
            messages.warning(request, wait)
            return
        note_letter(request, address)
        messages.info(request, _("A letter is on its way to you."))


change_address = require_http_methods(["GET", "POST"])(ChangeAddress.as_view())
