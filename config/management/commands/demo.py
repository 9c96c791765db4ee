"""`manage.py demo`: fill an empty database with the demo community, and say who to sign in as."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from tqdm import tqdm

from config.demo.filling import fill
from config.demo.reading import read_community
from config.demo.written import WrittenCommunity
from groups.models import Group
from groups.policy import visible_invitations
from people.models import Member


class Command(BaseCommand):
    help = "Fills an empty database with a made-up community; one that is already filled keeps what it has."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="empty the demo's database first")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo site: set DEMO=on where nobody's real words are kept.")
        written = read_community(timezone.now())
        _refuse_foreign_database(written)
        if options["fresh"]:
            call_command("flush", interactive=False, verbosity=0)
        is_empty = not Member.objects.exists()
        if is_empty:
            _fill_with_progress(written, is_quiet=options["verbosity"] == 0)
        call_command("reindex", if_needed=not is_empty, verbosity=0)
        if options["verbosity"]:
            self.stdout.write(who_to_sign_in_as(written))


def _refuse_foreign_database(written: WrittenCommunity) -> None:
    """Its addresses are under example.org, which nobody can own: where they are, the demo was filled."""
    is_empty = not Member.objects.exists() and not Group.objects.exists()
    addresses = [person.email for person in written.people]
    if not is_empty and not Member.objects.filter(email__in=addresses).exists():
        raise CommandError("This database holds a community that is not the demo. Nothing was changed.")


def _fill_with_progress(written: WrittenCommunity, *, is_quiet: bool) -> None:
    with tqdm(total=written.step_count, desc="demo", unit=" rows", disable=is_quiet or None) as bar:
        fill(written, step=bar.update)


def who_to_sign_in_as(written: WrittenCommunity) -> str:
    """The small table at the end: an address, its names in the groups, and what it is good for."""
    rows = []
    for person in written.people:
        if person.note:
            faces = [face for group in written.groups for face in group.everyday_faces if face.person == person.key]
            rows.append((person.email, ", ".join(face.name for face in faces) or "no face", person.note))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {email:{widths[0]}}  {names:{widths[1]}}  {note}" for email, names, note in rows]
    return "\n".join(
        [
            "",
            f"Sign in as any of these; the password of all is {written.password}",
            *lines,
            *_invitations(),
            *_letters(),
            "",
        ]
    )


def _invitations() -> list[str]:
    invitations = visible_invitations(AnonymousUser()).select_related("group").order_by("pk")
    return [
        f"An invitation to {invitation.group}: {reverse('groups:invitation', args=[invitation.key])}"
        for invitation in invitations
    ]


def _letters() -> list[str]:
    if not settings.LETTERS_FOLDER:
        return []
    return [
        f"Letters are not sent. They lie in {settings.LETTERS_FOLDER}, the newest last: whoever signs up needs one."
    ]
