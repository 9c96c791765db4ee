"""Who is behind a session: the member together with what every page shows of them, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from people.models import Member
from people.queries import member_of_address, member_with_unread


class MemberBackend(AuthenticationBackend):
    def _authenticate_by_email(self, email: str, password: str) -> Member | None:
        """One question and one hash, whether or not somebody has this address; allauth asks once more for nobody."""
        member: Member | None = self._check_password(member_of_address(email), password)
        return member

    def get_user(self, user_id: int) -> Member | None:
        member = member_with_unread(user_id)
        return member if member and self.user_can_authenticate(member) else None
