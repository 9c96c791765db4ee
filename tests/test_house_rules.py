"""The house keeps its own rules; and each rule is shown a house that breaks it."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import Model

from people.models import Member
from tests import house_rules as rules

Rule = Callable[[rules.Sources], list[str]]

OF_PYTHON: list[tuple[Rule, rules.Sources]] = [
    (rules.only_actions_write, {"groups/views.py": "def join(request):\n    Group.objects.create(name='x')\n"}),
    (rules.only_actions_write, {"groups/queries.py": "def f(group):\n    group.save()\n"}),
    (rules.files_and_functions_are_short, {"kit/long.py": "x = 1\n" * 301}),
    (rules.files_and_functions_are_short, {"kit/long.py": "def f():\n" + "    x = 1\n" * 41}),
    (
        rules.policies_answer_with_verdicts_or_rows,
        {"groups/policy.py": "def can_join(viewer) -> bool:\n    return True\n"},
    ),
    (rules.policies_answer_with_verdicts_or_rows, {"groups/policy.py": "def faces(viewer):\n    return []\n"}),
    (rules.roles_are_tested_only_in_policies, {"groups/views.py": "x = face.role == 'host'\n"}),
    (rules.roles_are_tested_only_in_policies, {"groups/queries.py": "x = rows.filter(role='host')\n"}),
    (rules.no_hidden_machinery, {"groups/models.py": "class A:\n    def save(self):\n        pass\n"}),
    (rules.no_hidden_machinery, {"groups/apps.py": "from django.db.models.signals import post_save\n"}),
    (rules.no_hidden_machinery, {"groups/models.py": "class GroupManager(models.Manager):\n    pass\n"}),
    (rules.no_local_imports, {"groups/views.py": "def f():\n    import search\n"}),
    (rules.every_room_says_what_it_is_for, {"groups/__init__.py": "x = 1\n"}),
    (rules.kit_knows_no_domain_word, {"kit/events.py": "def announce_topic():\n    pass\n"}),
    (rules.kit_knows_no_domain_word, {"kit/events.py": "class FaceSeen:\n    pass\n"}),
    (
        rules.views_declare_their_methods,
        {"groups/views.py": "def join(request) -> HttpResponse:\n    return None\n"},
    ),
]
OF_TEMPLATES: list[tuple[Rule, rules.Sources]] = [
    (rules.only_rendered_html_is_safe, {"templates/a.html": "{{ group.name|safe }}"}),
    (rules.only_rendered_html_is_safe, {"templates/a.html": "{% autoescape off %}{{ x }}{% endautoescape %}"}),
    (rules.nothing_inline, {"templates/a.html": '<p style="color: red">'}),
    (rules.nothing_inline, {"templates/a.html": "<script>alert(1)</script>"}),
    (rules.nothing_inline, {"templates/a.html": '<button onclick="go()">'}),
    (rules.nothing_foreign, {"templates/a.html": '<img src="https://example.org/a.png">'}),
    (rules.fragments_never_extend, {"templates/_a.html": '{% extends "layout/base.html" %}'}),
]


def _name(case: object) -> str | None:
    return getattr(case, "__name__", None)


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _ in OF_PYTHON), ids=_name)
def test_the_house_keeps_this_rule(rule: Rule) -> None:
    assert rule(rules.python_sources()) == []


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _ in OF_TEMPLATES), ids=_name)
def test_the_templates_keep_this_rule(rule: Rule) -> None:
    assert rule(rules.template_sources()) == []


@pytest.mark.parametrize(("rule", "broken"), OF_PYTHON + OF_TEMPLATES, ids=_name)
def test_this_rule_can_fail(rule: Rule, broken: rules.Sources) -> None:
    assert rule(broken)


# Every table that leads to a member is read by a person before it may stand here: what an export will give, and
# what erasure will do. A new table fails this test until somebody has thought about both.
REVIEWED = {
    "people.Consent": "the member's own; exported and erased with the account",
    "people.SignIn": "the member's own; exported and erased with the account",
    "people.AddressChange": "the member's own for seven days; exported and erased with the account",
    "people.Notice": "the member's own; exported and erased with the account",
    "people.MutedWord": "the member's own; exported and erased with the account",
    "forum.MutedTopic": "the member's own; erased with the account",
    "groups.Membership": "a face; exported to its owner, kept without an owner after erasure",
    "groups.Block": "the member's own; erased with the account",
    "groups.Introduction": "by a face; exported to its owner, erased with the account",
    "groups.Merger": "proposed by a face; exported to its owner",
    "groups.MergerAnswer": "by a face; exported to its owner, erased with the account",
    "groups.RoleOffer": "asked of a face by a face; exported to its owner if heard, erased with the account",
    "groups.Picture": "sent by a face; exported to its owner, erased with the account",
    "groups.Invitation": "made by a face; exported to its owner",
    "forum.Topic": "said by a face; exported to its owner",
    "forum.Post": "said by a face; exported to its owner",
    "forum.Glance": "the member's own; erased with the account",
    "forum.Draft": "the member's own; erased with the account",
    "forum.Mention": "of a face in a post; exported to its owner, erased with the account",
    "forum.Quote": "words of a face in a post; exported to its owner, erased with either post",
    "forum.Reaction": "by a face; exported to its owner",
    "forum.Watch": "by a face; exported to its owner, erased with the account",
    "chat.Entry": "said by a face; exported to its owner",
    "chat.Quote": "words of a face in an entry; exported to its owner, erased with either entry",
    "chat.ReadMark": "the member's own, by face; erased with the account",
    "chat.Room": "a group's, or a side of a private talk: exported to its owner with what stands there",
    "chat.Talk": "asked of a face by a face; exported to whoever asked; erased with either face",
    "moderation.Review": "about a face; exported to its owner without the reporters",
    "moderation.Report": "by a member; exported to the reporter, never to the author of the thing",
    "moderation.Decision": "about a face; exported to its owner; the decider is never named to members",
    "moderation.Appeal": "by a face; exported to its owner",
    "moderation.Shift": "duty of a face; exported to its owner",
}
# A group points at a picture that somebody sent; that does not make the group, and all that is in it, that member's.
NOT_FOLLOWED = {"groups.Group.picture"}
# Tables of libraries, with the reason why they hold nothing else of a member.
LIBRARY_TABLES = {
    "account.EmailAddress",
    "account.EmailConfirmation",
    "mfa.Authenticator",  # erased with the account; an export says that there is one, and no secret
    "socialaccount.SocialAccount",  # erased with the account; the number of the person at the provider
    "socialaccount.SocialToken",
    "admin.LogEntry",
    "people.Member_groups",
    "people.Member_user_permissions",
}


def _leads_to_member(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    if model is Member:
        return True
    if model in seen:
        return False
    relations = [field for field in model._meta.get_fields() if field.concrete and field.is_relation]
    targets = [field.related_model for field in relations if str(field) not in NOT_FOLLOWED]
    return any(_leads_to_member(target, seen | {model}) for target in targets if target is not None)


def test_every_table_that_leads_to_a_member_has_been_reviewed() -> None:
    tables = {model._meta.label for model in apps.get_models(include_auto_created=True) if _leads_to_member(model)}
    assert tables - {"people.Member"} - LIBRARY_TABLES == set(REVIEWED)
