"""A host's day in a real browser, and the two ways in that need one: asking, and a link."""

import re

from playwright.sync_api import expect

from groups import actions
from groups.models import Group
from tests import make


def at_home(host) -> Group:
    """A group where people ask, with a question, and where first posts are looked at."""
    group = make.group("Night owls", host=host, joining="request", purpose="For those who lie awake.")
    face = make.host_of(group)
    actions.set_questions(face, group, texts=["What keeps you awake?"])
    return actions.change_ways(face, group, checks_first_posts=True, first_posts=1)


def test_asking_being_let_in_and_a_hosts_day(page_for, village, outside):
    group = outside(at_home, village.hana)
    olu, hana = page_for(village.olu), page_for(village.hana)
    ask(olu, group)
    set_a_rule(hana, group)
    let_in(hana, group)
    write_a_first_post(olu, group)
    let_through(hana, group)
    expect(olu.get_by_text("Only you can read this yet")).to_have_count(0)
    link = invite(hana, group)
    come_by_link(page_for(village.cleo), link)
    remove(hana, group)
    olu.goto(f"/groups/{group.slug}/")
    expect(olu.get_by_role("heading", level=1)).to_have_text("Night owls")
    expect(olu.get_by_text("You cannot join this group again by yourself")).to_be_visible()


def ask(olu, group):
    olu.goto("/groups/?q=awake")
    olu.get_by_role("link", name="Night owls").click()
    olu.get_by_role("main").get_by_role("link", name="Ask to join").click()
    olu.get_by_label("What shall people here call you?").fill("Plover")
    olu.get_by_label("What keeps you awake?").fill("A cough, mostly.")
    olu.get_by_role("button", name="Ask to join").click()
    expect(olu.get_by_text("Your request is on its way.")).to_be_visible()


def set_a_rule(hana, group):
    hana.goto(f"/groups/{group.slug}/about/")
    hana.get_by_role("link", name="Words, rules and settings").click()
    hana.get_by_role("link", name="Rules and areas").click()
    hana.get_by_label("What we agree on").fill("We whisper.")
    hana.get_by_role("button", name="Keep these settings").click()
    expect(hana.get_by_text("The settings of the group are kept.")).to_be_visible()


def let_in(hana, group):
    hana.goto(f"/groups/{group.slug}/about/")
    hana.get_by_role("link", name="1 request to join").click()
    expect(hana.get_by_text("A cough, mostly.")).to_be_visible()
    hana.get_by_role("button", name="Let them in").click()
    expect(hana.get_by_text("Plover belongs to the group now.")).to_be_visible()


def write_a_first_post(olu, group):
    olu.goto(f"/groups/{group.slug}/topics/new/")
    olu.get_by_label("Title").fill("Three o'clock")
    olu.get_by_label("What would you like to say or ask?").fill("Is anybody awake?")
    olu.get_by_role("button", name="Publish").click()
    expect(olu.get_by_text("Only you can read this yet")).to_be_visible()


def let_through(hana, group):
    hana.goto(f"/groups/{group.slug}/waiting/")
    expect(hana.get_by_text("Is anybody awake?")).to_be_visible()
    hana.get_by_role("button", name="Show it").click()
    expect(hana.get_by_text("The post is shown now.")).to_be_visible()


def invite(hana, group) -> str:
    hana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hana.goto(f"/groups/{group.slug}/invite/")
    hana.get_by_role("button", name="Make a link").click()
    hana.get_by_role("button", name="Copy the link").click()
    expect(hana.get_by_text("Copied")).to_be_visible()
    link = hana.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://[^/]+/invitations/[a-z2-7]{16}/", link)
    return link


def come_by_link(cleo, link):
    cleo.goto(link)
    cleo.get_by_label("What shall people here call you?").fill("Curlew")
    cleo.get_by_role("button", name="Join", exact=True).click()
    expect(cleo.get_by_text("Welcome. You belong to Night owls now.")).to_be_visible()


def remove(hana, group):
    hana.goto(f"/groups/{group.slug}/members/")
    hana.get_by_role("link", name="Plover").click()
    hana.get_by_role("link", name="Remove from the group").click()
    hana.get_by_label("Why? A few kind words for them").fill("We whisper here.")
    hana.get_by_role("button", name="Remove from the group").click()
    expect(hana.get_by_text("Plover no longer belongs to the group.")).to_be_visible()
