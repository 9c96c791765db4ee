"""The request as a view behind `login_required` gets it: the one who asks is a member."""

from django.http import HttpRequest

from people.models import Member


class MemberRequest(HttpRequest):
    user: Member
