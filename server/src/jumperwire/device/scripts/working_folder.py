# The folder in which relative paths begin, as bytes: the root where the build does not tell, or its file system.
def _jw():
    import os

    try:
        d = os.getcwd()
    except AttributeError:
        d = "/"
    print(d if isinstance(d, bytes) else d.encode())
