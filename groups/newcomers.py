"""What a face that is new in its group should know before it writes there, in sentences."""

from django.utils.translation import gettext as _

from groups import policy
from groups.models import Membership


def before_writing(face: Membership | None) -> list[str]:
    """For whoever owns this face and may write; nothing once its first days are over, and no query."""
    if face is None or not policy.can_speak_in(face, face.group):
        return []
    sentences = []
    if policy.is_checked_first(face):
        sentences.append(_("Somebody who looks after this group reads your first posts before others see them."))
    if not (may_send_more := policy.can_send_more(face, face.group)):
        sentences.append(may_send_more.reason)
    return sentences
