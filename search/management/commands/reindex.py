"""`manage.py reindex`: build the index again from the database, while the old one answers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search import index
from search.documents import documents_of, documents_with, findable


class Command(BaseCommand):
    help = "Builds the search index again from the database; the old one answers meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only if there is no complete index of today's form"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_needed"] and index.health().is_complete:
            return
        posts = findable()
        is_quiet = options["verbosity"] == 0
        with tqdm(total=posts.count(), unit=" posts", desc="reindex", disable=is_quiet or None) as bar:
            count = index.rebuild(_counted(bar), reread=documents_with)
        if not is_quiet:
            self.stdout.write(f"{count} posts can be found.")


def _counted(bar: Any) -> Any:
    for document in documents_of(findable()):
        yield document
        bar.update()
