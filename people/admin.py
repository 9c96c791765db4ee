"""Accounts for those who operate the site: never a face, so that nobody learns here who somebody is in a group."""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from kit import live
from people import actions
from people.models import Member

# Operators sign in where everybody does, with the same limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = ["email", "joined_at", "is_active", "is_staff", "is_safety_team", "suspended_until"]
    list_filter = ["is_active", "is_staff", "is_safety_team"]
    search_fields = ["email"]
    ordering = ["-joined_at"]
    fields = [
        "email",
        "joined_at",
        "last_login",
        "is_active",
        "is_staff",
        "is_superuser",
        "is_safety_team",
        "suspended_until",
        "suspended_reason",
    ]
    readonly_fields = ["email", "joined_at", "last_login"]

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> list[str]:
        """Who may do what is given by those who may do everything."""
        if cast(Member, request.user).is_superuser:
            return self.readonly_fields
        return [*self.readonly_fields, "is_staff", "is_superuser", "is_safety_team"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """A suspension goes through its action, so that open pages hear of it at once, as of a closed account."""
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            live.recheck(obj.pk)
        if {"suspended_until", "suspended_reason"} & set(form.changed_data):
            operator = cast(Member, request.user)
            actions.suspend(operator, obj, until=obj.suspended_until, reason=obj.suspended_reason)
