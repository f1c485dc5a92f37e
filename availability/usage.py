"""How much of what was open has been booked: plain periods, by local day."""

from collections import defaultdict


def used_seconds(openings, open_time, booked):
    """Return ``{day: (open seconds, booked seconds)}`` of one lane.

    ``openings`` are the core's ``(start, stop, location_id, day)``;
    ``open_time`` what closures and leaves have left of them, ``booked`` what
    appointments occupy, both ``(start, stop)``. Openings or appointments that
    overlap count once, booked time outside the open time does not.
    """
    return {
        day: (_length(opened), _length(taken))
        for day, opened, taken in _days(openings, open_time, booked)
    }


def shared_seconds(lanes):
    """Return ``[{day: (open seconds, booked seconds)}]`` of one person's lanes, one by one.

    ``lanes`` are the arguments of :func:`used_seconds`, one for each agenda in
    which the person can be booked. Each second counts once: for the lane that
    booked it, and one that nobody booked in equal parts for the lanes that are
    open then. The parts add up to the person's own time, and no lane has more
    booked than open. Where two lanes booked the same second, each has its part.
    """
    if len(lanes) == 1:
        return [used_seconds(*lanes[0])]
    marks, used = [], [{} for _lane in lanes]
    for number, lane in enumerate(lanes):
        for day, *kinds in _days(*lane):
            used[number][day] = [0, 0]
            for kind, periods in enumerate(kinds):
                for start, stop in periods:
                    marks += (start, 1, kind, number, day), (stop, 0, kind, number, day)
    now, before = (set(), set()), 0
    for moment, begins, kind, number, day in sorted(marks):
        _share(moment - before, *now, used)
        (now[kind].add if begins else now[kind].discard)((number, day))
        before = moment
    return [{day: tuple(parts) for day, parts in days.items()} for days in used]


def _share(seconds, opened, taken, used):
    """Give each lane its part of some seconds that are alike."""
    having = taken or opened
    for number, day in having:
        used[number][day][0] += seconds / len(having)
        used[number][day][1] += bool(taken) * seconds / len(having)


def _days(openings, open_time, booked):
    """Yield ``(day, open periods, booked periods)``, each sorted and disjoint."""
    by_day = defaultdict(list)
    for start, stop, _location_id, day in openings:
        by_day[day].append((start, stop))
    for day, periods in by_day.items():
        opened = _common(_merged(periods), _merged(open_time))
        yield day, opened, _common(opened, _merged(booked))


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
