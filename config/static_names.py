"""Static files by names that stand for the same bytes for ever, with their parts put together, each looked up once."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from config.static_parts import NotPutTogether, put_together

Paths = dict[str, tuple[Storage, str]]  # by name: where a file was found


class KnownNames(ManifestStaticFilesStorage):
    """Django works out the same address anew for each tag of each page, many times a page."""

    def url(self, name: str | None, force: bool = False) -> str:
        if not self.hashed_files or name is None:
            return super().url(name or "", force)
        known: dict[str, str] = vars(self).setdefault("known", {})
        if name not in known:
            known[name] = super().url(name, force)
        return known[name]

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[tuple[Any, ...]]:
        """Parts are put together before names get their hashes; the plain files stay as they were found."""
        whole: dict[str, str] = {}
        for name in filter(is_our_own, paths):
            try:
                whole[name] = put_together(name, partial(source_in, paths))
            except NotPutTogether as error:
                yield name, None, error
                return
        own = {name: (Contents(whole), name) for name in whole}
        yield from super().post_process(paths | own, dry_run=dry_run, **options)


class Contents(Storage):
    """Texts by name, which Django reads like files."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def _open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(self.texts[name].encode())


def is_our_own(name: str) -> bool:
    return name.startswith(("css/", "js/")) and name.endswith((".css", ".js"))


def source_in(paths: Paths, name: str) -> str | None:
    if name not in paths:
        return None
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
