"""The whole life of the site by keyboard alone: nothing here moves or presses a mouse."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.hands import Hands

QUESTION = "Does a scarf help in cold air?"


def test_joining_writing_talking_reporting_searching_and_deciding(page_for, village):
    olu, cleo, mara = (Hands(page_for(who)) for who in (village.olu, village.cleo, village.mara))
    join(olu)
    write(olu)
    topic = olu.page.url.split("#")[0]
    reply(olu)
    talk(olu, village)
    report(cleo, topic)
    search(cleo)
    decide(mara)
    assert [*olu.faults, *cleo.faults, *mara.faults] == []


def join(olu):
    olu.page.goto("/groups/?q=asthma")
    olu.skip()
    olu.follow("Asthma at night")
    olu.skip()
    olu.follow("Join")
    olu.skip()
    olu.write("What shall people here call you?", "Plover")
    olu.push("Join")
    expect(olu.page.get_by_text("Welcome. You belong to Asthma at night now.")).to_be_visible()
    expect(olu.page.locator("#messages .notice")).to_be_focused()


def write(olu):
    olu.follow("Topics")
    olu.skip()
    olu.follow("Start a topic")
    olu.skip()
    olu.write("Title", QUESTION)
    olu.write("What would you like to say or ask?", "I cough as soon as I leave the house.")
    olu.push("Publish")
    expect(olu.page.get_by_role("heading", level=1)).to_have_text(QUESTION)


def add_a_picture(olu):
    """The browser's own window for choosing a file is the only step that no page can show."""
    olu.go_to("Add a picture", kind="summary")
    olu.page.keyboard.press("Space")
    olu.go_to("", kind="file")
    with olu.page.expect_file_chooser() as chooser:
        olu.page.keyboard.press("Space")
    chooser.value.set_files({"name": "scarf.png", "mimeType": "image/png", "buffer": picture()})
    olu.press("Tab")
    olu.page.keyboard.type("A woollen scarf")
    olu.push("Put the picture into the text")
    expect(olu.page.get_by_label("What would you like to say or ask?")).to_have_value(re.compile("!.A woollen scarf."))


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "#a94b26").save(drawn, "PNG")
    return drawn.getvalue()


def reply(olu):
    olu.write("Your reply", "I tried it: it does.")
    olu.push("Send")
    expect(olu.page.locator("#post-2")).to_contain_text("I tried it: it does.")
    expect(olu.page.locator("#post-2")).to_be_focused()


def talk(olu, village):
    olu.page.goto("/")
    olu.follow("Messages")
    olu.skip()
    olu.follow(village.room.name)
    olu.skip()
    olu.write("Your message", "Good evening, everybody.")
    olu.page.keyboard.press("Enter")
    expect(olu.page.locator(".entry[data-number='1']")).to_contain_text("Good evening, everybody.")
    expect(olu.page.get_by_label("Your message")).to_be_focused()


def report(cleo, topic):
    cleo.page.goto(topic)
    cleo.skip()
    cleo.follow("Report post 1")
    cleo.skip()
    cleo.choose("", "It sells or recruits")
    cleo.write("In your own words", "A scarf shop has been here before.")
    cleo.push("Send")
    expect(cleo.page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your report")


def search(cleo):
    cleo.page.goto("/")
    cleo.follow("Search")
    cleo.skip()
    cleo.write("What are you looking for?", "scarf")
    cleo.page.keyboard.press("Enter")
    expect(cleo.page.locator("#findings li").first).to_contain_text("scarf")
    cleo.follow(QUESTION)


def decide(mara):
    mara.page.goto("/")
    mara.skip()
    mara.follow("Reports to look at")
    mara.skip()
    mara.follow("I cough as soon as I leave the house.")
    mara.skip()
    mara.choose("", "Hide it")
    mara.go_to("Rule")
    mara.page.keyboard.press("ArrowDown")
    mara.write("Reason, in words for the author", "Please do not advertise.")
    mara.push("Decide")
    expect(mara.page.get_by_text("Decided. Everybody concerned is told.")).to_be_visible()
