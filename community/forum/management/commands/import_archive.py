"""`manage.py import_archive stackexchange DIR --group SLUG` and `… threads FILE --group SLUG`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.forum import actions
from community.forum.imports import stackexchange, threads
from community.forum.imports.files import ArchiveError
from community.forum.imports.spool import Spool
from community.forum.models import Post
from groups.models import Group


class Command(BaseCommand):
    help = "Import an archive of another forum into a group: all of it or nothing, and never twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["stackexchange", "threads"], help="what kind of archive it is")
        parser.add_argument("path", type=Path, help="the folder of a Stack Exchange archive, or the file of threads")
        parser.add_argument("--group", required=True, metavar="SLUG", help="the group that gets the topics")
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, keep nothing")
        parser.add_argument("--site", default="", metavar="URL", help="Stack Exchange: the site's public address")
        parser.add_argument("--category", default="", help="threads: only those of this category")

    def handle(self, *args: Any, **options: Any) -> None:
        group = Group.objects.filter(slug=options["group"]).first()
        if group is None:
            raise CommandError(f"There is no group with the slug {options['group']!r}.")
        with Spool() as spool:
            try:
                left_out = self._read(spool, options)
            except ArchiveError as error:
                raise CommandError(f"{error}. Nothing was imported.") from None
            self._keep(group, spool, left_out, options)

    def _read(self, spool: Spool, options: dict[str, Any]) -> int:
        if options["kind"] == "threads":
            return threads.read(options["path"], spool, category=options["category"])
        return stackexchange.read(options["path"], spool, site=options["site"])

    def _keep(self, group: Group, spool: Spool, left_out: int, options: dict[str, Any]) -> None:
        topics, posts = spool.counts()
        found = f"{topics} topics and {posts} posts can be imported, {left_out} were left out."
        if options["dry_run"]:
            self.stdout.write(f"{found} This was a dry run: nothing was imported.")
            return
        imported = Post.objects.filter(topic__group=group, source_id__isnull=False)
        known = {(str(topic), str(post)) for topic, post in imported.values_list("topic__source_id", "source_id")}
        is_exchange = options["kind"] == "stackexchange"
        spool.cook(known, footnote=stackexchange.footnote(options["site"]) if is_exchange else None)
        kept = actions.keep_archive(group, spool.topics())
        self.stdout.write(
            f"Imported {kept.topics} topics, {kept.posts} posts and {kept.faces} people into {group.name}; "
            f"{kept.known_topics} topics were here before, {left_out} things were left out."
        )
