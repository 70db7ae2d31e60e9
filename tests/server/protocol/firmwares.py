"""The firmwares that the core has to get along with."""

from __future__ import annotations

from protocol.fake_board import Firmware, RawPaste

MODERN = Firmware()
COOKED_TWICE = Firmware(newline=b"\r\r\n")
OWN_PROMPT = Firmware(prompt=b"py$ ")
NO_VERSION = Firmware(version=b"MicroPython 9458e3a23f on 2026-07-05; linux [GCC 14.2.1] version")
SMALL_WINDOW = Firmware(window=32)
OLD = Firmware(
    raw_paste=RawPaste.UNKNOWN,
    version=b"MicroPython v1.9.2-34-gd64154c73 on 2017-09-01; micro:bit v1.0.1 with nRF51822",
    soft_reboot=b"soft reboot",
)
REFUSING = Firmware(raw_paste=RawPaste.REFUSED)
CIRCUITPYTHON = Firmware(
    version=b"Adafruit CircuitPython 9.2.1 on 2024-11-20; Adafruit Feather RP2040 with rp2040",
    help_line=None,
    soft_reboot=b"soft reboot",
)
AIOREPL = Firmware(window=512, ring=1100, prompt=b"--> ", aiorepl=True)

ALL = {
    "modern": MODERN,
    "cooked twice": COOKED_TWICE,
    "own prompt": OWN_PROMPT,
    "no version": NO_VERSION,
    "small window": SMALL_WINDOW,
    "old": OLD,
    "refusing": REFUSING,
    "CircuitPython": CIRCUITPYTHON,
    "aiorepl": AIOREPL,
}
PASTING = {name: firmware for name, firmware in ALL.items() if firmware.raw_paste is RawPaste.SUPPORTED}
