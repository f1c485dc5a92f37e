"""What the benchmarks share: time, ratios against a baseline of the same run, limits."""

import statistics
import time

# What calibrate() takes on 2 undisturbed cores of the machine the limits were set on, in ms.
USUAL_CALIBRATION = 13.0


def spent_ms(action):
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def paired_ratio(action, baseline, times=9):
    """Return the median of ratios taken in turn, and both medians in ms."""
    action(), baseline()
    pairs = [(spent_ms(action), spent_ms(baseline)) for _time in range(times)]
    ratio = statistics.median(a / b for a, b in pairs)
    return ratio, *(statistics.median(values) for values in zip(*pairs, strict=True))


def normal_ms(cr, action, times=15):
    """Return ``(milliseconds, as measured)``: the first on a machine of usual speed.

    A shared machine is now quick, now slow; the same work beside it says how
    much.
    """
    ratio, measured, _speed = paired_ratio(action, lambda: calibrate(cr), times)
    return ratio * USUAL_CALIBRATION, measured


def calibrate(cr):
    """Do work of a fixed size, half in SQL and half in Python: the machine's speed now."""
    cr.execute("SELECT count(*) FROM generate_series(1, 60000)")
    sum(number * number for number in range(100_000))


def report(what, value, limit):
    print(f"{what:<66} {value:>8.2f}   at most {limit}")
    assert value <= limit, f"{what}: {value:.2f} is over {limit}"
