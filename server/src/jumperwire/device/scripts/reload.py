# Goes to the mount `g`, and forgets the modules that were imported from there, so that they are read again. Those of
# the firmware have names as in the working folder: what is no file of the mount stays.
def _jw(g):
    import os
    import sys

    os.chdir(g)
    for n, m in list(sys.modules.items()):
        f = getattr(m, "__file__", None)
        if isinstance(f, str) and (f[:1] != "/" or f.startswith(g + "/")):
            try:
                os.stat(f)
                del sys.modules[n]
            except OSError:
                pass
