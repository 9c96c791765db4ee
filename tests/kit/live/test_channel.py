"""A channel writes each frame once to each seat that may have it, whenever the seat came in."""

import json
from random import Random

from kit.live.channel import Channel
from kit.live.frames import split, text_of
from kit.live.gates import Frame

ADA, BEN = 1, 2


class FakeSeat:
    """A seat that keeps what is written to it, as long as it keeps up."""

    def __init__(self, position: int = 0) -> None:
        self.position = position
        self.messages: list[dict] = []
        self.keeps_up = True
        self.was_sent_away = False

    def write(self, frame: bytes) -> bool:
        if self.keeps_up:
            self.messages += [json.loads(text_of(single)) for single in split(frame)]
        return self.keeps_up

    def fall_behind(self) -> None:
        self.was_sent_away = True

    @property
    def numbers(self) -> list[int]:
        return [message["change"] for message in self.messages if "change" in message]


def frame(number: int, author: int = ADA) -> Frame:
    return Frame(number, author, json.dumps({"words": str(number)}, separators=(",", ":")))


def say(channel: Channel, *numbers: int, author: int = ADA) -> None:
    for number in numbers:
        channel.hand_out(channel.sequence.take(frame(number, author)))


def come_in(channel: Channel, position: int, *, hidden: frozenset[int] = frozenset()) -> FakeSeat:
    seat = FakeSeat(position)
    channel.admit(seat, position, hidden)
    return seat


def test_everybody_in_a_channel_gets_the_same_frame() -> None:
    channel = Channel("room:x")
    one, other = come_in(channel, 0), come_in(channel, 0)
    say(channel, 1)
    assert one.messages == other.messages == [{"channel": "room:x", "since": 0, "change": 1, "words": "1"}]


def test_a_hidden_author_leaves_only_a_number() -> None:
    channel = Channel("room:x")
    seat = come_in(channel, 0, hidden=frozenset({BEN}))
    say(channel, 1, author=BEN)
    say(channel, 2, author=ADA)
    assert seat.messages[0] == {"channel": "room:x", "since": 0, "change": 1}
    assert seat.messages[1]["words"] == "2"


def test_a_hidden_author_stays_hidden_in_what_is_remembered() -> None:
    channel = Channel("room:x")
    come_in(channel, 0)
    say(channel, 1, author=BEN)
    assert come_in(channel, 0, hidden=frozenset({BEN})).messages == [{"channel": "room:x", "since": 0, "change": 1}]


def test_who_hides_one_of_the_others_in_a_frame_gets_another_instead() -> None:
    channel = Channel("room:x")
    seat, free = come_in(channel, 0, hidden=frozenset({BEN})), come_in(channel, 0, hidden=frozenset({9}))
    quoting = Frame(1, ADA, '{"words":"Ben: hello"}', frozenset({BEN}), '{"words":"[…]"}')
    channel.hand_out(channel.sequence.take(quoting))
    late = come_in(channel, 0, hidden=frozenset({BEN}))
    assert seat.messages == late.messages == [{"channel": "room:x", "since": 0, "change": 1, "words": "[…]"}]
    assert free.messages == [{"channel": "room:x", "since": 0, "change": 1, "words": "Ben: hello"}]
    say(channel, 2, author=BEN)
    assert seat.messages[1:] == [{"channel": "room:x", "since": 1, "change": 2}]


def test_sight_can_change_while_one_sits() -> None:
    channel = Channel("room:x")
    seat = come_in(channel, 0)
    channel.change_sight(seat, frozenset({BEN}))
    say(channel, 1, author=BEN)
    assert "words" not in seat.messages[0]


def test_a_slow_reader_is_sent_away_and_the_others_go_on() -> None:
    channel = Channel("room:x")
    slow, quick = come_in(channel, 0), come_in(channel, 0)
    slow.keeps_up = False
    say(channel, 1, 2)
    assert slow.was_sent_away
    assert quick.numbers == [1, 2]
    assert not slow.numbers


def test_news_reaches_everybody_whoever_they_hide() -> None:
    channel = Channel("room:x")
    seats = [come_in(channel, 0), come_in(channel, 0, hidden=frozenset({BEN})), come_in(channel, 7)]
    channel.tell("reply")
    assert [seat.messages for seat in seats] == [[{"channel": "room:x", "news": "reply"}]] * 3


def test_a_reader_whose_log_was_ahead_hears_nothing_twice() -> None:
    channel = Channel("room:x")
    come_in(channel, 0)
    ahead = come_in(channel, 2)
    say(channel, 1, 2, 3)
    assert ahead.numbers == [3]


def test_nobody_is_told_their_own_number() -> None:
    channel = Channel("me:5")
    seat = come_in(channel, 0)
    channel.tell("notice")
    assert seat.messages == [{"channel": "me", "news": "notice"}]


def test_readers_who_come_at_any_moment_miss_nothing_and_hear_nothing_twice() -> None:
    for seed in range(300):
        for seat in busy_channel(Random(seed)):
            expected = list(range(seat.position + 1, seat.position + 1 + len(seat.numbers)))
            assert seat.numbers == expected, f"seed {seed}"
            assert [message["since"] for message in seat.messages] == [number - 1 for number in expected]


def busy_channel(draw: Random) -> list[FakeSeat]:
    """Commits reach the channel out of order, readers read the log, dawdle and come in; in the end all have all."""
    channel, committed = Channel("room:x"), 0
    on_the_way: list[int] = []
    readings: list[int] = []
    seats: list[FakeSeat] = []
    for _ in range(120):
        deed = draw.choice(("commit", "arrive", "arrive", "read", "come in"))
        if deed == "commit":
            committed += 1
            on_the_way.append(committed)
        elif deed == "arrive" and on_the_way:
            say(channel, on_the_way.pop(draw.randrange(min(4, len(on_the_way)))))
        elif deed == "read":
            readings.append(committed)
        elif deed == "come in" and readings:
            position = readings.pop(0)
            if channel.can_admit(position):
                seats.append(come_in(channel, position))
    say(channel, *on_the_way)
    for seat in seats:
        assert seat.position + len(seat.numbers) == committed
    return seats


def test_news_told_while_a_seat_comes_in_are_told_to_it_again() -> None:
    channel = Channel("topic:x")
    before = channel.news_count
    channel.tell("reply")  # after the seat has asked how far the log goes, before it is let in
    late = come_in(channel, 0)
    channel.tell_again(late, before)
    assert late.messages == [{"channel": "topic:x", "news": "reply"}]
    channel.tell_again(late, channel.news_count)
    assert len(late.messages) == 1
