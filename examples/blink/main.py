# Blinks: with the board's LED where there is one, in the terminal everywhere.
import time

try:
    from machine import Pin

    led = Pin("LED", Pin.OUT)
except (ImportError, TypeError, ValueError, AttributeError):
    led = None  # a board without an LED of that name, or the virtual board, which has no pins

print("Blinking. Ctrl+C or the stop button ends it.")
on = False
while True:
    on = not on
    if led is not None:
        led.value(on)
    print("●" if on else "○")
    time.sleep(0.5)
