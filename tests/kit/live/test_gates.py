"""Gates: names of channels, one answer for what is hidden and what is missing, and logs read in pages."""

import pytest

from kit.live import gates
from kit.live.gates import Admission, Fill, Frame
from kit.live.pacing import BURST, PER_SECOND, Allowance

KEY = "a" * 16
ADA = 7


class Viewer:
    pk = ADA


@pytest.fixture
def log(monkeypatch) -> list[Frame]:
    """A kind of channel with a log, for one test."""
    frames: list[Frame] = []
    for registry in ("_channels", "_commands", "_catch_ups", "_heads"):
        monkeypatch.setattr(gates, registry, dict(getattr(gates, registry)))
    gates.channel("log")(lambda viewer, key: Admission(position=frames[-1].number if frames else 0))
    gates.channel("hidden")(lambda viewer, key: None)
    gates.catch_up("log")(lambda key, position, limit: [f for f in frames if f.number > position][:limit])
    gates.heads("log")(lambda keys: {key: len(frames) for key in keys})
    return frames


def frames(count: int, length: int = 2) -> list[Frame]:
    return [Frame(number, None, "x" * length) for number in range(1, count + 1)]


def test_me_is_the_viewers_own_channel_and_nobody_elses(log) -> None:
    assert gates.channel_name("me", ADA) == "me:7"
    assert gates.channel_name("me", None) is None
    assert gates.channel_name("me:7", ADA) is None
    assert gates.admit(Viewer(), "me:7") == Admission()
    assert gates.admit(Viewer(), "me:8") is None
    assert gates.label("me:7") == "me"


@pytest.mark.parametrize(
    "name", ["log", "log:", f"log:{KEY}a", f"log:{KEY}\n", f"Log:{KEY}", f"other:{KEY}", 5, None, []]
)
def test_what_is_no_name_of_a_channel_is_none(log, name) -> None:
    assert gates.channel_name(name, ADA) is None


def test_who_may_not_follow_gets_nothing_to_read(log) -> None:
    assert gates.come_in(Viewer(), f"hidden:{KEY}", 0) is None


def test_without_a_position_one_begins_now(log) -> None:
    log += frames(3)
    assert gates.come_in(Viewer(), f"log:{KEY}", None) == (Admission(position=3), Fill([], 3, more=False))


def test_a_position_from_the_future_is_brought_back(log) -> None:
    log += frames(3)
    opening = gates.come_in(Viewer(), f"log:{KEY}", 10**12)
    assert opening is not None
    assert opening[1].position == 3


def test_a_long_log_is_read_in_pages(log) -> None:
    log += frames(gates.PAGE + 1)
    first = gates.read_on(f"log:{KEY}", 0, gates.PAGE + 1)
    assert (len(first.frames), first.position, first.more) == (gates.PAGE, gates.PAGE, True)
    second = gates.read_on(f"log:{KEY}", first.position, gates.PAGE + 1)
    assert (len(second.frames), second.position, second.more) == (1, gates.PAGE + 1, False)


def test_a_page_is_not_longer_than_a_slow_reader_may_have_waiting(log) -> None:
    log += frames(10, length=gates.PAGE_LENGTH // 2)
    fill = gates.read_on(f"log:{KEY}", 0, 10)
    assert (len(fill.frames), fill.position, fill.more) == (2, 2, True)


def test_a_single_frame_fits_however_long_it_is(log) -> None:
    log += frames(2, length=gates.PAGE_LENGTH * 2)
    fill = gates.read_on(f"log:{KEY}", 0, 2)
    assert (len(fill.frames), fill.more) == (1, True)


def test_a_fill_goes_as_far_as_the_head_although_the_last_change_was_superseded(log) -> None:
    log.append(Frame(3, None, "{}"))
    assert gates.read_on(f"log:{KEY}", 0, 5).position == 5


def test_heads_are_asked_once_a_kind(log) -> None:
    log += frames(2)
    assert gates.heads_of([f"log:{KEY}", f"hidden:{KEY}"]) == {f"log:{KEY}": 2}


def test_a_kind_of_channel_is_registered_once(log) -> None:
    with pytest.raises(ValueError, match="twice"):
        gates.channel("log")(lambda viewer, key: None)


def test_a_message_holds_one_command(log) -> None:
    gates.command("dance")(lambda viewer, message: {})
    gates.command("sing")(lambda viewer, message: {})
    assert gates.command_in({"dance": 1, "id": 5}) is not None
    assert gates.command_in({"dance": 1, "sing": 1}) is None
    assert gates.command_in({"walk": 1}) is None


def test_after_a_burst_a_seat_reads_at_its_pace(settings) -> None:
    settings.PACES_FACTOR = 1
    allowance = Allowance()
    waits = [allowance.wait() for _ in range(BURST + 25)]
    assert waits[BURST - 1] == 0
    assert waits[-1] == pytest.approx(25 / PER_SECOND, abs=0.1)
