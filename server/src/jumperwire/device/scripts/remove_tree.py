# Deletes a file, or a folder with all that is in it, which goes first; the folder itself where `t`. Prints for each where `v`: (path, 0) a file, (path, 1) a folder;
# and always: (path, 2) what stays since a file system is mounted there, (path, 3) what cannot be deleted, before that is
# raised, (b"", 4) now and then.
def _jw(p, v, t):
    import os

    done = failed = 0

    def say(p, k):
        nonlocal done
        done += 1
        if v or k > 1:
            print((p, k))
        elif done & 15 == 0:
            print((b"", 4))

    # Some of what is in a folder: all of it may be too much for the heap. In the root what is mounted there and then what
    # is in its own file system, once: see tree.py.
    def some(p):
        l = []
        if len(p) > 1:
            for e in os.ilistdir(p):
                l.append(e)
                if len(l) > 63:
                    break
            return l
        try:
            for e in os.ilistdir(b"/"):
                if not isinstance(e[0], bytes):
                    break
                l.append(e)
        except UnicodeError:
            pass
        try:
            l += os.ilistdir(b"//")
        except OSError as e:
            if e.args[0] != 19:
                raise e
        return l

    def remove(p, d):
        nonlocal failed
        try:
            while d:
                l = some(p)
                for e in l:
                    remove((p if len(p) > 1 else b"") + b"/" + e[0], e[1] & 0x4000)
                if len(l) < 64 or len(p) == 1:
                    break
            if p == g and not t:
                return
            if d:
                os.rmdir(p)
            else:
                os.remove(p)
        except OSError as e:
            if failed or not d or e.args[0] != 22 and (len(p) > 1 or e.args[0] not in (1, 19)):
                if not failed:
                    say(p, 3)
                failed = 1
                raise e
            say(p, 2)
            return
        say(p, 1 if d else 0)

    g = p if isinstance(p, bytes) else p.encode()
    remove(g, os.stat(g)[0] & 0x4000)
