"""What is said beside a field is said in the site's own plain words, in the forms of libraries as well."""

import pytest
from django import forms
from django.urls import reverse

pytestmark = pytest.mark.django_db


class Everything(forms.Form):
    words = forms.CharField(max_length=5)
    kind = forms.ChoiceField(choices=[("tea", "Tea")])
    agreed = forms.BooleanField()
    picture = forms.FileField()
    count = forms.IntegerField(min_value=1, max_value=50)


def test_what_is_missing_is_asked_for_as_each_field_is_filled_in() -> None:
    said = {name: errors[0] for name, errors in Everything({}).errors.items()}
    assert said == {
        "words": "Please fill this in.",
        "kind": "Please choose one.",
        "agreed": "Please tick this if you agree.",
        "picture": "Please choose a file first.",
        "count": "Please fill this in.",
    }


def test_a_limit_is_said_with_its_number() -> None:
    assert Everything({"count": "0"}).errors["count"] == ["Please choose 1 or more."]
    assert Everything({"count": "99"}).errors["count"] == ["Please choose 50 or less."]
    assert Everything({"words": "too long"}).errors["words"] == ["Keep it to 5 letters or fewer; you have written 8."]


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_forms_of_libraries_say_it_the_same_way_and_link_it_to_the_field(client, name: str) -> None:
    text = client.post(reverse(name), {}).text
    assert " – Please fill this in.</a>" in text
    assert "This field is required" not in text
