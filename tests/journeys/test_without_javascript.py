"""The same site in a browser without JavaScript: everything can be done, with a page after each step."""

from playwright.sync_api import expect


def test_a_member_joins_writes_replies_talks_and_reports(page_for, village):
    olu = page_for(village.olu, java_script_enabled=False)
    join(olu)
    write(olu)
    reply(olu)
    talk(olu, village)
    cleo = page_for(village.cleo, java_script_enabled=False)
    cleo.goto(f"/rooms/{village.room.key}/")
    report(cleo)
    find(cleo)


def test_words_that_were_refused_come_back_with_the_reason(page_for, village, expected_errors):
    expected_errors.append("status of 422")
    cleo = page_for(village.cleo, java_script_enabled=False)
    cleo.goto(f"/groups/{village.group.slug}/topics/new/")
    cleo.get_by_label("What would you like to say or ask?").fill("I forgot the title.")
    cleo.get_by_role("button", name="Publish").click()
    expect(cleo.get_by_role("alert")).to_contain_text("Title")
    expect(cleo.get_by_label("What would you like to say or ask?")).to_have_value("I forgot the title.")


def join(olu):
    olu.goto("/groups/?q=asthma")
    olu.get_by_role("link", name="Asthma at night").click()
    olu.get_by_role("main").get_by_role("link", name="Join", exact=True).click()
    olu.get_by_label("What shall people here call you?").fill("Plover")
    olu.get_by_role("button", name="Join", exact=True).click()
    expect(olu.get_by_text("Welcome. You belong to Asthma at night now.")).to_be_visible()


def write(olu):
    olu.get_by_role("link", name="Topics").click()
    olu.get_by_role("link", name="Start a topic").click()
    olu.get_by_label("Title").fill("Cold air")
    olu.get_by_label("What would you like to say or ask?").fill("Does a **scarf** help?")
    olu.get_by_role("button", name="Preview").click()
    expect(olu.locator("#preview strong")).to_have_text("scarf")
    olu.get_by_role("button", name="Publish").click()
    expect(olu.locator("#post-1 strong")).to_have_text("scarf")


def reply(olu):
    olu.get_by_label("Your reply").fill("I tried it: it does.")
    olu.get_by_role("button", name="Send").click()
    expect(olu.locator("#post-2")).to_contain_text("I tried it: it does.")


def talk(olu, village):
    olu.get_by_role("link", name="Asthma at night").click()
    olu.get_by_role("link", name="Chat").click()
    olu.get_by_role("link", name=village.room.name).click()
    olu.get_by_label("Your message").fill("Good evening, everybody.")
    olu.get_by_role("button", name="Send").click()
    expect(olu.locator(".entry[data-number='1']")).to_contain_text("Good evening, everybody.")
    expect(olu.get_by_role("link", name="Look for newer messages")).to_be_visible()


def report(cleo):
    cleo.locator(".entry[data-number='1']").get_by_role("link", name="Report").click()
    cleo.get_by_label("I am not sure, but something is wrong").check()
    cleo.get_by_role("main").get_by_role("button", name="Send").click()
    expect(cleo.get_by_role("heading", level=1)).to_have_text("Thank you. We have your report")


def find(cleo):
    cleo.get_by_role("link", name="Search").click()
    cleo.get_by_label("What are you looking for?").fill("scarf")
    cleo.get_by_role("main").get_by_role("button", name="Search").click()
    expect(cleo.locator("#findings mark").first).to_have_text("scarf")
