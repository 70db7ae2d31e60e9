# Removes what put.py or put_once.py left where it was cut off: the temporary file, which may be any of `l`.
def _jw(l):
    import os
    import sys

    if "_jw_put" in sys.modules:
        l.append(sys.modules.pop("_jw_put")[1])
    for t in l:
        try:
            os.remove(t)
        except OSError:
            pass
