"""Offering a name to whoever is asked for one, and another at a tap."""

from typing import Any, TypeVar

from django.http import HttpRequest

from groups import queries
from groups.forms import FaceForm
from groups.models import Group

Asked = TypeVar("Asked", bound=FaceForm)


def face_form(
    request: HttpRequest, group: Group, form_class: type[Asked], *, old_name: str = "", **options: Any
) -> Asked:
    """What was sent; or, before anything is, and when another name is asked for, the same with a free name in it.

    `old_name` is the one that they have or had in the group; whoever comes back is offered it first.
    """
    options["old_name"] = old_name
    if request.method == "POST" and "another" not in request.POST:
        return form_class(request.POST, **options)
    typed = {name: value for name, value in request.POST.items() if name != "name"}
    offered = old_name if old_name and not request.POST else queries.fresh_name(group)
    return form_class(initial={**typed, "name": offered}, **options)
