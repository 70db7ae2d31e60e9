"""Which answers are measured, by a clock that the test holds."""

from __future__ import annotations

from jumperwire.board.round_trips import LATEST, RoundTrips
from jumperwire.board.timing import LinkTiming


def test_the_first_answer_to_a_conversation_is_measured() -> None:
    timing = LinkTiming()
    trips = RoundTrips(timing)
    trips.begins()
    trips.sent(10.0, 5)
    trips.sent(10.1, 100)  # a piece that the answer is not for
    trips.heard(10.5)
    trips.heard(10.51)
    assert timing.round_trip == 0.5


def test_what_is_sent_without_a_conversation_is_not_measured() -> None:
    timing = LinkTiming()
    trips = RoundTrips(timing)
    trips.sent(1.0, 1)
    trips.heard(1.2)
    assert timing.round_trip is None


def test_a_late_answer_is_measured_from_the_first_question_and_those_behind_it_are_not() -> None:
    timing = LinkTiming()
    trips = RoundTrips(timing)
    for at in (0.0, 0.3, 0.6):
        trips.begins()
        trips.sent(at, 1)
        trips.dropped()
    trips.heard(1.5)
    assert timing.round_trip == 1.5
    trips.begins()
    trips.sent(1.6, 1)
    trips.heard(1.8)  # the answer to the second one
    assert timing.round_trip == 1.5


def test_what_a_program_prints_much_later_is_no_answer() -> None:
    timing = LinkTiming()
    trips = RoundTrips(timing)
    trips.begins()
    trips.sent(0.0, 1)
    trips.dropped()
    trips.heard(LATEST + 1)
    assert timing.round_trip is None
