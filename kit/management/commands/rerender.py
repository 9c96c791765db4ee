"""Cook stored texts again after the Markdown renderer changed."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction
from tqdm import tqdm

from kit import markdown

BATCH = 200


class Command(BaseCommand):
    help = "Make the HTML of every stored text again that an older version of the renderer made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="texts of the present version too")

    def handle(self, *, verbosity: int, **options: Any) -> None:
        for place in markdown.cooked_models():
            rows = apps.get_model(place.model_label)._default_manager.all()
            if not options["all"]:
                rows = rows.exclude(**{place.version: markdown.VERSION})
            with tqdm(total=rows.count(), desc=place.model_label, unit=" texts", disable=verbosity == 0) as progress:
                self._cook(rows, place, progress)

    def _cook(self, rows: models.QuerySet, place: markdown.Cooked, progress: tqdm) -> None:
        last = None
        while True:
            batch = rows if last is None else rows.filter(pk__gt=last)
            texts = list(batch.order_by("pk").values_list("pk", place.source)[:BATCH])
            if not texts:
                return
            self._write(rows.model._default_manager.all(), place, texts)
            last = texts[-1][0]
            progress.update(len(texts))

    def _write(self, rows: models.QuerySet, place: markdown.Cooked, texts: list[tuple[Any, str]]) -> None:
        made = [(pk, source, markdown.render(source, has_images=place.has_images)) for pk, source in texts]
        with transaction.atomic():
            for pk, source, html in made:
                # A text that was edited meanwhile is fresh already, and its source no longer the one cooked here.
                unchanged = rows.filter(**{"pk": pk, place.source: source})
                unchanged.update(**{place.html: html, place.version: markdown.VERSION})
