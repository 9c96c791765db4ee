"""Groups that were there before are found by their words, too."""

import unicodedata

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def fill(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    groups = apps.get_model("groups", "Group").objects
    for group in groups.filter(search_words="").iterator():
        words = " " + folded(f"{group.name} {group.purpose} {group.other_names} {group.where}")
        groups.filter(pk=group.pk).update(search_words=words)


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_picture_drafted_at")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
