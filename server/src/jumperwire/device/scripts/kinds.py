# What is at these paths, as a list: 0 for nothing, 1 for a file, 2 for a folder.
def _jw(l):
    import os

    def kind(p):
        try:
            return os.stat(p)[0] & 0x4000 and 2 or 1
        except OSError:
            return 0

    print([kind(p) for p in l])
