"""What the matrix asks about: one group with everything in it that has an address, and one member in each role."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.chat import actions as chat_actions
from community.forum import actions as forum_actions
from groups import actions as group_actions
from groups.models import Block, Group, Membership
from groups.picture_forms import markdown_of
from moderation import actions as moderation_actions
from moderation.models import Shift
from people import actions as people_actions
from people.models import Member
from tests import make
from tests.matrix.answers import ROLES


@dataclass
class World:
    """One group with everything in it that has an address, and one member in each role."""

    visibility: str
    ada: Member = field(default_factory=lambda: make.member("ada"))  # whose words everything here is
    name: str = "Willow"
    members: dict[str, Member | AnonymousUser] = field(default_factory=dict)
    faces: dict[str, Membership] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._make_people()
        self._make_words()
        self._make_moderation()
        self._make_talks()

    def _make_people(self) -> None:
        self.members |= {role: make.member(role) for role in ROLES[1:] if role not in self.members}
        self.members["visitor"] = AnonymousUser()
        self.group: Group = make.group("Asthma", host=self.members["host"], visibility=self.visibility)
        group_actions.set_rules(make.host_of(self.group), self.group, texts=["Be kind."])
        self.faces["host"] = make.host_of(self.group)
        states = {"former": "left", "banned": "banned"}
        for role in ROLES[2:]:
            if role != "host":
                duty = "moderator" if role == "moderator" else "member"
                state = states.get(role, "active")
                self.faces[role] = make.face(self.members[role], self.group, role=duty, state=state)
        make.silenced(self.faces["silenced"])
        self.author: Membership = make.face(self.ada, self.group, self.name)
        group_actions.block(self.author.member, self.faces["blocked"])
        group_actions.block(self.members["blocker"], self.author)
        self.elsewhere = make.face(self.ada, make.group("Slow stitches", visibility="open"), "Juniper")
        self.introduction = group_actions.introduce(self.author, other=self.elsewhere)
        self.request = make.face(make.member("rae"), self.group, "Rae", state="requested")
        self.invitation = group_actions.invite(self.faces["host"], self.group, uses=40)
        self.offer = group_actions.offer_role(self.faces["host"], self.faces["member"], role="moderator")
        other = make.group("Breathing")
        self.merger = group_actions.propose_merger(self.faces["host"], self.group, staying=other)
        group_actions.agree_to_merger(make.host_of(other), self.merger)

    def _make_words(self) -> None:
        self.topic = make.topic(self.author)
        self.post = make.post(self.author, self.topic)
        self.unnamed = make.post(self.author, self.topic, body="I never told anybody.", without_name=True)
        self.nameless: Membership = self.unnamed.author
        self.picture = make.picture(self.author)
        make.post(self.author, self.topic, body=markdown_of(self.picture))
        group_actions.change_face_picture(self.author, make.remade())
        group_actions.change_group_picture(self.faces["host"], self.group, make.remade())
        self.quoting = make.topic(self.faces["host"], title="What helps you at night?", body="Tell us all.")
        make.post(self.author, self.quoting, body="I breathe out as slowly as I can.")
        make.post(self.faces["host"], self.quoting, body="> breathe out as slowly\n\nThat calms me, too.")
        self.room = make.room(self.group)
        self.entry = make.entry(self.author, self.room)
        make.entry(self.author, self.room, body="The window is always open.")
        make.entry(self.faces["host"], self.room, body="> The window is always open\n\nEven in winter?")
        self.notice = people_actions.tell(
            self.author.member, kind="reply", source=f"matrix:{self.group.key}", text="Somebody answered.", url="/"
        )

    def _make_moderation(self) -> None:
        bad = make.post(self.author, self.topic, body="Buy my pills.")
        worse = make.post(self.author, self.topic, body="Go away.")
        reporter = make.face(make.member("ben"), self.group)
        self.reporter = reporter.member
        self.report = moderation_actions.report(self.reporter, self.post, kind="post", category="rules", words="Rude.")
        moderation_actions.report(self.reporter, bad, kind="post", category="selling", words="")
        moderation_actions.report(self.reporter, worse, kind="post", category="abuse", words="")
        self.review = self.report.review
        other = make.face(make.member("mo"), self.group, role="moderator").member
        self.decision = self._decide(other, bad)
        self.appeal = moderation_actions.appeal(self.author.member, self._decide(other, worse), words="It was a joke.")
        self.shift = Shift.objects.create(
            group=self.group,
            moderator=self.faces["moderator"],
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(hours=8),
        )

    def _make_talks(self) -> None:
        """The author and whoever blocked them talked with each other alone before; and the author is asked again."""
        blocks = list(Block.objects.filter(blocker=self.members["blocker"], blocked__member=self.ada))
        Block.objects.filter(pk__in=[block.pk for block in blocks]).delete()
        self.side, self.other_side = make.talk(self.author, self.faces["blocker"])
        self.private_entry = make.entry(self.author, self.side, body="Only you know.")
        make.entry(self.faces["blocker"], self.other_side, body="Bea says it to nobody else.")
        Block.objects.bulk_create(blocks)
        self.talk = chat_actions.ask(Membership.objects.get(group=self.group, member=self.reporter), self.author)

    def _decide(self, moderator: Member, post: object) -> object:
        review = self.group.reviews.get(subject_key=post.key)
        rule = self.group.rules.get()
        return moderation_actions.decide(moderator, review, outcome="hide", rule=rule, explanation="Not here.")

    def close_topic(self) -> None:
        forum_actions.close_topic(self.faces["host"], self.topic)
