"""What hosts set: words, rules, questions, areas, who comes in, and what can be done in the group."""

from collections.abc import Sequence
from datetime import time

from django.db import transaction

from groups import policy
from groups.actions.founding import move
from groups.finding import search_words_of
from groups.models import Area, Group, Membership, Question, Rule
from kit.policy import require


def _locked(actor: Membership, group: Group) -> Group:
    group = Group.objects.select_for_update().get(pk=group.pk)
    require(policy.can_host(actor, group))
    return group


def _write(group: Group, **values: object) -> Group:
    for name, value in values.items():
        setattr(group, name, value)
    group.save(update_fields=list(values))
    return group


@transaction.atomic
def change_words(
    actor: Membership, group: Group, *, purpose: str, welcome: str, other_names: str = "", where: str = ""
) -> Group:
    """What the group says of itself, and what it is found by."""
    group = _locked(actor, group)
    words = search_words_of(group.name, purpose, other_names, where)
    return _write(group, purpose=purpose, welcome=welcome, other_names=other_names, where=where, search_words=words)


@transaction.atomic
def set_rules(actor: Membership, group: Group, *, texts: Sequence[str]) -> list[Rule]:
    """The group's rules are `texts`, numbered from 1; decisions keep the wording they quoted."""
    group = _locked(actor, group)
    if list(texts) == list(group.rules.values_list("text", flat=True)):
        return list(group.rules.all())  # reviews and decisions point at these rows
    Rule.objects.filter(group=group).delete()
    return Rule.objects.bulk_create(Rule(group=group, number=n, text=text) for n, text in enumerate(texts, start=1))


@transaction.atomic
def set_questions(actor: Membership, group: Group, *, texts: Sequence[str]) -> list[Question]:
    """What whoever asks to join is asked; answers that were given keep the words of their question."""
    group = _locked(actor, group)
    Question.objects.filter(group=group).delete()
    questions = [Question(group=group, number=number, text=text) for number, text in enumerate(texts, start=1)]
    return Question.objects.bulk_create(questions)


@transaction.atomic
def set_areas(actor: Membership, group: Group, *, names: Sequence[str]) -> list[Area]:
    """The group's areas in this order. Where as many names came as went, they are the old areas under new names, and
    their topics stay in them; otherwise topics of an area that went stand in none."""
    group = _locked(actor, group)
    old = {area.name: area for area in group.areas.all()}
    gone = [area for name, area in old.items() if name not in names]
    new = [name for name in names if name not in old]
    if len(gone) == len(new):
        old |= dict(zip(new, gone, strict=True))
        gone = []
    Area.objects.filter(pk__in=[area.pk for area in gone]).delete()
    areas = [old.get(name) or Area(group=group) for name in names]
    for first in (1001, 1):  # out of the way first: a number may be another's old one
        for number, (area, name) in enumerate(zip(areas, names, strict=True), start=first):
            area.number, area.name = number, name
            area.save()
    return areas


@transaction.atomic
def change_admission(
    actor: Membership,
    group: Group,
    *,
    visibility: str,
    joining: str,
    languages: str = "",
    youngest: int | None = None,
    oldest: int | None = None,
) -> Group:
    """Who sees the group and how people join. A group that becomes hidden gets an address that nobody can guess."""
    group = _locked(actor, group)
    require(policy.can_show_to(group, visibility))
    moves = Group.Visibility.HIDDEN in {visibility, group.visibility} and visibility != group.visibility
    group = _write(
        group, visibility=visibility, joining=joining, languages=languages, youngest=youngest, oldest=oldest
    )
    return move(group) if moves else group


@transaction.atomic
def change_ways(
    actor: Membership,
    group: Group,
    *,
    has_pictures: bool = True,
    has_chat: bool = True,
    has_nameless: bool = True,
    has_quick_exit: bool = True,
    checks_first_posts: bool = False,
    first_days: int = 3,
    first_posts: int = 3,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
) -> Group:
    """What can be done in the group, how it treats newcomers, and when it is quiet."""
    group = _locked(actor, group)
    return _write(
        group,
        has_pictures=has_pictures,
        has_chat=has_chat,
        has_nameless=has_nameless,
        has_quick_exit=has_quick_exit,
        checks_first_posts=checks_first_posts,
        first_days=first_days,
        first_posts=first_posts,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
    )
