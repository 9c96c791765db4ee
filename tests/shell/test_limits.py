"""Bodies that are too large are refused, most of them before they are read."""

import pytest

from config.limits import SENTENCE, BodyLimit
from tests.shell.asking import Client, ask, scope

LIMIT = 1000


async def count_bytes(scope, receive, send):
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


@pytest.fixture
def limited() -> BodyLimit:
    return BodyLimit(count_bytes, default=LIMIT, larger={"/upload/": 5000, "/upload/small/": 10})


async def test_a_body_within_the_limit_passes(limited):
    answer = await ask(limited, "/", b"x" * LIMIT, method="POST", headers={"content-length": str(LIMIT)})
    assert answer.body == b"1000"


async def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(limited):
    client = Client(b"x" * 2000)
    await limited(scope("/", method="POST", headers={"content-length": "2000"}), client.receive, client.send)
    assert client.answer.status == 413
    assert client.answer.body == SENTENCE
    assert client.pieces == [b"x" * 2000]


async def test_a_body_in_chunks_is_refused_when_it_grows_too_large(limited):
    client = Client(*[b"x" * 400] * 10)
    await limited(scope("/", method="POST", headers={"transfer-encoding": "chunked"}), client.receive, client.send)
    assert client.answer.status == 413
    assert len(client.pieces) == 7


async def test_a_body_larger_than_it_said_is_refused(limited):
    answer = await ask(limited, "/", b"x" * 2000, method="POST", headers={"content-length": "10"})
    assert answer.status == 413


async def test_a_length_that_is_no_number_is_counted(limited):
    answer = await ask(limited, "/", b"x" * 2000, method="POST", headers={"content-length": "-5"})
    assert answer.status == 413


@pytest.mark.parametrize(("path", "status"), [("/upload/", 200), ("/upload/small/", 413), ("/elsewhere/", 413)])
async def test_only_the_paths_in_the_table_take_more(limited, path, status):
    answer = await ask(limited, path, b"x" * 4000, method="POST", headers={"content-length": "4000"})
    assert answer.status == status


async def test_a_request_without_a_body_is_not_counted(limited):
    assert (await ask(limited, "/")).body == b"0"
