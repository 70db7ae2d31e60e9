# mypy: ignore-errors
# ruff: noqa: F821
"""MicroPython: the machine module, and what there is none of."""

import sys
import time


class _Machine:
    __name__ = "machine"
    PWRON_RESET, HARD_RESET, SOFT_RESET = 1, 2, 5

    def __repr__(self):
        return "<module 'machine'>"

    def reset(self):
        _tell("reset")

    def soft_reset(self):
        sys.exit()

    def reset_cause(self):
        return _RESET_CAUSE

    def unique_id(self):
        return _UNIQUE_ID

    def freq(self, hz=None):
        return 125_000_000 if hz is None else None

    def idle(self):
        time.sleep_ms(1)

    def lightsleep(self, ms=0):
        time.sleep_ms(ms)

    def __getattr__(self, name):
        if name in _NO_HARDWARE:
            raise ImportError("the virtual board has no GPIO: machine." + name + " needs a real board")
        raise AttributeError("'module' object has no attribute '" + name + "'")


# fmt: off
_NO_HARDWARE = (
    "Pin", "Signal", "ADC", "ADCBlock", "DAC", "PWM", "I2C", "SoftI2C", "I2CTarget", "SPI", "SoftSPI",
    "UART", "I2S", "CAN", "SDCard", "Timer", "RTC", "WDT", "TouchPad", "bitstream", "time_pulse_us",
    "dht_readinto", "deepsleep", "mem8", "mem16", "mem32",
)
# fmt: on

sys.modules["machine"] = _Machine()
sys.path.append("/.board")  # modules that say why they are missing, see rom.mjs
