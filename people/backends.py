"""Who is behind a session: the member together with what every page shows of them, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from people.models import Member
from people.queries import member_with_unread


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Member | None:
        member = member_with_unread(user_id)
        return member if member and self.user_can_authenticate(member) else None
