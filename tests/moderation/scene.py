"""One scene for all tests of moderation: a group with rules, and the faces that have parts in it."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from community.forum.models import Post
from groups import actions as groups_actions
from groups.models import Group, Membership, Rule
from kit.events import deliver_due
from moderation import actions
from moderation.models import Decision, Report, Review, Shift
from people.models import Member, Notice
from tests import make


@dataclass
class Scene:
    """Ada wrote the post; Ben belongs and reports; Mara moderates, Hana hosts; Olu is outside; Sol keeps the site."""

    group: Group
    ada: Membership
    ben: Membership
    mara: Membership
    hana: Membership
    olu: Member
    sol: Member
    post: Post

    @property
    def rule(self) -> Rule:
        return Rule.objects.get(group=self.group, number=1)

    def report(self, by: Member | None = None, category: str = "abuse", words: str = "This hurts.") -> Report:
        reporter = by or self.ben.member
        return actions.report(reporter, self.post, kind="post", category=category, words=words)

    def review(self, **details: str) -> Review:
        return self.report(**details).review

    def decide(self, review: Review, by: Member | None = None, outcome: str = "hide") -> Decision:
        decider = by or self.mara.member
        if outcome == "keep":
            return actions.decide(decider, review, outcome=outcome)
        return actions.decide(decider, review, outcome=outcome, rule=self.rule, explanation="It attacks a person.")


def staged(**fields: str) -> Scene:
    group = make.group("Asthma", **fields)
    hana = make.host_of(group)
    groups_actions.set_rules(hana, group, texts=["Be kind.", "Nothing is sold here."])
    ada = make.face(make.member("ada"), group, "Willow")
    topic = make.topic(ada, title="How do you sleep?", body="You are all fools.")
    return Scene(
        group=group,
        ada=ada,
        ben=make.face(make.member("ben"), group, "Rowan"),
        mara=make.face(make.member("mara"), group, "Juniper", role="moderator"),
        hana=hana,
        olu=make.member("olu"),
        sol=make.member("sol", is_safety_team=True),
        post=topic.posts.get(number=1),
    )


def on_duty(moderator: Membership) -> Shift:
    """A shift that began an hour ago and lasts another."""
    host, now, hour = make.host_of(moderator.group), timezone.now(), timedelta(hours=1)
    return actions.add_shift(
        host.member, moderator.group, moderator=moderator, starts_at=now - hour, ends_at=now + hour
    )


def browser_of(member: Member | None = None) -> Client:
    client = Client()
    if member is not None:
        client.force_login(member)
    return client


def notices_of(member: Member) -> list[str]:
    """What moderation has told them; other rooms have their own notices."""
    deliver_due()
    return list(
        Notice.objects.filter(member=member).exclude(kind="joined").order_by("pk").values_list("kind", flat=True)
    )
