"""The examiner finds what it is there to find, in every look; and axe-core is the file that its makers published."""

import hashlib
from copy import deepcopy

import pytest

from people.models import Member
from tests.crawl.axe import AXE, ELEMENTS, Examiner, Memory, looks

FAULTS = {
    "image-alt": "() => document.querySelector('main').append(new Image())",
    "target-size": """() => { const row = document.createElement('p');
        row.innerHTML = '<a href="/me/"></a><a href="/look/"></a>'.replaceAll('></a>', ' aria-label="x"></a>');
        row.querySelectorAll('a').forEach((one) => {
            one.style.cssText = 'display: inline-block; width: 9px; height: 9px'; });
        document.querySelector('main').append(row); }""",
    "heading-order": "() => document.querySelector('main').append(document.createElement('h6'))",
    "1280: image-alt": """() => { const sheet = new CSSStyleSheet();
        sheet.insertRule("@media (max-width: 40em) { .wide-only { display: none } }");
        document.adoptedStyleSheets = [sheet];
        const picture = Object.assign(new Image(20, 20), { className: "wide-only" });
        document.querySelector('main').append(picture); }""",
    "scrolls sideways": "() => { document.querySelector('h1').style.width = '2000px'; }",
}


@pytest.fixture
def examiner(page) -> Examiner:
    found = Examiner(page)
    page.goto("/help/")
    return found


@pytest.fixture(scope="module")
def memory() -> Memory:
    return Memory()


@pytest.fixture
def knowing(page, memory: Memory) -> Examiner:
    """One that has found the page in order, as it is."""
    found = Examiner(page, memory)
    page.goto("/help/")
    assert found.complaints() == []
    found.memory = deepcopy(memory)
    return found


def test_axe_is_as_it_came() -> None:
    sums = (AXE.parent.parent / "README.md").read_text()
    assert f"{hashlib.sha256(AXE.read_bytes()).hexdigest()}  axe/axe.min.js" in sums


def test_what_is_wrong_is_found(examiner: Examiner) -> None:
    assert examiner.complaints() == []
    for name, fault in FAULTS.items():
        examiner.page.reload()
        examiner.page.evaluate(fault)
        examiner.page.evaluate("() => document.querySelectorAll('h6').forEach((one) => one.append('Deep'))")
        assert any(name in complaint for complaint in examiner.complaints()), name


def test_a_colour_that_fails_in_dark_alone_is_found(examiner: Examiner) -> None:
    examiner.page.evaluate("() => { document.querySelector('h1').style.color = '#2a2420'; }")
    found = examiner.complaints()
    assert found
    assert {complaint.split(": ")[0] for complaint in found} >= {"320 dark light", "1280 dark light"}
    assert not any(complaint.startswith(("320: ", "1280: ")) for complaint in found)


def test_a_colour_that_comes_after_pages_that_passed_is_found(knowing: Examiner) -> None:
    knowing.page.evaluate("""() => { const late = document.createElement('p');
        late.className = 'late'; late.textContent = 'Late'; late.style.color = '#2a2420';
        document.querySelector('main').append(late); }""")
    assert {complaint.split(": ")[0] for complaint in knowing.complaints()} >= {"320 dark light", "1280 dark light"}


DISORDER = {
    "page-has-heading-one": "() => document.querySelector('h1').remove()",
    "heading-order": """() => { const deep = document.createElement('h5'); deep.textContent = 'Deep';
        document.querySelector('h1').after(deep); }""",
    "document-title": "() => { document.title = ''; }",
    "landmark-one-main": """() => { const main = document.querySelector('main');
        main.replaceWith(...main.children); }""",
}


@pytest.mark.parametrize("rule", DISORDER)
def test_known_elements_in_disorder_are_found(knowing: Examiner, monkeypatch, rule: str) -> None:
    knowing.page.evaluate(DISORDER[rule])
    monkeypatch.setattr(knowing, "what_is_new", lambda width, elements: (False, []))
    assert any(rule in complaint for complaint in knowing.complaints())


def test_an_element_that_says_nothing_any_more_is_of_a_new_kind(knowing: Examiner) -> None:
    _reach, elements = knowing.page.evaluate(ELEMENTS)
    assert knowing.what_is_new(1280, elements) == (False, [])
    knowing.page.evaluate("() => { document.querySelector('main a').textContent = ''; }")
    assert any("link-name" in complaint for complaint in knowing.complaints())


def test_every_theme_is_tried_by_day_and_by_night() -> None:
    assert {look.theme or "system" for look in looks()} == set(Member.Theme.values)
    assert len(looks()) == 2 * len(Member.Theme.values)
