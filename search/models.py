"""The documents of the index, when PostgreSQL is the engine; with another engine this table stays empty."""

from django.db import models

from groups.models import Group


class SearchDocument(models.Model):
    """What is findable of one post. On PostgreSQL a column `words`, kept by the database, is its text vector."""

    key = models.CharField(max_length=16, unique=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"document {self.key}"
