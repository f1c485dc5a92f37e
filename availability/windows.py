"""Half-days: the contact chooses a window, the appointment an exact time inside it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from .openings import AgendaRules, Bounds, rule_periods


def agenda_windows(rules: AgendaRules, bounds: Bounds) -> dict[int, int]:
    """Return the half-days of an agenda, ``{start: stop}`` in UTC seconds, sorted.

    They are its openings, or the hours of its technicians when it has none.
    Of two that begin together, the longer one counts.
    """
    hours = [rule for technician in rules.hours.values() for rule in technician]
    windows = {}
    for period in sorted(rule_periods(rules.slots if rules.has_slots else hours, rules.tz, bounds)):
        windows[period[0]] = max(period[1], windows.get(period[0], 0))
    return windows


def fitting_windows(
    starts: range, windows: Iterable[tuple[int, int]], duration: int
) -> Iterator[tuple[int, int]]:
    """Yield ``(start, stop)`` of the windows in which one of the exact ``starts`` fits whole."""
    for begin, end in windows:
        index = bisect_left(starts, begin)
        if index < len(starts) and starts[index] + duration <= end:
            yield begin, end
