"""The shape of a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 500


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("Ask in your own words. You find only what you may read."),
    )
    start = forms.IntegerField(required=False, min_value=0, max_value=200, widget=forms.HiddenInput)
