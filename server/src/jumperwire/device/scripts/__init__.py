"""MicroPython sources, shipped as data: read them by `jumperwire.device.script`, do not import them."""
