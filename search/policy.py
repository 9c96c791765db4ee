"""What may be found: never more than the forum shows the viewer, and nothing that moderators took away."""

from django.db.models import QuerySet

from community.forum import policy as forum_policy
from community.forum.models import Post
from groups import policy as groups_policy
from groups.models import Group
from people.models import Viewer


def visible_groups(viewer: Viewer) -> QuerySet[Group]:
    """Groups in which the viewer may search."""
    return groups_policy.readable_groups(viewer)


def visible_hits(viewer: Viewer) -> QuerySet[Post]:
    """Posts that a search may show the viewer. Moderators read hidden posts where they stand, not here."""
    posts = forum_policy.visible_posts(viewer)
    return posts.filter(hidden_at__isnull=True, topic__hidden_at__isnull=True)
