"""Files of the look: kept for ever by their hash, compressed as the browser likes."""

import gzip
from pathlib import Path

import brotli
import pytest

from config.static import ASK_AGAIN, Static, best_encoding
from tests.shell.asking import ask
from tests.static_files import with_hashed_files

STYLE = "body { background: url(dot.svg); }\n" * 40


@pytest.fixture
def collected(collect, tmp_path: Path) -> Static:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/photo.png").write_bytes(b"\x89PNG" + bytes(5000))
    (tmp_path / "secret.txt").write_text("secret")
    return collect({"site.css": STYLE, "dot.svg": "<svg/>"})


def hashed(static: Static, start: str) -> str:
    return next(f"/{name}" for name, caching in static.caching.items() if name.startswith(start) and b"imm" in caching)


async def test_a_hashed_file_may_be_kept_for_ever(collected):
    answer = await ask(collected, hashed(collected, "site"))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert b"dot." in answer.body


WITH_COMMENTS = """/* What this is for,
   in two lines. */
const one = "// no comment"; // behind code
  // a line of its own
const two = "/* no comment";
/* one */ const three = 3;
/* another */
const four = `*/`;
"""


async def test_our_own_scripts_are_served_without_lines_of_comments(collected):
    folder = collected.root / "js"
    folder.mkdir()
    (folder / "site.js").write_text(WITH_COMMENTS)
    collected.caching["js/site.js"] = ASK_AGAIN
    served = (await ask(collected, "/js/site.js")).body.decode().splitlines()
    assert served == [
        'const one = "// no comment"; // behind code',
        'const two = "/* no comment";',
        "/* one */ const three = 3;",
        "const four = `*/`;",
    ]


async def test_a_plain_name_is_served_but_asked_for_again(collected):
    assert (await ask(collected, "/site.css")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepts", "encoding", "unpack"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)],
)
async def test_a_text_file_is_compressed_as_the_browser_likes(collected, accepts, encoding, unpack):
    path = hashed(collected, "site")
    answer = await ask(collected, path, headers={"accept-encoding": accepts})
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "accept-encoding"
    assert len(answer.body) < 200
    assert unpack(answer.body) == (await ask(collected, path)).body


def test_an_encoding_that_is_refused_is_not_used():
    assert best_encoding("br;q=0, gzip;q=0.5") == "gzip"
    assert best_encoding("br;q=0.0, gzip; q=0") == ""
    assert best_encoding("identity") == ""


async def test_a_picture_is_not_compressed_again(collected):
    answer = await ask(collected, hashed(collected, "photo"), headers={"accept-encoding": "br"})
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"] == "image/png"


async def test_a_browser_that_has_the_file_is_told_so(collected):
    path = hashed(collected, "site")
    plain = (await ask(collected, path)).headers["etag"]
    packed = (await ask(collected, path, headers={"accept-encoding": "br"})).headers["etag"]
    assert plain != packed
    answer = await ask(collected, path, headers={"accept-encoding": "br", "if-none-match": f'"old", W/{packed}'})
    assert (answer.status, answer.body) == (304, b"")
    assert (await ask(collected, path, headers={"if-none-match": packed})).status == 200


async def test_head_says_the_same_without_the_content(collected):
    path = hashed(collected, "site")
    whole, head = await ask(collected, path), await ask(collected, path, method="HEAD")
    assert head.headers == whole.headers
    assert head.body == b""


async def test_only_reading_is_allowed(collected):
    assert (await ask(collected, hashed(collected, "site"), method="POST")).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/./site.css",
        "/staticfiles.json",
        "/",
        "/site.css\0",
        "/a\\b",
    ],
)
async def test_nothing_but_the_listed_files_exists(collected, path):
    assert (await ask(collected, path)).status == 404


@pytest.mark.parametrize("path", ["/../../manage.py", "/css/../../manage.py", "/etc/passwd", "//etc/passwd", "/"])
async def test_without_a_manifest_the_finders_find_nothing_outside_either(path):
    static = Static()
    static.load()
    assert (await ask(static, path)).status == 404
    assert (await ask(static, "/css/base.css")).headers["cache-control"] == "no-cache"


def test_a_site_whose_files_are_not_collected_says_so(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = with_hashed_files()
    with pytest.raises(FileNotFoundError):
        Static().load()
