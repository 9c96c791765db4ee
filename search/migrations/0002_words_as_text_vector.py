"""On PostgreSQL the database keeps the text vector of each document itself; nothing elsewhere."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORWARD = """
ALTER TABLE search_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D')
) STORED;
CREATE INDEX search_document_words ON search_searchdocument USING gin (words);
"""
BACKWARD = "ALTER TABLE search_searchdocument DROP COLUMN words;"


def _add_words(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FORWARD)


def _drop_words(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(BACKWARD)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(_add_words, _drop_words)]
