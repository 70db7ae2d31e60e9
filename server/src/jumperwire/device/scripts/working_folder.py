# The folder in which relative paths begin, as bytes.
def _jw():
    import os

    print(os.getcwd().encode() if hasattr(os, "getcwd") else b"/")
