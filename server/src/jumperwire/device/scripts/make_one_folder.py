# Make a folder.
def _jw(p):
    import os

    os.mkdir(p)
