"""Who belonged to a group about a condition before we asked reads a notice with the question, and is not merely refused."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.translation import gettext as _
from django.utils.translation import override


def ask(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    members = apps.get_model("people", "Member").objects
    notices = apps.get_model("people", "Notice")
    inside = apps.get_model("groups", "Membership").objects.filter(state="active", group__kind="condition")
    asked = members.filter(health_consent=0, is_active=True, pk__in=inside.values("member"))
    for member in asked.iterator():
        with override(member.language or settings.LANGUAGE_CODE):
            words = {"text": _("May we keep what you say about health?"), "url": "/me/health/"}
        notices.objects.get_or_create(member=member, kind="consent", source="health", defaults=words)


class Migration(migrations.Migration):
    dependencies = [("groups", "0006_fill_search_words"), ("people", "0006_accounts")]

    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
