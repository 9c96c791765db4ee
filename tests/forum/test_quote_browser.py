"""Quoting in a real browser: what is selected, whole posts with their lists, and all of it without scripts."""

from playwright.sync_api import expect

from tests import make
from tests.forum.conftest import build_place
from tests.forum.test_browser import opened

# Everything from the beginning of one element to the end of another.
SELECT = """([first, last]) => {
  const [start, end] = [first, last].map((one) => document.querySelector(one));
  getSelection().setBaseAndExtent(start, 0, end, end.childNodes.length);
}"""
STEPS = "Yes:\n\n3. Sit up\n4. Breathe\n   - in\n\nSlowly."


def field_of(page):
    return page.get_by_label("Your reply")


def quote(page, number: int):
    return page.get_by_role("button", name=f"Quote post {number}", exact=True)


def test_a_quote_of_what_is_selected_or_of_the_whole_post_goes_into_the_field(page_for):
    place = build_place()
    make.post(place.ada, place.topic, body="> I wake at three\n\nMy **own** words.\n\nAnd more.")
    page = opened(page_for, place.ben, place)
    field = field_of(page)
    page.locator("#post-1 .post-body strong").dblclick()
    quote(page, 1).click()
    expect(field).to_be_focused()
    expect(field).to_have_value("> three\n\n")
    quote(page, 2).press("Enter")
    both = "> three\n\n> My own words.\n>\n> And more.\n\n"
    expect(field).to_have_value(both)
    quote(page, 2).click()
    expect(field).to_be_focused()
    expect(field).to_have_value(both)  # once is enough
    field.press("Control+z")
    expect(field).to_have_value("> three\n\n")


def test_what_is_selected_elsewhere_is_quoted_from_there_and_of_several_posts_each_alone(page_for):
    place = build_place()
    make.post(place.ada, place.topic, body="First of **Ada**.\n\nSecond of Ada.")
    make.post(place.hana, place.topic, body="First of Hana.\n\nSecond of Hana.")
    page = opened(page_for, place.ben, place)
    page.locator("#post-2 .post-body strong").dblclick()
    quote(page, 3).click()
    expect(field_of(page)).to_have_value("> Ada\n\n")
    expect(page.locator("#composer-news")).to_have_text("What you selected is quoted.")
    field_of(page).fill("")
    page.evaluate(SELECT, ["#post-2 .post-body p:last-child", "#post-3 .post-body p:first-child"])
    quote(page, 1).click()
    expect(field_of(page)).to_have_value("> Second of Ada.\n\n> First of Hana.\n\n")
    field_of(page).fill("")
    page.evaluate(SELECT, ["h1", "h1"])
    quote(page, 1).click()
    expect(field_of(page)).to_have_value("> I wake at three.\n\n")


def test_a_quote_keeps_its_numbers_whether_all_or_a_part_is_taken(page_for):
    place = build_place()
    make.post(place.ada, place.topic, body=STEPS)
    page = opened(page_for, place.ben, place)
    quote(page, 2).click()
    whole = "> Yes:\n>\n> 3. Sit up\n> 4. Breathe\n>    - in\n>\n> Slowly.\n\n"
    expect(field_of(page)).to_have_value(whole)
    field_of(page).fill("")
    page.evaluate(SELECT, ["#post-2 ol > li:last-child", "#post-2 ol > li:last-child"])
    quote(page, 2).click()
    expect(field_of(page)).to_have_value("> 4. Breathe\n>    - in\n\n")


def test_rows_of_a_table_are_lines_and_one_endless_word_is_cut(page_for):
    place = build_place()
    make.post(place.ada, place.topic, body="|a|b|\n|-|-|\n|1|2|")
    make.post(place.ada, place.topic, body="x" * 400)
    page = opened(page_for, place.ben, place)
    quote(page, 2).click()
    expect(field_of(page)).to_have_value("> a b\n> 1 2\n\n")
    field_of(page).fill("")
    quote(page, 3).click()
    expect(field_of(page)).to_have_value(f"> {'x' * 300}…\n\n")


def test_without_scripts_a_quote_comes_after_what_was_typed_and_enter_sends_nothing(page_for):
    place = build_place()
    make.post(place.ada, place.topic, body=STEPS)
    page = opened(page_for, place.ben, place, java_script_enabled=False)
    field_of(page).fill("Good morning.")
    quote(page, 2).click()
    expect(field_of(page)).to_have_value(
        "Good morning.\n\n> Yes:\n>\n> 3. Sit up\n> 4. Breathe\n>    - in\n>\n> Slowly.\n\n"
    )
    expect(field_of(page)).to_be_in_viewport()
    address = page.url
    page.get_by_label("Without my name").press("Enter")
    assert page.url == address
    field_of(page).fill("Good morning.\n\n> Sit up\n\nI do.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-3 .quoted")).to_have_text("Ada wrote:")
    page.locator("#post-3 .quoted a").click()
    expect(page.locator("#post-2")).to_be_in_viewport()
