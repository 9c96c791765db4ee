"""One journey through every room: three members, a moderator, the host and somebody outside, in real browsers.

Ada signs up, finds the group, joins and asks; Ben answers and later advertises; Cleo talks with Ada in the chat and
reads along; Mara decides; Hana hosts; Olu is outside. Pictures of every main page stay in var/screenshots.
"""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import letter_to, link_in

ADDRESS, PASSWORD = "ada@example.org", "four quiet wooden spoons"
QUESTION = "My daughter coughs from three o'clock on and then is exhausted all day. What do you do?"
ANSWER = "We raise the head of the bed, and **our doctor** gave us a second inhaler for the night."
ADVERT = "Buy my miracle lozenges, they cure asthma in a week!"
DAY = ("light",)  # is enough for pages that have nothing of their own


def test_a_whole_life_of_the_site(page_for, village, mailbox, take, expected_errors):
    expected_errors.append("status of 404")  # Olu asks for what is not for her
    expected_errors.append("ERR_INTERNET_DISCONNECTED")  # Ada is offline for a while
    ada = page_for(None, service_workers="allow")
    ben, cleo, mara = (page_for(who) for who in (village.ben, village.cleo, village.mara))
    sign_up(ada, mailbox, take)
    find_and_join(ada, take)
    topic = start_topic(ada, take)
    reply_arrives_live(ada, ben, topic, take)
    chat_live(ada, cleo, village, take)
    report(ada, ben, topic, take)
    cleo.goto(topic)
    decide(mara, take)
    it_is_gone(cleo, topic, take)
    author_appeals(ben, take)
    host_hears_of_the_appeal(page_for(village.hana), take)
    others_see_nothing(page_for(village.olu), village, topic, take)


# --- Coming in ------------------------------------------------------------------------------------------------------


def sign_up(ada, mailbox, take):
    ada.goto("/")
    take(ada, "welcome")
    ada.get_by_role("main").get_by_role("link", name="Sign up").click()
    take(ada, "sign-up")
    ada.get_by_label("E-mail address").fill(ADDRESS)
    ada.get_by_label("Password", exact=True).fill(PASSWORD)
    ada.get_by_label("Month of your birth").select_option("May")
    ada.get_by_label("Year of your birth").fill("1985")
    ada.get_by_role("main").get_by_role("button", name="Sign up").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Look into your e-mail")
    take(ada, "look-into-your-e-mail", looks=DAY)
    ada.goto(link_in(letter_to(mailbox, ADDRESS)))
    take(ada, "confirm-your-address", looks=DAY)
    ada.get_by_role("button", name="Yes, confirm").click()
    ada.get_by_label("E-mail address").fill(ADDRESS)
    ada.get_by_label("Password", exact=True).fill(PASSWORD)
    ada.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    take(ada, "consent", looks=DAY)
    ada.get_by_label("I agree that you keep").check()
    ada.get_by_role("button", name="Go on").click()
    expect(ada.get_by_text("You do not belong to a group yet.")).to_be_visible()
    take(ada, "no-groups-yet", looks=DAY)


def find_and_join(ada, take):
    ada.get_by_role("main").get_by_role("link", name="Find a group").click()
    ada.get_by_label("What is it about?").fill("asthma")
    ada.get_by_role("button", name="Show groups").click()
    take(ada, "directory")
    ada.get_by_role("link", name="Asthma at night").click()
    take(ada, "group-from-outside", looks=DAY)
    ada.get_by_role("main").get_by_role("link", name="Join", exact=True).click()
    ada.get_by_label("What shall people here call you?").fill("Juniper")
    take(ada, "join", looks=DAY)
    ada.get_by_role("button", name="Join", exact=True).click()
    expect(ada.get_by_text("Welcome. You belong to Asthma at night now.")).to_be_visible()
    expect(ada.get_by_text("Here you are Juniper.")).to_be_visible()
    take(ada, "group-from-inside")


# --- Talking --------------------------------------------------------------------------------------------------------


def start_topic(ada, take) -> str:
    ada.get_by_role("link", name="Topics").click()
    ada.get_by_role("link", name="Start a topic").click()
    ada.get_by_label("Title").fill("Coughing from three o'clock on")
    ada.get_by_label("What would you like to say or ask?").fill(QUESTION)
    take(ada, "new-topic")
    ada.get_by_role("button", name="Publish").click()
    expect(ada.locator("#post-1")).to_contain_text(QUESTION)
    return ada.url


def reply_arrives_live(ada, ben, topic, take):
    ada.evaluate("window.wasNeverReloaded = true")
    ben.goto("/")
    ben.get_by_role("link", name="Asthma at night").click()
    take(ben, "topics")
    ben.get_by_role("link", name="Coughing from three o'clock on").click()
    ben.get_by_label("Your reply").fill(ANSWER)
    ben.get_by_role("button", name="Send").click()
    expect(ben.get_by_text("Your reply was sent.")).to_be_visible()
    expect(ada.locator("#post-2 strong")).to_have_text("our doctor")
    expect(ada.get_by_text("1 new reply")).to_be_visible()
    assert ada.evaluate("window.wasNeverReloaded")
    take(ada, "topic")


def chat_live(ada, cleo, village, take):
    for page in (ada, cleo):
        page.goto(f"/rooms/{village.room.key}/")
        expect(page.get_by_text("Connected")).to_be_visible()
    say(cleo, "Is anybody awake?")
    expect(ada.locator(".entry", has_text="Is anybody awake?")).to_be_visible()
    expect(cleo.locator(".entry-mine[data-number='1']:not(.entry-sending)")).to_be_visible()
    go_offline(ada)
    say(cleo, "It is quarter past three here.")
    expect(cleo.locator(".entry-mine[data-number='2']")).to_be_visible()
    say(ada, "Yes, and my tea is cold.")
    expect(ada.locator(".entry-sending")).to_contain_text("It is kept on this device.")
    expect(ada.get_by_text("quarter past three")).to_have_count(0)
    take(ada, "chat-offline", looks=DAY)
    ada.context.set_offline(False)
    expect(ada.locator(".entry[data-number='3']")).to_contain_text("my tea is cold")
    expect(ada.locator(".entry[data-number='2']")).to_contain_text("quarter past three")
    expect(ada.locator(".entry-sending")).to_have_count(0)
    expect(cleo.locator(".entry[data-number='3']")).to_contain_text("my tea is cold")
    take(ada, "chat")


def say(page, words):
    page.get_by_label("Your message").fill(words)
    page.get_by_label("Your message").press("Enter")


def go_offline(page):
    """No way out and, as when a phone leaves its network, no connection any more."""
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    expect(page.get_by_text("The connection was lost.")).to_be_visible()


# --- Keeping each other safe ----------------------------------------------------------------------------------------


def report(ada, ben, topic, take):
    ben.goto(topic)
    ben.get_by_label("Your reply").fill(ADVERT)
    ben.get_by_role("button", name="Send").click()
    expect(ben.locator("#post-3")).to_contain_text("lozenges")
    ada.goto(topic)
    ada.locator("#post-3").get_by_role("link", name="Report").click()
    ada.get_by_label("It sells or recruits").check()
    ada.get_by_label("In your own words").fill("We have had this before.")
    take(ada, "report")
    ada.get_by_role("main").get_by_role("button", name="Send").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Thank you. We have your report")
    take(ada, "reported", looks=DAY)


def decide(mara, take):
    mara.goto("/")
    mara.get_by_role("link", name="Reports to look at").click()
    take(mara, "queue")
    mara.get_by_role("link", name=re.compile("miracle lozenges")).click()
    expect(mara.get_by_text("We have had this before.")).to_be_visible()
    mara.get_by_label("Hide it", exact=True).check()
    mara.get_by_label("Rule").select_option(label="2. Nobody sells anything here.")
    mara.get_by_label("Reason, in words for the author").fill("Please do not advertise. You are welcome to stay.")
    take(mara, "review")
    mara.get_by_role("button", name="Decide").click()
    expect(mara.get_by_text("Decided. Everybody concerned is told.")).to_be_visible()


def it_is_gone(cleo, topic, take):
    """From the page that was open all the time, and from search, where lay words still find what is good."""
    expect(cleo.locator("#post-3")).to_have_text("Post 3 was removed by the moderators.")
    take(cleo, "topic-with-a-removed-post")
    cleo.get_by_role("link", name="Search").click()
    find(cleo, "puffer for the night")
    expect(cleo.locator("#findings li").first).to_contain_text("second inhaler")
    take(cleo, "search")
    find(cleo, "miracle lozenges")
    expect(cleo.get_by_text("Nothing was found for “miracle lozenges”.")).to_be_visible()
    take(cleo, "search-without-result", looks=DAY)
    expect(cleo.get_by_text("blue room")).to_have_count(0)


def find(page, words):
    page.get_by_label("What are you looking for?").fill(words)
    page.get_by_role("main").get_by_role("button", name="Search").click()


def author_appeals(ben, take):
    ben.get_by_role("link", name="Notices").click()
    expect(ben.locator("#notices")).to_contain_text("moderator")
    take(ben, "notices")
    ben.locator("#notices li", has_text="moderator").get_by_role("button", name="Open").first.click()
    expect(ben.get_by_text("Please do not advertise. You are welcome to stay.")).to_be_visible()
    expect(ben.get_by_text("Nobody sells anything here.")).to_be_visible()
    take(ben, "decision")
    ben.get_by_label("Why should we look again?").fill("They are my mother's, and I give them away.")
    ben.get_by_role("button", name="Ask for another look").click()
    expect(ben.get_by_text("You asked us to look again:")).to_be_visible()
    take(ben, "appealed", looks=DAY)


def host_hears_of_the_appeal(hana, take):
    hana.goto("/moderation/")
    hana.get_by_role("link", name=re.compile("my mother's")).click()
    expect(hana.get_by_role("heading", level=1)).to_have_text("Towpath asks for another look")
    take(hana, "appeal", looks=DAY)


def others_see_nothing(olu, village, topic, take):
    olu.goto("/groups/")
    expect(olu.get_by_role("link", name="Asthma at night")).to_be_visible()
    expect(olu.get_by_text("The blue room")).to_have_count(0)
    for path in (topic, f"/rooms/{village.room.key}/", f"/groups/{village.hidden.slug}/about/"):
        assert olu.goto(path).status == 404, path
    take(olu, "not-found", looks=DAY)
    for words in ("coughing", "nightingales", "blue room"):
        olu.goto(f"/search/?q={words}")
        expect(olu.locator("#findings")).to_contain_text("Nothing was found")
