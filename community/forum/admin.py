"""Topics for those who operate the site: where they stand, never what is said in them."""

from django.contrib import admin
from django.http import HttpRequest

from community.forum.models import Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["key", "group", "post_count", "last_post_at", "closed_at", "hidden_at"]
    list_filter = ["group"]
    list_select_related = ["group"]
    readonly_fields = [
        "key",
        "group",
        "created_at",
        "last_post_at",
        "post_count",
        "word_count",
        "change_number",
        "pinned_at",
        "closed_at",
        "hidden_at",
        "source_id",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        return False
