"""Pictures come, are shown in something, are hidden by moderators, and go when nothing shows them."""

from collections.abc import Collection
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from groups import policy
from groups.events import FaceChanged
from groups.models import Group, Membership, Picture
from kit.events import announce
from kit.keys import new_key
from kit.pictures import Remade
from kit.policy import require

KEPT_UNUSED = timedelta(days=1)
KEPT_IN_DRAFTS = timedelta(days=90)


def add_picture(sender: Membership, picture: Remade, *, alt: str) -> Picture:
    """A picture for the posts of the sender's group; until one of them shows it only the sender sees it."""
    require(policy.can_add_picture(sender, sender.group))
    return _write(sender, picture, alt=alt)


def _write(sender: Membership, picture: Remade, *, alt: str = "") -> Picture:
    """The file comes before the row, for no transaction should wait for a disk; its name tells nothing of the row."""
    name = default_storage.save(f"pictures/{new_key()}.webp", ContentFile(picture.content))
    try:
        return Picture.objects.create(
            group_id=sender.group_id, sender=sender, file=name, alt=alt, width=picture.width, height=picture.height
        )
    except DatabaseError:
        default_storage.delete(name)
        raise


@transaction.atomic
def use_pictures(author: Membership, *, keys: Collection[str]) -> None:
    """What the author publishes shows these pictures; those that are new are this face's from now on."""
    require(policy.can_use_pictures(author, keys))
    new = Picture.objects.filter(group=author.group_id, key__in=keys, used_at__isnull=True)
    new.filter(sender__member_id=author.member_id or 0).update(used_at=timezone.now(), sender=author)


@transaction.atomic
def release_pictures(author: Membership, *, keys: Collection[str]) -> None:
    """Nothing of the author's shows these any more: nobody else sees them, and in a day they go."""
    Picture.objects.filter(sender=author, key__in=keys).update(
        used_at=None, drafted_at=None, created_at=timezone.now()
    )


@transaction.atomic
def keep_for_draft(author: Membership, *, keys: Collection[str]) -> None:
    """A draft names these pictures, so they stay for as long as somebody may come back to it."""
    waiting = Picture.objects.filter(group=author.group_id, key__in=keys, used_at__isnull=True)
    waiting.filter(sender__member_id=author.member_id or 0).update(drafted_at=timezone.now())


@transaction.atomic
def hide_pictures(group: Group, *, keys: Collection[str], senders: Collection[int]) -> None:
    """What showed them was removed by moderators, as the room of that thing required; whoever wrote it and only named
    the picture of somebody else takes nothing away from them."""
    shown = Picture.objects.filter(group=group, key__in=keys, sender__in=senders, hidden_at__isnull=True)
    shown.update(hidden_at=timezone.now())


@transaction.atomic
def restore_pictures(group: Group, *, keys: Collection[str], senders: Collection[int]) -> None:
    Picture.objects.filter(group=group, key__in=keys, sender__in=senders).update(hidden_at=None)


def change_face_picture(face: Membership, picture: Remade | None) -> Membership:
    """The face shows this picture instead of its drawing; without one, the drawing again."""
    require(policy.can_describe(face))
    new = _write(face, picture) if picture else None
    with transaction.atomic():
        face = Membership.objects.select_for_update(of=("self",)).select_related("picture").get(pk=face.pk)
        require(policy.can_describe(face))
        _take_the_place_of(face.picture, new)
        face.picture = new
        face.save(update_fields=["picture"])
        announce(FaceChanged(face_id=face.pk, member_id=face.member_id))
    return face


@transaction.atomic
def remove_face_picture(actor: Membership | None, face: Membership) -> Membership:
    """Those who keep the group safe take a picture off a face. No actor: the safety team acts."""
    face = Membership.objects.select_for_update(of=("self",)).select_related("picture", "group").get(pk=face.pk)
    if actor is not None:
        require(policy.can_moderate(actor, face.group))
    if face.picture is None:
        return face
    Picture.objects.filter(pk=face.picture.pk).update(hidden_at=timezone.now())
    face.picture = None
    face.save(update_fields=["picture"])
    announce(FaceChanged(face_id=face.pk, member_id=face.member_id))
    return face


def change_group_picture(host: Membership, group: Group, picture: Remade | None) -> Group:
    """Whoever may know the group sees it beside its name."""
    require(policy.can_host(host, group))
    new = _write(host, picture) if picture else None
    with transaction.atomic():
        group = Group.objects.select_for_update(of=("self",)).select_related("picture").get(pk=group.pk)
        require(policy.can_host(host, group))
        _take_the_place_of(group.picture, new)
        group.picture = new
        group.save(update_fields=["picture"])
    return group


def _take_the_place_of(old: Picture | None, new: Picture | None) -> None:
    now = timezone.now()
    if old is not None:
        Picture.objects.filter(pk=old.pk).update(used_at=None, created_at=now)
    if new is not None:
        Picture.objects.filter(pk=new.pk).update(used_at=now)


def remove_unused_pictures() -> int:
    """Remove what was sent and stands in nothing, with its file; return how many."""
    now = timezone.now()
    in_draft = Q(drafted_at__isnull=False, drafted_at__gt=now - KEPT_IN_DRAFTS)
    unused = Picture.objects.filter(used_at__isnull=True, created_at__lt=now - KEPT_UNUSED).exclude(in_draft)
    removed = 0
    for picture in unused.iterator():
        if unused.filter(pk=picture.pk).delete()[0]:  # unless it was published this very moment
            default_storage.delete(str(picture.file.name))
            removed += 1
    return removed
