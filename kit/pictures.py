"""Pictures are made anew from what was sent: nothing of the file itself is kept, and no two made are alike.

What comes out is WebP without metadata, the right way up. Made twice from the same file it differs in size, in
quality and by a faint noise, so that no bytes tell that it was the same: docs/decisions/0014.
"""

import secrets
from dataclasses import dataclass
from io import BytesIO
from random import SystemRandom
from threading import BoundedSemaphore
from typing import IO, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LONGEST = 1600  # points of the longer side
MOST_CUT = 3  # points that are cut off at each side, at most
SMALLEST_CUT = 64  # points; what is smaller than this is not cut
QUALITIES = (78, 79, 80, 81, 82, 83, 84)

Image.MAX_IMAGE_PIXELS = None  # settings.PICTURE_POINTS says it instead, in words that help

_chance = SystemRandom()
_at_once = BoundedSemaphore(2)  # one that is small as a file may take half a gigabyte while it is read


class Unusable(ValueError):
    """No picture can be made of this; `str()` of it says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Remade:
    """A picture as it is stored: WebP, and its size in points."""

    content: bytes
    width: int
    height: int


def remake(file: IO[bytes], *, longest: int = LONGEST, is_square: bool = False) -> Remade:
    """The first picture in the file, no longer than this many points; square ones are cut from the middle."""
    with _at_once:
        return _remake(file, longest=longest, is_square=is_square)


def _remake(file: IO[bytes], *, longest: int, is_square: bool) -> Remade:
    picture = _without_traces(_opened(file, longest))
    if is_square:
        side = min(longest, *picture.size)
        picture = ImageOps.fit(picture, (side, side))
    else:
        picture.thumbnail((longest, longest))
    picture = _with_noise(picture)
    written = BytesIO()
    picture.save(written, "WEBP", quality=_chance.choice(QUALITIES), method=4, exif=b"", xmp=b"", icc_profile=b"")
    return Remade(written.getvalue(), *picture.size)


def _opened(file: IO[bytes], longest: int) -> Image.Image:
    try:
        picture = Image.open(file, formats=FORMATS)
        if picture.width * picture.height > settings.PICTURE_POINTS:
            raise Unusable(_("This picture has too many points. Make it smaller, or take a screenshot of it."))
        picture.draft("RGB", (2 * longest, 2 * longest))  # a large photograph need not be decoded in full
        return ImageOps.exif_transpose(picture)
    except Unusable:
        raise
    except Image.UnidentifiedImageError:
        raise Unusable(_("This file is no picture that can be shown here. Take a JPEG, PNG, WebP or GIF.")) from None
    except Exception:  # a decoder of what anybody may send fails in every way there is
        raise Unusable(_("This picture is broken and cannot be read. Try to save or photograph it again.")) from None


def _without_traces(picture: Image.Image) -> Image.Image:
    """Colours only, in the way every screen means them, and not quite the same edges."""
    has_holes = picture.has_transparency_data
    plain = _in_screen_colours(picture).convert("RGBA" if has_holes else "RGB")
    if min(plain.size) < SMALLEST_CUT:
        return plain
    left, top, right, bottom = (secrets.randbelow(MOST_CUT + 1) for _side in range(4))
    return plain.crop((left, top, plain.width - right, plain.height - bottom))


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        screen = ImageCms.createProfile("sRGB")
        mode = "RGB" if picture.mode == "CMYK" else picture.mode
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return cast(Image.Image, ImageCms.profileToProfile(picture, own, screen, outputMode=mode))
    except ImageCms.PyCMSError:  # a profile that says nothing: its colours are taken as they are
        return picture


def _with_noise(picture: Image.Image) -> Image.Image:
    """Each colour of each point up or down by at most one: nobody sees it, and no two pictures have the same."""
    step = bytes(value % 3 for value in range(256))
    size = picture.width * picture.height
    bands = [Image.frombytes("L", picture.size, secrets.token_bytes(size).translate(step)) for _band in range(3)]
    noisy = ImageChops.add(picture.convert("RGB"), Image.merge("RGB", bands), scale=1, offset=-1)
    if picture.mode == "RGBA":
        noisy.putalpha(picture.getchannel("A"))
    return noisy


class PictureField(forms.FileField):
    """A picture from somebody's device; cleaned, it is `Remade`."""

    def __init__(self, *, longest: int = LONGEST, is_square: bool = False, **options: object) -> None:
        kinds = ",".join(f"image/{kind.lower()}" for kind in FORMATS)
        super().__init__(widget=forms.FileInput(attrs={"accept": kinds}), **options)  # type: ignore[arg-type]
        self.longest, self.is_square = longest, is_square

    def clean(self, value: object, initial: object = None) -> Remade:
        file = super().clean(value, initial)
        if file.size > settings.PICTURE_LIMIT:
            most = settings.PICTURE_LIMIT // 1024 // 1024
            raise forms.ValidationError(
                _("This file is larger than %(most)d MB. Make it smaller first.") % {"most": most}
            )
        try:
            return remake(file, longest=self.longest, is_square=self.is_square)
        except Unusable as reason:
            raise forms.ValidationError(str(reason)) from None
