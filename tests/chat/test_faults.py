"""Networks that come and go, readers that do not read, processes that are killed: nothing acknowledged is lost."""

import json
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from django.db import connection, connections
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from community.chat import actions
from kit import live
from kit.keys import new_key
from kit.live import gates, hub, seat
from tests import make
from tests.chat.conftest import Place, place
from tests.chat.tabs import Tab
from tests.fork_server import Forked, ForkServer
from tests.live import LiveSite

MESSAGES = 300
TabOf = Callable[..., Tab]


def test_under_random_cuts_nothing_is_lost_and_nothing_comes_twice(live_here: Place, tab_of: TabOf) -> None:
    tabs = [tab_of(live_here.ada if number % 2 else live_here.ben) for number in range(6)]
    with ThreadPoolExecutor(8) as people:
        talking = [people.submit(talk, live_here, half) for half in range(2)]
        listening = [people.submit(listen_badly, tab, Random(seed)) for seed, tab in enumerate(tabs)]
        cuts = [listener.result() for listener in listening]
        assert all(talk.result() is None for talk in talking)
    assert sum(cuts) > 20
    for tab in tabs:
        assert tab.changes == list(range(1, MESSAGES + 1))
        assert tab.twice == []


def talk(here: Place, half: int) -> None:
    try:
        for number in range(MESSAGES // 2):
            actions.say((here.ada, here.ben)[half], here.room, body=f"{half} {number}", client_key=new_key())
            time.sleep(0.005)
    finally:
        connections.close_all()


def listen_badly(tab: Tab, draw: Random) -> int:
    """Listen until everything was heard, losing the connection now and then; returns how often."""
    cuts = 0
    while (tab.position or 0) < MESSAGES:
        with suppress(TimeoutError, ConnectionClosed):
            tab.hear(0.2)
        if draw.random() < 0.04:
            tab.cut()
            time.sleep(draw.uniform(0, 0.1))
            tab.open()
            cuts += 1
    return cuts


def test_a_reader_that_does_not_read_is_sent_away_and_nobody_waits_for_it(live_here: Place, tab_of: TabOf) -> None:
    quick = tab_of(live_here.ada)
    with unread_socket(quick) as slow:
        until(lambda: seats() == 2)
        for number in range(400):
            live.tell(quick.channel, f"{number} " + "x" * 50_000)
            assert quick.hear()["news"].startswith(f"{number} ")
        until(lambda: seats() == 1)
        assert slow.fileno() >= 0


def seats() -> int:
    here = hub.current()
    return here.seat_count if here else 0


@contextmanager
def unread_socket(like: Tab) -> Iterator[socket.socket]:
    """A socket that follows the room and reads nothing after the handshake."""
    host, port = like.site.url.removeprefix("http://").split(":")
    with socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.connect((host, int(port)))
        lines = [
            "GET /live HTTP/1.1",
            f"Host: {host}:{port}",
            f"Origin: {like.site.url}",
            f"Cookie: {like.cookie['name']}={like.cookie['value']}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        ]
        wire.sendall("\r\n".join([*lines, "", ""]).encode())
        assert b" 101 " in wire.recv(1000)
        follow = json.dumps({"follow": like.channel}).encode()
        wire.sendall(bytes([0x81, 0x80 | len(follow), 0, 0, 0, 0]) + follow)
        wire.recv(1000)
        yield wire


def until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


def test_the_plain_way_to_write_carries_the_same(settings, live_here: Place, tab_of: TabOf) -> None:
    settings.LIVE_FAST_FRAMES = False
    ada, ben = tab_of(live_here.ada), tab_of(live_here.ben)
    for number in range(20):
        ada.say(str(number), f"k{number}")
    assert ben.hear_up_to(20).changes == list(range(1, 21))


def test_what_no_message_told_is_found_in_the_log(live_here: Place, tab_of: TabOf, monkeypatch) -> None:
    """A sender that dies after its commit tells nobody: the watch finds it."""
    monkeypatch.setattr(hub, "WATCH", 0.3)
    ben = tab_of(live_here.ben)
    with monkeypatch.context() as mute:
        mute.setattr(live, "carry", lambda group, message: None)
        make.entry(live_here.ada, live_here.room, body="unheard")
    assert ben.hear_up_to(1).bodies() == ["<p>unheard</p>\n"]


def test_one_lost_message_is_read_from_the_log_when_the_next_one_comes(
    live_here: Place, tab_of: TabOf, monkeypatch
) -> None:
    ben = tab_of(live_here.ben)
    with monkeypatch.context() as mute:
        mute.setattr(live, "carry", lambda group, message: None)
        make.entry(live_here.ada, live_here.room, body="unheard")
    make.entry(live_here.ada, live_here.room, body="heard")
    assert ben.hear_up_to(2).changes == [1, 2]


# --- kill -9 ------------------------------------------------------------------------------------------------------


@pytest.mark.embedded
def test_after_kill_9_every_acknowledged_message_is_there_once(
    transactional_db: None, collected_static: None, whole_site: ForkServer, tmp_path: Path
) -> None:
    site, here = LiveSite(f"http://127.0.0.1:{free_port()}"), place()
    writers = [Tab(site, face.member, here.room) for face in (here.ada, here.ben, here.mara) if face.member]
    reader = Tab(site, here.ada.member, here.room)
    copy_the_database(tmp_path)
    with serving(site, whole_site, tmp_path) as server, ThreadPoolExecutor(4) as people:
        reader.open(position=0)
        talking = [people.submit(talk_until_cut, writer, number) for number, writer in enumerate(writers)]
        reader.hear_up_to(20 + len(writers))  # readers may hear of a message before its writer does
        server.kill()
        said = [talk.result() for talk in talking]
        reader.close()
    acknowledged = {key for acknowledged, _ in said for key in acknowledged}
    assert len(acknowledged) >= 20
    assert acknowledged <= set(stored_keys(tmp_path))
    with serving(site, whole_site, tmp_path):
        for writer, (_, unanswered) in zip(writers, said, strict=True):
            writer.open()
            writer.say("again", unanswered)
            writer.close()
        reader.open()
        reader.close()
    heard = [entry["sent_as"] for entry in reader.entries.values()]
    everything = acknowledged | {unanswered for _, unanswered in said}
    assert sorted(heard) == sorted(everything) == sorted(stored_keys(tmp_path))


def talk_until_cut(tab: Tab, number: int) -> tuple[list[str], str]:
    """Talk until the server is gone: which keys it has acknowledged, and the one that it has not."""
    tab.open()
    acknowledged: list[str] = []
    for count in range(100_000):
        key = f"{number}-{count}"
        try:
            tab.say(key, key)
        except (ConnectionClosed, OSError):
            return acknowledged, key
        acknowledged.append(key)
    raise AssertionError("the server was never killed")


def stored_keys(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "alongside.sqlite3")) as database:
        return [key for (key,) in database.execute("SELECT client_key FROM chat_entry")]


def copy_the_database(folder: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / "alongside.sqlite3")) as copy:
        connection.connection.backup(copy)


@contextmanager
def serving(site: LiveSite, whole_site: ForkServer, folder: Path) -> Iterator[Forked]:
    port = site.url.rpartition(":")[2]
    with whole_site.start("-m", "config.server", "--port", port, cwd=folder) as server:
        try:
            until(lambda: is_answering(site))
            yield server
        finally:
            server.kill()


def is_answering(site: LiveSite) -> bool:
    try:
        with urllib.request.urlopen(site.url + "/livez", timeout=5):
            return True
    except OSError:
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_seat_that_can_not_be_reviewed_is_sent_away(
    live_here: Place, tab_of: TabOf, monkeypatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever was removed must not go on listening because the database was away when it mattered."""
    ben = tab_of(live_here.ben)
    monkeypatch.setattr(gates, "admit", lambda viewer, name: 1 / 0)
    assert live_here.ben.member_id
    live.recheck(live_here.ben.member_id)
    assert ben.closing_code() == 1013
    assert "could not be reviewed" in caplog.text


def test_members_find_room_beside_many_visitors(
    live_site: LiveSite, live_here: Place, tab_of: TabOf, monkeypatch
) -> None:
    monkeypatch.setattr(seat, "MOST_VISITORS", 1)
    doors = {"origin": live_site.url, "max_size": None}
    with connect(live_site.socket_url, **doors), connect(live_site.socket_url, **doors) as second:
        with pytest.raises(ConnectionClosed) as closed:
            second.recv(timeout=10)
        assert closed.value.rcvd.code == 1013
        assert tab_of(live_here.ben).position is not None
