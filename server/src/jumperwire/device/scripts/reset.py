# Restart the whole chip.
import machine

machine.reset()
