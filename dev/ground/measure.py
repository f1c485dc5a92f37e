"""What the benchmarks share: time, ratios against a baseline of the same run, limits."""

import statistics
import time


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


def report(what, value, limit):
    print(f"{what:<66} {value:>8.2f}   at most {limit}")
    assert value <= limit, f"{what}: {value:.2f} is over {limit}"
