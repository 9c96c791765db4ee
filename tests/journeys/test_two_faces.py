"""One member, two groups, two faces, and something said without either: in a real browser."""

from playwright.sync_api import expect

from groups import actions as group_actions
from people import actions as people_actions
from tests import make

DAY = ("light",)  # is enough for pages that have nothing of their own


def join(page, name: str) -> None:
    page.get_by_label("What shall people here call you?").fill(name)
    page.get_by_role("main").get_by_role("button", name="Join", exact=True).click()


def test_two_faces_in_two_groups(page_for, village, outside, take):
    member, host = outside(make.member, "kim"), outside(make.host_of, village.hidden)
    invitation = outside(group_actions.invite, host, village.hidden, uses=1)
    topic = outside(make.topic, outside(make.face, village.ben, village.group, "Towpath"), title="Who else is awake?")
    kim, cleo = page_for(member), page_for(village.cleo)
    joins_under_two_names(kim, village, invitation, take)
    outside(people_actions.mute_words, village.cleo, "needle")
    a_new_name_stands_in_open_tabs(kim, cleo, village, take)
    says_something_without_a_name(kim, cleo, topic, take)
    is_seen_to_be_here_only_where_they_wish(kim, cleo, village, take)


def joins_under_two_names(kim, village, invitation, take):
    kim.goto(f"/groups/{village.group.slug}/join/")
    name = kim.get_by_label("What shall people here call you?")
    offered = name.input_value()
    kim.get_by_label("A few words about you").fill("Up at night.")
    kim.get_by_role("button", name="Suggest another name").click()
    expect(name).not_to_have_value(offered)
    expect(kim.get_by_label("A few words about you")).to_have_value("Up at night.")
    take(kim, "another-name")
    join(kim, "Willow")
    kim.goto(f"/invitations/{invitation.key}/")
    join(kim, "River")
    kim.goto("/")
    expect(kim.get_by_role("main")).to_contain_text("Here you are Willow.")
    expect(kim.get_by_role("main")).to_contain_text("Here you are River.")


def a_new_name_stands_in_open_tabs(kim, cleo, village, take):
    cleo.goto(f"/rooms/{village.room.key}/")
    kim.goto(f"/rooms/{village.room.key}/")
    kim.get_by_label("Your message").fill("Good night, all.")
    kim.keyboard.press("Enter")
    said = cleo.locator(".entry", has_text="Good night, all.")
    expect(said).to_contain_text("Willow")
    kim.get_by_label("Your message").fill("The Needle is what I fear.")
    kim.keyboard.press("Enter")
    muted = cleo.get_by_text("The Needle is what I fear.")
    expect(muted).to_be_attached()
    expect(muted).not_to_be_visible()
    cleo.get_by_text("It holds a word that you do not want to read.").click()
    expect(muted).to_be_visible()
    kim.goto(f"/groups/{village.group.slug}/my-name/")
    kim.get_by_label("What shall people here call you?").fill("Fern")
    kim.get_by_role("button", name="Save").click()
    expect(said).to_contain_text("Fern")
    take(cleo, "new-name-in-the-room", looks=DAY)
    kim.goto(f"/groups/{village.group.slug}/my-name/")
    take(kim, "my-name")


def says_something_without_a_name(kim, cleo, topic, take):
    kim.goto(f"/topics/{topic.key}/")
    kim.get_by_label("Your reply").fill("I have not slept since Tuesday.")
    kim.get_by_label("Without my name").check()
    kim.get_by_role("button", name="Send").click()
    expect(kim.locator("#post-2")).to_contain_text("I have not slept since Tuesday.")
    expect(kim.get_by_label("Without my name")).to_be_checked()
    take(kim, "without-my-name")
    cleo.goto(f"/topics/{topic.key}/")
    expect(cleo.locator("#post-2")).to_contain_text("I have not slept since Tuesday.")
    expect(cleo.locator("#posts")).not_to_contain_text("Fern")


def is_seen_to_be_here_only_where_they_wish(kim, cleo, village, take):
    kim.goto(f"/groups/{village.group.slug}/my-name/")
    kim.get_by_label("Show others in this group when I am here").check()
    kim.get_by_role("button", name="Save").click()
    kim.goto(f"/groups/{village.group.slug}/members/")
    cleo.goto(f"/groups/{village.group.slug}/members/")
    expect(cleo.get_by_role("listitem").filter(has_text="Fern")).to_contain_text("Here now")
    take(cleo, "here-now", looks=DAY)
