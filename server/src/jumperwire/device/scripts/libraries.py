# Where this build looks for modules, and which compiled ones it loads: the number of sys.implementation, 0 for none.
def _jw():
    import sys

    i = sys.implementation
    print(getattr(i, "_mpy", getattr(i, "mpy", 0)))
    print(sys.path)
