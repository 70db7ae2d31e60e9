"""The events of conversations, as those compare them who wait for one."""

from __future__ import annotations

from jumperwire.protocol.channel import Progress, Rebooted, Started


def test_events_without_data_are_equal_by_their_class() -> None:
    assert Started() == Started()
    assert Started() != Rebooted()
    assert {Started(), Started(), Progress()} == {Progress(), Started()}


def test_events_without_data_are_shown_by_their_name() -> None:
    assert repr([Started(), Rebooted()]) == "[Started(), Rebooted()]"
