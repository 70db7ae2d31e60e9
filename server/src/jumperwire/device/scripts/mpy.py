# Which compiled files this build loads: the number of sys.implementation, 0 where it loads none.
def _jw():
    import sys

    i = sys.implementation
    print(getattr(i, "_mpy", getattr(i, "mpy", 0)))
