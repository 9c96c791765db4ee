"""What is said beside a field, in every form of the site, instead of a framework's own words."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms import BooleanField, ChoiceField, Field, FileField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Field.default_error_messages = {**Field.default_error_messages, "required": _("Please fill this in.")}
ChoiceField.default_error_messages = {**ChoiceField.default_error_messages, "required": _("Please choose one.")}
BooleanField.default_error_messages = {"required": _("Please tick this if you agree.")}
FileField.default_error_messages = {**FileField.default_error_messages, "required": _("Please choose a file first.")}
MinValueValidator.message = _("Please choose %(limit_value)s or more.")
MaxValueValidator.message = _("Please choose %(limit_value)s or less.")
MaxLengthValidator.message = ngettext_lazy(
    "Keep it to %(limit_value)d letter or fewer; you have written %(show_value)d.",
    "Keep it to %(limit_value)d letters or fewer; you have written %(show_value)d.",
    "limit_value",
)
