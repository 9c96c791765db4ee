"""Groups for those who operate the site: the place, never the people in it."""

from django.contrib import admin
from django.http import HttpRequest

from groups.models import Group, Rule


class RuleInline(admin.TabularInline):
    model = Rule
    extra = 0


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "visibility", "joining", "member_count", "archived_at"]
    list_filter = ["kind", "visibility", "joining"]
    search_fields = ["name"]
    # Who may see a group and join it changes for its members too, so its hosts change it, on the group's own pages.
    # What it says of itself is what it is found by, and changes with it.
    words = ["name", "purpose", "other_names", "where", "picture"]
    readonly_fields = [*words, "key", "slug", "visibility", "joining", "archived_at", "member_count", "created_at"]
    inlines = [RuleInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False
