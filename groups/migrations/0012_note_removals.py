"""Note who was removed so far, without those who ended along with another face of the same member.

That it was for good is noted only where no other face of the member here was removed for good: it might be this one's
fate by that one's removal, which nobody shall see.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, F, OuterRef


def note_removals(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    faces = apps.get_model("groups", "Membership").objects.using(editor.connection.alias)
    removed = faces.filter(state__in=["removed", "banned"], stays_shown_until=None)
    removed.update(removed_at=F("left_at"))
    others = faces.filter(group=OuterRef("group"), member=OuterRef("member"), state="banned").exclude(
        pk=OuterRef("pk")
    )
    certain = removed.filter(state="banned").exclude(Exists(others))
    faces.filter(pk__in=list(certain.values_list("pk", flat=True))).update(removed_for_good=True)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0011_face_removed_at"),
    ]

    operations = [
        migrations.RunPython(note_removals, migrations.RunPython.noop),
    ]
