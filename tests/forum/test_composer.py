"""The composer in a real browser: tools, suggestions and pictures, and all of it from the keyboard."""

from base64 import b64encode

from playwright.sync_api import expect

from groups.models import Picture
from tests import make
from tests.crawl.axe import Examiner
from tests.forum.conftest import build_place
from tests.forum.test_browser import opened

# A picture that comes by the clipboard, or that somebody lets fall onto the field.
BRING = """([kind, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carrier = new DataTransfer();
  carrier.items.add(new File([bytes], "IMG_2041.jpg", { type: "image/jpeg" }));
  const field = document.querySelector("#composer textarea");
  const options = { bubbles: true, cancelable: true };
  field.dispatchEvent(kind === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: carrier })
    : new DragEvent("drop", { ...options, dataTransfer: carrier }));
}"""


def field_of(page):
    return page.get_by_label("Your reply")


def test_tools_shape_what_is_selected_and_undo_takes_it_back(page_for):
    place = build_place()
    page = opened(page_for, place.ben, place)
    field, tools = field_of(page), page.get_by_role("toolbar", name="Shape the words")
    field.press_sequentially("I count sheep")
    field.press("Shift+Control+ArrowLeft")
    tools.get_by_role("button", name="Bold").click()
    expect(field).to_have_value("I count **sheep**")
    expect(field).to_be_focused()
    field.press("Control+z")
    expect(field).to_have_value("I count sheep")
    field.press("Control+i")
    expect(field).to_have_value("I count *sheep*")
    field.press("Control+i")
    expect(field).to_have_value("I count sheep")
    field.fill("milk\ntea")
    field.press("Control+a")
    tools.get_by_role("button", name="List", exact=True).click()
    expect(field).to_have_value("- milk\n- tea")
    tools.get_by_role("button", name="Numbered list").click()
    expect(field).to_have_value("1. milk\n2. tea")
    tools.get_by_role("button", name="Numbered list").click()
    tools.get_by_role("button", name="Quote").click()
    expect(field).to_have_value("> milk\n> tea")
    field.fill("")
    tools.get_by_role("button", name="Link").click()
    page.keyboard.type("the leaflet")
    expect(field).to_have_value("[the leaflet](https://)")


def test_the_tools_are_one_stop_and_arrows_go_from_one_to_the_next(page_for):
    place = build_place()
    page = opened(page_for, place.ben, place)
    field = field_of(page)
    field.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(field).to_have_value("*words to stress*")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Picture")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()


def test_suggestions_wait_for_an_arrow_key_and_escape_closes_them(page_for):
    place = build_place()
    make.face(make.member("adele"), place.group, "Adele of the Hill")
    page = opened(page_for, place.ben, place)
    field, options = field_of(page), page.get_by_role("option")
    field.press_sequentially("Dear @ad")
    expect(options).to_have_text(["Ada", "Adele of the Hill"])
    expect(page.locator("#composer-news")).to_contain_text("Down arrow to choose")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("Dear @ad")
    field.press_sequentially("e")
    expect(options).to_have_text(["Adele of the Hill"])
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Dear @Adele of the Hill ")
    field.press_sequentially("#asth")
    options.get_by_text("Asthma at night").click()
    expect(field).to_have_value(f"Dear @Adele of the Hill [Asthma at night](/groups/{place.group.slug}/about/) ")
    field.press_sequentially("slee")
    expect(options).to_have_text(["sleep"])
    page.keyboard.press("Enter")  # nothing was chosen, so it begins a line
    expect(options).to_have_count(0)
    assert field.input_value().endswith("slee\n")


def test_a_pasted_picture_asks_what_can_be_seen_and_stands_in_the_post(page_for, screenshots):
    place = build_place()
    page = opened(page_for, place.ben, place)
    field = field_of(page)
    field.press_sequentially("Look:")
    page.evaluate(BRING, ["paste", b64encode(make.photograph(width=400, height=300)).decode()])
    alt = page.get_by_label("What can be seen on it?")
    expect(alt).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#picture-problem")).to_contain_text("Say in a few words what can be seen")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#picture-problem")).to_contain_text("did not add it yet")
    alt.fill("My blue puffer")
    page.get_by_role("button", name="Put the picture into the text").click()
    expect(page.locator("#composer-news")).to_have_text("The picture is in your text now.")
    picture = Picture.objects.get()
    expect(field).to_have_value(f"Look:\n\n![My blue puffer]({picture.address})\n\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview img")).to_have_js_property("naturalWidth", picture.width)
    page.get_by_role("button", name="Send").click()
    shown = page.locator("#post-2 img")
    expect(shown).to_have_attribute("alt", "My blue puffer")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("naturalWidth", picture.width)
    page.screenshot(path=screenshots / "forum-picture.png", full_page=True)


def test_axe_finds_nothing_while_everything_is_open(page_for):
    place = build_place()
    page = page_for(place.ben.member)
    examiner = Examiner(page)
    page.goto(f"/topics/{place.topic.key}/")
    page.locator("#composer-help summary").click()
    page.locator("#composer-picture summary").click()
    field_of(page).press_sequentially("Dear @ad")
    expect(page.get_by_role("option")).to_have_text(["Ada"])
    page.keyboard.press("ArrowDown")
    assert examiner.complaints() == []


def test_a_dropped_picture_is_received_and_what_is_none_is_refused_in_words(page_for, expected_errors):
    expected_errors.append("status of 422")
    place = build_place()
    page = opened(page_for, place.ben, place)
    page.evaluate(BRING, ["drop", b64encode(b"no picture at all").decode()])
    page.get_by_label("What can be seen on it?").fill("Nothing")
    page.get_by_role("button", name="Put the picture into the text").click()
    expect(page.locator("#picture-problem")).to_contain_text("This file is no picture that can be shown here.")
    page.get_by_role("button", name="Take it away").click()
    expect(page.locator("#composer-picture")).not_to_have_attribute("open", "")
    assert not Picture.objects.exists()


def test_without_javascript_a_form_brings_its_picture_along(page_for, tmp_path, expected_errors):
    expected_errors.append("status of 422")
    place = build_place()
    page = opened(page_for, place.ben, place, java_script_enabled=False, viewport={"width": 320, "height": 700})
    file = tmp_path / "puffer.jpg"
    file.write_bytes(make.photograph())
    field_of(page).fill("Look:")
    page.get_by_text("Add a picture").click()
    page.locator("#id_picture").set_input_files(file)
    page.get_by_role("button", name="Put the picture into the text").click()
    expect(page.locator("#composer-picture")).to_contain_text("Say in a few words what can be seen")
    page.locator("#id_picture").set_input_files(file)
    page.get_by_label("What can be seen on it?").fill("My puffer")
    page.get_by_role("button", name="Put the picture into the text").click()
    picture = Picture.objects.get()
    assert field_of(page).input_value().strip() == f"Look:\n\n![My puffer]({picture.address})"
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#post-2 img")).to_have_attribute("alt", "My puffer")
