"""How much of what was open has been booked: plain periods, by local day."""

from collections import defaultdict


def used_seconds(openings, open_time, booked):
    """Return ``{day: (open seconds, booked seconds)}`` of one lane.

    ``openings`` are the core's ``(start, stop, location_id, day)``;
    ``open_time`` what closures and leaves have left of them, ``booked`` what
    appointments occupy, both ``(start, stop)``. Openings or appointments that
    overlap count once, booked time outside the open time does not.
    """
    by_day = defaultdict(list)
    for start, stop, _location_id, day in openings:
        by_day[day].append((start, stop))
    used = {}
    for day, periods in by_day.items():
        opened = _common(_merged(periods), _merged(open_time))
        used[day] = _length(opened), _length(_common(opened, _merged(booked)))
    return used


def _merged(periods):
    merged = []
    for start, stop in sorted(periods):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _common(left, right):
    """Return what two sorted lists of disjoint periods have in common."""
    common, at = [], 0
    for start, stop in left:
        while at < len(right) and right[at][1] <= start:
            at += 1
        for begin, end in right[at:]:
            if begin >= stop:
                break
            common.append((max(start, begin), min(stop, end)))
    return common


def _length(periods):
    return sum(stop - start for start, stop in periods)
