"""Pictures made anew: nothing of the file is left, and what cannot be shown is refused in words."""

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kit import pictures
from kit.pictures import LONGEST, Unusable, remake
from tests import make

UPLOADS = Path(__file__).resolve().parents[3] / "shared" / "data" / "uploads"
SECRET = b"taken at home, 51.4816 -3.1791"


def remade(content: bytes, **options: object) -> Image.Image:
    return Image.open(BytesIO(remake(BytesIO(content), **options).content))


def with_traces() -> bytes:
    """A photograph that lies on its side and tells where it was taken, in three ways."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by a quarter
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return make.photograph(width=200, height=100, exif=exif, comment=SECRET, xmp=b"<x>" + SECRET + b"</x>")


def test_what_comes_out_is_webp_the_right_way_up_and_tells_nothing():
    content = with_traces()
    assert content.count(SECRET) >= 2
    made = remake(BytesIO(content))
    assert SECRET not in made.content
    picture = Image.open(BytesIO(made.content))
    assert picture.format == "WEBP"
    assert not picture.getexif()
    assert set(picture.info) <= {"loop", "background", "timestamp", "duration"}
    assert picture.height > picture.width
    assert (made.width, made.height) == picture.size


def test_the_same_picture_twice_has_no_bytes_in_common_beyond_the_format():
    content = make.photograph(width=300, height=200)
    first, second = (remake(BytesIO(content)).content for _ in range(2))
    assert first != second
    pieces = {first[place : place + 16] for place in range(40, len(first) - 16)}
    assert not any(second[place : place + 16] in pieces for place in range(40, len(second) - 16))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_of_this_kind_is_taken(kind):
    assert remade(make.photograph(kind=kind)).format == "WEBP"


def test_a_large_picture_becomes_smaller_and_keeps_its_shape():
    picture = remade(make.photograph(width=3000, height=1500))
    assert picture.width == LONGEST
    assert abs(picture.height - LONGEST / 2) < 8


def test_a_square_one_is_cut_from_the_middle():
    assert remade(make.photograph(width=900, height=500), longest=320, is_square=True).size == (320, 320)


def test_of_moving_pictures_the_first_stays():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], duration=50)
    picture = remade(written.getvalue())
    assert not getattr(picture, "is_animated", False)
    red, _green, blue = picture.convert("RGB").getpixel((10, 10))
    assert red > 200 > blue


def test_what_is_clear_stays_clear():
    written = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    assert remade(written.getvalue()).convert("RGBA").getpixel((10, 10))[3] == 0


def huge_png(side: int = 60_000) -> bytes:
    """A file of a few bytes that would be decoded to gigabytes."""

    def piece(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", body) + piece(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no picture"),
        (b"%PDF-1.7", "no picture"),
        (b"", "no picture"),
        (huge_png(), "too many points"),
        (make.photograph()[:400], "broken"),
        (b"GIF89a" + bytes(20), "broken|no picture"),
    ],
    ids=["drawing with a script", "document", "empty", "bomb", "cut off", "nonsense"],
)
def test_what_cannot_be_shown_is_refused_with_a_way_on(content, words):
    with pytest.raises(Unusable, match=words):
        remake(BytesIO(content))


@pytest.mark.skipif(not UPLOADS.is_dir(), reason="../shared/data/uploads is not beside the repository")
@pytest.mark.parametrize("place", sorted(UPLOADS.glob("*")) or [None], ids=lambda place: place and place.name)
def test_hostile_uploads_are_refused_or_lose_their_sting(place):
    try:
        made = remake(BytesIO(place.read_bytes()))
    except Unusable:
        return
    assert b"<script" not in made.content
    assert b"alert(" not in made.content


def test_two_are_read_at_once_and_others_wait_so_that_few_large_ones_do_not_fill_the_memory():
    with ThreadPoolExecutor(1) as pool:
        with pictures._at_once, pictures._at_once:
            waiting = pool.submit(remake, BytesIO(make.photograph()))
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        assert waiting.result(timeout=60).content
