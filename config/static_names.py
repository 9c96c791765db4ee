"""The addresses of static files, each looked up once: a name with a hash in it stands for the same bytes for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class KnownNames(ManifestStaticFilesStorage):
    """Django works out the same address anew for each tag of each page, twenty times a page."""

    def url(self, name: str | None, force: bool = False) -> str:
        if not self.hashed_files or name is None:
            return super().url(name or "", force)
        known: dict[str, str] = vars(self).setdefault("known", {})
        if name not in known:
            known[name] = super().url(name, force)
        return known[name]
