"""What follows when somebody leaves a group, in the sentences that they read before they do."""

from django.utils.translation import gettext as _

from groups import policy
from groups.models import Membership


def sentences(face: Membership) -> list[str]:
    """For whoever owns this everyday face; the gravest first."""
    told = _("Nobody is told that you left.")
    if policy.is_keeper(face):
        told = _("The hosts are told that somebody who looked after the group does so no more.")
    if policy.is_alone(face):
        return [_end_of_group(face), _("What you wrote stays under the name you had here.")]
    return [_("What you wrote stays under the name you had here."), told]


def _end_of_group(face: Membership) -> str:
    if face.group.archived_at and not face.group.is_hidden:
        return _("You are the last one here.")
    if face.group.is_hidden:
        return _(
            "You are the last one here. When you leave, the group ends: nobody can find it, read it or open it again, "
            "and neither can you."
        )
    return _("You are the last one here. When you leave, the group is closed: nobody writes or joins any more.")


def way_back(face: Membership) -> str:
    """How whoever leaves could come back, and to which name."""
    group = face.group
    if group.archived_at or policy.is_alone(face):
        return _("You cannot come back: nobody can join a closed group.")
    if group.is_hidden:
        return _(
            "Afterwards you do not see this group any more. Only an invitation lets you in again. "
            "Your name here is kept for you."
        )
    ways = {
        group.Joining.OPEN: _("You can come back whenever you like. Your name here is kept for you."),
        group.Joining.REQUEST: _(
            "To come back you ask again, and somebody who runs the group answers. Your name here is kept for you."
        ),
        group.Joining.INVITATION: _("Only an invitation lets you in again. Your name here is kept for you."),
    }
    return ways[group.Joining(group.joining)]
