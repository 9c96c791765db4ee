"""Who may write in a group, and who may be asked to be silent or not be met."""

import re
from datetime import datetime, timedelta
from html import unescape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import Group, Membership
from groups.policy.sight import KEEPERS
from kit.policy import Verdict, no, yes
from people import policy as people_policy
from people.models import Viewer

LEADS_OUT = re.compile(r'<img\b|<a\b[^>]*\bhref="(?!/[^/])')
LINK_OUT = re.compile(r'<a\b[^>]*\bhref="((?!/[^/])[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
MOST_NAMED = 5  # links that are named in a refusal, and of each so many characters
LONGEST_NAMED = 80


def can_speak_in(face: Membership | None, group: Group) -> Verdict:
    """May this face write in the group? Every rule of writing in a room of the group begins here."""
    if group.archived_at:
        return no(_("This group is closed. It can still be read."))
    if face is None or face.member is None or face.group_id != group.pk or not face.is_active:
        return no(_("Only members of the group can write here."))
    verdict = can_write_as(face)
    if verdict and group.kind == Group.Kind.CONDITION:
        return people_policy.can_share_health(face.member)
    return verdict


def can_write_as(face: Membership) -> Verdict:
    """May whoever owns this face, which belongs, put words under it?"""
    if face.silenced_until and face.silenced_until > timezone.now():
        until = date_format(timezone.localtime(face.silenced_until), "DATETIME_FORMAT")
        return no(_("You can read here, and write again from %(until)s.") % {"until": until})
    return can_act(face)


def can_act(face: Membership) -> Verdict:
    """Whoever only reads on the whole site for a while acts in no group either, whatever their role there."""
    if face.member is None:
        return no(_("This account is closed."))
    return people_policy.can_take_part(face.member)


def can_speak_without_name(face: Membership | None, group: Group) -> Verdict:
    """May whoever has this everyday face say something here without their name? From the first day on."""
    verdict = can_speak_in(face, group)
    if verdict and not group.has_nameless:
        return no(_("In this group everybody writes under their name."))
    return verdict


def can_say(face: Membership | None, group: Group, *, html: str) -> Verdict:
    """May this face say here what was cooked to this HTML? Ways out of the site and pictures wait for some days."""
    if not LEADS_OUT.search(html):
        return can_speak_in(face, group)
    verdict = can_send_more(face, group)
    if verdict or not can_speak_in(face, group):
        return verdict
    return no(f"{verdict.reason} {_what_to_take_out(html)}")


def _what_to_take_out(html: str) -> str:
    """Which links of a text do not go, or that its picture does not."""
    links = [_named(address, words) for address, words in LINK_OUT.findall(html)][:MOST_NAMED]
    if not links:
        return _("Take the picture out, and the rest can be sent.")
    text = ngettext(
        "Take this link out, and the rest can be sent: %(links)s",
        "Take these links out, and the rest can be sent: %(links)s",
        len(links),
    )
    return text % {"links": ", ".join(links)}


def _named(address: str, words: str) -> str:
    """A link as its writer finds it again."""
    address = unescape(address)
    words = unescape(re.sub("<[^>]*>", "", words)).strip()
    named = (words or address) if address.endswith(words) else f"{words} ({address})"
    return named if len(named) <= LONGEST_NAMED else f"{named[:LONGEST_NAMED]}…"


def can_send_more(face: Membership | None, group: Group) -> Verdict:
    """May this face send what others can be harmed by: links, pictures, private messages? Not in its first days."""
    verdict = can_speak_in(face, group)
    if not verdict or face is None or face.role in KEEPERS:
        return verdict
    trusted_at = face.joined_at + timedelta(days=group.first_days)
    posts_left = max(0, group.first_posts - face.early_posts)
    if face.only_in and (trusted_at > timezone.now() or posts_left):
        return no(_("Without your name you can write here, but not yet send links or pictures."))
    if trusted_at > timezone.now() and posts_left:
        text = ngettext(
            "In your first days here you can write, but not yet send links, pictures or private messages. "
            "You can from %(day)s, once you have written %(posts)s more time.",
            "In your first days here you can write, but not yet send links, pictures or private messages. "
            "You can from %(day)s, once you have written %(posts)s more times.",
            posts_left,
        )
        return no(text % {"day": _day(trusted_at), "posts": posts_left})
    if trusted_at > timezone.now():
        text = _("In your first days here you can write, but not yet send links, pictures or private messages. "
                 "You can from %(day)s.")  # fmt: skip
        return no(text % {"day": _day(trusted_at)})
    if posts_left:
        text = ngettext(
            "You cannot send links, pictures or private messages here yet. Write %(posts)s more time first.",
            "You cannot send links, pictures or private messages here yet. Write %(posts)s more times first.",
            posts_left,
        )
        return no(text % {"posts": posts_left})
    return verdict


def _day(time: datetime) -> str:
    return date_format(timezone.localtime(time), "DATETIME_FORMAT")


def can_describe(face: Membership) -> Verdict:
    """May they change the name and the words about themselves? The group reads them, as it reads what they write."""
    if face.only_in:
        return no(_("A name that was given for one topic stays as it is."))
    if not face.is_active:
        return no(_("You do not belong to this group."))
    return can_write_as(face)


def can_block(viewer: Viewer, face: Membership) -> Verdict:
    if not viewer.is_authenticated:
        return no(_("Sign in to say whom you do not want to meet."))
    if face.member_id == viewer.pk:
        return no(_("That is you."))
    return yes()
