"""Numbered frames go out in order, once, and nobody waits for a number that does not come."""

from itertools import permutations

from kit.live.gates import Frame
from kit.live.sequence import Memory, Sequence, Step


def frame(number: int) -> Frame:
    return Frame(number, None, f'{{"n":{number}}}')


def numbers(steps: list[Step]) -> list[int]:
    return [step.frame.number for step in steps]


def test_whatever_the_order_of_arrival_frames_go_out_in_order() -> None:
    for order in permutations(range(1, 6)):
        sequence = Sequence()
        sequence.begin(0)
        out = [number for arrived in order for number in numbers(sequence.take(frame(arrived)))]
        assert out == [1, 2, 3, 4, 5]


def test_each_step_begins_where_the_last_one_ended() -> None:
    sequence = Sequence()
    sequence.begin(3)
    steps = sequence.take(frame(5)) + sequence.take(frame(4))
    assert [(step.since, step.frame.number) for step in steps] == [(3, 4), (4, 5)]


def test_the_same_frame_twice_goes_out_once() -> None:
    sequence = Sequence()
    sequence.begin(0)
    assert numbers(sequence.take(frame(1)) + sequence.take(frame(1))) == [1]


def test_frames_wait_until_somebody_has_read_the_log() -> None:
    sequence = Sequence()
    assert sequence.take(frame(8)) == []
    assert sequence.take(frame(9)) == []
    assert numbers(sequence.begin(8)) == [9]


def test_a_later_reader_does_not_move_the_sequence_back() -> None:
    sequence = Sequence()
    sequence.begin(5)
    sequence.begin(3)
    assert sequence.position == 5


def test_a_missing_number_holds_back_what_comes_after_it() -> None:
    sequence = Sequence()
    sequence.begin(0)
    assert sequence.take(frame(2)) == []
    assert sequence.waits


def test_the_log_fills_a_gap_and_what_was_held_follows() -> None:
    sequence = Sequence()
    sequence.begin(0)
    sequence.take(frame(4))
    # Numbers 1 and 2 belong to no entry any more: their entries were changed again as 3.
    steps = sequence.fill([frame(3)], 3)
    assert [(step.since, step.frame.number) for step in steps] == [(0, 3), (3, 4)]
    assert not sequence.waits


def test_the_log_may_know_more_than_was_missing() -> None:
    sequence = Sequence()
    sequence.begin(0)
    sequence.take(frame(2))
    assert numbers(sequence.fill([frame(1), frame(2), frame(3)], 3)) == [1, 2, 3]
    assert sequence.take(frame(3)) == []
    assert not sequence.waits


def test_a_number_that_nobody_knows_is_skipped() -> None:
    sequence = Sequence()
    sequence.begin(0)
    sequence.take(frame(3))
    assert sequence.fill([], 0) == []
    assert numbers(sequence.skip()) == [3]


def test_a_reader_gets_from_memory_what_came_after_its_reading() -> None:
    memory = Memory(10)
    memory.begin(4)
    for number in (5, 6, 7):
        memory.keep(Step(number - 1, frame(number)))
    assert numbers(memory.after(5) or []) == [6, 7]
    assert memory.after(7) == []


def test_memory_says_when_it_has_forgotten() -> None:
    memory = Memory(2)
    memory.begin(0)
    for number in (1, 2, 3):
        memory.keep(Step(number - 1, frame(number)))
    assert memory.after(0) is None
    assert numbers(memory.after(1) or []) == [2, 3]


def test_memory_knows_nothing_of_the_time_before_it_began() -> None:
    memory = Memory(2)
    memory.begin(5)
    assert memory.after(4) is None
    assert memory.after(5) == []
