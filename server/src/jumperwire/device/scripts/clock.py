# The time of machine.RTC, after setting it to the numbers in `l`, if there are any.
def _jw(l):
    from machine import RTC

    r = RTC()
    if l:
        r.datetime(tuple([int(n) for n in l]))
    print(tuple(r.datetime()))
