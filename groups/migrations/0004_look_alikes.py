"""Names that look alike to the eye share a key now, by Unicode's confusables; and nobody's first days begin again."""

import json
import unicodedata
from importlib.resources import files

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

OLD_HAND = 1000  # early posts of everybody who was there before they were counted
LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "$": "s", "@": "a"})
MARK = "\u200e"


def _prototypes() -> dict[str, str]:
    table = json.loads(files("confusable_homoglyphs").joinpath("confusables.json").read_text(encoding="utf-8"))
    looks = {}
    for one, others in table.items():
        letter, other = one.strip(MARK), others[0]["c"]
        look = other.strip(MARK)
        is_pair = len(table.get(other, ())) == 1 and len(look) == 1
        if len(letter) == 1 and len(others) == 1 and not (is_pair and look > letter):
            looks[letter] = look
    return looks


def _key(name: str, looks: dict[str, str]) -> str:
    def seen(text: str) -> str:
        return "".join(looks.get(letter, letter) for letter in unicodedata.normalize("NFD", text))

    letters = unicodedata.normalize("NFKD", seen(seen(name).casefold())).casefold()
    kept = "".join(letter for letter in letters if letter.isalnum() or letter in "|!$@")
    return kept.translate(LOOK_ALIKES).replace("rn", "m").replace("vv", "w")[:100]


def rename(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Where two names look alike from now on, whoever came first keeps the key; the other stays what they are called."""
    faces = apps.get_model("groups", "Membership").objects
    faces.update(early_posts=OLD_HAND)
    looks = _prototypes()
    group, taken, changed = None, set(), []
    old = faces.order_by("group_id", "joined_at", "pk").only("group_id", "name", "name_key", "key")
    for face in list(old):
        if face.group_id != group:
            group, taken = face.group_id, set()
        key = _key(face.name, looks)
        key = f"{key}:{face.key}" if key in taken else key
        taken.add(key)
        if key != face.name_key:
            face.name_key = key
            changed.append(face)
    for face in changed:  # out of the way first: a new key may be another's old one
        faces.filter(pk=face.pk).update(name_key=f"::{face.key}")
    faces.bulk_update(changed, ["name_key"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_living_together")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
