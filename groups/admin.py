"""Groups for those who operate the site: the place, never the people in it."""

from django.contrib import admin

from groups.models import Group, Rule


class RuleInline(admin.TabularInline):
    model = Rule
    extra = 0


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "visibility", "joining", "member_count", "archived_at"]
    list_filter = ["kind", "visibility", "joining"]
    search_fields = ["name"]
    readonly_fields = ["key", "member_count", "created_at"]
    inlines = [RuleInline]
