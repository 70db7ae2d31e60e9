# Forgets the modules that came from files, so that they are read again; `g` is a mount to go to first, or empty. The
# firmware's modules have names as in the working folder: what is no file there stays.
def _jw(g):
    import os
    import sys

    if g:
        os.chdir(g)
    for n, m in list(sys.modules.items()):
        f = getattr(m, "__file__", None)
        if isinstance(f, str) and n != "__main__":
            try:
                os.stat(f)
                del sys.modules[n]
            except (OSError, AttributeError):
                pass
