"""The refusal as people see it: a page of the site with the sentence, or the piece for htmx."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _refusing_addresses(settings):
    settings.ROOT_URLCONF = "tests.kit.refusing_urls"


@pytest.mark.django_db
def test_a_refusal_is_a_page_of_the_site_with_one_heading_and_the_sentence(client: Client):
    response = client.get("/refuse/")
    page = response.content.decode()
    assert response.status_code == 403
    assert "This &lt;gate&gt; is locked." in page
    assert page.count("<h1") == 1
    assert "</html>" in page


@pytest.mark.django_db
def test_htmx_gets_the_sentence_alone(client: Client):
    response = client.get("/refuse/", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert response.content.decode().strip().startswith('<div id="refused"')


@pytest.mark.django_db
def test_whoever_is_too_fast_gets_a_page_that_says_when_to_come_again(client: Client):
    response = client.get("/hold/")
    assert (response.status_code, response["Retry-After"]) == (429, "40")
    assert "Please try again in 40 seconds." in response.content.decode()
