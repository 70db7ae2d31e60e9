"""What is measured of a link, and how long its silences may be because of that."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jumperwire.board.timing import FIRST, LEAST, MOST, LinkTiming

seconds = st.floats(0, 100)


def measured(*round_trips: float) -> LinkTiming:
    timing = LinkTiming()
    for each in round_trips:
        timing.answered(each)
    return timing


def test_a_link_of_which_nothing_is_known_gets_the_time_that_a_slow_one_needs() -> None:
    assert LinkTiming().round_trip is None
    assert LinkTiming().patience() == FIRST > 1.5


def test_a_quick_link_gets_less_and_a_slow_one_what_it_needs() -> None:
    assert measured(*[0.002] * 20).patience() == LEAST
    assert measured(*[1.5] * 20).patience() > 1.5
    assert measured(1.5).patience() > 3


def test_one_late_answer_makes_a_quick_link_patient_again() -> None:
    timing = measured(*[0.002] * 20)
    timing.answered(1.5)
    assert timing.patience() > 1.5


def test_what_was_sent_counts_by_the_rate_that_was_measured() -> None:
    timing = measured(*[0.01] * 10)
    for _ in range(20):
        timing.answered(0.01 + 1000 / 960, 1000)  # 9600 baud
    assert timing.patience(1000) > 2
    assert timing.patience(10) == LEAST


def test_a_late_loop_reads_answers_late_and_that_is_forgotten() -> None:
    timing = measured(*[0.002] * 20)
    timing.late(0.8)
    assert timing.patience() > 2 * 0.8
    for _ in range(20):
        timing.late(0)
    assert timing.patience() < LEAST + 0.01


@given(
    st.lists(st.tuples(seconds, st.integers(0, 10_000))), st.lists(seconds), st.integers(0, 1 << 20), seconds
)
def test_patience_is_bounded_whatever_was_measured(
    answers: list[tuple[float, int]], lateness: list[float], size: int, least: float
) -> None:
    timing = LinkTiming()
    for took, sent in answers:
        timing.answered(took, sent)
    for late in lateness:
        timing.late(late)
    assert least <= timing.patience(size, least) <= max(least, MOST)
    assert LEAST <= timing.patience(size) <= MOST
